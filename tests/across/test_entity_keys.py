"""What a chain of one report can meet under in others."""

from __future__ import annotations

import pytest

from onrecord.across.entity_keys import Known, folded, keys_of, learn_kinds
from onrecord.records import EntityKind
from tests.across.chains import Said, body, chain_of, holder, ministry, person, place, report_of

FOLDED = [
    ("Erdoğan", "erdogan"),
    ("Nikol  Pashinyan", "nikol pashinyan"),
    ("Sinn Féin's", "sinn feins"),
    ("U.S.", "us"),
    ("Côte d’Ivoire", "cote divoire"),
    ("Jean-Luc", "jean luc"),
    ("Путин", "putin"),
]


@pytest.mark.parametrize(("name", "words"), FOLDED, ids=[case[0] for case in FOLDED])
def test_folding(name: str, words: str) -> None:
    """Marks, case, alphabets, apostrophes and full stops do not count."""
    assert folded(name) == words


SAME = [
    (person("Ada Lund"), person("ADA LUND")),
    (place("Türkiye", "country:TR"), place("Turkey", "country:TR")),
    (body("Ministry of Health"), body("Health Ministry")),
    (body("Bank of England"), body("the Bank of England")),
    (place("Republic of Tarsenia"), place("Tarsenia")),
    (ministry("defence ministry", place("France")), ministry("defence ministry", place("France"))),
]
APART = [
    (person("Lund"), person("Lund")),
    (person("Ada Lund"), person("Ida Lund")),
    (holder("president", place("France")), holder("president", place("France"))),
    (ministry("defence ministry", place("France")), ministry("defence ministry", place("Spain"))),
    (ministry("defence ministry", None), ministry("defence ministry", None)),
    (Said("a man", EntityKind.PERSON, is_named=False), Said("a man", EntityKind.PERSON, is_named=False)),
    (place("Ada Lund"), person("Ada Lund")),
]


def keys(left: Said, right: Said) -> set[str]:
    """Return the keys of two chains of two reports."""
    one, other = report_of("a", left), report_of("b", right)
    return {keys_of(row, {})[chain_of(row, said.name)].text for row, said in ((one, left), (other, right))}


@pytest.mark.parametrize(("left", "right"), SAME, ids=[case[0].name for case in SAME])
def test_one_key(left: Said, right: Said) -> None:
    """The same full name, place, body or body of one state has one key in all reports."""
    assert len(keys(left, right)) == 1


@pytest.mark.parametrize(("left", "right"), APART, ids=[f"{case[0].name} {case[0].kind}" for case in APART])
def test_keys_apart(left: Said, right: Said) -> None:
    """A surname, an office, a body of nobody's or somebody described is its report's own; other things have other keys."""
    assert len(keys(left, right)) == 2


def test_what_reports_are_sure_of() -> None:
    """A kind that most sure reports tell is that of the name in reports where only the language model's label tells it."""
    unsure = Said("Karrow", EntityKind.PERSON, is_sure=False)
    reports = [report_of("a", place("Karrow")), report_of("b", place("Karrow")), report_of("c", unsure)]
    kinds = learn_kinds(reports)

    assert kinds == {"karrow": Known(EntityKind.PLACE)}
    assert keys_of(reports[2], kinds)[chain_of(reports[2], "Karrow")].text == "place:karrow"


def test_what_the_tables_know() -> None:
    """A name that other reports have from the tables of facts is the same thing where only a label tells of it."""
    unsure = Said("Tiraspol", EntityKind.ORGANISATION, is_sure=False)
    reports = [report_of("a", place("Tiraspol", "city:617239")), report_of("b", unsure)]

    assert keys_of(reports[1], learn_kinds(reports))[chain_of(reports[1], "Tiraspol")].text == "city:617239"


def test_reports_that_disagree_on_a_kind() -> None:
    """Where as many reports tell one kind as another, none is learned."""
    reports = [report_of("a", place("Jordan")), report_of("b", person("Jordan"))]

    assert learn_kinds(reports) == {}


def test_taken_out() -> None:
    """A chain that a person took out has a key of its own."""
    row = report_of("a", person("Ada Lund"))
    chain = chain_of(row, "Ada Lund")

    (key,) = keys_of(row, {}, alone={chain}).values()

    assert (key.text, key.is_shared) == (f"chain:{chain}", False)
