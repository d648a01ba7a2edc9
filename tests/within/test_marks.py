"""Which stretches of text stand in quotation marks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.reading.blocks import find_blocks
from onrecord.records import Span
from onrecord.within.cues import REPORTING_START
from onrecord.within.marks import OddMark, Quoted, find_quoted


def find(text: str) -> tuple[tuple[Quoted, ...], tuple[OddMark, ...]]:
    """Look through all paragraphs of a text."""
    return find_quoted(text, find_blocks(text), REPORTING_START)


def words_in_marks(text: str) -> list[str]:
    """Return the quoted words, outermost marks only."""
    return [quoted.text(text) for quoted in find(text)[0]]


STYLES = [
    ("curly", "“We will sign,” said Orla Venn.", ["We will sign,"]),
    ("straight", '"We will sign," said Orla Venn.', ["We will sign,"]),
    ("british single", "‘We will sign,’ said Orla Venn.", ["We will sign,"]),
    ("straight single", "'We will sign,' said Orla Venn.", ["We will sign,"]),
    ("guillemets", "«We will sign», said Orla Venn.", ["We will sign"]),
    ("guillemets with spaces", "«\u00a0We will sign\u00a0», said Orla Venn.", ["We will sign"]),
    ("single guillemets", "‹We will sign›, said Orla Venn.", ["We will sign"]),
    ("low and high curly", "„We will sign,” said Orla Venn.", ["We will sign,"]),
    ("low and turned curly", "„We will sign,“ said Orla Venn.", ["We will sign,"]),
    ("latex", "``We will sign,'' said Orla Venn.", ["We will sign,"]),
    ("corner brackets", "「We will sign」, said Orla Venn.", ["We will sign"]),
    ("curly closed straight", '“We will sign," said Orla Venn.', ["We will sign,"]),
    ("straight closed curly", '"We will sign,” said Orla Venn.', ["We will sign,"]),
    ("stop outside", "Venn said “we will sign”.", ["we will sign"]),
    ("stop inside", "Venn said: “We will sign.”", ["We will sign."]),
    ("question inside", "“Will you sign?” asked Orla Venn.", ["Will you sign?"]),
    ("before a semicolon", "She called it “a pause”; he did not.", ["a pause"]),
    ("in brackets", "The deal (“a pause”, in her words) holds.", ["a pause"]),
    ("behind a dash", "One thing was clear—“we will sign”—and no more.", ["we will sign"]),
    ("across a line of text", "“We will sign,” she said, “and then go home.”", ["We will sign,", "and then go home."]),
    ("whole paragraph", "“We will sign.”", ["We will sign."]),
    ("brackets inside", "“We [the unions] will sign,” she said.", ["We [the unions] will sign,"]),
    ("capital after ellipsis", "“... We will sign,” she said.", ["... We will sign,"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in STYLES], ids=[case[0] for case in STYLES])
def test_styles(text: str, expected: list[str]) -> None:
    """Every style of marks that English news uses gives the words inside them, and no mark is odd."""
    quoted, odd = find(text)

    assert [stretch.text(text) for stretch in quoted] == expected
    assert odd == ()
    assert all(stretch.closed for stretch in quoted)


NESTED = [
    (
        "single in curly",
        "“She told me, ‘We will sign,’ and left,” Venn said.",
        ["She told me, ‘We will sign,’ and left,"],
    ),
    (
        "double in british single",
        "‘She told me, “We will sign,” and left,’ Venn said.",
        ["She told me, “We will sign,” and left,"],
    ),
    (
        "straight single in straight",
        "\"She told me, 'We will sign,' and left,\" Venn said.",
        ["She told me, 'We will sign,' and left,"],
    ),
    ("both close together", "“She told me, ‘We will sign.’” Venn left.", ["She told me, ‘We will sign.’"]),
    ("both open together", "“‘We will sign’ was all she said,” Venn said.", ["‘We will sign’ was all she said,"]),
    (
        "two inner stretches",
        "“One side wanted ‘pause’ and the other ‘halt’,” Venn said.",
        ["One side wanted ‘pause’ and the other ‘halt’,"],
    ),
    (
        "guillemets in curly",
        "“The word «pause» is not in it,” Venn said.",
        ["The word «pause» is not in it,"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NESTED], ids=[case[0] for case in NESTED])
def test_nesting(text: str, expected: list[str]) -> None:
    """Marks inside marks belong to the words of the outer ones, and only the outer stretch is returned."""
    assert words_in_marks(text) == expected


APOSTROPHES = [
    ("contraction", "The union didn’t sign, and the owners couldn't.", []),
    ("possessive", "Verrick’s deal and Quillan's pier", []),
    ("plural possessive", "The unions’ lawyers met the owners’ lawyers.", []),
    ("decade", "It was agreed in the ’90s and again in the '80s.", []),
    ("elisions", "’Twas the rock ’n’ roll of the docks.", []),
    ("inside curly", "“We don’t know, and the unions’ lawyers won’t say,” she said.", 1),
    ("inside british single", "‘We don’t know, and that isn’t new,’ she said.", 1),
    ("inside straight single", "'We don't know, and that isn't new,' she said.", 1),
    ("plural possessive inside british single", "‘The unions’ lawyers won’t say,’ she said.", 1),
    ("inside straight", "\"We don't know, and the unions' lawyers won't say,\" she said.", 1),
    ("feet", "The wall is 6'4 high and the gate 5' wide.", []),
    ("inches", 'The pipe is 12" wide and the valve 3" long.', []),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in APOSTROPHES], ids=[case[0] for case in APOSTROPHES]
)
def test_apostrophes(text: str, expected: list[str] | int) -> None:
    """Apostrophes, elisions, feet and inches open and close nothing."""
    quoted, odd = find(text)

    if expected == 1:
        (stretch,) = quoted
        assert stretch.spans[0].start == 1
        assert text[stretch.outer.end :] == " she said."
    else:
        assert (quoted, odd) == ((), ())


def test_chain_of_paragraphs() -> None:
    """Paragraphs that each open and only the last of which closes are one stretch with a span for each."""
    text = "“We will sign.\n\n“Then we will go home.\n\n“And sleep,” said Venn."

    (stretch,) = find(text)[0]

    assert [span.of(text) for span in stretch.spans] == ["We will sign.", "Then we will go home.", "And sleep,"]
    assert stretch.outer.of(text) == text[: text.index(" said")]
    assert stretch.text(text) == "We will sign. Then we will go home. And sleep,"


@pytest.mark.parametrize("mark", ['"', "“", "‘", "«", "``"], ids=["straight", "curly", "single", "guillemets", "latex"])
def test_chain_in_every_style(mark: str) -> None:
    """A chain that reopens is followed in every style of marks."""
    close = {'"': '"', "“": "”", "‘": "’", "«": "»", "``": "''"}[mark]
    text = f"{mark}We will sign.\n\n{mark}Then we go home,{close} said Venn."

    (stretch,) = find(text)[0]

    assert [span.of(text) for span in stretch.spans] == ["We will sign.", "Then we go home,"]


def test_closed_paragraphs_stay_apart() -> None:
    """Quoted paragraphs that each close their marks are a stretch each."""
    assert words_in_marks("“We will sign.”\n\n“Then we go home.”") == ["We will sign.", "Then we go home."]


def test_chain_ends_where_it_closes() -> None:
    """What stands behind the closing mark of a chain, and the next stretch, are not part of it."""
    text = "“We will sign.\n\n“Then we go home,” said Venn. “Or not.”\n\nThe pier stays shut."

    assert words_in_marks(text) == ["We will sign. Then we go home,", "Or not."]


def test_missing_closing_mark() -> None:
    """A mark that is never closed costs its own paragraph at most, and is reported with its reason."""
    text = "“We will sign and go home.\n\nThe pier stays shut. “Not for long,” said Venn."

    quoted, odd = find(text)

    assert [stretch.text(text) for stretch in quoted][-1] == "Not for long,"
    assert [mark.place for mark in odd] == [0]
    assert odd[0].reason
    assert all(stretch.outer.end <= text.index("\n") for stretch in quoted if not stretch.closed)


def test_missing_closing_mark_before_a_quoted_paragraph() -> None:
    """A mark left open before a reporting clause does not run on into the next speaker's paragraph."""
    text = "“We will sign, said Orla Venn.\n\n“Not on Monday,” said Tomas Verrick."

    stretches = words_in_marks(text)

    assert stretches[-1] == "Not on Monday,"
    assert not any("Orla Venn" in stretch for stretch in stretches)


