"""The words that report speech."""

from __future__ import annotations

import pytest

from onrecord.within.cues import (
    AUXILIARIES,
    DETERMINERS,
    NOUN_LIKE_FORMS,
    PARTICIPLES,
    PREPOSITION,
    PRONOUNS,
    REPORTING_FORMS,
    REPORTING_START,
    SOURCE_PRONOUNS,
)

FORMS = [
    ("say", "say says said saying"),
    ("tell", "tell tells told telling"),
    ("write", "write writes wrote written writing"),
    ("add", "add adds added adding"),
    ("deny, y to ie", "deny denies denied denying"),
    ("argue, silent e", "argue argues argued arguing"),
    ("stress, -es", "stress stresses stressed stressing"),
    ("admit, doubled", "admit admits admitted admitting"),
    ("quip, doubled", "quip quips quipped quipping"),
    ("criticise, British", "criticise criticises criticised criticising"),
    ("criticize, American", "criticize criticizes criticized criticizing"),
    ("swear, irregular", "swear swears swore swearing"),
]


@pytest.mark.parametrize("forms", [case[1].split() for case in FORMS], ids=[case[0] for case in FORMS])
def test_forms_of_reporting_verbs(forms: list[str]) -> None:
    """A reporting verb is known in all its forms, spelled as English spells them."""
    assert [form for form in forms if form not in REPORTING_FORMS] == []


@pytest.mark.parametrize("word", ["admited", "argueing", "denyed", "stresss", "telled", "writed", "quiped", "sayed"])
def test_no_misspelled_forms(word: str) -> None:
    """Forms that English does not have are not made up."""
    assert word not in REPORTING_FORMS


@pytest.mark.parametrize("word", ["the", "is", "and", "Venn", "pier", "went", "signed", "met", "held", "Said"])
def test_other_words(word: str) -> None:
    """Words that do not report speech are none of the forms, and all forms are in small letters."""
    assert word not in REPORTING_FORMS


def test_lists_do_not_contradict_each_other() -> None:
    """Participles are forms in -ing; helpers, pronouns and determiners report nothing."""
    assert {form for form in REPORTING_FORMS if form.endswith("ing")} == PARTICIPLES
    assert SOURCE_PRONOUNS <= PRONOUNS
    assert not REPORTING_FORMS & (AUXILIARIES | PRONOUNS | DETERMINERS)
    assert all(form == form.lower() for form in REPORTING_FORMS | NOUN_LIKE_FORMS)


STARTS = [
    ("plain", "said Orla Venn", True),
    ("behind a space", " said Orla Venn", True),
    ("present", "says Orla Venn", True),
    ("longer verb", "insisted the minister", True),
    ("behind two spaces", "  said Orla Venn", False),
    ("a longer word", "saidish", False),
    ("a name first", "Venn said", False),
    ("a noun like it", "statement of the union", False),
    ("participle", "saying no more", False),
    ("nothing", "", False),
]


@pytest.mark.parametrize(("words", "expected"), [case[1:] for case in STARTS], ids=[case[0] for case in STARTS])
def test_reporting_start(words: str, expected: bool) -> None:
    """A finite reporting verb is seen at the very start, behind one space at the most."""
    assert bool(REPORTING_START.match(words)) is expected


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("according to Orla Venn", "Orla Venn"),
        ("According to the union", "the union"),
        ("in the words of Orla Venn", "Orla Venn"),
        ("in the view of the union", "the union"),
    ],
)
def test_prepositions(words: str, rest: str) -> None:
    """A preposition that names a source ends where the source starts."""
    match = PREPOSITION.search(words)

    assert match is not None
    assert words[match.end() :] == rest


@pytest.mark.parametrize("words", ["accordingly to plan", "in the words", "in accordance with the deal"])
def test_no_prepositions(words: str) -> None:
    """Words that only look like such a preposition are none."""
    assert PREPOSITION.search(words) is None
