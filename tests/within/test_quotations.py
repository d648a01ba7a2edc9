"""Direct quotations: which words in marks are speech, by which cue, from whom, through whom."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Findings, Quotation
from tests.guarded import run_guarded
from tests.record_fixtures import findings_in

COME = "Orla Venn came to the quay on Monday. "


def quotations_in(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of one text."""
    return findings_in(text).quotations


def only(text: str) -> Quotation:
    """Return the one quotation of a text."""
    (quotation,) = quotations_in(text)
    return quotation


PLACES = [
    ("cue before", "In the end, Orla Venn said: “We will sign on Monday.”", "said", "Orla Venn"),
    ("cue after", "“We will sign on Monday,” Orla Venn said.", "said", "Orla Venn"),
    ("inverted", "“We will sign on Monday,” said Orla Venn.", "said", "Orla Venn"),
    ("addressee", "“We will sign on Monday,” Orla Venn told Karrow Radio.", "told", "Orla Venn"),
    ("question", "“Will you sign on Monday?” asked Orla Venn.", "asked", "Orla Venn"),
    ("participle", "Orla Venn left early, saying: “There is nothing to sign.”", "saying", "Orla Venn"),
    ("according to", "“We will sign on Monday,” according to Orla Venn.", "according to", "Orla Venn"),
    ("naming verb", "Orla Venn called the pier “a pause with benches” and left.", "called", "Orla Venn"),
    ("that-clause", "Orla Venn said that the unions had “nothing left to argue about”.", "said", "Orla Venn"),
    (
        "appositive",
        "“We will sign on Monday,” said Orla Venn, the harbour master.",
        "said",
        "Orla Venn, the harbour master",
    ),
    ("body", "“The pier is open to all boats,” the Harbour Council said.", "said", "the Harbour Council"),
]


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_cue_and_source(text: str, cue: str, source: str) -> None:
    """The cue and the source are found before and after the marks, in either order, as printed."""
    quotation = only(text)

    assert [span.of(text) for span in quotation.cue] == [cue]
    assert [span.of(text) for span in quotation.source] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "“We will sign,” Orla Venn said, “and then we will go home.”",
        "“We will sign,” Orla Venn said. “Then we will go home.”",
        "“We will sign.\n\n“Then we will go home,” said Orla Venn.",
    ],
    ids=["broken by its cue", "going on behind its cue", "a chain of paragraphs"],
)
def test_one_cue_is_one_quotation(text: str) -> None:
    """Speech broken by its own cue, and a chain that reopens, is one quotation of several spans."""
    quotation = only(text)

    assert len(quotation.spans) == 2
    assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
    assert quotation.speaker == ("Orla Venn",)


def test_each_closed_paragraph_is_one() -> None:
    """Each quoted paragraph with its own closing mark is a quotation of its own, by the speaker before it."""
    text = "“We will sign on Monday,” said Orla Venn.\n\n“Then we will all go home and sleep.”\n\nThe hall emptied."

    first, second = quotations_in(text)

    assert (first.text, second.text) == ("We will sign on Monday,", "Then we will all go home and sleep.")
    assert second.cue == second.source == ()
    assert second.speaker == first.speaker == ("Orla Venn",)
    assert second.confidence < first.confidence


def test_two_cues_are_two_quotations() -> None:
    """Two cues in one sentence make two quotations."""
    text = "Orla Venn said she would “sign on Monday” and called the pier “a pause”."

    assert [quotation.text for quotation in quotations_in(text)] == ["sign on Monday", "a pause"]


def test_two_speakers() -> None:
    """Neighbouring quotations each keep their own speaker."""
    text = "“We will sign,” said Orla Venn. Tomas Verrick replied: “Not on Monday.”"

    assert [quotation.speaker for quotation in quotations_in(text)] == [("Orla Venn",), ("Tomas Verrick",)]


KINDS = [
    ("whole sentence", "“We will sign on Monday,” said Orla Venn.", "direct"),
    ("behind a colon", "In the end, Orla Venn said: “We will sign on Monday.”", "direct"),
    ("part of a clause", "Orla Venn said that the unions had “nothing left to argue about”.", "mixed"),
    ("object of a verb", "Orla Venn called the pier “a pause with benches” and left.", "mixed"),
    ("the reporter's words in front", "The pier is “a pause with benches”, Orla Venn said.", "mixed"),
    ("the same, according to", "The pier is “a pause with benches”, according to Orla Venn.", "mixed"),
]


