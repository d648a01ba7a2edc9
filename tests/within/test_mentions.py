"""Who is who in one report: names, offices, pointing words and voices together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span as Entity

from onrecord.records import EntityKind, MentionHow
from tests.record_fixtures import findings_in
from tests.within.docs import Part, make_tagged
from tests.within.who import Found, find_in_doc, find_who, persons, places, quote

# --- names of persons ---

NAMES = [
    ("surname", "Orla Venn came. Venn left.", persons("Orla Venn", "Venn"), "Venn", ("Orla Venn",)),
    ("first name", "Orla Venn came. Orla left.", persons("Orla Venn", "Orla"), "Orla", ("Orla Venn",)),
    ("capitals", "Orla Venn came. VENN LEFT.", persons("Orla Venn", "VENN"), "VENN", ("Orla Venn",)),
    ("surname before the full name", "Venn came.\nOrla Venn left.", persons("Venn", "Orla Venn"), "Venn", ("Orla Venn",)),
    (
        "surname of siblings",
        "Orla Venn met Piet Venn. Venn left.",
        persons("Orla Venn", "Piet Venn", "Venn"),
        "Venn",
        (None,),
    ),
    (
        "sister by her title",
        "Ms Orla Venn met Mr Piet Venn. Ms Venn left.",
        persons("Orla Venn", "Piet Venn", "Venn"),
        "Venn",
        ("Orla Venn",),
    ),
    (
        "brother by his title",
        "Ms Orla Venn met Mr Piet Venn. Mr Venn left.",
        persons("Orla Venn", "Piet Venn", "Venn"),
        "Venn",
        ("Piet Venn",),
    ),
    (
        "husband beside his wife",
        "Mr Venn and his wife, Orla Venn, came.",
        persons("Venn", "Orla Venn"),
        "Venn",
        ("Venn",),
    ),
    (
        "title of the other",
        "Mrs Orla Venn came. Mr Venn left.",
        persons("Orla Venn", "Venn"),
        "Venn",
        ("Venn",),
    ),
    (
        "owner of the one named in full",
        "Venn’s wife, Orla Venn, came.",
        persons("Venn", "Orla Venn"),
        "Venn",
        ("Venn",),
    ),
    (
        "the wife by her title",
        "Mr Venn and his wife, Orla Venn, came. Mrs Venn left.",
        persons("Venn", "Orla Venn", "Venn"),
        "Venn/2",
        ("Orla Venn",),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "words", "whom"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES]
)
def test_persons(text: str, names: list[Part], words: str, whom: tuple[str | None, ...]) -> None:
    """A single name is the one full name's that it shortens, unless somebody else may bear it too."""
    form, _, number = words.partition("/")

    assert find_who(text, names).whom(form, int(number or 1)) == whom


def test_a_chain_bears_its_fullest_name() -> None:
    """A person is called by the fullest name, and not in capitals where it is printed otherwise too."""
    found = find_who("ORLA VENN CAME.\nVenn left.\nOrla Venn spoke.", persons("ORLA VENN", "Venn", "Orla Venn"))

    (chain,) = found.chains
    assert chain.name == "Orla Venn"
    assert {form.text for form in chain.forms} == {"ORLA VENN", "Venn", "Orla Venn"}


def test_kinds_stay_apart() -> None:
    """A person, a place and a body of one name are three."""
    found = find_who(
        "Orla Karrow came. It rained in Karrow.\nThe Karrow Times waited.",
        [("Person", "Orla Karrow"), ("Organization", "Karrow Times")],
    )

    assert {(chain.name, chain.kind) for chain in found.chains} == {
        ("Orla Karrow", EntityKind.PERSON),
        ("Karrow Times", EntityKind.ORGANISATION),
    }


# --- places and bodies ---


def test_adjectives_are_their_places() -> None:
    """The adjective of a state goes with the state, known to the tables or not."""
    found = find_who(
        "Tarsenia waited. The Tarsenian army waited.\nGermany waited. The German army waited.",
        [("Location", "Tarsenia"), ("NORP", "Tarsenian"), ("Location", "Germany"), ("NORP", "German")],
    )

    assert found.whom("Tarsenian") == ("Tarsenia",)
    assert found.whom("German") == ("Germany",)
    assert [mention.how for mention in found.of("German")] == [MentionHow.DEMONYM]