def test_stray_closing_mark() -> None:
    """A closing mark that closes nothing is reported, and the rest of the paragraph is read on."""
    text = "The pier” stays shut. “Not for long,” said Venn."

    quoted, odd = find(text)

    assert [stretch.text(text) for stretch in quoted] == ["Not for long,"]
    assert odd == (OddMark(text.index("”"), "a closing mark without an opening one"),)


def test_mark_typed_the_wrong_way_round() -> None:
    """An opening mark typed for a closing one before a reporting verb closes."""
    assert words_in_marks("“We want to sign, “said Orla Venn.") == ["We want to sign,"]


def test_nothing_between_the_marks() -> None:
    """Empty marks give no stretch, and say so."""
    quoted, odd = find("The sign read “” and nothing else.")

    assert quoted == ()
    assert [mark.reason for mark in odd] == ["nothing between the marks"]


def test_many_levels() -> None:
    """Marks opened over and over without an end are reported and come to an end."""
    quoted, odd = find("“a " * 500)

    assert len(quoted) <= 1
    assert odd


def test_spans_are_tight() -> None:
    """White space inside the marks is no part of the span, but of the outer span."""
    text = "« We will sign » , said Venn."

    (stretch,) = find(text)[0]

    assert stretch.spans[0].of(text) == "We will sign"
    assert stretch.outer.of(text) == "« We will sign »"


