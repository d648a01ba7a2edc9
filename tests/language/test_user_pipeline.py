from pathlib import Path

import numpy
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from tests.stand_in_model import StandIn, StandInReader

from onrecord.errors import SettingsError
from onrecord.language import ATTRIBUTIONS, NAME_LABELS, VECTORS, make_reader, sentence_spans
from onrecord.language.neural import NeuralReader
from onrecord.language.user_pipeline import LABELS, UserPipelineReader
from onrecord.reading.rows import join_tokens
from onrecord.records import make_report
from onrecord.settings import Settings

TEXT = "Gen. Penhallow met Vargareth in Korsk on Tuesday. Three envoys left.\n\nNobody signed."


@Language.component("tests_heads_on_the_first")
def heads_on_the_first(doc: Doc) -> Doc:
    """Cut sentences at full stops, whatever was set before, and hang their words on the first."""
    strings = doc.vocab.strings
    table = numpy.zeros((len(doc), 4), dtype="uint64")
    first = 0
    for token in doc:
        if token.i and doc[token.i - 1].text == ".":
            first = token.i
        table[token.i, 0] = numpy.int64(first - token.i).astype("uint64")
        table[token.i, 1:] = [strings.add(label) for label in ("ROOT" if first == token.i else "obj", "NOUN", "word")]
    doc.from_array(["HEAD", "DEP", "POS", "LEMMA"], table)
    return doc


@Language.component("tests_fails_on_nothing")
def fails_on_nothing(doc: Doc) -> Doc:
    """Do what needs words."""
    assert not all(token.is_space for token in doc)
    return doc


def make_pipeline(folder: Path, *components: str) -> str:
    """Write a small pipeline into a folder, and return the folder."""
    pipeline = spacy.blank("en")
    pipeline.meta["name"], pipeline.meta["version"] = "small", "3.1.4"
    for component in components:
        made = pipeline.add_pipe(component)
        if component == "entity_ruler":
            patterns = {
                "Penhallow": "PERSON",
                "Vargareth": "PER",
                "Korsk": "GPE",
                "Tuesday": "DATE",
                "Three": "CARDINAL",
            }
            made.add_patterns([{"label": label, "pattern": words} for words, label in patterns.items()])  # type: ignore[attr-defined]
    pipeline.to_disk(folder / "pipeline")
    return str(folder / "pipeline")


def make_user_reader(folder: Path, *components: str) -> UserPipelineReader:
    """Return a reader with a small pipeline, and the stand-in for the model."""
    return UserPipelineReader(make_pipeline(folder, *components), StandInReader(StandIn(folder)))


def sentences_of(doc: Doc) -> list[str]:
    """Return the sentences as printed."""
    return [span.of(doc.text) for span in sentence_spans(doc)]


def test_names_and_sentences_are_the_pipeline_s(tmp_path: Path) -> None:
    """Names carry this package's labels, what is no name here is none, and sentences are where the pipeline says."""
    reader = make_user_reader(tmp_path, "sentencizer", "entity_ruler")
    with reader.memory():
        doc = reader.read(make_report(TEXT))
        assert doc.text == TEXT
        names = {entity.text: entity.label_ for entity in doc.ents}
        assert names == {"Penhallow": "Person", "Vargareth": "Person", "Korsk": "Location", "Tuesday": "Date"}
        assert sentences_of(doc) == [
            "Gen. Penhallow met Vargareth in Korsk on Tuesday.",
            "Three envoys left.",
            "Nobody signed.",
        ]


def test_heads_tags_and_lemmas_are_the_pipeline_s(tmp_path: Path) -> None:
    """The Doc's trees, parts of speech and lemmas are those that the pipeline wrote."""
    reader = make_user_reader(tmp_path, "tests_heads_on_the_first")
    with reader.memory():
        doc = reader.read(make_report("Korsk signed . Velde left ."))
        assert [token.head.i for token in doc] == [0, 0, 0, 3, 3, 3]
        assert [token.dep_ for token in doc] == ["ROOT", "obj", "obj"] * 2
        assert {(token.pos_, token.lemma_) for token in doc} == {("NOUN", "word")}
        assert sentences_of(doc) == ["Korsk signed .", "Velde left ."]


@pytest.mark.parametrize(
    "components",
    [
        pytest.param(("sentencizer", "entity_ruler"), id="sentences"),
        pytest.param(("tests_heads_on_the_first",), id="heads"),
        pytest.param(("entity_ruler",), id="neither"),
        pytest.param((), id="nothing-at-all"),
    ],
)
def test_attributions_and_vectors_are_the_model_s(tmp_path: Path, components: tuple[str, ...]) -> None:
    """Whatever the pipeline has, the model adds its attributions and a vector for each of the pipeline's sentences."""
    reader = make_user_reader(tmp_path, *components)
    with reader.memory():
        doc = reader.read(make_report(TEXT))
        vectors = doc.user_data[VECTORS]
        assert len(vectors) == len(sentences_of(doc))
        assert numpy.abs(numpy.linalg.norm(vectors, axis=-1) - 1).max() < 1e-4
        spans = doc.spans[ATTRIBUTIONS]
        assert {span.label_ for span in spans} <= {"source", "cue", "content"}
        assert {span.id_ for span in spans} == {span.id_ for span in spans if span.label_ == "cue"}


def test_sentences_by_rule_where_the_pipeline_has_none(tmp_path: Path) -> None:
    """A pipeline that finds no sentences gets those of the rules, which know abbreviations."""
    reader = make_user_reader(tmp_path, "entity_ruler")
    with reader.memory():
        assert sentences_of(reader.read(make_report("Gen. Penhallow left. Nobody signed."))) == [
            "Gen. Penhallow left.",
            "Nobody signed.",
        ]