def test_bodies_of_two_states() -> None:
    """Two states' ministries of one kind are two bodies, one state's is one, however its name is put together."""
    text = (
        "Tarsenia’s Defence Ministry waited.\nThe Qoravani Defence Ministry waited.\n"
        "The Ministry of Defence of Tarsenia spoke.\nTarsenia and Qoravan waited. The Qoravani army waited."
    )
    found = find_who(
        text,
        [
            *places("Tarsenia", "Tarsenia", "Tarsenia", "Qoravan"),
            ("Organization", "Defence Ministry"),
            ("NORP", "Qoravani"),
            ("Organization", "Defence Ministry"),
            ("Organization", "Ministry of Defence"),
            ("NORP", "Qoravani"),
        ],
    )

    bodies = [chain for chain in found.chains if chain.kind is EntityKind.ORGANISATION]
    assert [(body.generic, found.name(body.owner)) for body in bodies] == [
        ("defence ministry", "Tarsenia"),
        ("defence ministry", "Qoravan"),
    ]
    assert found.of("Ministry of Defence")[0].chain == bodies[0].id


def test_body_that_nobody_owns() -> None:
    """A generic name without an owner means the one body of that kind; where several states have one, it stays open."""
    one = find_who(
        "Tarsenia’s Defence Ministry waited.\nThe Ministry of Defence spoke.",
        [*places("Tarsenia"), ("Organization", "Defence Ministry"), ("Organization", "Ministry of Defence")],
    )
    two = find_who(
        "Tarsenia’s Defence Ministry met Qoravan’s Defence Ministry.\nThe Ministry of Defence spoke.",
        [
            *places("Tarsenia", "Qoravan"),
            ("Organization", "Defence Ministry"),
            ("Organization", "Defence Ministry"),
            ("Organization", "Ministry of Defence"),
        ],
    )

    assert one.of("Ministry of Defence")[0].chain == one.of("Defence Ministry")[0].chain
    assert two.whom("Ministry of Defence") == (None,)
    assert two.reasons() == [("Ministry of Defence", "name left open: several states' bodies bear it")]


ACRONYMS = [
    ("initials", "Organization of Karrow States", "OKS", 1),
    ("with points", "Harbour Workers Union", "H.W.U.", 1),
    ("letters of something else", "Harbour Workers Union", "NATO", 2),
]


@pytest.mark.parametrize(
    ("full", "short", "count"), [case[1:] for case in ACRONYMS], ids=[case[0] for case in ACRONYMS]
)
def test_acronyms(full: str, short: str, count: int) -> None:
    """A body's initials in brackets behind its name are a name of it."""
    found = find_who(f"The {full} ({short}) waited.", [("Organization", full), ("Organization", short)])

    assert len(found.chains) == count


def test_a_capital_that_acts() -> None:
    """A capital that does what only somebody can do stands for its state there, and stays a place elsewhere."""
    text = "Germany waited. It rained in Berlin.\nBerlin insisted."
    found = find_who(text, places("Germany", "Berlin", "Berlin"), relations={"Berlin/2": ("nsubj", "insisted")})

    assert [found.name(one.stands_for) for one in (*found.of("Berlin", 1), *found.of("Berlin", 2))] == [None, "Germany"]


# --- voices ---


def test_voices() -> None:
    """Whose words a quotation gives, and through whom, are chains of the report."""
    text = "“We wait,” Venn told Karrow Radio.\nOrla Venn left."
    found = find_who(
        text,
        [("Person", "Venn"), ("Organization", "Karrow Radio"), ("Person", "Orla Venn")],
        [quote(text, "We wait,", "Venn", "Orla Venn", via=("Karrow Radio",))],
    )

    assert found.speakers() == [(("Orla Venn",), ("Karrow Radio",))]


def test_two_voices() -> None:
    """Two who speak together are two speakers."""
    text = "“We wait,” Orla Venn and Tomas Verrick said."
    pair = ("Orla Venn", "Tomas Verrick")
    found = find_who(text, persons(*pair), [quote(text, "We wait,", "Orla Venn and Tomas Verrick", *pair)])

    assert found.speakers() == [(pair, ())]


def test_unknown_voice() -> None:
    """Whose speaker is nobody known has no voice."""
    text = "“We wait.”\nOrla Venn came."

    assert find_who(text, persons("Orla Venn"), [quote(text, "We wait.", None)]).speakers() == []