def test_only_given_paragraphs() -> None:
    """Marks outside the paragraphs given, such as hidden ones, are not looked at."""
    text = "“Hidden words.”\n\n“We will sign,” said Venn."
    paragraph = find_blocks(text)[1]

    (stretch,) = find_quoted(text, (paragraph,), REPORTING_START)[0]

    assert stretch.text(text) == "We will sign,"


MARKED_TEXTS = st.lists(
    st.sampled_from(
        [
            "“",
            "”",
            '"',
            "‘",
            "’",
            "'",
            "«",
            "»",
            "„",
            "‟",
            "‚",
            "‛",
            "‹",
            "›",
            "``",
            "''",
            "「",
            "」",
            "『",
            "』",
            "We",
            "will",
            "sign",
            "don",
            "t",
            "Venn",
            "said",
            "added",
            "12",
            "the",
            "’90s",
            "unions",
            "é",
            " ",
            " ",
            " ",
            "\xa0",
            ",",
            ".",
            "?",
            ":",
            "—",
            "(",
            ")",
            "\n\n",
            "\n",
            "\r\n\r\n",
        ]
    ),
    max_size=60,
).map("".join)


@given(MARKED_TEXTS)
@example("“\n\n“")
@settings(max_examples=400)
def test_any_marks(text: str) -> None:
    """Whatever the marks, stretches are in order, apart, inside their marks, and each span inside one paragraph."""
    paragraphs = find_blocks(text)

    quoted, odd = find_quoted(text, paragraphs, REPORTING_START)

    spans = [span for stretch in quoted for span in stretch.spans]
    assert all(span.start < span.end for span in spans)
    assert all(any(paragraph.covers(span) for paragraph in paragraphs) for span in spans)
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert all(stretch.spans and stretch.outer.covers(span) for stretch in quoted for span in stretch.spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    outers = [stretch.outer for stretch in quoted]
    assert all(left.end <= right.start for left, right in itertools.pairwise(outers))
    assert all(0 <= mark.place < len(text) and mark.reason for mark in odd)


@given(st.text(alphabet=st.characters(exclude_characters="“”„‟\"«»‹›‘’‚‛'`「」『』", exclude_categories=("Cs",))))
@settings(max_examples=150)
def test_no_marks(text: str) -> None:
    """A text without a mark has nothing in marks and no odd mark."""
    assert find(text) == ((), ())


@given(MARKED_TEXTS, st.integers(0, 40))
@settings(max_examples=150)
def test_place_does_not_matter(text: str, shift: int) -> None:
    """The same paragraphs further down in a text give the same stretches, further down."""
    paragraphs = find_blocks(text)
    moved = tuple(Span(span.start + shift, span.end + shift) for span in paragraphs)

    quoted, odd = find_quoted(text, paragraphs, REPORTING_START)
    quoted_below, odd_below = find_quoted("x" * shift + text, moved, REPORTING_START)

    assert [span.start + shift for stretch in quoted for span in stretch.spans] == [
        span.start for stretch in quoted_below for span in stretch.spans
    ]
    assert [mark.place + shift for mark in odd] == [mark.place for mark in odd_below]
