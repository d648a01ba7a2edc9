from collections import Counter, defaultdict
from pathlib import Path

import numpy
import pytest
from spacy.tokens import Doc
from tests.stand_in_model import StandIn, StandInReader

from onrecord.language import ATTRIBUTIONS, NAME_LABELS, VECTORS, sentence_spans
from onrecord.language.encoder import load_encoder, weights_version
from onrecord.language.neural import NeuralReader
from onrecord.language.readings import WindowCache, read_windows
from onrecord.language.rules import RuleReader
from onrecord.language.windows import cut_windows
from onrecord.reading.rows import join_tokens
from onrecord.records import make_report

NEWS = """Korsk and Velde resume talks

KORSK, April 9 — "We are closer to a treaty than ever," Foreign Minister Ilona Vargareth said on Tuesday. She did not
say when. According to two diplomats, Velde wants $3 billion for the Dervek crossing.

The Harbour Post could not reach Gen. Penhallow, who said last week that "nobody signed anything"."""


def check(doc: Doc, text: str) -> None:
    """Assert what holds for every Doc, whatever the text and the model."""
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert all(token.pos_ and token.tag_ and token.lemma_ and token.dep_ for token in doc)
    sentences = list(doc.sents)
    assert [token.i for sentence in sentences for token in sentence] == list(range(len(doc)))
    for sentence in sentences:
        assert all(token.head in sentence for token in sentence)
        assert sum(token.head == token for token in sentence) == 1
    assert {entity.label_ for entity in doc.ents} <= set(NAME_LABELS)
    vectors = doc.user_data[VECTORS]
    assert len(vectors) == len(sentence_spans(doc))
    assert numpy.abs(numpy.linalg.norm(vectors, axis=-1) - 1).max(initial=0) < 1e-4
    by_id: dict[str, Counter[str]] = defaultdict(Counter)
    for span in doc.spans[ATTRIBUTIONS]:
        by_id[span.id_][span.label_] += 1
    assert list(by_id) == [str(number) for number in range(len(by_id))]
    for labels in by_id.values():
        assert labels["cue"] == 1
        assert labels["source"] <= 1
        assert set(labels) <= {"cue", "source", "content"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\n ", id="white-space"),
        pytest.param("Korsk", id="one-word"),
        pytest.param(NEWS, id="news"),
        pytest.param("\n\n  Korsk signed.\n  Velde did not. \n\n", id="white-space-around"),
        pytest.param("Korsk\r\nsigned.\r\n\r\nVelde\u2028did\u2029not.", id="line-ends-of-all-kinds"),
        pytest.param("Korsk " + "x" * 10_000 + " signed.", id="ten-thousand-letters"),
        pytest.param("Korsk 🕊️ signed 👩‍👩‍👧 it 🇦🇲.", id="emoji"),
        pytest.param("Հայաստանի վարչապետը ասաց՝ «ոչ»։ Նա մեկնեց։", id="armenian"),
        pytest.param("قال الوزير إن الاتفاق قريب. ثم غادر.", id="arabic"),
        pytest.param("Kor\u200bsk \u200b sig\u00adned \ufeff.\u200d \u0301", id="zero-width"),
        pytest.param("Korsk \x00 \x07 sig\x1fned \x85.", id="control-characters"),
        pytest.param("Korsk\n" * 500, id="many-short-lines"),
        pytest.param("Korsk said that Velde " * 100, id="a-sentence-longer-than-a-window"),
        pytest.param("İSTANBUL Straße ﬁnd Ǆ", id="letters-that-change-their-length"),
    ],
)
def test_a_document_is_whole_whatever_the_text(reader: NeuralReader, text: str) -> None:
    """The Doc's text is the report's, every word has its labels, and every sentence one root and one vector."""
    with reader.memory():
        check(reader.read(make_report(text)), text)


