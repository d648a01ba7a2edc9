"""Words that only point: whom they mean, and where they stay open."""

from __future__ import annotations

import pytest

from onrecord.records import MentionHow
from tests.within.docs import Part
from tests.within.who import find_who, persons, quote

PAIR = persons("Orla Venn", "Tomas Verrick")

PRONOUNS = [
    ("one person", "Orla Venn came.\nThen she left.", persons("Orla Venn"), "she", ("Orla Venn",)),
    ("possessive", "Orla Venn took her papers.", persons("Orla Venn"), "her", ("Orla Venn",)),
    ("reflexive", "Orla Venn saw herself.", persons("Orla Venn"), "herself", ("Orla Venn",)),
    ("two by one title each", "Ms Orla Venn met Mr Tomas Verrick.\nThen she left.", PAIR, "she", ("Orla Venn",)),
    ("he of two", "Ms Orla Venn met Mr Tomas Verrick.\nThen he left.", PAIR, "he", ("Tomas Verrick",)),
    ("the other pronoun only", "Ms Orla Venn came.\nThen he left.", persons("Orla Venn"), "he", (None,)),
    ("nobody", "Then she left.", [], "she", (None,)),
    ("nobody near", "Orla Venn came.\nIt rained.\nIt snowed.\nIt hailed.\nIt blew.\nThen she left.", persons("Orla Venn"), "she", (None,)),
    ("a place is nobody", "It rained in Tarsenia.\nThen she left.", [("Location", "Tarsenia")], "she", (None,)),
    ("it", "Orla Venn came.\nThen it rained.", persons("Orla Venn"), "it", ()),
    ("an honour", "Then Her Excellency Orla Venn came.", persons("Orla Venn"), "Her", ()),
    ("behind the pronoun", "Then she left.\nOrla Venn came.", persons("Orla Venn"), "she", (None,)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "words", "whom"), [case[1:] for case in PRONOUNS], ids=[case[0] for case in PRONOUNS]
)
def test_pronouns(text: str, names: list[Part], words: str, whom: tuple[str | None, ...]) -> None:
    """A pronoun means the one person whom the lines before it speak of and whom it fits; else nobody."""
    found = find_who(text, names)

    assert (found.whom(words) or ((None,) if words in dict(found.reasons()) else ())) == whom


def test_two_could_be_meant() -> None:
    """Where two persons weigh as much, a pronoun stays open, and the reason is told."""
    text = "Orla Venn came.\nTomas Verrick and Orla Venn spoke.\nThen she left."
    found = find_who(text, persons("Orla Venn", "Tomas Verrick", "Orla Venn"))

    assert found.whom("she") == ()
    assert found.reasons() == [("she", "pronoun left open: two could be meant")]


def test_subject_outweighs_the_rest() -> None:
    """Who is the subject of the last sentence is rather meant than who is named at its margin long before."""
    text = "It was about Orla Venn.\nIt rained.\nTomas Verrick came.\nThen he left."
    found = find_who(
        text,
        persons("Orla Venn", "Tomas Verrick"),
        relations={"Tomas": ("nsubj", "came"), "Verrick": ("flat", "Tomas"), "Orla": ("nmod", "It")},
    )

    assert found.whom("he") == ("Tomas Verrick",)


def test_object_is_not_the_subject() -> None:
    """In "X met him", X is not meant."""
    text = "Tomas Verrick waited.\nPiet Holt met him."
    found = find_who(
        text,
        persons("Tomas Verrick", "Piet Holt"),
        relations={"Piet": ("nsubj", "met"), "Holt": ("flat", "Piet"), "him": ("obj", "met")},
    )

    assert found.whom("him") == ("Tomas Verrick",)


def test_relative_clause() -> None:
    """A pronoun in a relative clause means whom the clause is about."""
    text = "Orla Venn thanked Tomas Verrick, who brought his papers."
    found = find_who(
        text,
        PAIR,
        tags={"brought": "VERB"},
        relations={
            "Orla": ("nsubj", "thanked"),
            "Venn": ("flat", "Orla"),
            "Tomas": ("obj", "thanked"),
            "Verrick": ("flat", "Tomas"),
            "brought": ("acl:relcl", "Tomas"),
            "who": ("nsubj", "brought"),
            "his": ("nmod:poss", "papers"),
            "papers": ("obj", "brought"),
        },
    )

    assert found.whom("his") == ("Tomas Verrick",)


