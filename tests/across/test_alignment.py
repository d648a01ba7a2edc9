"""Where two texts have the same words: passages, and how many of their words are equal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.alignment import MIN_WEIGHT, Aligned, align, weigh
from onrecord.across.wording import MAX_GAP, Wording, word_text
from onrecord.records import Span

FERRY = (
    "The night ferry from Velde ran aground near the lighthouse shortly after midnight, "
    "injuring eleven passengers and two deckhands, rescue teams reported from the shore."
)
INQUIRY = (
    "An inquiry will examine whether worn steering cables, replaced only once since launching, "
    "had failed when strong currents pushed the vessel towards submerged rocks."
)
FARES = (
    "Separately, ticket prices across the river are expected to double next spring because "
    "fuel subsidies end, although pensioners keep their discount until autumn."
)


def aligned(left: str, right: str, least: float = MIN_WEIGHT) -> list[Aligned]:
    """Return what two texts share."""
    mine = word_text(left)
    return align(mine, word_text(right), weigh(left, mine), lambda equal: least)


def printed(left: str, right: str) -> list[tuple[str, str]]:
    """Return the passages of two texts as both print them."""
    mine, theirs = word_text(left), word_text(right)
    return [(mine.span(*one.left).of(left), theirs.span(*one.right).of(right)) for one in aligned(left, right)]


def test_a_verbatim_copy_is_one_passage() -> None:
    """A text that is printed unchanged is one passage of all its words."""
    text = f"{FERRY} {INQUIRY} {FARES}"
    size = len(word_text(text).forms)
    assert aligned(text, text.replace(".", "!")) == [Aligned(Span(0, size), Span(0, size), size)]
    assert aligned(text, text)[0].same == 1.0


def test_text_set_into_another() -> None:
    """A sentence that stands in two texts about other things is the passage, and nothing else is."""
    assert printed(f"{FARES} {FERRY}", f"{FERRY} {INQUIRY}") == [(FERRY[:-1], FERRY[:-1])]


def test_a_long_cut_parts_a_passage() -> None:
    """Where more words were left out than a passage reaches across, there are two."""
    found = aligned(f"{FERRY} {INQUIRY} {FARES}", f"{FERRY} {FARES}")
    assert [(one.same, one.equal) for one in found] == [(1.0, len(word_text(each).forms)) for each in (FERRY, FARES)]


def test_a_short_cut_is_bridged() -> None:
    """Where a few words were left out there is one passage, and these words are not equal."""
    short = FERRY.replace(" shortly after midnight", "")
    (found,) = aligned(FERRY, short)
    words, fewer = len(word_text(FERRY).forms), len(word_text(short).forms)
    assert (found.left, found.right) == (Span(0, words), Span(0, fewer))
    assert found.equal == fewer == words - 3
    assert found.same == fewer / words


def test_reordered_blocks() -> None:
    """Paragraphs that were put in another order are a passage each, in the order of the left text."""
    left, right = f"{FERRY} {INQUIRY} {FARES}", f"{FARES} {FERRY} {INQUIRY}"
    found = printed(left, right)
    assert [one for one, _ in found] == [f"{FERRY} {INQUIRY}"[:-1], FARES[:-1]]
    assert all(mine == theirs for mine, theirs in found)


def test_rewritten_words() -> None:
    """Lightly rewritten text is one passage, of which the words that stayed are equal."""
    other = FERRY.replace("shortly after", "just past").replace("rescue teams", "crews")
    (found,) = aligned(FERRY, other)
    assert found.equal == len(word_text(FERRY).forms) - 4
    assert found.same == found.equal / len(word_text(FERRY).forms)


NO_PASSAGE = [
    ("nothing", "", ""),
    ("one side empty", FERRY, ""),
    ("two words", "Rain fell", "Rain fell"),
    ("different texts", FERRY, FARES),
    (
        "names and titles",
        "Prime Minister Orla Venn of Tarsenia and Foreign Minister Aziza Tulendi of Qoravan",
        "It was Prime Minister Orla Venn of Tarsenia and Foreign Minister Aziza Tulendi of Qoravan",
    ),
    ("a stock phrase", f"{FERRY} He declined to comment on the matter.", f"{FARES} They declined to comment on the matter."),
    ("common words", "which he said would be on the one that they had", "which he said would be on the one that they had"),
    ("words in another order", "ferry aground lighthouse midnight passengers deckhands rescue teams shore",
     "shore teams rescue deckhands passengers midnight lighthouse aground ferry"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in NO_PASSAGE], ids=[case[0] for case in NO_PASSAGE])
def test_what_is_no_passage(left: str, right: str) -> None:
    """Names, phrases that any text has, and words that do not stand in one order are no passage."""
    assert aligned(left, right) == []


def test_shorter_pieces_count_where_asked() -> None:
    """With a lower weight asked for, a piece counts that does not alone; the caller hears how many words do."""
    piece = "deckhands steered towards submerged rocks"
    left, right = f"{FERRY} {INQUIRY[:99]} Ships that {piece}.", f"{FERRY} {FARES} Whoever {piece} drowned."
    heard = []

    def least(equal: int) -> float:
        heard.append(equal)
        return 3.5

    mine = word_text(left)
    found = align(mine, word_text(right), weigh(left, mine), least)
    assert heard == [len(word_text(FERRY).forms)]
    assert [mine.span(*one.left).of(left) for one in found] == [FERRY[:-1], piece]
    assert len(aligned(left, right)) == 1


def test_no_passage_covers_what_is_left_out() -> None:
    """A line of the page inside a copied text parts the passage, where it does not stand in the other."""
    text = f"{FERRY} Subscribe. {INQUIRY}"
    words = word_text(text, [Span(len(FERRY) + 1, len(FERRY) + 11)])
    found = align(words, word_text(f"{FERRY} {INQUIRY}"), weigh(text, words), lambda equal: MIN_WEIGHT)
    assert [words.span(*one.left).of(text) for one in found] == [FERRY[:-1], INQUIRY[:-1]]


WEIGHTS = [
    ("common words", "they were in the", [0.25] * 4),
    ("names", "Orla Venn of Velde", [0.5, 0.5, 0.25, 0.5]),
    ("other words", "ferries ran aground", [1.0] * 3),
    ("a common word at the beginning", "The ferry", [0.25, 1.0]),
]


@pytest.mark.parametrize(("text", "weights"), [case[1:] for case in WEIGHTS], ids=[case[0] for case in WEIGHTS])
def test_what_words_weigh(text: str, weights: list[float]) -> None:
    """Common words and names weigh less than others."""
    assert weigh(text, word_text(text)) == weights


def test_words_in_marks_weigh_more() -> None:
    """Words that both give as somebody's weigh half as much again; what stands around them does not."""
    text = "ferries, “ran aground twice,” deckhands told “nobody at” shore"
    spans = [Span(text.index("“ran"), text.index(" deckhands")), Span(text.index("“nob"), text.index(" shore"))]
    assert weigh(text, word_text(text), spans) == [1.0, 1.5, 1.5, 1.5, 1.0, 1.0, 1.5, 0.375, 1.0]


