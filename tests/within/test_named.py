"""What the names of a report are names of."""

from __future__ import annotations

import string
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Anatomy, Bearers, EntityKind, MentionHow, Names, Piece, PieceKind, Time, Times, make_report
from onrecord.within.named import JudgedNames
from onrecord.within.names import ModelNames
from tests.within.docs import Part, make_tagged

PERSON, PLACE, BODY, PEOPLE = EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION, EntityKind.PEOPLE


def judged(
    text: str,
    *names: Part,
    tags: dict[str, str] | None = None,
    relations: dict[str, tuple[str, str]] | None = None,
    anatomy: Anatomy | None = None,
    times: Times | None = None,
) -> Bearers:
    """Return what the stages make of these names of a text."""
    doc, report, anatomy = (
        make_tagged(text, names, tags=tags, relations=relations),
        make_report(text),
        anatomy or Anatomy(),
    )
    (given_names,) = ModelNames().run(report, anatomy, doc).given
    assert isinstance(given_names, Names)
    (found,) = JudgedNames().run(report, anatomy, doc, given_names, times or Times()).given
    assert isinstance(found, Bearers)
    return found


@dataclass(frozen=True, slots=True)
class Case:
    """A text with the model's names, and what they must be taken for: words and kind, in order of place."""

    id: str
    text: str
    names: tuple[Part, ...]
    kinds: tuple[tuple[str, EntityKind], ...]


CASES = [
    Case("person", "Orla Venn came.", (("Person", "Orla Venn"),), (("Orla Venn", PERSON),)),
    Case(
        "a state taken for a person",
        "Troops came from Tarsenia. Tarsenia’s government met in Tarsenia.",
        (("Person", "Tarsenia"), ("Person", "Tarsenia"), ("Person", "Tarsenia")),
        (("Tarsenia", PLACE), ("Tarsenia", PLACE), ("Tarsenia", PLACE)),
    ),
    Case(
        "a state and its adjective",
        "Tarsenia waited. The Tarsenian army moved.",
        (("Person", "Tarsenia"), ("NORP", "Tarsenian")),
        (("Tarsenia", PLACE), ("Tarsenian", PLACE)),
    ),
    Case(
        "an adjective taken for a person",
        "Tarsenia waited. The Tarsenian army moved.",
        (("Location", "Tarsenia"), ("Person", "Tarsenian")),
        (("Tarsenia", PLACE), ("Tarsenian", PLACE)),
    ),
    Case("an adjective alone", "The Tarsenian army moved.", (("NORP", "Tarsenian"),), (("Tarsenian", PLACE),)),
    Case("a people of its own", "The Vennu came.", (("NORP", "Vennu"),), (("Vennu", PEOPLE),)),
    Case(
        "a real state taken for a body",
        "Troops entered Georgia.",
        (("Location", "Georgia"),),
        (("Georgia", PLACE),),
    ),
    Case("a known body", "It joined NATO.", (("Misc", "NATO"),), (("NATO", BODY),)),
    Case(
        "backed",
        "The U.S.-backed plan failed.",
        (("Misc", "U.S.-backed"),),
        (("U.S.", PLACE),),
    ),
    Case(
        "two states joined",
        "The Armenia-Azerbaijan border held.",
        (("Misc", "Armenia-Azerbaijan"),),
        (("Armenia", PLACE), ("Azerbaijan", PLACE)),
    ),
    Case(
        "two persons' name with a hyphen",
        "Orla Venn-Strand came.",
        (("Person", "Orla Venn-Strand"),),
        (("Orla Venn-Strand", PERSON),),
    ),
    Case(
        "possessive inside a name",
        "Then Qoravan’s Leyla Qasimbay came.",
        (("Person", "Qoravan’s Leyla Qasimbay"),),
        (("Qoravan", PLACE), ("Leyla Qasimbay", PERSON)),
    ),
    Case(
        "possessive at the end",
        "Orla Venn’s plan failed.",
        (("Person", "Orla Venn’s"),),
        (("Orla Venn", PERSON),),
    ),
    Case(
        "comma inside a name",
        "It was in Karrow, Tarsenia.",
        (("Location", "Karrow, Tarsenia"),),
        (("Karrow", PLACE), ("Tarsenia", PLACE)),
    ),
    Case(
        "article and marks",
        "He read “the Harbour Times”.",
        (("Organization", "“the Harbour Times”"),),
        (("Harbour Times", BODY),),
    ),
    Case("river", "It crossed the Orla river.", (("Location", "Orla river"),), (("Orla", PLACE),)),
    Case(
        "treaty", "The Sennet Protocol held.", (("Location", "Sennet"),), (("Sennet Protocol", EntityKind.AGREEMENT),)
    ),
    Case(
        "treaty of a body",
        "The Karrow Accords held.",
        (("Organization", "Karrow Accords"),),
        (("Karrow Accords", EntityKind.AGREEMENT),),
    ),
    Case(
        "document",
        "The Karrow Declaration held.",
        (("Misc", "Karrow"),),
        (("Karrow Declaration", EntityKind.DOCUMENT),),
    ),
    Case(
        "programme",
        "Operation Sea Lamp began.",
        (("Misc", "Operation Sea Lamp"),),
        (("Operation Sea Lamp", EntityKind.PROGRAMME),),
    ),
    Case("person by title", "President Venn came.", (("Person", "Venn"),), (("Venn", PERSON),)),
    Case(
        "a surname that is a country's",
        "Orla Jordan came. Jordan left.",
        (("Person", "Orla Jordan"), ("Location", "Jordan")),
        (("Orla Jordan", PERSON), ("Jordan", PERSON)),
    ),
    Case(
        "the first name left out",
        "Orla Venn came.",
        (("Person", "Venn"),),
        (("Venn", PERSON),),
    ),
    Case("directions", "The West waited.", (("Location", "West"),), ()),
    Case("small letters", "The orla venn waited.", (("Person", "orla venn"),), ()),
    Case("one letter", "Then K waited.", (("Person", "K"),), ()),
    Case("money and days", "It cost $5 on Monday.", (("Money", "$5"), ("Date", "Monday")), ()),
    Case("all capitals", "ORLA VENN WAITED.", (("Person", "ORLA VENN"),), (("ORLA VENN", PERSON),)),
]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_kinds(case: Case) -> None:
    """A name is what the report and the tables show, and what the model's label says where nothing else does."""
    found = judged(case.text, *case.names)

    assert [(name.text, name.kind) for name in found] == list(case.kinds)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_spans(case: Case) -> None:
    """Slicing the report at a name gives its words; names come in order of place and never overlap."""
    found = judged(case.text, *case.names)

    assert [" ".join(name.span.of(case.text).split()) for name in found] == [name.text for name in found]
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_first_name_that_the_model_left_out() -> None:
    """A capitalised word that the syntax makes the first part of a surname is part of the name."""
    found = judged("Orla Venn came.", ("Person", "Venn"), relations={"Venn": ("flat", "Orla")})

    assert [name.text for name in found] == ["Orla Venn"]