PARTICIPLES = [
    ("asked whether he", "Asked whether he minded, Orla Venn smiled.", "he", "nsubj", ("Orla Venn",)),
    ("speaking after her talks", "Speaking after her talks, Orla Venn smiled.", "her", "nmod:poss", ("Orla Venn",)),
    ("accusing him", "Accusing him, Orla Venn smiled.", "him", "obj", ("Tomas Verrick",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pronoun", "relation", "whom"),
    [case[1:] for case in PARTICIPLES],
    ids=[case[0] for case in PARTICIPLES],
)
def test_subject_of_a_participle(text: str, pronoun: str, relation: str, whom: tuple[str, ...]) -> None:
    """A pronoun in a clause without a subject means the subject that follows, not whoever came before."""
    participle = text.partition(" ")[0]
    verb = "minded" if "minded" in text else participle
    found = find_who(
        f"Tomas Verrick left.\n{text}",
        PAIR,
        relations={
            "Tomas": ("nsubj", "left"),
            "Verrick": ("flat", "Tomas"),
            participle: ("advcl", "smiled"),
            "Orla": ("nsubj", "smiled"),
            "Venn": ("flat", "Orla"),
            pronoun: (relation, "talks" if "talks" in text else verb),
            **({"minded": ("ccomp", participle)} if "minded" in text else {}),
            **({"talks": ("obl", participle)} if "talks" in text else {}),
        },
    )

    assert found.whom(pronoun) == whom


def test_owner_before_the_subject() -> None:
    """In "In her speech, X said", X is meant."""
    text = "Tomas Verrick came.\nIn her speech, Orla Venn smiled."
    found = find_who(
        text,
        PAIR,
        tags={"smiled": "VERB", "Orla": "PROPN"},
        relations={
            "Tomas": ("nsubj", "came"),
            "Verrick": ("flat", "Tomas"),
            "her": ("nmod:poss", "speech"),
            "speech": ("obl", "smiled"),
            "Orla": ("nsubj", "smiled"),
            "Venn": ("flat", "Orla"),
        },
    )

    assert found.whom("her") == ("Orla Venn",)


def test_subject_of_the_clause_around() -> None:
    """In "X said she would go", X is meant rather than whom the sentence speaks of besides."""
    text = "After Tomas Verrick came, Orla Venn said her ship left."
    found = find_who(
        text,
        PAIR,
        tags={"came": "VERB", "said": "VERB", "left": "VERB"},
        relations={
            "Tomas": ("nsubj", "came"),
            "Verrick": ("flat", "Tomas"),
            "came": ("advcl", "said"),
            "Orla": ("nsubj", "said"),
            "Venn": ("flat", "Orla"),
            "left": ("ccomp", "said"),
            "ship": ("nsubj", "left"),
            "her": ("nmod:poss", "ship"),
        },
    )

    assert found.whom("her") == ("Orla Venn",)


def test_object_of_a_relative_clause() -> None:
    """In "X, who replaced him", X is not meant."""
    text = "Tomas Verrick left.\nOrla Venn, who replaced him, came."
    found = find_who(
        text,
        PAIR,
        tags={"left": "VERB", "replaced": "VERB", "came": "VERB"},
        relations={
            "Tomas": ("nsubj", "left"),
            "Verrick": ("flat", "Tomas"),
            "Orla": ("nsubj", "came"),
            "Venn": ("flat", "Orla"),
            "who": ("nsubj", "replaced"),
            "replaced": ("acl:relcl", "Orla"),
            "him": ("obj", "replaced"),
        },
    )

    assert found.whom("him") == ("Tomas Verrick",)


def test_joined_to_whom_they_are_of() -> None:
    """In "X and his family", X is meant, whoever acts."""
    text = "Tomas Verrick saw Orla Venn and her boat."
    found = find_who(
        text,
        PAIR,
        tags={"saw": "VERB"},
        relations={
            "Tomas": ("nsubj", "saw"),
            "Verrick": ("flat", "Tomas"),
            "Orla": ("obj", "saw"),
            "Venn": ("flat", "Orla"),
            "her": ("nmod:poss", "boat"),
            "boat": ("conj", "Orla"),
        },
    )

    assert found.whom("her") == ("Orla Venn",)


def test_learned_from_others() -> None:
    """Who is "she" elsewhere in the report is not "he", and the other one then is."""
    text = "Orla Venn came.\nShe sat.\nShe ate.\nIt rained.\nIt rained.\nIt rained.\nIt rained.\nTomas Verrick met Orla Venn.\nThen he left."
    found = find_who(
        text, PAIR, relations={"Tomas": ("nsubj", "met"), "Venn": ("flat", "Orla"), "Orla": ("obj", "met")}
    )

    assert found.whom("he") == ("Tomas Verrick",)


# --- quoted words ---


def test_first_person() -> None:
    """In quoted words "I" and "my" are the speaker, outside of them nobody; "i" in small letters is nobody."""
    text = "I waited. “I wait for my boat, i wait,” said Orla Venn."
    found = find_who(text, persons("Orla Venn"), [quote(text, "I wait for my boat, i wait,", "Orla Venn", "Orla Venn")])

    assert [(one.text, one.start) for one in found.mentions if one.how is MentionHow.PRONOUN] == [
        ("I", text.index("I wait for")),
        ("my", text.index("my boat")),
    ]
    assert {found.name(one.chain) for one in found.mentions} == {"Orla Venn"}


def test_first_person_of_nobody_known() -> None:
    """Where it is not known who speaks, "I" is nobody."""
    text = "“I wait.”\nOrla Venn came."
    found = find_who(text, persons("Orla Venn"), [quote(text, "I wait.", None)])

    assert found.whom("I") == ()


def test_first_person_of_a_body() -> None:
    """A body that speaks is not "I"."""
    text = "“I wait,” said NATO."
    found = find_who(text, [("Organization", "NATO")], [quote(text, "I wait,", "NATO", "NATO")])

    assert found.whom("I") == ()


def test_pronouns_in_quoted_words() -> None:
    """Other pronouns in quoted words stay alone: who they mean is known to the speaker only."""
    text = "Orla Venn came.\n“She waits,” said Tomas Verrick."
    found = find_who(text, PAIR, [quote(text, "She waits,", "Tomas Verrick", "Tomas Verrick")])

    assert found.whom("She") == ()
    assert found.reasons() == []


def test_pronoun_that_speaks() -> None:
    """Who is meant by a source's pronoun speaks, and is "I" in the words."""
    text = "Orla Venn came.\n“I wait,” she said."
    found = find_who(text, persons("Orla Venn"), [quote(text, "I wait,", "she")])

    assert found.speakers() == [(("Orla Venn",), ())]
    assert found.whom("I") == ("Orla Venn",)


# --- pairs ---

PAIRS = [
    ("the latter", "Orla Venn met Tomas Verrick.\nThe latter left.", PAIR, "The latter", ("Tomas Verrick",)),
    ("the former", "Orla Venn met Tomas Verrick.\nThe former left.", PAIR, "The former", ("Orla Venn",)),
    ("of three", "Orla Venn, Piet Holt and Tomas Verrick met.\nThe former left.", persons("Orla Venn", "Piet Holt", "Tomas Verrick"), "The former", ()),
    ("of one", "Orla Venn came.\nThe latter left.", persons("Orla Venn"), "The latter", ()),
    ("former as an adjective", "Orla Venn met Tomas Verrick.\nThe former president left.", PAIR, "The former", ()),
    ("the two men", "Tomas Verrick met Piet Holt.\nThe two men left.", persons("Tomas Verrick", "Piet Holt"), "The two men", ("Tomas Verrick", "Piet Holt")),
    ("both leaders", "Orla Venn met Tomas Verrick.\nBoth leaders left.", PAIR, "Both leaders", ("Orla Venn", "Tomas Verrick")),
    ("the siblings", "Orla Venn met Piet Venn.\nThe two siblings left.", persons("Orla Venn", "Piet Venn"), "The two siblings", ("Orla Venn", "Piet Venn")),
    ("siblings of one name", "Orla Venn met Piet Holt.\nThe two siblings left.", persons("Orla Venn", "Piet Holt"), "The two siblings", ()),
    ("a woman is no man", "Ms Orla Venn met Piet Holt and Tomas Verrick.\nThe two men left.", persons("Orla Venn", "Piet Holt", "Tomas Verrick"), "The two men", ("Piet Holt", "Tomas Verrick")),
    ("women", "Ms Orla Venn met Mr Tomas Verrick.\nThe two women left.", PAIR, "The two women", ()),
    ("two of nobody knows whom", "Orla Venn met Tomas Verrick.\nTwo men left.", PAIR, "Two men", ()),
    ("the two of three", "Orla Venn met Tomas Verrick and Piet Holt.\nThe two leaders left.", persons("Orla Venn", "Tomas Verrick", "Piet Holt"), "The two leaders", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "words", "whom"), [case[1:] for case in PAIRS], ids=[case[0] for case in PAIRS]
)
def test_pairs(text: str, names: list[Part], words: str, whom: tuple[str, ...]) -> None:
    """Words that pick from two, or mean two, need two persons before them; else they stay open."""
    assert set(find_who(text, names).whom(words)) == set(whom)


def test_open_pairs_say_why() -> None:
    """Two who are not there are told as left open."""
    assert find_who("Orla Venn came.\nThe two men left.", persons("Orla Venn")).reasons() == [
        ("The two men", "left open: not two persons before it")
    ]


# --- counterparts ---


def test_counterpart_without_a_name() -> None:
    """A counterpart is who holds the office there."""
    text = (
        "Tarsenian Foreign Minister Orla Venn met Qoravani Foreign Minister Tomas Verrick.\n"
        "Then Orla Venn thanked her Qoravani counterpart."
    )
    names: list[Part] = [
        ("NORP", "Tarsenian"),
        ("Person", "Orla Venn"),
        ("NORP", "Qoravani"),
        ("Person", "Tomas Verrick"),
        ("Person", "Orla Venn"),
        ("NORP", "Qoravani"),
    ]
    found = find_who(
        text,
        names,
        relations={"Orla/2": ("nsubj", "thanked"), "Venn/2": ("flat", "Orla/2"), "her": ("nmod:poss", "counterpart"), "counterpart": ("obj", "thanked")},
    )  # fmt: skip

    assert found.whom("her Qoravani counterpart") == ("Tomas Verrick",)


# --- bodies ---

BODIES = [
    ("noun of its name", "The Harbour Union met. The union waited.", ("Harbour Union",), "The union", ("Harbour Union",)),
    ("known by other names", "NATO met. The alliance waited.", ("NATO",), "The alliance", ("NATO",)),
    ("of", "The Council of Six Rivers met. The council waited.", ("Council of Six Rivers",), "The council", ("Council of Six Rivers",)),
    ("capital", "The Council of Six Rivers met. Then the Council waited.", ("Council of Six Rivers",), "Council", ("Council of Six Rivers",)),
    ("two of a kind", "The Harbour Union met the Miners Union. The union waited.", ("Harbour Union", "Miners Union"), "The union", ()),
    ("another noun", "The Harbour Union met. The committee waited.", ("Harbour Union",), "The committee", ()),
    ("no article", "The Harbour Union met. A union waited.", ("Harbour Union",), "A union", ()),
    ("goes on", "The Harbour Union met. The union leader waited.", ("Harbour Union",), "The union", ()),
    ("of another", "The Harbour Union met. The union of miners waited.", ("Harbour Union",), "The union", ()),
    ("spelling", "The Harbour Organisation met. The organization waited.", ("Harbour Organisation",), "The organization", ("Harbour Organisation",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "words", "whom"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES]
)
def test_bodies(text: str, names: tuple[str, ...], words: str, whom: tuple[str, ...]) -> None:
    """A bare noun with `the` means the one body of the report whose name is built on it."""
    assert find_who(text, [("Organization", name) for name in names]).whom(words) == whom