LONG = [
    ("one word", "pier " * 3000, "pier " * 3000),
    ("two words", "pier quay " * 1500, "quay pier " * 1500),
    ("a sentence", "the ferry ran aground near rocks " * 500, "the ferry ran aground near rocks " * 500),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in LONG], ids=[case[0] for case in LONG])
def test_repeated_words(left: str, right: str) -> None:
    """A text that says the same again and again comes to an end, with passages inside the texts."""
    assert all(
        one.left.end <= len(left.split()) and one.right.end <= len(right.split()) for one in aligned(left, right)
    )


words_of = st.lists(st.sampled_from("abcdefg"), max_size=40)


def made_up(forms: Sequence[str]) -> Wording:
    """Return words without a text."""
    return Wording(tuple(forms), tuple(range(len(forms))), tuple(range(1, len(forms) + 1)))


def slow_equal(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words can be equal at the most when both are read in order."""
    best = [0] * (len(right) + 1)
    for mine in left:
        above = best[:]
        for at, theirs in enumerate(right):
            best[at + 1] = above[at] + 1 if mine == theirs else max(above[at + 1], best[at])
    return best[-1]


@given(words_of, words_of, words_of, st.integers(0, 40), st.integers(0, 40))
def test_passages_are_what_they_say(left: list[str], right: list[str], shared: list[str], at: int, other: int) -> None:
    """A passage lies in both texts, begins and ends with equal words, and has the equal words it counts."""
    left[at:at], right[other:other] = shared, shared
    found = align(made_up(left), made_up(right), [1.0] * len(left), lambda equal: MIN_WEIGHT)
    for one in found:
        mine, theirs = left[slice(*one.left)], right[slice(*one.right)]
        assert 0 <= one.left.start < one.left.end <= len(left)
        assert 0 <= one.right.start < one.right.end <= len(right)
        assert (mine[0], mine[-1]) == (theirs[0], theirs[-1])
        assert MIN_WEIGHT <= one.equal <= slow_equal(mine, theirs)
        assert 0 < one.same <= 1
        assert one.same == one.equal / max(len(mine), len(theirs))
    assert found == sorted(found, key=lambda one: (one.left, one.right))


@given(st.lists(st.sampled_from("abcdefghijkl"), min_size=8, max_size=20), words_of, words_of)
def test_a_run_that_is_long_enough_is_found(shared: list[str], before: list[str], behind: list[str]) -> None:
    """Equal words in one run, none of which stands often, are in a passage, whatever stands around them."""
    run = [f"{word}{at}" for at, word in enumerate(shared)]
    left, right = [*before, *["x"] * MAX_GAP, *run], [*run, *["y"] * MAX_GAP, *behind]
    found = align(made_up(left), made_up(right), [1.0] * len(left), lambda equal: MIN_WEIGHT)
    start = len(left) - len(run)
    assert any(one.left.start <= start and one.left.end == len(left) and one.right.start == 0 for one in found)
