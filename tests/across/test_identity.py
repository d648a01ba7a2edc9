"""Who is one across reports."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.identity import Identity, identify
from onrecord.across.ledger import AT_ONE_TIME, QUESTION
from onrecord.engine.local import LocalEngine
from onrecord.records import Entity, EntityKind, Judgement, ReportChains, Rulings, Verdict
from onrecord.settings import Settings
from tests.across.chains import (
    Said,
    body,
    chain_of,
    groups_of,
    holder,
    identity_of,
    ministry,
    named,
    person,
    place,
    report_of,
    together,
)

FRANCE = place("France", "country:FR")
SPAIN = place("Spain", "country:ES")


def reports_of(*reports: Sequence[Said]) -> list[ReportChains]:
    """Return reports that each say so much."""
    return [report_of(str(number), *said) for number, said in enumerate(reports)]


# --- persons by their full names ---

SPELLINGS = [
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ("Serzh Sargsyan", "Serzh Sarkisian"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Kim Jong Un", "Kim Jong-un"),
    ("Vladimir Putin", "Vladimir Vladimirovich Putin"),
    ("ADA LUND", "Ada Lund"),
]


@pytest.mark.parametrize(("left", "right"), SPELLINGS, ids=[case[0] for case in SPELLINGS])
def test_spellings(left: str, right: str) -> None:
    """Spellings of one full name are one person in all reports."""
    assert together(reports_of([person(left)], [person(right)]), f"{left} 0", f"{right} 1")


NOT_ONE = [
    ("Fidel Castro", "Raúl Castro"),
    ("Ada Lund", "Lund"),
    ("Lund", "Lund"),
    ("Karen Petersen", "Karen Peterson"),
    ("Medvedev", "Medvedeva"),
]


@pytest.mark.parametrize(("left", "right"), NOT_ONE, ids=[" and ".join(case) for case in NOT_ONE])
def test_names_that_are_not_enough(left: str, right: str) -> None:
    """Another given name, a near spelling or a surname alone says nothing by itself."""
    assert not together(reports_of([person(left)], [person(right)]), f"{left} 0", f"{right} 1")


def test_two_names_in_one_report() -> None:
    """Two full names that one report prints are two persons, however near, in other reports as well."""
    both = [person("Serzh Sargsyan"), person("Serzh Sarkisian")]
    reports = reports_of(both, [person("Serzh Sargsyan")], [person("Serzh Sarkisian")])

    assert groups_of(reports) == {
        frozenset(("Serzh Sargsyan 0", "Serzh Sargsyan 1")),
        frozenset(("Serzh Sarkisian 0", "Serzh Sarkisian 2")),
    }
    (judgement,) = identity_of(reports).judgements
    assert judgement.verdict is Verdict.DIFFERENT
    assert judgement.reasons[-1] == "kept apart: both named in full in one report"


def test_he_and_she() -> None:
    """Who is "he" in one report is not who is "she" in another."""
    reports = reports_of([person("Sasha Petrenko", "he")], [person("Sasha Petrenko-", "she")])
    spelled = reports_of([person("Serzh Sargsyan", "he")], [person("Serzh Sarkisian", "she")])

    assert together(reports, "Sasha Petrenko 0", "Sasha Petrenko- 1"), "one key"
    assert not together(spelled, "Serzh Sargsyan 0", "Serzh Sarkisian 1")


def test_name_that_agrees_with_two() -> None:
    """A name that agrees with two which contradict each other joins neither, and does not bring them together."""
    reports = reports_of([person("George Bush")], [person("George W. Bush")], [person("George H. W. Bush")])

    assert len(groups_of(reports)) == 3
    assert {judgement.verdict for judgement in identity_of(reports).judgements} == {Verdict.UNSURE}


def test_name_that_agrees_with_two_and_shares_an_office_with_one() -> None:
    """It joins the one that it shares an office with."""
    reports = reports_of(
        [person("George Bush", office="governor", of=SPAIN)],
        [person("George W. Bush", office="governor", of=SPAIN)],
        [person("George H. W. Bush", office="president", of=FRANCE)],
    )

    groups = groups_of(reports)

    assert frozenset(("George Bush 0", "George W. Bush 1")) in groups
    assert frozenset(("George H. W. Bush 2",)) in groups


def test_same_office_decides() -> None:
    """What names leave unsure is one person where both hold one office of one body."""
    office = {"office": "president", "of": FRANCE}

    assert together(
        reports_of([person("Bill Clinton", **office)], [person("William Clinton", **office)]),  # type: ignore[arg-type]
        "Bill Clinton 0",
        "William Clinton 1",
    )
    assert not together(
        reports_of([person("Bill Clinton")], [person("William Clinton")]), "Bill Clinton 0", "William Clinton 1"
    )


# --- surnames ---

SURNAMES = [
    ("shared company", [[person("Ada Lund"), FRANCE], [person("Lund"), FRANCE]], True),
    ("no shared company", [[person("Ada Lund"), FRANCE], [person("Lund"), SPAIN]], False),
    (
        "two of that surname",
        [[person("Ada Lund"), FRANCE], [person("Ida Lund"), FRANCE], [person("Lund"), FRANCE]],
        False,
    ),
    ("he and she", [[person("Ada Lund", "she"), FRANCE], [person("Lund", "he"), FRANCE]], False),
]


@pytest.mark.parametrize(("said", "is_one"), [case[1:] for case in SURNAMES], ids=[case[0] for case in SURNAMES])
def test_surname_alone(said: list[list[Said]], is_one: bool) -> None:
    """A surname alone is the one person of that surname where both are spoken of with the same place or body."""
    assert together(reports_of(*said), "Ada Lund 0", f"Lund {len(said) - 1}") is is_one


# --- offices ---


def dated(*held: tuple[str, str, str | None]) -> list[ReportChains]:
    """Return reports of given days; a capital begins a name that holds an office, `the` an office alone."""
    return [
        report_of(
            str(number), holder(office, FRANCE) if name == "the" else person(name, office=office, of=FRANCE), day=day
        )
        for number, (name, office, day) in enumerate(held)
    ]


OFFICES = [
    ("near", ("Ada Lund", "president", "2031-05-03"), ("the", "president", "2031-05-20"), True),
    ("far", ("Ada Lund", "president", "2031-05-03"), ("the", "president", "2036-05-03"), False),
    ("undated", ("Ada Lund", "president", "2031-05-03"), ("the", "president", None), False),
    ("another office", ("Ada Lund", "president", "2031-05-03"), ("the", "prime minister", "2031-05-03"), False),
]


@pytest.mark.parametrize(("one", "other", "is_one"), [case[1:] for case in OFFICES], ids=[case[0] for case in OFFICES])
def test_office_without_a_name(
    one: tuple[str, str, str | None], other: tuple[str, str, str | None], is_one: bool
) -> None:
    """An office without a name is its holder at the report's date, where reports near that date name one."""
    assert together(dated(one, other), "Ada Lund 0", f"the {other[1]} 1") is is_one


