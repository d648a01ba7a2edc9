"""Offices as printed: where a phrase begins and ends, which office it is, and whose."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Name, Names
from onrecord.within.office_words import HEADS, POINTING, is_single, normal_office, offices_agree
from onrecord.within.offices import Article, OfficePhrase, find_offices
from tests.within.docs import Part, make_tagged


def offices_in(text: str, *names: Part, tags: dict[str, str] | None = None) -> tuple[OfficePhrase, ...]:
    """Return the offices of a text in which these names stand."""
    doc = make_tagged(text, names, tags=tags)
    return find_offices(doc, Names(Name(name.start_char, name.end_char, name.label_) for name in doc.ents))


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its names, and its offices: printed phrase, normal form, bodies."""

    id: str
    text: str
    names: tuple[Part, ...]
    offices: tuple[tuple[str, str, tuple[str, ...]], ...]
    tags: tuple[tuple[str, str], ...] = ()


def person(words: str) -> Part:
    """Return a person's name."""
    return ("Person", words)


def place(words: str) -> Part:
    """Return a state's name, or the adjective of one."""
    return ("Location", words)


def body(words: str) -> Part:
    """Return an organisation's name."""
    return ("Organization", words)


CASES = [
    Case(
        "title behind a body",
        "NATO Secretary-General Orla Venn came.",
        (body("NATO"), person("Orla Venn")),
        (("NATO Secretary-General", "secretary general", ("NATO",)),),
    ),
    Case(
        "two words without a hyphen",
        "NATO Secretary General Orla Venn came.",
        (body("NATO"), person("Orla Venn")),
        (("NATO Secretary General", "secretary general", ("NATO",)),),
    ),
    Case(
        "office and rank",
        "Minister of Defence Colonel-General Orla Venn came.",
        (person("Orla Venn"),),
        (("Minister of Defence", "defence minister", ()), ("Colonel-General", "general", ())),
    ),
    Case(
        "office and plain rank",
        "Minister of Defence General Orla Venn came.",
        (person("Orla Venn"),),
        (("Minister of Defence", "defence minister", ()), ("General", "general", ())),
    ),
    Case(
        "domain",
        "the Minister of Foreign Affairs of Tarsenia came.",
        (place("Tarsenia"),),
        (("the Minister of Foreign Affairs of Tarsenia", "foreign minister", ("Tarsenia",)),),
    ),
    Case(
        "adjective of a state",
        "The Tarsenian foreign minister came.",
        (("NORP", "Tarsenian"),),
        (("The Tarsenian foreign minister", "foreign minister", ("Tarsenian",)),),
    ),
    Case(
        "owner",
        "Tarsenia’s prime minister came.",
        (place("Tarsenia"),),
        (("Tarsenia’s prime minister", "prime minister", ("Tarsenia",)),),
    ),
    Case(
        "apposition behind an age",
        "Orla Venn, 61, the mayor of Karrow, came.",
        (person("Orla Venn"), place("Karrow")),
        (("the mayor of Karrow", "mayor", ("Karrow",)),),
    ),
    Case(
        "office inside another",
        "The spokesman of the President, Orla Venn, came.",
        (person("Orla Venn"),),
        (("The spokesman of the President", "presidential spokesperson", ()), ("the President", "president", ())),
    ),
    Case(
        "two bodies",
        "The foreign ministers of Tarsenia and Qoravan came.",
        (place("Tarsenia"), place("Qoravan")),
        (("The foreign ministers of Tarsenia and Qoravan", "foreign minister", ("Tarsenia", "Qoravan")),),
    ),
    Case(
        "three bodies",
        "The presidents of Tarsenia, Qoravan and Estland came.",
        (place("Tarsenia"), place("Qoravan"), place("Estland")),
        (("The presidents of Tarsenia, Qoravan and Estland", "president", ("Tarsenia", "Qoravan", "Estland")),),
    ),
    Case("standing", "The former president came.", (), (("The former president", "president", ()),)),
    Case(
        "plural title",
        "Presidents Orla Venn and Tomas Verrick came.",
        (person("Orla Venn"), person("Tomas Verrick")),
        (("Presidents", "president", ()),),
    ),
    Case(
        "number",
        "the two ministers, Ms Venn and Mr Verrick, came.",
        (person("Venn"), person("Verrick")),
        (("the two ministers", "minister", ()),),
    ),
    Case(
        "counterpart",
        "Her Qoravani counterpart, Tomas Verrick, came.",
        (("NORP", "Qoravani"), person("Tomas Verrick")),
        (("Her Qoravani counterpart", "counterpart", ("Qoravani",)),),
    ),
    Case(
        "a conjunction is no determiner",
        "She said that Foreign Minister Venn took it.",
        (person("Venn"),),
        (("Foreign Minister", "foreign minister", ()),),
        (("that", "SCONJ"),),
    ),
    Case("whole phrase", "the head of state came.", (), (("the head of state", "head of state", ()),)),
    Case(
        "secretary of state",
        "U.S. Secretary of State Venn came.",
        (place("U.S."), person("Venn")),
        (("U.S. Secretary of State", "secretary of state", ("U.S.",)),),
    ),
    Case(
        "words that describe the body",
        "the opposition Harbour Union chairwoman came.",
        (body("Harbour Union"),),
        (("the opposition Harbour Union chairwoman", "chair", ("Harbour Union",)),),
    ),
    Case(
        "spokesman for a person",
        "a spokesman for President Venn came.",
        (person("Venn"),),
        (("a spokesman", "spokesperson", ()), ("President", "president", ())),
    ),
    Case(
        "domain that goes on as a name",
        "the director of Defence Systems came.",
        (body("Defence Systems"),),
        (("the director of Defence Systems", "director", ("Defence Systems",)),),
    ),
    Case("head inside a longer name", "He read the General Assembly report.", (body("General Assembly"),), ()),
    Case("surname that is an office", "Orla King came.", (person("Orla King"),), ()),
]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_offices(case: Case) -> None:
    """A phrase takes in what belongs to its office and nothing else; its normal form is without body and article."""
    found = offices_in(case.text, *case.names, tags=dict(case.tags))

    assert [
        (one.span.of(case.text), one.office, tuple(case.text[body.start : body.end] for body in one.bodies))
        for one in found
    ] == list(case.offices)


