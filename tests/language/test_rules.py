from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.language import sentence_spans
from onrecord.language.rules import RuleReader
from onrecord.reading.rows import join_tokens
from onrecord.records import Span, make_report


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text as they are printed."""
    reader = RuleReader()
    with reader.memory():
        return [span.of(text) for span in sentence_spans(reader.read(make_report(text)))]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["Nobody signed.", "Why not?", "Nobody said!", "They left…"], id="closing-marks"),
        pytest.param(["“Nobody signed.”", "He left."], id="a-mark-behind-the-stop"),
        pytest.param(["He said: “We never signed.”", "“Never?” she asked."], id="two-quotations"),
        pytest.param(["“We never signed,” he said.", "“We never will.”"], id="a-comma-inside-the-marks"),
        pytest.param(["“Never!” he said.", "Nobody answered."], id="a-verb-in-lower-case-goes-on"),
        pytest.param(["(Nobody signed.)", "[They left.]", "The end."], id="brackets"),
        pytest.param(["``Nobody signed.''", "``Never.''"], id="marks-of-old-agencies"),
        pytest.param(["Mr. Penhallow met Gen. Harutzian at St. Osric’s.", "He left."], id="titles"),
        pytest.param(["Ilona J. Vargareth met A. B. Brekke-Lund.", "They spoke."], id="initials"),
        pytest.param(["The U.S. Senate met at 6 p.m. on Tuesday.", "It adjourned."], id="letters-with-stops"),
        pytest.param(["He came from the U.S.", "The Senate had met."], id="letters-with-stops-at-the-end"),
        pytest.param(["It met on Sept. 3 and Jan. 5, i.e. twice.", "Nobody came."], id="months"),
        pytest.param(["Prices rose 3.5 percent to 1.20 crowns.", "Nobody paid."], id="numbers-with-stops"),
        pytest.param(["See courier.example for more.", "Nobody does."], id="an-address"),
        pytest.param(["Resolution No. 7 of art. 3 para. 2 binds Korsk.", "It says so."], id="references"),
        pytest.param(["They brought barges, ferries, etc.", "The envoys left."], id="etc-at-the-end"),
        pytest.param(["Velde vs. Tarn was postponed.", "It rained."], id="versus"),
        pytest.param(["What?!", "Nobody… signed.", "Élan returned."], id="several-marks-and-accents"),
        pytest.param(["Korsk waits...", "And waits."], id="three-stops"),
        pytest.param(["Переговоры начались.", "Никто не подписал."], id="another-script"),
    ],
)
@pytest.mark.parametrize(
    "between", [" ", "\n\n", "  ", "\r\n\r\n"], ids=["space", "blank-line", "two-spaces", "windows"]
)
def test_sentences_are_cut_where_a_reader_would(sentences: list[str], between: str) -> None:
    """A sentence ends at a paragraph's end, or at closing punctuation that is no abbreviation's, marks included."""
    assert sentences_of(between.join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\n", [], id="white-space"),
        pytest.param("Talks resume\n\nNobody signed", ["Talks resume", "Nobody signed"], id="no-stops-at-all"),
        pytest.param("  Talks resume. \n", ["Talks resume."], id="space-around"),
        pytest.param("Nobody signed.Then they left.", ["Nobody signed.Then they left."], id="no-space-no-end"),
        pytest.param("iPhones sold. eBay closed.", ["iPhones sold. eBay closed."], id="a-name-in-lower-case"),
    ],
)
def test_sentences_at_the_edges(text: str, sentences: list[str]) -> None:
    """White space is in no sentence, and a paragraph without a stop is one."""
    assert sentences_of(text) == sentences


pieces = st.sampled_from(
    [
        "Mr.",
        "Velde",
        "“",
        "”",
        ".",
        "?",
        "…",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\u00a0",
        "U.S.",
        "''",
        "``",
        "(",
        ")",
        "a",
        "É",
    ]
)
texts = st.text(max_size=60) | st.lists(pieces, max_size=25).map("".join)


@given(texts)
def test_a_document_is_its_text(text: str) -> None:
    """Whatever the text, the document's is the same, tokens slice back, and sentences lie in order and apart."""
    reader = RuleReader()
    with reader.memory():
        doc = reader.read(make_report(text))
        assert doc.text == text
        assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
        spans = sentence_spans(doc)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.of(text).strip() for span in spans)
    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


