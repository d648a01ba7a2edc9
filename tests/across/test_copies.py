"""Passages of two reports: spans that slice back, lines of the page, and what stands twice in one report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.copies import Compared, align_reports
from onrecord.across.wording import word_text
from onrecord.records import Pairing, PassageKind, Printed, Span

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
LINE = "Sign up for the Harbour Post newsletter"


def report(number: int, *paragraphs: str, line: str | None = None, quoted: str | None = None) -> Printed:
    """Return a report, with a line of the page at its end or without, and with a stretch in quotation marks."""
    text = "\n\n".join((*paragraphs, line) if line else paragraphs)
    left_out = (Span(len(text) - len(line), len(text)),) if line else ()
    marks = (Span(text.index(quoted), text.index(quoted) + len(quoted)),) if quoted else ()
    return Printed(f"{number:032x}", text, left_out, marks)


def compare(left: Printed, right: Printed) -> Compared:
    """Return what two reports share."""
    return align_reports(Pairing(left, (right,)))[0]


def printed(left: Printed, right: Printed, kind: PassageKind = PassageKind.COPY) -> list[tuple[str, str]]:
    """Return the passages of a kind, as both reports print them."""
    return [
        (left.text[one.left.start : one.left.end], right.text[one.right.start : one.right.end])
        for one in compare(left, right).passages
        if one.kind is kind
    ]


def test_a_shared_paragraph_is_a_passage() -> None:
    """A paragraph that stands in both reports is one passage, with its place in each and all words equal."""
    left, right = report(1, FERRY, FARES), report(2, INQUIRY, FERRY.upper())
    (passage,) = compare(left, right).passages
    assert printed(left, right) == [(FERRY[:-1], FERRY.upper()[:-1])]
    assert (passage.left.report, passage.right.report) == (left.id, right.id)
    assert (passage.same, passage.words, passage.quoted) == (1.0, len(word_text(FERRY).forms), 0.0)


def test_reports_that_share_nothing() -> None:
    """Two reports about other things share no passage and show nothing."""
    assert compare(report(1, FERRY), report(2, FARES)) == Compared((), None)


def test_each_pair_for_itself_in_order() -> None:
    """What a report shares with each of some others comes in their order, the same as with each alone."""
    left = report(1, FERRY, INQUIRY)
    rights = (report(4, INQUIRY), report(2, FARES), report(3, FERRY, FARES), report(5))
    assert align_reports(Pairing(left, rights)) == [compare(left, right) for right in rights]
    assert align_reports(Pairing(left, ())) == []


def test_passages_are_in_the_order_of_the_left_report() -> None:
    """Paragraphs in another order are a passage each, as the left report has them."""
    left, right = report(1, FERRY, INQUIRY, FARES), report(2, FARES, FERRY)
    assert [one for one, _ in printed(left, right)] == [FERRY[:-1], FARES[:-1]]


def test_what_stands_in_marks() -> None:
    """A passage says how much of it the left report gives as somebody's words."""
    half = FERRY[: len(FERRY) // 2]
    assert compare(report(1, FERRY), report(2, FERRY)).passages[0].quoted == 0.0
    assert compare(report(1, FERRY, quoted=FERRY), report(2, FERRY)).passages[0].quoted == 1.0
    assert compare(report(1, FERRY, quoted=half), report(2, FERRY)).passages[0].quoted == pytest.approx(0.5, abs=0.01)


def test_a_copy_shares_shorter_pieces_too() -> None:
    """Where much of a text is copied, a short piece counts that is nothing between strangers."""
    piece = "Deckhands steered towards submerged cliffs."
    assert printed(report(1, FERRY, FARES, piece), report(2, FERRY, INQUIRY, piece)) == [
        (FERRY[:-1], FERRY[:-1]),
        (piece[:-1], piece[:-1]),
    ]
    assert printed(report(1, FARES, piece), report(2, INQUIRY, piece)) == []


def test_lines_of_the_page_are_furniture() -> None:
    """A line that is left out of both and printed alike is a passage of that kind, and no copy."""
    left, right = report(1, FERRY, line=LINE), report(2, FARES, line=LINE.upper())
    found = compare(left, right)
    assert printed(left, right, PassageKind.FURNITURE) == [(LINE, LINE.upper())]
    assert [(one.kind, one.same, one.words) for one in found.passages] == [(PassageKind.FURNITURE, 1.0, 7)]
    assert found.traces is None


LINES = [
    ("another line", "Follow the Harbour Post on all channels"),
    ("a name alone", "Orla Venn"),
    ("none", None),
]


@pytest.mark.parametrize("line", [case[1] for case in LINES], ids=[case[0] for case in LINES])
def test_which_lines_are_no_passage(line: str | None) -> None:
    """Lines that differ, names, and lines that are text in the other report are no passage."""
    own = line if line == "Orla Venn" else LINE
    assert compare(report(1, FERRY, line=own), report(2, FARES, line=line)).passages == ()
    assert compare(report(1, FERRY, line=LINE), report(2, FARES, LINE)).passages == ()


def test_what_stands_twice_in_one_report() -> None:
    """A report shares with itself the long stretch that it prints twice, from its first place to the other."""
    twice = report(1, f"{FERRY} {INQUIRY}", FARES, f"{FERRY} {INQUIRY}")
    found = compare(twice, twice)
    (passage,) = found.passages
    assert printed(twice, twice) == [(f"{FERRY} {INQUIRY}"[:-1],) * 2]
    assert passage.left.end <= passage.right.start
    assert found.traces is None


ONCE = [
    ("once", (FERRY, INQUIRY)),
    ("a short stretch twice", (FERRY[:90], INQUIRY, FERRY[:90])),
    ("few words again and again", ("pier and quay, " * 400,)),
    ("empty", ("",)),
]


@pytest.mark.parametrize("paragraphs", [case[1] for case in ONCE], ids=[case[0] for case in ONCE])
def test_what_does_not_stand_twice(paragraphs: tuple[str, ...]) -> None:
    """A report without a long stretch that stands twice shares nothing with itself."""
    one = report(1, *paragraphs)
    assert compare(one, one) == Compared((), None)


def test_a_stretch_that_stands_three_times() -> None:
    """The second and the third place of a stretch are each a passage with the first."""
    paragraph = f"{FERRY} {INQUIRY}"
    one = report(1, paragraph, FARES, paragraph, FARES[::-1], paragraph)
    found = compare(one, one).passages
    assert [found[0].left] * 2 == [passage.left for passage in found]
    assert [passage.right.start for passage in found] == [
        one.text.index(paragraph, 5),
        one.text.rindex(paragraph),
    ]


def test_a_line_of_the_page_does_not_stand_twice() -> None:
    """What is left out of a report is not looked at when it stands twice."""
    line = f"{FERRY} {INQUIRY}"
    text = f"{line}\n\n{FARES}\n\n{line}"
    one = Printed("1", text, (Span(0, len(line)), Span(len(text) - len(line), len(text))))
    assert compare(one, one).passages == ()


paragraphs_of = st.lists(
    st.sampled_from([FERRY, INQUIRY, FARES, "Straße İZMİR …", "Venn said nothing.", "東京でフェリーが座礁した。"]),
    max_size=6,
)


@given(paragraphs_of, paragraphs_of, st.booleans())
def test_passages_slice_back(left: list[str], right: list[str], with_line: bool) -> None:
    """Both sides of a passage slice back to words that begin and end alike, and equal ones where all are."""
    line = LINE if with_line else None
    one, two = report(1, *left, line=line), report(2, *right, line=line)
    for passage in compare(one, two).passages:
        mine = word_text(one.text[passage.left.start : passage.left.end]).forms
        theirs = word_text(two.text[passage.right.start : passage.right.end]).forms
        assert (mine[0], mine[-1]) == (theirs[0], theirs[-1])
        assert passage.words <= min(len(mine), len(theirs))
        assert (passage.same == 1.0) == (mine == theirs)
        assert 0 <= passage.quoted <= 1


@given(paragraphs_of, paragraphs_of)
def test_running_twice_changes_nothing(left: list[str], right: list[str]) -> None:
    """The same two reports share the same passages, with the same ids, each of its own."""
    found = compare(report(1, *left), report(2, *right))
    assert compare(report(1, *left), report(2, *right)) == found
    assert len({one.id for one in found.passages}) == len(found.passages)