@pytest.mark.parametrize(
    "components",
    [
        pytest.param(("sentencizer",), id="sentences"),
        pytest.param(("tests_heads_on_the_first",), id="heads-across-the-given-borders"),
        pytest.param(("entity_ruler",), id="neither"),
    ],
)
@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param([["Nobody", "signed", "."], ["Why", "?"]], id="two-sentences"),
        pytest.param([["one", "sentence", ".", "Not", "two", "."]], id="a-stop-inside-a-sentence"),
        pytest.param([["no", "stop"], ["here", ".", "and"], ["there"]], id="borders-elsewhere"),
        pytest.param([["New York", "waits"], ["U.S."]], id="other-tokens"),
        pytest.param([["Korsk", "said"] * 150, ["Why", "?"]], id="longer-than-a-window"),
    ],
)
def test_given_tokens_and_sentences_are_kept(
    tmp_path: Path, components: tuple[str, ...], tokens: list[list[str]]
) -> None:
    """Given tokens and sentences hold against the pipeline, whose trees are cut at their borders."""
    text, spans = join_tokens(tokens)
    reader = make_user_reader(tmp_path, *components)
    with reader.memory():
        doc = reader.read(make_report(text, tokens=spans))
        assert doc.text == text
        assert [[token.text for token in sent if not token.is_space] for sent in doc.sents] == tokens
        assert len(doc.user_data[VECTORS]) == len(tokens)
        if "tests_heads_on_the_first" in components:
            assert all(token.head in sentence for sentence in doc.sents for token in sentence)
            assert [sum(token.head == token for token in sentence) for sentence in doc.sents] == [1] * len(tokens)


@pytest.mark.parametrize("text", ["", " ", " \n\t\n "], ids=["empty", "a-space", "white-space"])
def test_nothing_is_not_sent_through_the_pipeline(tmp_path: Path, text: str) -> None:
    """A text without words is a Doc without sentences, and components are not asked about it."""
    reader = make_user_reader(tmp_path, "tests_fails_on_nothing")
    with reader.memory():
        doc = reader.read(make_report(text))
        assert doc.text == text
        assert sentences_of(doc) == []
        assert len(doc.user_data[VECTORS]) == len(doc.spans[ATTRIBUTIONS]) == 0


def test_the_name_says_which_pipeline_and_which_model(tmp_path: Path) -> None:
    """The reader's name holds the pipeline's name and version, and the model's."""
    reader = make_user_reader(tmp_path, "sentencizer")
    assert reader.name.startswith("language.spacy.v1-en_small-3.1.4+language.minilm.v1-")


def test_every_label_becomes_one_of_the_nine() -> None:
    """The table of labels leads to this package's labels only, and to each of them."""
    assert set(LABELS.values()) == set(NAME_LABELS)
    assert all(LABELS[label] == label for label in NAME_LABELS)


def test_a_missing_pipeline_is_named() -> None:
    """A pipeline that is not installed is an error of the settings that says how to install it."""
    reader = UserPipelineReader("en_no_such_pipeline", NeuralReader())
    with pytest.raises(SettingsError) as caught, reader.memory():
        pass
    assert str(caught.value) == (
        "There is no spaCy pipeline 'en_no_such_pipeline'. Install it (`python -m spacy download en_no_such_pipeline`), "
        "name its folder, or leave the setting spacy_pipeline out."
    )
    assert isinstance(caught.value.__cause__, OSError)


def test_a_pipeline_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    """A pipeline that needs a component which is not there is an error of the settings with spaCy's reason."""
    pipeline = Path(make_pipeline(tmp_path, "sentencizer"))
    config = pipeline / "config.cfg"
    config.write_text(config.read_text("utf-8").replace('factory = "sentencizer"', 'factory = "nowhere"'), "utf-8")
    with pytest.raises(SettingsError, match=r"^The spaCy pipeline '.*' cannot be loaded: .*nowhere") as caught:
        _ = UserPipelineReader(str(pipeline), NeuralReader()).name
    assert caught.value.remedy


def test_a_pipeline_that_merges_tokens_is_refused(tmp_path: Path) -> None:
    """Offsets rest on the tokens, so that a pipeline which changes them cannot be used."""
    reader = make_user_reader(tmp_path, "sentencizer", "tests_merges")
    with reader.memory(), pytest.raises(SettingsError, match=r"changes the tokens.*merge_entities"):
        reader.read(make_report("Korsk signed."))


@Language.component("tests_merges")
def merges(doc: Doc) -> Doc:
    """Make one token of the first two."""
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[:2])
    return doc


def test_the_settings_choose_the_reader(tmp_path: Path) -> None:
    """A pipeline in the settings puts it in the model's place, and each choice is made once a process."""
    pipeline = make_pipeline(tmp_path, "sentencizer")
    plain, other, user = (
        Settings(**values)  # type: ignore[arg-type]
        for values in ({}, {"language_weights": str(tmp_path)}, {"spacy_pipeline": pipeline})
    )
    assert isinstance(make_reader(plain), NeuralReader)
    assert isinstance(make_reader(user), UserPipelineReader)
    assert make_reader(plain) is make_reader(plain.replace(jobs=7))
    assert make_reader(plain) is not make_reader(other)
    with make_reader(other).memory(), pytest.raises(SettingsError, match="holds no language model"):
        make_reader(other).read(make_report("Korsk signed."))