def test_described_voice() -> None:
    """Somebody who speaks and is only described is a person without a name; `the` same noun goes on to mean them."""
    text = "“We wait,” a diplomat said.\n“We go,” the diplomat said.\n“We stay,” a farmer said."
    rows = [
        quote(text, "We wait,", "a diplomat", "diplomat"),
        quote(text, "We go,", "the diplomat", "diplomat"),
        quote(text, "We stay,", "a farmer", "farmer"),
    ]
    found = find_who(text, [], rows)

    first, second, third = (one.speaker for one in found.voices)
    assert first == second != third
    assert not any(chain.is_named for chain in found.chains)


@pytest.mark.parametrize("source", ["nobody", "each side", "neither minister", "the two sides"])
def test_voices_of_no_one(source: str) -> None:
    """Words that mean nobody in particular open no person."""
    text = f"“We wait,” said {source}."
    found = find_who(text, [], [quote(text, "We wait,", source, source)])

    assert [chain for chain in found.chains if chain.is_named or chain.name == source] == []


# --- what holds for any report ---

STORY = (
    "Tarsenian Foreign Minister Orla Venn met her Qoravani counterpart, Tomas Verrick, in Karrow.\n"
    "The two ministers spoke. She thanked Tarsenia. “I wait for my boat,” Venn said.\n\n"
    "The foreign ministers of Tarsenia and Qoravan left. The Defence Ministry waited.\n"
)
STORY_NAMES: list[Part] = [
    ("NORP", "Tarsenian"), ("Person", "Orla Venn"), ("NORP", "Qoravani"), ("Person", "Tomas Verrick"), ("Location", "Karrow"),
    ("Location", "Tarsenia"), ("Person", "Venn"), ("Location", "Tarsenia"), ("Location", "Qoravan"), ("Organization", "Defence Ministry"),
]  # fmt: skip


def read_story() -> Found:
    """Return who is who in the story."""
    return find_who(STORY, STORY_NAMES, [quote(STORY, "I wait for my boat,", "Venn", "Orla Venn", number=2)])


def check_rules(found: Found) -> None:
    """Check what every report's finds keep to."""
    ids = {chain.id for chain in found.chains}
    assert len(ids) == len(found.chains)
    assert len({mention.id for mention in found.mentions}) == len(found.mentions)
    for mention in found.mentions:
        assert mention.span.of(found.text) == mention.text != ""
        assert mention.chain is None or mention.chain in ids
        assert mention.stands_for is None or mention.stands_for in ids
        assert 0 <= mention.confidence <= 1
    assert ids == {mention.chain for mention in found.mentions if mention.chain}
    for holding in found.holdings:
        assert holding.holder in ids
        assert holding.body is None or holding.body in ids
        assert 0 <= holding.start < holding.end <= len(found.text)
    for voice in found.voices:
        assert ids.issuperset((*voice.speaker, *voice.via))
        assert voice.speaker or voice.via
    assert all(0 <= (drop.start or 0) < (drop.end or 0) <= len(found.text) for drop in found.drops)
    assert list(found.mentions) == sorted(found.mentions, key=lambda mention: mention.span)


def test_story() -> None:
    """Names, offices, pairs, counterparts and quoted words of one report come together."""
    found = read_story()

    check_rules(found)
    assert found.whom("The two ministers") == ("Orla Venn", "Tomas Verrick")
    assert found.whom("The foreign ministers of Tarsenia and Qoravan") == ("Orla Venn", "Tomas Verrick")
    assert found.whom("I") == found.whom("my") == found.whom("her") == ("Orla Venn",)
    assert found.speakers() == [(("Orla Venn",), ())]


def test_ids_are_stable() -> None:
    """The same report gives the same rows again, whatever was read in between."""
    first = read_story()
    find_who("Piet Venn, foreign minister of Tarsenia, came.", [*persons("Piet Venn"), *places("Tarsenia")])

    assert read_story() == first