@pytest.mark.parametrize(("text", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_kind(text: str, kind: str) -> None:
    """It is direct when the marks hold all that is reported, mixed when the reporter's words are part of it."""
    assert only(text).kind == kind


SPEAKERS = [
    ("full name", "“We will sign,” said Orla Venn.", ("Orla Venn",)),
    ("surname", COME + "“We will sign,” Venn said.", ("Orla Venn",)),
    ("pronoun", COME + "“We will sign,” Venn said. The hall was full. “It is late,” she added.", ("Orla Venn",)),
    ("pronoun, next paragraph", "“We will sign,” said Orla Venn.\n\n“The rest is work,” she said.", ("Orla Venn",)),
    ("office", "“We will sign on Monday,” the harbour master said.", ("harbour master",)),
    ("body", "“We will sign on Monday,” the Harbour Council said.", ("Harbour Council",)),
    ("described", "“We will sign,” said Orla Venn, the harbour master.", ("Orla Venn",)),
    ("pronoun of nobody", "“We will sign,” he said.", ()),
    (
        "pronoun of two",
        "Orla Venn and Tomas Verrick, both ministers, arrived late. “We will sign on Monday,” she said.",
        (),
    ),
    ("surname of two", "Orla Venn and Piet Venn arrived. “We will sign,” Venn said.", ("Venn",)),
]


@pytest.mark.parametrize(("text", "speaker"), [case[1:] for case in SPEAKERS], ids=[case[0] for case in SPEAKERS])
def test_speaker(text: str, speaker: tuple[str, ...]) -> None:
    """The last quotation's speaker is the name that the report makes certain, else the printed office, else nobody."""
    assert quotations_in(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Karrow Radio quoted Orla Venn as saying: “We will sign on Monday.”",
        "“We will sign on Monday,” Karrow Radio quoted Orla Venn as saying.",
    ],
    ids=["before", "after"],
)
def test_via(text: str) -> None:
    """Who passes somebody's words on is the carrier, not the speaker."""
    quotation = only(text)

    assert (quotation.speaker, quotation.via) == (("Orla Venn",), ("Karrow Radio",))


NOT_SPEECH = [
    ("title of a book", "She read from the novel “The Long Quay” at the harbour."),
    ("term", "The so-called “pier peace” lasted a week."),
    ("name of a thing", "The pier is known as “the needle”."),
    ("nickname", "Tomas “Hammer” Verrick left the hall."),
    ("ship", "The trawler “Morning Star” sank."),
    ("scare quotes", "The “deal” was off."),
    ("no words", "The boats left at “12:30” sharp, Venn said."),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_SPEECH], ids=[case[0] for case in NOT_SPEECH])
def test_not_speech(text: str) -> None:
    """Marks around titles, terms, names and nicknames are no speech, and are counted with a reason and a place."""
    found = findings_in(text)

    assert found.quotations == ()
    (drop,) = found.drops
    assert drop.reason
    assert drop.stage
    assert drop.start is not None
    assert drop.end is not None
    assert text[drop.start] == "“"
    assert text[drop.end - 1] == "”"


def test_marks_inside_marks() -> None:
    """Words that the speaker quotes are part of what the speaker says."""
    text = "“She told me, ‘We will sign,’ and left,” Orla Venn said."

    assert only(text).text == "She told me, ‘We will sign,’ and left,"


def test_headline() -> None:
    """Short texts such as titles are read too: a name and a colon in a headline name the speaker."""
    text = (
        "Venn: “We will sign on Monday”\n\nThe unions of Orla Bay met in the new hall on Saturday for the first time.\n"
    )

    quotation = only(text)

    assert quotation.speaker == ("Venn",)
    assert quotation.cue == ()


def test_left_open() -> None:
    """A mark that is never closed takes nothing from the quotation in the next paragraph, nor gives to it."""
    text = "“We will sign, said Orla Venn.\n\n“Not on Monday,” said Tomas Verrick."

    last = quotations_in(text)[-1]

    assert last.text == "Not on Monday,"
    assert last.speaker == ("Tomas Verrick",)


def test_nothing_in_marks() -> None:
    """A text without marks has no quotations and nothing left out."""
    found = findings_in("The pier is open to all boats, and the unions are content.")

    assert (found.quotations, found.drops) == ((), ())


def check(text: str, found: Findings) -> None:
    """Check what must hold for the quotations of any text."""
    covered = [span for quotation in found.quotations for span in quotation.spans]
    assert len({quotation.id for quotation in found.quotations}) == len(found.quotations)
    assert [quotation.spans for quotation in found.quotations] == sorted(q.spans for q in found.quotations)
    for quotation in found.quotations:
        places = [*quotation.spans, *quotation.source, *quotation.cue]
        assert all(0 <= place.start < place.end <= len(text) for place in places)
        assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
        assert quotation.report == found.report
        assert 0 <= quotation.confidence <= 1
        assert quotation.made_by
    ordered = sorted(covered)
    assert all(left.end <= right.start for left, right in itertools.pairwise(ordered))
    for drop in found.drops:
        assert drop.start is not None
        assert drop.end is not None
        assert 0 <= drop.start < drop.end <= len(text)


NEWS = st.lists(
    st.sampled_from(
        [
            "“We will sign,”",
            "“We will sign",
            "sign.”",
            "‘a pause’",
            '"',
            "’",
            "Orla Venn",
            "Venn",
            "Verrick",
            "he",
            "she",
            "said",
            "said that",
            "told reporters",
            "added:",
            "according to",
            "the minister",
            "the pier",
            "was",
            "called",
            "quoted",
            "as saying",
            ",",
            ".",
            ".\n\n",
            "\n\n",
            ":",
            "—",
            "on May 3, 2031",
            "Karrow Radio",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(NEWS)
@settings(max_examples=150)
def test_any_text(text: str) -> None:
    """Whatever the text, quotations slice back, lie in order, overlap nowhere, and have ids of their own."""
    check(text, findings_in(text))


@given(NEWS)
@settings(max_examples=50)
def test_again(text: str) -> None:
    """Reading the same text again finds the same, ids included."""
    assert findings_in(text) == findings_in(text)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param('"x-‘', id="single-marks-that-never-close"),
        pytest.param("“Go” ", id="marks-without-a-cue"),
        pytest.param("Orla Venn said: “We go.”\n", id="speech"),
        pytest.param("said press press ", id="details-before-a-mark"),
    ],
)
def test_very_many_marks_are_read_in_one_go(unit: str) -> None:
    """A page of ten thousand marks, or a clause without an end before one, does not hold up a build."""
    program = (
        "from onrecord.pipeline import find_in_report; from onrecord.records import Anatomy, Language, make_report\n"
        "from onrecord.settings import Settings\n"
        f"text = 'Orla Venn said ' + {unit!r} * 4_000 + '“no'\n"
        "find_in_report(make_report(text), Anatomy(), Language('en', 1.0), Settings()); print('done')"
    )
    assert run_guarded(program) == "done\n"