@pytest.mark.parametrize("seed", range(3))
def test_a_document_is_whole_whatever_the_model_says(tmp_path: Path, seed: int) -> None:
    """Scores without sense, for texts without sense, still make whole Docs."""
    drawn = numpy.random.default_rng(seed)
    words = ["Korsk", "said", "“", "”", ".", ",", "treaty", "\n", "\n\n", "U.S.", "3", "\u00a0"]
    text = " ".join(words[number] for number in drawn.integers(0, len(words), 400))
    reader = StandInReader(StandIn(tmp_path))
    with reader.memory():
        check(reader.read(make_report(text)), text)


def test_a_hundred_thousand_words(tmp_path: Path) -> None:
    """A book is read like an article, in time that grows with its length alone."""
    text = "\n".join(" ".join(["Korsk", "said", "no", "."] * 6) for _ in range(100_000 // 24))
    reader = StandInReader(StandIn(tmp_path, calm=True))
    with reader.memory():
        doc = reader.read(make_report(text))
        assert doc.text == text
        assert len(doc.user_data[VECTORS]) == sum(1 for _ in doc.sents)


@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param([["Nobody", "signed", "."], ["Why", "?"]], id="two-sentences"),
        pytest.param([["one", "sentence", ".", "Not", "two", "."]], id="a-stop-inside-a-sentence"),
        pytest.param([["Korsk", "said"] * 300, ["Why", "?"]], id="longer-than-a-window"),
        pytest.param([["New York", "waits"], ["a\nb", "\u200b"]], id="white-space-inside-words"),
        pytest.param([["a"], [], ["b", ""]], id="empty-ones"),
        pytest.param([[" "], ["a", " "], ["\n"]], id="white-space-as-words"),
        pytest.param([["x"]] * 500, id="many-short-ones"),
        pytest.param([], id="nothing"),
    ],
)
def test_given_tokens_and_sentences_are_kept(reader: NeuralReader, tokens: list[list[str]]) -> None:
    """Tokens and sentences that came with the text are the Doc's, whatever the model would say."""
    text, spans = join_tokens(tokens)
    with reader.memory():
        doc = reader.read(make_report(text, tokens=spans))
        check(doc, text)
        found = [[token.text for token in sentence if not token.is_space] for sentence in doc.sents]
    kept = [[word for word in sentence if word.strip()] for sentence in tokens]
    assert [words for words in found if words] == [words for words in kept if words]


def test_names_stay_in_their_lines(tmp_path: Path) -> None:
    """No name runs from a headline into the text below, whatever the scores."""
    text = "\n".join(["Korsk Velde Tarn"] * 60)
    reader = StandInReader(StandIn(tmp_path))
    with reader.memory():
        entities = [entity.text for entity in reader.read(make_report(text)).ents]
    assert entities
    assert not [words for words in entities if "\n" in words]


def test_wrapped_lines_go_on(shipped: Path) -> None:
    """A sentence wrapped by hand is read as one, by the real model, and read as the same text in one line is."""
    lines = [
        "The mediator between the two coasts said on Monday that there was",
        "room for a new agreement on the lake, but cautioned that people on",
        "both shores would prefer it to stay as empty as it had been since",
        "the shelling of the post in May. Nobody answered her in the hall,",
        "where three hundred had come to listen.",
    ]
    reader = NeuralReader(shipped)
    with reader.memory():
        found = [
            ([sentence.text.split() for sentence in doc.sents], [name.text.split() for name in doc.ents])
            for doc in (reader.read(make_report(text)) for text in ("\n".join(lines), " ".join(lines)))
        ]
    assert found[0] == found[1]
    assert len(found[0][0]) == 2


def test_marks_behind_marks_open_a_sentence(shipped: Path) -> None:
    """A stretch in marks that ends a sentence, and one that follows, are two sentences."""
    reader = NeuralReader(shipped)
    with reader.memory():
        doc = reader.read(make_report('Roe: "We will fight." "And we will win."'))
        assert [sentence.text for sentence in doc.sents] == ['Roe: "We will fight."', '"And we will win."']