NO_OFFICES = [
    ("elections", "It won general elections.", {"general": "ADJ"}),
    ("concern", "It was a chief concern.", {"chief": "ADJ"}),
    ("noun concern", "It was a chief concern.", {"chief": "NOUN"}),
    ("major", "It was a major step.", {"major": "NOUN"}),
    ("private", "It was a private visit.", {"private": "NOUN"}),
    ("verb", "They judge him.", {"judge": "VERB"}),
    ("verb to head", "They head it.", {"head": "VERB"}),
    ("general strike", "A general strike came.", {"general": "NOUN"}),
    ("lead words", "A minis came.", {}),
]


@pytest.mark.parametrize(("text", "tags"), [case[1:] for case in NO_OFFICES], ids=[case[0] for case in NO_OFFICES])
def test_no_office(text: str, tags: dict[str, str]) -> None:
    """Words that head offices elsewhere and here say something of another noun are none."""
    assert offices_in(text, tags=tags) == ()


STANDINGS = [
    ("none", "the president came.", None),
    ("former", "the former president came.", "former"),
    ("ex", "the ex-president came.", "former"),
    ("ousted", "the ousted president came.", "former"),
    ("then", "the then president came.", "former"),
    ("acting", "the acting president came.", "acting"),
    ("interim", "the interim president came.", "acting"),
    ("new", "the new president came.", "new"),
    ("outgoing", "the outgoing president came.", "outgoing"),
    ("incumbent", "the incumbent president came.", "current"),
]


@pytest.mark.parametrize(("text", "standing"), [case[1:] for case in STANDINGS], ids=[case[0] for case in STANDINGS])
def test_standing(text: str, standing: str | None) -> None:
    """How the holder stands to the office is told apart from the office."""
    (found,) = offices_in(text, tags={"then": "ADJ", "ousted": "ADJ", "incumbent": "ADJ"})

    assert (found.office, found.standing) == ("president", standing)


ARTICLES = [
    ("the", "the minister came.", Article.DEFINITE, 1),
    ("this", "this minister came.", Article.DEFINITE, 1),
    ("a", "a minister came.", Article.INDEFINITE, 1),
    ("one", "one minister came.", Article.INDEFINITE, 1),
    ("her", "her minister came.", Article.POSSESSIVE, 1),
    ("none", "Minister came.", Article.NONE, 1),
    ("plural", "the ministers came.", Article.DEFINITE, 0),
    ("two", "the two ministers came.", Article.DEFINITE, 2),
    ("both", "both ministers came.", Article.DEFINITE, 2),
    ("five", "five ministers came.", Article.NONE, 5),
    ("irregular plural", "the spokesmen came.", Article.DEFINITE, 0),
    ("plural of a compound", "the vice-presidents came.", Article.DEFINITE, 0),
]


@pytest.mark.parametrize(
    ("text", "article", "count"), [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES]
)
def test_article_and_count(text: str, article: Article, count: int) -> None:
    """The phrase tells what it opens with and how many it means: 0 where a plural gives no number."""
    (found,) = offices_in(text)

    assert (found.article, found.count, found.is_plural) == (article, count, count != 1)