# --- given tokens ---


def read_given(tokens: list[list[str]]) -> tuple[str, list[str], list[list[str]]]:
    """Return the text of given tokens, and the document's tokens without white space, flat and by sentence."""
    text, spans = join_tokens(tokens)
    reader = RuleReader()
    with reader.memory():
        doc = reader.read(make_report(text, tokens=spans))
        assert doc.text == text
        flat = [token.text for token in doc if not token.is_space]
        by_sentence = [[token.text for token in sentence if not token.is_space] for sentence in doc.sents]
    return text, flat, [words for words in by_sentence if words]


@pytest.mark.parametrize(
    "tokens",
    [
        pytest.param([["Nobody", "signed", "."], ["Why", "?"]], id="two-sentences"),
        pytest.param([["Mr", ".", "Penhallow"], ["don't"], ["U.S."]], id="other-tokens-than-ours"),
        pytest.param([["one", "sentence", ".", "Not", "two", "."]], id="a-stop-inside-a-sentence"),
        pytest.param([["“", "Never", ",", "”"], ["he", "said"]], id="marks-apart"),
        pytest.param([["New York", "waits"]], id="a-word-with-a-space"),
        pytest.param([["a"], [], ["b"]], id="an-empty-sentence"),
        pytest.param([], id="nothing"),
    ],
)
def test_given_tokens_and_sentences_are_taken_as_given(tokens: list[list[str]]) -> None:
    """Tokens and sentences that came with the text are the document's, whatever the rules would do."""
    _, flat, by_sentence = read_given(tokens)
    assert flat == [word for sentence in tokens for word in sentence]
    assert by_sentence == [sentence for sentence in tokens if sentence]


@given(st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=4))
def test_any_given_tokens_make_a_document_of_their_text(tokens: list[list[str]]) -> None:
    """Whatever the words, empty ones and white space included, the document's text is theirs, joined."""
    text, flat, by_sentence = read_given(tokens)
    assert text == "\n".join(" ".join(sentence) for sentence in tokens)
    assert flat == [word for sentence in tokens for word in sentence if word.strip()]
    assert by_sentence == [
        words for words in ([word for word in sentence if word.strip()] for sentence in tokens) if words
    ]


def test_tokens_that_leave_text_out_are_filled_up() -> None:
    """Characters between given tokens are in the document too, so that offsets stay true."""
    text = "Nobody -- signed .\nWhy?"
    tokens = ((Span(0, 6), Span(10, 16)), (Span(19, 22),))
    reader = RuleReader()
    with reader.memory():
        doc = reader.read(make_report(text, tokens=tokens))
        assert doc.text == text
        assert {(token.idx, token.text) for token in doc} >= {(0, "Nobody"), (10, "signed"), (19, "Why")}


def test_the_reader_is_named_and_versioned() -> None:
    """What results depend on has a name with its version."""
    assert RuleReader.name == "language.rules.v1"


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param([" ", ". ", "Mr. ", "\n"], id="with-spaces"),
        pytest.param([".", "-", "x"], id="one-sign"),
        pytest.param(["!?", "_"], id="marks-that-tokenizers-take-off-one-by-one"),
    ],
)
def test_long_runs_are_cut_into_sentences_in_one_go(runs: list[str]) -> None:
    """A file of forty thousand full stops, or of anything else, does not hold up a build."""
    program = (
        "from onrecord.language.rules import RuleReader; from onrecord.records import make_report; "
        f"[RuleReader().read(make_report(run * 40_000)) for run in {runs!r}]; print('done')"
    )
    assert run_guarded(program) == "done\n"