def test_signs_alone_are_no_name(tmp_path: Path) -> None:
    """Whatever the scores, a name has a letter or a digit."""
    reader = StandInReader(StandIn(tmp_path))
    with reader.memory():
        entities = [entity.text for entity in reader.read(make_report("Korsk . , ; : ! ? - Velde " * 60)).ents]
    assert entities
    assert all(any(map(str.isalnum, words)) for words in entities)


def test_reading_twice_gives_the_same(reader: NeuralReader) -> None:
    """A Doc depends on the text alone, not on what was read before."""
    kept = []
    for text in (NEWS, "Something else.", NEWS):
        with reader.memory():
            doc = reader.read(make_report(text))
            spans = [(span.start, span.end, span.label_, span.id_) for span in doc.spans[ATTRIBUTIONS]]
            tokens = [(token.head.i, token.dep_, token.tag_, token.lemma_, token.ent_type_) for token in doc]
            kept.append((tokens, spans, doc.user_data[VECTORS].tolist()))
    assert kept[0] == kept[2]


def test_windows_kept_by_another_version_are_read_again(reader: NeuralReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept under one name of the reader, with the versions of its code and weights, no other name finds."""
    kept: dict[bytes, bytes] = {}

    def read() -> set[bytes]:
        cache = WindowCache(lambda keys: {key: kept[key] for key in keys if key in kept})
        with reader.memory():
            reader.read(make_report(NEWS), cache)
        new = {key: reading for key, reading in cache.used.items() if reading is not None}
        kept.update(new)
        return set(new)

    first, again = read(), read()
    monkeypatch.setattr(type(reader), "name", "language.other.v2")

    assert first
    assert not again
    assert read().isdisjoint(first)
    assert len(kept) == 2 * len(first)


def test_attributions_and_vectors_on_another_document(reader: NeuralReader) -> None:
    """Any Doc can be given attributions, and a vector for each sentence that it has itself."""
    rules = RuleReader()
    with rules.memory():
        doc = rules.read(make_report(NEWS))
        before = [sentence.text for sentence in doc.sents]
        reader.add_attributions(doc)
        assert [sentence.text for sentence in doc.sents] == before
        assert len(doc.user_data[VECTORS]) == len(before)
        assert ATTRIBUTIONS in doc.spans


# --- the package's own weights ---


def test_the_package_s_weights_read_in_any_batches(shipped: Path) -> None:
    """How many windows are read together changes no reading of the real model either."""
    from onrecord.language.neural import words_of

    encoder, rules = load_encoder(shipped), RuleReader()
    with rules.memory():
        words, _ = words_of(rules.read(make_report("\n\n".join([NEWS] * 4))), given=False)
    sizes = [len(ids) for ids, _ in encoder.pieces.look_up(words.words)]
    windows = list(cut_windows(words.words, sizes, words.lines, words.cuts))
    alone = [read_windows(encoder, words, [window])[0] for window in windows]
    assert len(windows) > 1
    assert read_windows(encoder, words, windows) == alone


def test_the_model_is_loaded_once_a_process(shipped: Path) -> None:
    """Readers of the same weights share one model, whose version is in their name."""
    left, right = NeuralReader(shipped), NeuralReader()
    assert left._encoder is right._encoder
    assert left.name == right.name == f"language.minilm.v1-{weights_version(shipped)}"


def test_the_package_s_labels_fit(shipped: Path) -> None:
    """The labels of the weights are those that the code knows: parts of speech of spaCy's, names, attributions."""
    from spacy.parts_of_speech import IDS

    labels = load_encoder(shipped).labels
    assert set(labels.upos) <= set(IDS)
    assert "root" in labels.deprel
    assert {tag[2:] for tag in labels.names.tags if tag != "O"} == set(NAME_LABELS)
    assert {tag[2:] for tag in labels.attributions.tags if tag != "O"} == {"source", "cue", "content"}