def test_title_is_no_first_name() -> None:
    """A title before a surname is no part of the name, whatever the syntax."""
    found = judged("Minister Venn came.", ("Person", "Venn"), relations={"Venn": ("flat", "Minister")})

    assert [name.text for name in found] == ["Venn"]


def test_demonyms() -> None:
    """An adjective of a place is told from its name; both are sure."""
    found = judged("Tarsenia waited. The Tarsenian army moved.", ("Person", "Tarsenia"), ("NORP", "Tarsenian"))

    assert [(name.how, name.is_sure) for name in found] == [(MentionHow.NAME, True), (MentionHow.DEMONYM, True)]


def test_label_alone_is_not_sure() -> None:
    """What nothing but the model's label tells is not sure."""
    found = judged("Korsk waited.", ("Organization", "Korsk"))

    assert [(name.kind, name.is_sure) for name in found] == [(BODY, False)]


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("Germany", "country:DE"),
        ("German", "country:DE"),
        ("NATO", "org:North Atlantic Treaty Organization"),
        ("Korsk", None),
    ],
)
def test_keys(form: str, key: str | None) -> None:
    """What the tables know bears their key; what they do not know bears none."""
    label = "Organization" if form == "NATO" else "Location"
    (found,) = judged(f"Then {form} waited.", (label, form))

    assert found.key == key


def test_agency_in_a_dateline() -> None:
    """The name in brackets in a dateline is the agency's, the name that opens it a place's, whatever their labels."""
    text = "ORSKA, May 3 (KORLET) — Nobody came."
    dateline = Anatomy((Piece(PieceKind.DATELINE, 0, text.index("—") + 1),))

    found = judged(text, ("Person", "ORSKA"), ("Location", "KORLET"), anatomy=dateline)

    assert [(name.text, name.kind) for name in found] == [("ORSKA", PLACE), ("KORLET", BODY)]