def test_model_and_sieve() -> None:
    """With the shipped model too, the plainest report gives its persons, an office, and who speaks."""
    found = findings_in(
        "President Angela Merkel met Emmanuel Macron in Paris on Monday.\n\n“We will go on,” Merkel said.\n"
    )
    names = {chain.id: chain.name for chain in found.chains}

    assert {"Angela Merkel", "Emmanuel Macron", "Paris"} <= set(names.values())
    assert [[names[speaker] for speaker in voice.speaker] for voice in found.voices] == [["Angela Merkel"]]
    assert ("Angela Merkel", "president") in {(names[one.holder], one.office) for one in found.holdings}


ODD = [
    ("empty", "", []),
    ("one word", "Venn", persons("Venn")),
    ("one pronoun", "she", []),
    ("one office", "President", []),
    ("emoji", "\U0001f600 Venn \U0001f468\u200d\U0001f469 came", persons("\U0001f600", "Venn")),
    ("NUL", "Orla\x00Venn came. President\x00 left", persons("Orla\x00Venn")),
    ("combining marks", "Orlá Ve\u0301nn came. Then she left", persons("Orlá Ve\u0301nn")),
    ("right to left", "קרן ון הגיעה إلى بغداد", [*persons("קרן ון"), *places("بغداد")]),
    ("names only", "Venn Strand Orla", persons("Venn", "Strand", "Orla")),
    ("all capitals", "PRESIDENT ORLA VENN CAME. SHE LEFT.", persons("ORLA VENN")),
    ("marks only", "“ ” ’s ( ) , .", []),
    ("line ends only", "\n\n\r\n\n", []),
    ("brackets", "Venn ( ( Strand", persons("Venn", "Strand")),
]


@pytest.mark.parametrize(("text", "names"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_text(text: str, names: list[Part]) -> None:
    """Any text can be read, and what comes of it keeps to the rules."""
    check_rules(find_who(text, names))


@pytest.mark.parametrize(("text", "names"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_text_with_the_model(text: str, names: list[Part]) -> None:
    """With the shipped model too, any text can be read."""
    found = findings_in(text)

    assert all(text[mention.start : mention.end] == mention.text for mention in found.mentions)


WORDS = (
    "Orla Venn|Tomas Verrick|Piet Venn|Venn|Tarsenia|Tarsenian|NATO|Ministry of Defence|Germany|Berlin|president|President|"
    "foreign minister|the|The|two|men|latter|former|she|he|her|counterpart|I|“|”|,|.|and|of|for|Mr|Ms|’s|\n|\n\n|said|(|)|ministers|of|is"
).split("|")
LABELS = {
    "Tarsenia": "Location",
    "Tarsenian": "NORP",
    "NATO": "Organization",
    "Ministry of Defence": "Organization",
    "Germany": "Location",
    "Berlin": "Location",
}
PERSONS = {"Orla Venn", "Tomas Verrick", "Piet Venn", "Venn"}


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_words(words: list[str]) -> None:
    """Whatever a report says, its finds keep to the rules: spans slice back, ids are apart and point at what is there."""
    text = " ".join(words)
    names = [
        ("Person" if word in PERSONS else LABELS[word], word)
        for word in sorted(words, key=len, reverse=True)
        if word in PERSONS or word in LABELS
    ]

    check_rules(find_who(text, names))


def make_long(count: int, *, persons_in_all: int, siblings: bool) -> Found:
    """Return who is who in a report of `count` lines of two names, two offices and a pronoun."""
    text = "".join(
        f"Minister Orla{at} {'Venn' if siblings else f'Strand{at}'} of Tarsenia{at} came. She left. The minister spoke.\n"
        for number in range(count)
        for at in (number % persons_in_all,)
    )
    doc = make_tagged(text)
    doc.ents = [
        Entity(doc, token.i, token.i + length, label=label)
        for token in doc
        for start, label, length in (("Orla", "Person", 2), ("Tarsenia", "Location", 1))
        if token.text.startswith(start)
    ]
    return find_in_doc(doc)


@pytest.mark.parametrize("siblings", [False, True], ids=["strangers", "one surname"])
def test_time_grows_with_the_length(siblings: bool) -> None:
    """Ten thousand mentions take some ten times as long as a thousand, whoever bears which surname."""
    seconds = []
    for count in (200, 2000):
        start = time.perf_counter()
        found = make_long(count, persons_in_all=40, siblings=siblings)
        seconds.append(time.perf_counter() - start)
        assert len(found.mentions) >= 4 * count

    assert seconds[1] < 25 * seconds[0]
