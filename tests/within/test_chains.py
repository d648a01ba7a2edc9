"""Chains of mentions as they grow."""

from __future__ import annotations

import pytest

from onrecord.records import EntityKind, MentionHow, Span
from onrecord.within.chains import ChainBook, Growing, Held, Pointing

TEXT = "Orla Venn met Tomas Verrick. Venn left."
REPORT = "a" * 32


def make_book(report: str = REPORT) -> ChainBook:
    """Return an empty book of the small text."""
    return ChainBook(report, TEXT, "test.v1")


def name_at(start: int, end: int, *chains: Growing, how: MentionHow = MentionHow.NAME) -> Pointing:
    """Return a name's mention."""
    return Pointing(Span(start, end), how, "Person", chains, "full name", 0.9)


def make_pair() -> tuple[ChainBook, Growing, Growing]:
    """Return a book of two persons, the second opened first."""
    book = make_book()
    verrick = book.open_chain(EntityKind.PERSON, "Tomas Verrick")
    venn = book.open_chain(EntityKind.PERSON, "Orla Venn")
    book.add(name_at(29, 33, venn))
    book.add(name_at(14, 27, verrick))
    book.add(name_at(0, 9, venn))
    return book, venn, verrick


def test_chains_in_order_of_first_mention() -> None:
    """Chains come out in the order of their first mention, mentions in order of place, whatever came in first."""
    book, _, _ = make_pair()

    assert [chain.name for chain in book.to_chains()] == ["Orla Venn", "Tomas Verrick"]
    assert [mention.text for mention in book.to_mentions()] == ["Orla Venn", "Tomas Verrick", "Venn"]
    assert [mention.span.of(TEXT) for mention in book.to_mentions()] == [mention.text for mention in book.to_mentions()]


def test_forms_are_counted() -> None:
    """A chain lists its printed names, the most frequent first, and no pronouns or offices."""
    book, venn, _ = make_pair()
    book.add(name_at(34, 38, venn, how=MentionHow.OFFICE))

    chain = next(iter(book.to_chains()))

    assert [(form.text, form.count) for form in chain.forms] == [("Orla Venn", 1), ("Venn", 1)]


def test_one_mention_a_span() -> None:
    """The surest sieve comes first: what it took for a mention, no later one takes again."""
    book, venn, verrick = make_pair()
    before = list(book.to_mentions())

    book.add(name_at(0, 9, verrick))

    assert list(book.to_mentions()) == before
    assert book.has(Span(0, 9))
    assert not book.has(Span(0, 8))
    assert book.by_span()[Span(0, 9)] == (venn,)


def test_mention_of_several() -> None:
    """Words that point at two are a mention for each, with ids of their own."""
    book, venn, verrick = make_pair()
    book.add(name_at(34, 38, venn, verrick, how=MentionHow.DESCRIPTION))

    both = [mention for mention in book.to_mentions() if mention.start == 34]

    assert len(both) == len({mention.id for mention in both}) == len({mention.chain for mention in both}) == 2


def test_open_mention() -> None:
    """Words that point at nobody known are a mention without a chain."""
    book = make_book()
    book.add(name_at(0, 9))

    assert [(mention.text, mention.chain) for mention in book.to_mentions()] == [("Orla Venn", None)]
    assert list(book.to_chains()) == []


def test_chain_without_mention() -> None:
    """What nothing in the text mentions does not come out, and nobody's office names it as a body."""
    book, venn, _ = make_pair()
    state = book.open_chain(EntityKind.PLACE, "Tarsenia")
    venn.offices.append(Held("president", "president", state, "current", Span(0, 9)))

    assert len(list(book.to_chains())) == 2
    assert [holding.body for holding in book.to_holdings()] == [None]


def test_drops() -> None:
    """What is left open is told with its reason and place."""
    book = make_book()
    book.leave_open(Span(29, 33), "two persons bear it")

    assert [(drop.report, drop.stage, drop.reason, drop.start, drop.end) for drop in book.drops] == [
        (REPORT, "test.v1", "two persons bear it", 29, 33)
    ]


def test_ids() -> None:
    """Ids come from the report and the place of the first mention: the same again, others in another report."""
    again = [chain.id for chain in make_pair()[0].to_chains()]
    other = make_book("b" * 32)
    other.add(name_at(0, 9, other.open_chain(EntityKind.PERSON, "Orla Venn")))

    assert [chain.id for chain in make_pair()[0].to_chains()] == again
    assert len(set(again)) == 2
    assert next(iter(other.to_chains())).id not in again


def test_ids_of_chains_first_met_in_one_place() -> None:
    """Two chains that the same words mention first have two ids."""
    book = make_book()
    book.add(name_at(0, 9, *(book.open_chain(EntityKind.PERSON, name) for name in ("A", "B"))))

    assert len({chain.id for chain in book.to_chains()}) == 2


def test_persons_between() -> None:
    """Mentions of persons in a stretch come in order of place, its end left out."""
    book, venn, verrick = make_pair()

    assert list(book.persons_between(0, 29)) == [(0, venn), (14, verrick)]
    assert list(book.persons_between(1, 30)) == [(14, verrick), (29, venn)]
    assert list(book.persons_between(30, 10)) == []


# --- offices ---

HOLDS = [
    ("its own words", "foreign minister", None, True),
    ("shorter", "minister", None, True),
    ("of that body", "foreign minister", "Tarsenia", True),
    ("of another body", "foreign minister", "Qoravan", False),
    ("another office", "president", "Tarsenia", False),
    ("loose, of nobody", "chief", None, False),
]


@pytest.mark.parametrize(("office", "of", "held"), [case[1:] for case in HOLDS], ids=[case[0] for case in HOLDS])
def test_holds(office: str, of: str | None, held: bool) -> None:
    """An office's words can mean who holds it, of that body where one is said."""
    book, venn, _ = make_pair()
    states = {name: book.open_chain(EntityKind.PLACE, name) for name in ("Tarsenia", "Qoravan")}
    venn.offices.append(Held("foreign minister", "foreign minister", states["Tarsenia"], "current", Span(0, 9)))

    assert venn.holds(office, states[of] if of else None) is held
    assert book.holders(office, states[of] if of else None) == ([venn] if held else [])
    assert venn.is_at(states["Tarsenia"])
    assert not venn.is_at(states["Qoravan"])


def test_holdings_in_order_of_place() -> None:
    """Offices come out in order of their evidence, with holder and body as chains."""
    book, venn, verrick = make_pair()
    state = book.open_chain(EntityKind.PLACE, "Tarsenia")
    book.add(name_at(34, 38, state))
    verrick.offices.append(Held("mayor", "mayor", state, "former", Span(14, 27)))
    venn.offices.append(Held("president", "president", None, "current", Span(0, 9)))
    ids = book.chain_ids()

    assert [(one.holder, one.office, one.body, one.standing) for one in book.to_holdings()] == [
        (ids[venn.number], "president", None, "current"),
        (ids[verrick.number], "mayor", ids[state.number], "former"),
    ]