NORMAL = [
    ("premier", "prime minister"),
    ("spokeswoman", "spokesperson"),
    ("deputy chairman", "deputy chair"),
    ("defense minister", "defence minister"),
    ("general secretary", "secretary general"),
    ("top diplomat", "foreign minister"),
    ("secretary-general", "secretary general"),
    ("harbour master", "harbour master"),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "normal"), NORMAL, ids=[case[0] or "nothing" for case in NORMAL])
def test_normal_form(printed: str, normal: str) -> None:
    """Ways to print one office share a normal form; what has no other stays as it is."""
    assert normal_office(printed) == normal


@given(st.text(alphabet="abc -", max_size=30) | st.sampled_from(sorted(HEADS)))
def test_normal_form_is_its_own(words: str) -> None:
    """A normal form is the normal form of itself."""
    assert normal_office(normal_office(words)) == normal_office(words)


AGREE = [
    ("same", "president", "president", False, True),
    ("two ways to print it", "premier", "prime minister", False, True),
    ("shorter", "minister", "foreign minister", False, True),
    ("longer than what is held", "foreign minister", "minister", False, False),
    ("another ministry", "foreign minister", "defence minister", False, False),
    ("chief of a stated body", "chief", "secretary general", True, True),
    ("chief of nobody knows what", "chief", "secretary general", False, False),
    ("leader of a state", "leader", "president", True, True),
    ("leader and a governor", "leader", "governor", True, False),
    ("head of state", "head of state", "king", False, True),
    ("head of state and premier", "head of state", "prime minister", False, False),
    ("head of government", "head of government", "prime minister", False, True),
    ("policy chief", "chief", "foreign policy chief", True, True),
    ("deputy is not the minister", "foreign minister", "deputy foreign minister", False, False),
    ("nothing in common", "mayor", "president", True, False),
]


@pytest.mark.parametrize(
    ("mentioned", "held", "of_body", "agrees"), [case[1:] for case in AGREE], ids=[case[0] for case in AGREE]
)
def test_agreement(mentioned: str, held: str, of_body: bool, agrees: bool) -> None:
    """An office's words mean who holds it or a narrower one; loose words reach further once it is said whose it is."""
    assert offices_agree(mentioned, held, of_body=of_body) is agrees


def test_every_office_agrees_with_itself() -> None:
    """Whatever the office, its own words mean its holder; plain offices of one word mean no other, but for ministers."""
    heads = sorted(HEADS - POINTING)

    assert all(offices_agree(head, head) and offices_agree(head, head, of_body=True) for head in heads)
    assert not [
        pair
        for pair in combinations(heads, 2)
        if "minister" not in pair and offices_agree(*pair) and normal_office(pair[0]) != normal_office(pair[1])
    ]


SINGLE = [
    ("president", True),
    ("premier", True),
    ("foreign minister", True),
    ("secretary-general", True),
    ("head of state", True),
    ("minister", False),
    ("minister of state", False),
    ("deputy foreign minister", False),
    ("vice president", False),
    ("spokeswoman", False),
    ("ambassador", False),
    ("director", False),
    ("commander", False),
    ("", False),
]


@pytest.mark.parametrize(("office", "single"), SINGLE, ids=[case[0] or "nothing" for case in SINGLE])
def test_single(office: str, single: bool) -> None:
    """An office that a body gives to one person at a time is told from those that many hold."""
    assert is_single(office) is single


ODD = ["", " ", "\n\n", "president", "of the of the", "President President President", "\U0001f600 minister \U0001f600"]
ODD += [
    "minister\x00president",
    "مدير minister",
    "ministe\u0301r",
    "’s ’s ’s minister ’s of",
    "the two of the",
    "-general",
    "minister of",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text(text: str) -> None:
    """Any text can be read, and each phrase lies in it and holds its head."""
    for found in offices_in(text):
        assert found.span.of(text).strip()
        assert found.first <= found.head <= found.last


WORDS = "the a two former her Tarsenian Tarsenia NATO foreign prime minister ministers president general Secretary - General of for and , 's chief spokesman state defence Venn \n . to in counterpart".split(
    " "
)


@given(
    st.lists(st.sampled_from(WORDS), max_size=25), st.sets(st.sampled_from(["Tarsenia", "NATO", "Venn", "Tarsenian"]))
)
def test_any_order_of_words(words: list[str], named: set[str]) -> None:
    """Whatever stands around heads, phrases slice back, name at least their head, and come in the order of their heads."""
    text = " ".join(words)
    labels = {"Venn": "Person", "NATO": "Organization"}
    names = [(labels.get(word, "Location"), word) for word in words if word in named]

    found = offices_in(text, *names)

    assert [one.head for one in found] == sorted(one.head for one in found)
    for one in found:
        assert one.first <= one.head <= one.last
        assert one.span.of(text) == one.span.of(text).strip()
        assert all(0 <= body.start < body.end <= len(text) for body in one.bodies)
        assert one.office == normal_office(one.office)