def test_two_holders_years_apart() -> None:
    """Two holders of one office years apart are two persons with a role each, and no contradiction."""
    found = identity_of(dated(("Ada Lund", "president", "2031-05-03"), ("Tomas Verrick", "president", "2038-05-03")))

    assert [(role.office, role.first_seen) for role in sorted(found.roles, key=lambda role: role.first_seen or "")] == [
        ("president", "2031-05-03"),
        ("president", "2038-05-03"),
    ]
    assert found.judgements == ()


def test_two_holders_at_one_time() -> None:
    """Two holders of one office at one time are kept as a judgement; both roles stay."""
    found = identity_of(dated(("Ada Lund", "president", "2031-05-03"), ("Tomas Verrick", "president", "2031-05-03")))

    (judgement,) = found.judgements
    assert (judgement.question, judgement.verdict) == (AT_ONE_TIME, Verdict.DIFFERENT)
    assert len(found.roles) == 2


# --- places and bodies ---


def test_country_of_two_names() -> None:
    """Names that the tables of facts know as one country are one place, named as the tables have it."""
    reports = reports_of([place("Turkey", "country:TR")], [place("Türkiye", "country:TR")])

    (entity,) = identity_of(reports).entities

    assert entity.key == "country:TR"
    assert {form.text for form in entity.forms} == {"Turkey", "Türkiye"}


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ([[body("Council of Orla Bay", "COB")], [body("COB")]], True),
        ([[body("Council of Orla Bay", "COB")], [body("Club of Bakers", "COB")], [body("COB")]], False),
        ([[body("Council of Orla Bay")], [body("COB")]], False),
    ],
    ids=["printed behind the full name", "of two names", "never printed together"],
)
def test_acronyms(said: list[list[Said]], is_one: bool) -> None:
    """An acronym is the one full name that some report prints it with; letters alone are no evidence."""
    assert together(reports_of(*said), "Council of Orla Bay 0", f"COB {len(said) - 1}") is is_one