def test_days_are_no_names() -> None:
    """A name that a time expression covers is none, even where the model takes the day for a person."""
    text = "Orla Venn came Tuesday."
    time = Time("0" * 32, "1" * 32, 15, 22, "", None, None, None, None, "", "DATE", "Tuesday", "")

    found = judged(text, ("Person", "Orla Venn"), ("Person", "Tuesday"), times=Times((time,)))

    assert [name.text for name in found] == ["Orla Venn"]


def test_name_found_again() -> None:
    """A sure name of one word is found where the model overlooked it, in capitals too; part of a longer name it is not."""
    text = "In Karrow it rained. Then Karrow slept. KARROW WOKE."

    found = judged(text, ("Location", "Karrow"), ("Location", "Karrow"))

    assert [name.text for name in found] == ["Karrow", "Karrow", "KARROW"]


def test_adjective_found_again() -> None:
    """The adjective of a place of the report is found where the model overlooked it."""
    found = judged("It rained in Vestmere. The Vestmerian army slept.", ("Location", "Vestmere"))

    assert [(name.text, name.how) for name in found] == [
        ("Vestmere", MentionHow.NAME),
        ("Vestmerian", MentionHow.DEMONYM),
    ]


def test_same_whatever_came_before() -> None:
    """Judging one report leaves nothing behind for the next."""
    case = CASES[1]
    first = judged(case.text, *case.names)
    judged("Tarsenia, a singer, came. President Tarsenia left.", ("Person", "Tarsenia"), ("Person", "Tarsenia"))

    assert judged(case.text, *case.names) == first


def test_sixty_words() -> None:
    """A name of sixty words is one name."""
    name = " ".join(
        f"Orla{letter}{other}" for letter in string.ascii_lowercase[:6] for other in string.ascii_lowercase[:10]
    )

    found = judged(f"Then {name} came.", ("Person", name))

    assert [one.text for one in found] == [name]


ODD = [
    ("empty", "", ()),
    ("one word", "Venn", (("Person", "Venn"),)),
    ("emoji", "\U0001f600 Venn \U0001f468\u200d\U0001f469\u200d\U0001f467", (("Person", "\U0001f600"), ("Person", "Venn"))),
    ("NUL", "Orla\x00Venn came \x00", (("Person", "Orla\x00Venn"),)),
    ("combining marks", "Orlá Ve\u0301nn came", (("Person", "Orlá Ve\u0301nn"),)),
    ("right to left", "קרן ון הגיעה إلى بغداد", (("Person", "קרן ון"), ("Location", "بغداد"))),
    ("marks only", "“” ’s . ,", (("Person", "“”"), ("Person", "’s"), ("Person", ","))),
    ("possessive only", "’s ’s", (("Location", "’s ’s"),)),
    ("names only", "Venn Strand\nKarrow", (("Person", "Venn"), ("Person", "Strand"), ("Location", "Karrow"))),
    ("hyphens", "Germany- -Germany Germany-", (("Location", "Germany-"), ("Location", "-Germany"))),
    ("line inside a name", "Orla\nVenn came.", (("Person", "Orla\nVenn"),)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_text(text: str, names: tuple[Part, ...]) -> None:
    """Any text can be read, whatever the model takes for names there."""
    found = judged(text, *(name for name in names if name[1] in text))

    assert [" ".join(name.span.of(text).split()) for name in found] == [name.text for name in found]


WORDS = "Orla Venn Tarsenia Tarsenian Germany German U.S. NATO ’s , and the President Minister Protocol in - ( \n \U0001f600".split(
    " "
)
LABELS = st.sampled_from(["Person", "Location", "Organization", "NORP", "Misc", "Facility", "Product"])


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.none() | LABELS), max_size=20))
def test_any_labels(words: list[tuple[str, str | None]]) -> None:
    """Whatever the model labels, names slice back, come in order and do not overlap; one form is of one kind."""
    text = " ".join(word for word, _ in words)
    names = [(label, word) for word, label in words if label is not None and word.strip()]

    found = judged(text, *names)

    assert [" ".join(name.span.of(text).split()) for name in found] == [name.text for name in found]
    assert all(left.end <= right.start for left, right in pairwise(found))
