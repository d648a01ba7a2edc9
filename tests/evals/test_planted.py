"""Planted copies: what is planted is what was said to be planted, and the scores come out as worked out by hand."""

from __future__ import annotations

import re
from itertools import islice, pairwise

import pytest
from evals.gold import rows
from evals.metrics import Score
from evals.planted import Directions, Edit, Piece, Planted, PlantedCopy, PlantedText

from evals import planted
from onrecord.records import Span

STORIES, COPIES, UNRELATED = 220, 60, 12
SPLICES = {Edit.SPLICE_ONE, Edit.SPLICE_FEW, Edit.SPLICE_PARAGRAPHS}
CHANGING = {Edit.REWRITE, Edit.CREDIT_WORDS}
WORD = re.compile(r"\w+")


def make() -> Planted:
    """Return copies planted in a part of the data."""
    path = planted.data()
    if path is None:
        pytest.skip("the articles of allsides_stories are not at hand")
    return planted.make_planted(islice(rows(path), STORIES), copies=COPIES, unrelated=UNRELATED, seed=7)


@pytest.fixture(scope="module")
def given() -> Planted:
    """Return copies planted in a part of the data, made once."""
    return make()


@pytest.fixture(scope="module")
def texts(given: Planted) -> dict[str, PlantedText]:
    """Return the texts by id."""
    return {text.id: text for text in given.texts}


# --- what is planted ---


def test_the_same_each_time(given: Planted) -> None:
    """The same arguments plant the same texts and copies."""
    assert make() == given


def test_as_many_as_asked_for(given: Planted, texts: dict[str, PlantedText]) -> None:
    """All copies are there, every id stands for one text, and each edit occurs, with and without credit."""
    assert len(given.copies) == COPIES
    assert len(texts) == len(given.texts)
    assert [text.id for text in given.texts] == sorted(texts)
    assert {edit for copy in given.copies for edit in copy.edits} >= set(Edit) - {Edit.CREDIT_DATELINE}
    assert sum(copy.credited for copy in given.copies) == COPIES / 2


def test_pieces_are_whole_sentences(given: Planted, texts: dict[str, PlantedText]) -> None:
    """A piece begins and ends where sentences do, in both texts, and pieces do not overlap."""
    for copy in given.copies:
        assert copy.pieces
        for text, spans in (
            (texts[copy.source].text, sorted(piece.source for piece in copy.pieces)),
            (texts[copy.derived].text, [piece.derived for piece in copy.pieces]),
        ):
            for span in spans:
                assert 0 <= span.start < span.end <= len(text)
                assert span.start == 0 or text[span.start - 1].isspace()
                assert span.end == len(text) or text[span.end].isspace()
                assert not span.of(text)[0].isspace()
                assert text[: span.start].endswith("\n\n") or re.search(r"[.!?…\"”’')\]:—–-] $|^$", text[: span.start])
            assert all(left.end < right.start for left, right in pairwise(spans))


def test_untouched_words_are_the_same(given: Planted, texts: dict[str, PlantedText]) -> None:
    """Where nothing was rewritten and no credit was written in or taken out, a piece is the same in both texts."""
    seen = 0
    for copy in given.copies:
        source, derived = texts[copy.source], texts[copy.derived]
        for piece in copy.pieces:
            words = piece.source.of(source.text)
            is_stripped = not copy.credited and planted.names_outlet(words, source.outlet)
            if not CHANGING & set(copy.edits) and not is_stripped:
                assert words == piece.derived.of(derived.text)
                seen += 1
    assert seen > COPIES / 3


def test_edits_show(given: Planted, texts: dict[str, PlantedText]) -> None:
    """What was cut is shorter, what was moved stands in another order, what was spliced stands in a host."""
    for copy in given.copies:
        source, derived = texts[copy.source], texts[copy.derived]
        starts = [piece.source.start for piece in copy.pieces]
        taken = sum(piece.source.end - piece.source.start for piece in copy.pieces)
        if copy.edits == (Edit.WHOLE,):
            assert derived.text == source.text
        if {Edit.CUT_END, Edit.CUT_SCATTERED} & set(copy.edits):
            assert taken < len(source.text)
        assert (starts != sorted(starts)) == (Edit.REORDER in copy.edits)
        if SPLICES & set(copy.edits):
            assert len(derived.stories) == 2
            assert derived.stories[1:] == source.stories
            assert copy.pieces[0].derived.start > 0
            assert copy.pieces[-1].derived.end < len(derived.text)
        else:
            assert derived.stories == source.stories
        if Edit.SPLICE_ONE in copy.edits:
            assert len(WORD.findall(copy.pieces[0].source.of(source.text))) >= 12


def test_credit_names_the_outlet(given: Planted, texts: dict[str, PlantedText]) -> None:
    """A copy with credit names its source's outlet; one without names it nowhere."""
    for copy in given.copies:
        source, derived = texts[copy.source], texts[copy.derived]
        assert source.outlet != derived.outlet
        assert planted.names_outlet(derived.text, source.outlet) == copy.credited
        if not copy.credited:
            assert source.outlet not in f"{derived.title}\n{derived.text}"


def test_rewritten_words(given: Planted, texts: dict[str, PlantedText]) -> None:
    """Of what was rewritten, 75 to 95 % of the words are left, and quotations stay as they are."""
    for copy in given.copies:
        if Edit.REWRITE not in copy.edits:
            continue
        before = " ".join(piece.source.of(texts[copy.source].text) for piece in copy.pieces)
        after = " ".join(piece.derived.of(texts[copy.derived].text) for piece in copy.pieces)
        assert 0.75 <= planted.share_kept(before, after) <= 0.95
        assert all(quoted in after for quoted in re.findall(r"“[^“”]+”", before))