def test_bodies_of_two_states() -> None:
    """A ministry that every state has is that of one state; without one it is its report's own."""
    of_france, of_spain = ministry("defence ministry", FRANCE), ministry("defence ministry", SPAIN)
    reports = reports_of([of_france], [of_france], [of_spain], [ministry("defence ministry", None)])

    ministries = {group for group in groups_of(reports) if any("ministry" in name for name in group)}

    assert ministries == {
        frozenset(("defence ministry 0", "defence ministry 1")),
        frozenset(("defence ministry 2",)),
        frozenset(("defence ministry 3",)),
    }


def test_adjective_and_place() -> None:
    """A place that a report knows by its adjective alone is the one that the adjective is formed from."""
    assert together(reports_of([place("Tarsenia")], [place("Tarsenian")]), "Tarsenia 0", "Tarsenian 1")


def test_place_taken_for_a_person() -> None:
    """What one report's label takes for a person is the place that other reports are sure of."""
    mistaken = Said("Orla Bay", EntityKind.PERSON, is_sure=False)

    (entity,) = identity_of(reports_of([place("Orla Bay")], [place("Orla Bay")], [mistaken])).entities

    assert entity.kind is EntityKind.PLACE


# --- what comes out ---


def test_name_of_an_entity() -> None:
    """An entity is named as most reports print its full name, not in capitals; all its forms are listed by count."""
    said = [
        [person("ADA LUND"), FRANCE],
        [person("Ada Lund"), FRANCE],
        [person("Ada Lund"), FRANCE],
        [person("Lund"), FRANCE],
    ]

    entity = named(identity_of(reports_of(*said)).entities, "Ada Lund")

    assert [(form.text, form.count) for form in entity.forms] == [("Ada Lund", 2), ("ADA LUND", 1), ("Lund", 1)]


CORPUS = [
    report_of("a", person("Ada Lund", "she", office="president", of=FRANCE), SPAIN, day="2031-05-03"),
    report_of("b", person("ADA LUND"), person("Lund"), FRANCE, day="2031-05-04"),
    report_of(
        "c", holder("president", FRANCE), person("Serzh Sargsyan", office="prime minister", of=SPAIN), day="2031-05-05"
    ),
    report_of("d", person("Serzh Sarkisian"), person("Sargsyan"), SPAIN, day="2031-05-06"),
    report_of("e", person("Tomas Verrick", "he", office="president", of=FRANCE), day="2031-05-03"),
    report_of("f", person("George Bush"), person("Lund"), FRANCE),
    report_of("g", person("George W. Bush"), ministry("defence ministry", FRANCE), day="2024-01-01"),
    report_of(
        "h", person("George H. W. Bush"), ministry("defence ministry", SPAIN), body("Council of Orla Bay", "COB")
    ),
    report_of("i", body("COB"), place("Tarsenia"), person("Serzh Sargsyan")),
    report_of("j", place("Tarsenian"), person("Serzh Sarkissian"), person("Serzh Sargsyan"), day="2031-05-06"),
]
Result = tuple[tuple[Entity, ...], object, tuple[Judgement, ...], list[tuple[str, str]]]


def result_of(found: Identity, reports: Sequence[ReportChains]) -> Result:
    """Return all that is kept of an identity."""
    return found.entities, found.roles, found.judgements, sorted(found.members_of(reports))


WHOLE = result_of(identity_of(CORPUS), CORPUS)


