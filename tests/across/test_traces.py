"""What copying leaves behind in two texts that share words."""

from __future__ import annotations

import pytest

from onrecord.across.copies import align_reports
from onrecord.across.traces import Side, Traces, find_traces
from onrecord.across.wording import word_text
from onrecord.records import Extent, Pairing, Passage, PassageKind, Printed, Span

FERRY = (
    "The night ferry from Velde ran aground near the lighthouse shortly after midnight, "
    "injuring eleven passengers and two deckhands, rescue teams reported from the shore."
)
AT_SEA = (
    "Lifeboats brought the passengers of the ferry to the shore, where ambulances took injured deckhands to a clinic."
    " The lighthouse keeper had seen the vessel drift since midnight. Divers will search its hull for leaks, and the"
    " harbour stays closed to ferries until salvage teams have pulled the wreck from the rocks near the lighthouse."
)
ELECTION = (
    "Voters across Tarsenia elected a new parliament, and the conservative alliance lost its majority after nine years."
    " Its leader conceded defeat before all ballots were counted. Coalition talks with two liberal parties begin next"
    " week; turnout among the young was higher than in any election since independence, the electoral commission found."
)


def report(number: int, *paragraphs: str, title: str | None = None, outlet: str | None = None) -> Printed:
    """Return a report."""
    return Printed(f"{number:032x}", "\n\n".join(paragraphs), title=title, outlet=outlet)


def traces_of(left: Printed, right: Printed) -> Traces:
    """Return what two reports show that share words."""
    (compared,) = align_reports(Pairing(left, (right,)))
    assert compared.traces is not None
    return compared.traces


def test_share() -> None:
    """Of a text that is all in a longer one all words are shared, and of the longer one their part; so are characters."""
    found = traces_of(report(1, FERRY), report(2, FERRY, ELECTION))
    words, more = len(word_text(FERRY).forms), len(word_text(ELECTION).forms)
    assert found.left.share == 1.0
    assert found.right.share == round(words / (words + more), 4)
    assert (found.left.characters, found.right.characters) == tuple(
        round((len(FERRY) - 1) / length, 4) for length in (len(FERRY), len(FERRY) + 2 + len(ELECTION))
    )


def test_passages_that_overlap_count_once() -> None:
    """Words in two passages are shared once, and what is left out is no word of the text."""
    text = "one two three four five six. Subscribe. seven eight"
    one = Printed("1" * 32, text, (Span(29, 39),))
    side = Side(one, word_text(text, one.left_out))
    places = [Span(0, 13), Span(8, 18)]
    passages = [
        Passage(str(at), Extent(one.id, *place), Extent(one.id, *place), 1.0, PassageKind.COPY, 3, 0.0, "test")
        for at, place in enumerate(places)
    ]
    found = find_traces(side, side, passages).left
    assert (found.share, found.characters) == (4 / 8, round(18 / (len(text) - 10), 4))


def test_no_passages() -> None:
    """Two texts that share nothing show a share of nothing, even when they are empty."""
    for text in ("", FERRY):
        one = Side(report(1, text), word_text(text))
        found = find_traces(one, one, [])
        assert (found.left.share, found.left.coherence, found.left.slips, found.left.fit) == (0.0, None, 0, 0.0)


def test_coherence() -> None:
    """A sentence has less in common with an alien text it was set into than with the one it was written for."""
    found = traces_of(report(1, AT_SEA, FERRY), report(2, ELECTION, FERRY))
    assert found.left.coherence is not None
    assert found.right.coherence is not None
    assert found.left.coherence > 2 * found.right.coherence
    assert found.rests is not None
    assert found.rests < 0.1


def test_texts_without_a_rest() -> None:
    """Where a text has next to nothing beside what it shares, nothing tells how the shared words go with the rest."""
    found = traces_of(report(1, FERRY), report(2, FERRY, AT_SEA))
    assert found.left.coherence is None
    assert found.right.coherence is not None
    assert found.rests is None
    assert traces_of(report(1, FERRY, "Venn agreed."), report(2, FERRY, AT_SEA)).left.coherence is None


def test_rests_about_one_thing() -> None:
    """The rests of two texts about one thing are more alike than those of texts about different things."""
    other = (
        "Salvage teams want to pull the wreck from the rocks near the harbour on Friday. Its hull leaks, the lighthouse"
        " keeper said; divers saw that the vessel had drifted for an hour, while deckhands put passengers in lifeboats."
        " Nobody died, and the clinic has sent most of the injured home by now."
    )
    alike = traces_of(report(1, FERRY, AT_SEA), report(2, FERRY, other)).rests
    alien = traces_of(report(1, FERRY, AT_SEA), report(2, FERRY, ELECTION)).rests
    assert alike is not None
    assert alien is not None
    assert alike > 0.3 > 0.1 > alien