def test_dates(given: Planted, texts: dict[str, PlantedText]) -> None:
    """A copy is as old as its source or up to two days younger, where both have a date."""
    days = {
        (planted.date.fromisoformat(derived) - planted.date.fromisoformat(source)).days
        for copy in given.copies
        if (source := texts[copy.source].published) and (derived := texts[copy.derived].published)
    }
    assert days == {0, 1, 2}
    assert any(not texts[copy.derived].published for copy in given.copies)
    assert any(not texts[copy.source].published for copy in given.copies)


def test_nothing_marks_a_copy(given: Planted) -> None:
    """All texts have the same white space and no paragraph twice."""
    for text in given.texts:
        paragraphs = text.text.split("\n\n")
        assert all(paragraph == " ".join(paragraph.split()) != "" for paragraph in paragraphs)
        assert len(set(paragraphs)) == len(paragraphs)


def test_unrelated_texts_share_no_long_run(given: Planted) -> None:
    """Texts of different stories have no twelve words in a row in common."""
    stories_of: dict[tuple[str, ...], set[str]] = {}
    for text in given.texts:
        words = [word.casefold() for word in planted._WORD.findall(text.text)]
        for run in {tuple(words[at : at + 12]) for at in range(len(words) - 11)}:
            shared = stories_of.get(run)
            assert shared is None or shared & set(text.stories), " ".join(run)
            stories_of[run] = (shared or set(text.stories)) & set(text.stories)


SENTENCES = [
    ("plain", "He came. She saw.", ["He came.", "She saw."]),
    ("title", "Sen. J. B. Smith of the U.S. Senate left. He slept.", ["Sen. J. B. Smith of the U.S. Senate left.", "He slept."]),
    ("closing mark", "“Go home.” They went.", ["“Go home.”", "They went."]),
    ("quotation", "“Go. Go now,” he said. They went.", ["“Go. Go now,” he said.", "They went."]),
    ("straight marks", '"Go. Go now," he said. They went.', ['"Go. Go now," he said.', "They went."]),
    ("number", "It rose 3.5 percent. In 2019 it fell.", ["It rose 3.5 percent.", "In 2019 it fell."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("paragraph", "expected"), [case[1:] for case in SENTENCES], ids=[case[0] for case in SENTENCES]
)
def test_sentences(paragraph: str, expected: list[str]) -> None:
    """Sentences end at their points, not at those of abbreviations, and quotations stay whole."""
    assert planted.split_sentences(paragraph) == expected


def test_table_of_words() -> None:
    """The table holds some hundred pairs, none of a phrase with itself."""
    assert sum(map(len, planted.WORDS.values())) > 300
    assert all(phrase not in others and all(others) for phrase, others in planted.WORDS.items())


# --- the scores ---

COPY = PlantedCopy("s", "d", (Edit.CUT_END,), credited=True, pieces=(Piece(Span(0, 10), Span(5, 15)),))
OTHER = PlantedCopy("s", "e", (Edit.WHOLE,), credited=False, pieces=(Piece(Span(0, 20), Span(0, 20)),))
TEXTS = tuple(
    PlantedText(id_, "x" * 40, "", "Reuters", "", stories)
    for id_, stories in (("s", ("1",)), ("d", ("2", "1")), ("e", ("1",)), ("u", ("3",)), ("h", ("2",)))
)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param({("s", "d"): [(Span(0, 10), Span(5, 15))]}, Score(20, 20, 20), id="all"),
        pytest.param({("d", "s"): [(Span(5, 15), Span(0, 10))]}, Score(20, 20, 20), id="other order"),
        pytest.param({}, Score(0, 0, 20), id="none"),
        pytest.param({("s", "d"): [(Span(0, 5), Span(5, 15))]}, Score(15, 15, 20), id="half of one side"),
        pytest.param({("s", "d"): [(Span(0, 14), Span(5, 19))]}, Score(20, 28, 20), id="too long"),
        pytest.param({("s", "d"): [(Span(0, 10), Span(5, 15))] * 2}, Score(20, 20, 20), id="twice"),
        pytest.param({("s", "u"): [(Span(0, 3), Span(0, 4))]}, Score(0, 7, 20), id="unrelated"),
        pytest.param({("d", "e"): [(Span(0, 9), Span(0, 9))]}, Score(0, 0, 20), id="siblings"),
        pytest.param({("d", "h"): [(Span(0, 9), Span(0, 9))]}, Score(0, 0, 20), id="host's story"),
        pytest.param({("s", "?"): [(Span(0, 9), Span(0, 9))]}, Score(0, 0, 20), id="text not planted"),
    ],
)
def test_passages(found: planted.Passages, expected: Score) -> None:
    """Passages count by characters of both texts, in planted pairs and in pairs of different stories only."""
    assert planted.score_passages(found, [COPY], TEXTS) == expected


@pytest.mark.parametrize(
    ("found", "credited", "other"),
    [
        pytest.param({"d": "s", "e": "s"}, Directions(1, 0, 0), Directions(1, 0, 0), id="right"),
        pytest.param({}, Directions(0, 0, 1), Directions(0, 0, 1), id="unknown"),
        pytest.param({"d": "e"}, Directions(0, 1, 0), Directions(0, 0, 1), id="sibling"),
        pytest.param({"s": "d"}, Directions(0, 1, 0), Directions(0, 0, 1), id="turned"),
        pytest.param({"s": "u"}, Directions(0, 0, 1), Directions(0, 0, 1), id="source of another"),
    ],
)
def test_direction(found: dict[str, str], credited: Directions, other: Directions) -> None:
    """Only the true source is right; a sibling and the turned direction are wrong, nothing is unknown."""
    assert planted.score_direction(found, [COPY, OTHER]) == {"credited": credited, "not credited": other}