@given(st.randoms(use_true_random=False))
def test_order_of_reports(shuffle: random.Random) -> None:
    """The order of reports, and of what each report speaks of, does not matter."""
    reports = [
        replace(
            row,
            chains=tuple(shuffle.sample(row.chains, len(row.chains))),
            holdings=tuple(shuffle.sample(row.holdings, len(row.holdings))),
        )
        for row in shuffle.sample(CORPUS, len(CORPUS))
    ]

    assert result_of(identity_of(reports), reports) == WHOLE


@pytest.mark.parametrize(("jobs", "batch"), [(1, 1), (1, 3), (2, 2)])
def test_processes_and_batches(jobs: int, batch: int) -> None:
    """The number of processes and the size of batches do not matter."""
    with LocalEngine(jobs, batch_rows=batch) as engine:
        found = identify(lambda: CORPUS, engine, Settings(jobs=jobs))

    assert result_of(found, CORPUS) == WHOLE


@given(st.sets(st.sampled_from(range(len(CORPUS)))))
def test_every_chain_has_one_entity(places: set[int]) -> None:
    """Whatever reports there are, each chain belongs to one entity that is listed, and each judgement names chains."""
    reports = [CORPUS[number] for number in sorted(places)]
    chains = {chain.id for row in reports for chain in row.chains}

    found = identity_of(reports)
    members = list(found.members_of(reports))

    assert sorted(chain for chain, _ in members) == sorted(chains)
    assert {entity for _, entity in members} == {entity.id for entity in found.entities}
    assert {end for judgement in found.judgements for end in (judgement.left, judgement.right)} <= chains
    assert all(judgement.question in (QUESTION, AT_ONE_TIME) for judgement in found.judgements)
    assert {role.entity for role in found.roles} <= {entity.id for entity in found.entities}


def test_nothing() -> None:
    """Without reports there is nobody."""
    found = identity_of([])

    assert (found.entities, found.roles, found.judgements) == ((), (), ())


# --- what persons decided ---


def test_decided_same() -> None:
    """What a person says is one is one, against the program's vetoes too."""
    reports = reports_of([person("Ada Lund", "she"), person("Tomas Verrick", "he")])
    pair = (chain_of(reports[0], "Ada Lund"), chain_of(reports[0], "Tomas Verrick"))

    assert together(reports, "Ada Lund 0", "Tomas Verrick 0", rulings=Rulings(same=(pair,)))


def test_decided_different() -> None:
    """What a person says is not one is not, though it bears one name; the other reports stay with the first."""
    reports = reports_of([person("Ada Lund")], [person("Ada Lund")], [person("Ada Lund")])
    pair = (chain_of(reports[0], "Ada Lund"), chain_of(reports[1], "Ada Lund"))

    assert groups_of(reports, Rulings(different=(pair,))) == {
        frozenset(("Ada Lund 0", "Ada Lund 2")),
        frozenset(("Ada Lund 1",)),
    }


def test_decided_different_against_a_spelling() -> None:
    """So it is with two spellings."""
    reports = reports_of([person("Serzh Sargsyan")], [person("Serzh Sarkisian")])
    pair = (chain_of(reports[0], "Serzh Sargsyan"), chain_of(reports[1], "Serzh Sarkisian"))

    assert len(groups_of(reports, Rulings(different=(pair,)))) == 2


def test_decided_name_and_kind() -> None:
    """An entity bears the name and kind that a person gave one of its chains."""
    reports = reports_of([person("Ada Lund")], [person("Ada Lund")])
    chain = chain_of(reports[1], "Ada Lund")

    (entity,) = identity_of(
        reports, Rulings(names=((chain, "A. Lund"),), kinds=((chain, EntityKind.ORGANISATION),))
    ).entities

    assert (entity.name, entity.kind) == ("A. Lund", EntityKind.ORGANISATION)


def test_decided_about_what_is_not_there() -> None:
    """A decision about a chain that no report holds now says nothing."""
    reports = reports_of([person("Ada Lund")])
    gone = "0" * 32

    found = identity_of(reports, Rulings(same=((gone, chain_of(reports[0], "Ada Lund")),), names=((gone, "Nobody"),)))

    assert [entity.name for entity in found.entities] == ["Ada Lund"]