SPEECH = "Venn warned that worn steering cables, replaced only once since launching, had failed in strong currents."
SLIPS = [
    ("introduced in what is shared", f"Orla {SPEECH}", f"{ELECTION} Orla {SPEECH}", (0, 0)),
    ("introduced before", f"Orla Venn came. {SPEECH}", f"Orla Venn came late. {ELECTION} {SPEECH}", (0, 0)),
    ("introduced in the other alone", f"Orla Venn sailed. {SPEECH}", f"{ELECTION} {SPEECH}", (0, 1)),
    ("introduced too late", f"{ELECTION} {SPEECH} Orla Venn left.", f"Orla Venn sat down. {SPEECH}", (1, 0)),
    ("introduced nowhere", SPEECH, f"{ELECTION} {SPEECH}", (0, 0)),
    ("a title is no first name", f"President {SPEECH}", f"{ELECTION} {SPEECH}", (0, 0)),
    ("a middle initial", f"Orla M. Venn sailed. {SPEECH}", f"{ELECTION} {SPEECH}", (0, 1)),
    ("named outside of what is shared", f"Orla Venn sailed. {FERRY}", f"{FERRY} Venn cried.", (0, 0)),
]


@pytest.mark.parametrize(("left", "right", "slips"), [case[1:] for case in SLIPS], ids=[case[0] for case in SLIPS])
def test_slips(left: str, right: str, slips: tuple[int, int]) -> None:
    """A slip is a surname in what is shared, before or without the full name, which the other text has."""
    found = traces_of(report(1, left), report(2, right))
    assert (found.left.slips, found.right.slips) == slips


def test_each_person_slips_once() -> None:
    """A person who is named often without introduction counts once; two persons count twice."""
    both = f"{SPEECH} Venn blamed Tulendi for delaying repairs; Tulendi blamed inspectors for missing rust near bolts."
    found = traces_of(report(1, f"Orla Venn met Aziza Tulendi. {both}"), report(2, f"{ELECTION} {both}"))
    assert (found.left.slips, found.right.slips) == (0, 2)


def test_fit() -> None:
    """A headline goes with the words it was written for, better than one about something else does."""
    fitting = report(1, FERRY, title="Night ferry aground near lighthouse, passengers injured")
    alien = report(2, FERRY, ELECTION, title="Conservative alliance loses its majority in Tarsenia")
    found = traces_of(fitting, alien)
    assert found.left.fit > 0.3
    assert found.right.fit < 0.1
    assert traces_of(report(1, FERRY), report(2, FERRY)).left.fit == 0.0


NAMES = [
    ("the other's outlet", "Estrand", "Harbour Post", "Estrand reported this.", ([], [True])),
    ("in passing", "Quay Mail", "Harbour Post", "He once owned the Quay Mail.", ([], [False])),
    ("nobody", "Estrand", "Harbour Post", "Rain is expected.", ([], [])),
    ("its own", "Estrand", "Harbour Post", "Venn told the Harbour Post so.", ([], [])),
    ("the outlet of both", "Estrand", "Estrand Online", "Estrand reported this.", ([], [])),
    ("an outlet that is not known", None, "Harbour Post", "Estrand reported this.", ([], [])),
    ("by a report without an outlet", "Estrand", None, "Estrand reported this.", ([], [True])),
]


@pytest.mark.parametrize(
    ("left", "right", "line", "expected"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES]
)
def test_which_outlets_are_named(
    left: str | None, right: str | None, line: str, expected: tuple[list[bool], list[bool]]
) -> None:
    """A text shows where it names the outlet of the other, when the two are not of one."""
    found = traces_of(report(1, FERRY, outlet=left), report(2, FERRY, line, outlet=right))
    assert tuple([one.is_credit for one in trace.named] for trace in (found.left, found.right)) == expected
    assert found.right.gives_credit is any(expected[1])


def test_a_text_names_itself() -> None:
    """A text names itself where it says that somebody told its own outlet, and not where it names it in passing."""
    told = report(1, FERRY, "Venn told the Harbour Post so.", outlet="Harbour Post")
    passing = report(2, FERRY, "A crowd gathered in front of the Quay Mail.", outlet="Quay Mail")
    found = traces_of(told, passing)
    assert found.left.names_itself
    assert not found.right.names_itself
    assert not traces_of(report(1, FERRY), report(2, FERRY)).left.names_itself


def test_sides_can_be_turned() -> None:
    """What a text shows does not depend on which of the two is left."""
    one = report(1, AT_SEA, FERRY, title="Ferry aground", outlet="Estrand")
    two = report(2, ELECTION, FERRY, "Estrand reported this.", title="Alliance loses", outlet="Harbour Post")
    (compared,) = align_reports(Pairing(one, (two,)))
    (turned,) = align_reports(Pairing(two, (one,)))
    assert compared.traces is not None
    assert turned.traces == Traces(compared.traces.right, compared.traces.left, compared.traces.rests)
