"""Who holds which office in a report, and whom an office's words alone mean."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from onrecord.records import MentionHow, Span
from onrecord.within.holders import make_paragraph_finder
from tests.within.docs import Part
from tests.within.who import find_who, persons, places, quote

CURRENT, FORMER, NEW = "current", "former", "new"


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its names, and the offices it gives: holder, office, body, standing."""

    id: str
    text: str
    names: list[Part]
    offices: list[tuple[str, str, str | None, str]]
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    lemmas: dict[str, str] = field(default_factory=dict)


BESIDE = [
    Case("title", "Foreign Minister Orla Venn came.", persons("Orla Venn"), [("Orla Venn", "foreign minister", None, CURRENT)]),
    Case(
        "title of a body",
        "NATO Secretary-General Orla Venn came.",
        [("Organization", "NATO"), *persons("Orla Venn")],
        [("Orla Venn", "secretary general", "NATO", CURRENT)],
    ),
    Case(
        "office and rank",
        "Minister of Defence Colonel-General Orla Venn came.",
        persons("Orla Venn"),
        [("Orla Venn", "defence minister", None, CURRENT), ("Orla Venn", "general", None, CURRENT)],
    ),
    Case(
        "apposition behind an age",
        "Orla Venn, 61, the mayor of Karrow, came.",
        [*persons("Orla Venn"), *places("Karrow")],
        [("Orla Venn", "mayor", "Karrow", CURRENT)],
    ),
    Case(
        "apposition",
        "Orla Venn, foreign minister of Tarsenia, came.",
        [*persons("Orla Venn"), *places("Tarsenia")],
        [("Orla Venn", "foreign minister", "Tarsenia", CURRENT)],
    ),
    Case(
        "name behind the office",
        "The foreign minister of Tarsenia, Orla Venn, came.",
        [*places("Tarsenia"), *persons("Orla Venn")],
        [("Orla Venn", "foreign minister", "Tarsenia", CURRENT)],
    ),
    Case(
        "courtesy behind the office",
        "The foreign minister of Tarsenia, Ms Venn, came.",
        [*places("Tarsenia"), *persons("Venn")],
        [("Venn", "foreign minister", "Tarsenia", CURRENT)],
    ),
    Case(
        "in brackets",
        "Orla Venn (the mayor of Karrow) came.",
        [*persons("Orla Venn"), *places("Karrow")],
        [("Orla Venn", "mayor", "Karrow", CURRENT)],
    ),
    Case(
        "spokesman of the president",
        "The spokesman of the President, Orla Venn, came.",
        persons("Orla Venn"),
        [("Orla Venn", "presidential spokesperson", None, CURRENT)],
    ),
    Case("former", "Former president Orla Venn came.", persons("Orla Venn"), [("Orla Venn", "president", None, FORMER)]),
    Case(
        "two of one title",
        "Presidents Orla Venn and Tomas Verrick came.",
        persons("Orla Venn", "Tomas Verrick"),
        [("Orla Venn", "president", None, CURRENT), ("Tomas Verrick", "president", None, CURRENT)],
    ),
    Case(
        "three of one title",
        "Presidents Orla Venn, Tomas Verrick and Piet Holt came.",
        persons("Orla Venn", "Tomas Verrick", "Piet Holt"),
        [(name, "president", None, CURRENT) for name in ("Orla Venn", "Piet Holt", "Tomas Verrick")],
    ),
    Case(
        "two behind their office",
        "The two ministers, Ms Venn and Mr Verrick, came.",
        persons("Venn", "Verrick"),
        [("Venn", "minister", None, CURRENT), ("Verrick", "minister", None, CURRENT)],
    ),
    Case(
        "is",
        "Orla Venn is the mayor of Karrow.",
        [*persons("Orla Venn"), *places("Karrow")],
        [("Orla Venn", "mayor", "Karrow", CURRENT)],
        {"Orla": ("nsubj", "mayor"), "is": ("cop", "mayor"), "Venn": ("flat", "Orla"), "Karrow": ("nmod", "mayor")},
    ),
    Case(
        "is not",
        "Orla Venn is not the mayor of Karrow.",
        [*persons("Orla Venn"), *places("Karrow")],
        [("mayor of Karrow", "mayor", "Karrow", CURRENT)],
        {"Orla": ("nsubj", "mayor"), "is": ("cop", "mayor"), "Venn": ("flat", "Orla"), "not": ("advmod", "mayor")},
    ),
    Case(
        "resigned",
        "Orla Venn resigned as defence minister.",
        persons("Orla Venn"),
        [("Orla Venn", "defence minister", None, FORMER)],
        {"Orla": ("nsubj", "resigned"), "Venn": ("flat", "Orla"), "minister": ("obl", "resigned"), "as": ("case", "minister")},
        {"resigned": "resign"},
    ),
    Case(
        "elected",
        "Orla Venn was elected president.",
        persons("Orla Venn"),
        [("Orla Venn", "president", None, NEW)],
        {"Orla": ("nsubj:pass", "elected"), "Venn": ("flat", "Orla"), "president": ("xcomp", "elected")},
        {"elected": "elect"},
    ),
    Case(
        "named",
        "Piet Holt named Orla Venn foreign minister.",
        persons("Piet Holt", "Orla Venn"),
        [("Orla Venn", "foreign minister", None, NEW)],
        {"Piet": ("nsubj", "named"), "Holt": ("flat", "Piet"), "Orla": ("obj", "named"), "Venn": ("flat", "Orla"), "minister": ("xcomp", "named")},
        {"named": "name"},
    ),
    Case("indefinite", "A minister, Orla Venn, came.", persons("Orla Venn"), [("Orla Venn", "minister", None, "current")]),
    Case("indefinite, behind", "Orla Venn, a former judge, came.", persons("Orla Venn"), [("Orla Venn", "judge", None, "former")]),
    Case(
        "somebody else's spokesman",
        "A spokesman for President Orla Venn came.",
        persons("Orla Venn"),
        [("Orla Venn", "president", None, CURRENT), ("spokesman", "spokesperson", None, CURRENT)],
    ),
    Case("a list goes on", "The minister, Orla Venn and Tomas Verrick came.", persons("Orla Venn", "Tomas Verrick"), []),
    Case("two where three are meant", "The three ministers, Orla Venn and Tomas Verrick, came.", persons("Orla Venn", "Tomas Verrick"), []),
    Case("another line", "A new President\nOrla Venn came.", persons("Orla Venn"), []),
    Case(
        "counterpart",
        "Tarsenian Foreign Minister Orla Venn met her Qoravani counterpart, Tomas Verrick.",
        [("NORP", "Tarsenian"), *persons("Orla Venn"), ("NORP", "Qoravani"), *persons("Tomas Verrick")],
        [("Orla Venn", "foreign minister", "Tarsenian", CURRENT), ("Tomas Verrick", "foreign minister", "Qoravani", CURRENT)],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", BESIDE, ids=[case.id for case in BESIDE])
def test_beside_a_name(case: Case) -> None:
    """An office is given to whom the words beside it name, with its body and standing, and to nobody else."""
    found = find_who(case.text, case.names, relations=case.relations, lemmas=case.lemmas)

    assert sorted(found.offices()) == sorted(case.offices)


@pytest.mark.parametrize("case", BESIDE, ids=[case.id for case in BESIDE])
def test_evidence(case: Case) -> None:
    """The evidence of each office prints the office, or whose counterpart holds it."""
    found = find_who(case.text, case.names, relations=case.relations, lemmas=case.lemmas)

    for holding in found.holdings:
        evidence = case.text[holding.start : holding.end].lower()
        assert holding.printed.split()[-1][:5] in evidence or "counterpart" in evidence


ALONE = [
    ("the one holder", "President Orla Venn came.\nThe president left.", persons("Orla Venn"), "The president", ("Orla Venn",)),
    ("shorter", "Foreign Minister Orla Venn came.\nThe minister left.", persons("Orla Venn"), "The minister", ("Orla Venn",)),
    ("another office", "Foreign Minister Orla Venn came.\nThe defence minister left.", persons("Orla Venn"), "The defence minister", (None,)),
    (
        "loose word with a body",
        "NATO Secretary-General Orla Venn came.\nThe NATO chief left.",
        [("Organization", "NATO"), *persons("Orla Venn"), ("Organization", "NATO")],
        "The NATO chief",
        ("Orla Venn",),
    ),
    (
        "another's body",
        "Tarsenian Foreign Minister Orla Venn came.\nThe Qoravani foreign minister left.",
        [("NORP", "Tarsenian"), *persons("Orla Venn"), ("NORP", "Qoravani")],
        "The Qoravani foreign minister",
        ("Qoravani foreign minister",),
    ),
    (
        "two holders near",
        "President Orla Venn met President Tomas Verrick.\nThe president left.",
        persons("Orla Venn", "Tomas Verrick"),
        "The president",
        (None,),
    ),
    (
        "two holders, one in this paragraph",
        "President Orla Venn met President Tomas Verrick.\n\nVerrick spoke first. The president left.",
        persons("Orla Venn", "Tomas Verrick", "Verrick"),
        "The president",
        ("Tomas Verrick",),
    ),
    (
        "the former one",
        "President Orla Venn met former president Piet Holt.\nThe former president left.",
        persons("Orla Venn", "Piet Holt"),
        "The former president",
        ("Piet Holt",),
    ),
    (
        "the one in office",
        "President Orla Venn met former president Piet Holt.\nThe president left.",
        persons("Orla Venn", "Piet Holt"),
        "The president",
        ("Orla Venn",),
    ),
    ("indefinite", "President Orla Venn came.\nA president left.", persons("Orla Venn"), "A president", ()),
    ("whose", "President Orla Venn came.\nHer president left.", persons("Orla Venn"), "Her president", ()),
    (
        "both",
        "Presidents Orla Venn and Tomas Verrick came.\nBoth presidents left.",
        persons("Orla Venn", "Tomas Verrick"),
        "Both presidents",
        ("Orla Venn", "Tomas Verrick"),
    ),
    (
        "of two states",
        "Tarsenia waited.\nTarsenian Foreign Minister Orla Venn came.\nThe foreign ministers of Tarsenia and Qoravan left.",
        [*places("Tarsenia"), ("NORP", "Tarsenian"), *persons("Orla Venn"), *places("Tarsenia", "Qoravan")],
        "The foreign ministers of Tarsenia and Qoravan",
        ("Orla Venn", "foreign minister of Qoravan"),
    ),
    (
        "more than are known",
        "Presidents Orla Venn and Tomas Verrick came.\nThe three presidents left.",
        persons("Orla Venn", "Tomas Verrick"),
        "The three presidents",
        (),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "words", "whom"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE]
)
def test_alone(text: str, names: list[Part], words: str, whom: tuple[str | None, ...]) -> None:
    """An office alone means the one person who can be meant; it stays open where two can, and where nobody can."""
    assert find_who(text, names).whom(words) == whom


def test_open_offices_say_why() -> None:
    """An office that is left open is told with its reason."""
    found = find_who(
        "President Orla Venn met President Tomas Verrick.\nThe president left.", persons("Orla Venn", "Tomas Verrick")
    )

    assert found.reasons() == [("The president", "office left open: two could be meant")]


def test_unnamed_spokesman() -> None:
    """A spokesman without a name is a person of their own, never the body they speak for, nor another spokesman."""
    text = "“We wait,” a NATO spokesman said.\n“We go,” a spokesman for the Harbour Union said."
    names = [("Organization", "NATO"), ("Organization", "Harbour Union")]
    quotations = [
        quote(text, "“We wait,”", "a NATO spokesman", "NATO spokesman"),
        quote(text, "“We go,”", "a spokesman for the Harbour Union", "spokesman for the Harbour Union"),
    ]

    found = find_who(text, names, quotations)

    assert found.speakers() == [(("NATO spokesman",), ()), (("spokesman for the Harbour Union",), ())]
    assert sorted((chain.name, chain.is_named) for chain in found.chains if chain.kind == "person") == [
        ("NATO spokesman", False),
        ("spokesman for the Harbour Union", False),
    ]
    assert found.offices() == [
        ("NATO spokesman", "spokesperson", "NATO", CURRENT),
        ("spokesman for the Harbour Union", "spokesperson", "Harbour Union", CURRENT),
    ]


def test_office_without_a_name_is_known_again() -> None:
    """A holder known by office alone is meant again by the same office of the same body."""
    text = "The Tarsenian president came.\nThe Tarsenian president left."
    found = find_who(text, [("NORP", "Tarsenian"), ("NORP", "Tarsenian")])

    (first,), (second,) = found.of("The Tarsenian president", 1), found.of("The Tarsenian president", 2)
    assert first.chain == second.chain
    assert first.how is MentionHow.OFFICE


def test_paragraphs() -> None:
    """A place's paragraph is the one that starts last at or before it; before the first one, the text's start."""
    paragraph_of = make_paragraph_finder([Span(3, 10), Span(12, 20)])

    assert [paragraph_of(place) for place in (0, 3, 9, 11, 12, 99)] == [0, 3, 3, 3, 12, 12]
    assert make_paragraph_finder([])(5) == 0
