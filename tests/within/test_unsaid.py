"""Whether a verb of speech reports words that were said."""

from __future__ import annotations

import pytest

from onrecord.records import Span
from onrecord.within.unsaid import is_unsaid
from onrecord.within.words import words_of


def unsaid(text: str, cue: str, subject: str | None, *, governs: bool = True) -> bool:
    """Tell whether the last `cue` in a text is unsaid; `subject` is the word its subject starts with."""
    words = words_of(text, Span(0, len(text)))
    printed = [word.text for word in words]
    place = len(printed) - 1 - printed[::-1].index(cue)
    return is_unsaid(words, place, None if subject is None else printed.index(subject), governs=governs)


CASES = [
    ("plain", "Orla Venn said", "said", "Orla", False),
    ("not", "Orla Venn did not say", "say", "Orla", True),
    ("n't", "Orla Venn didn't say", "say", "Orla", True),
    ("cannot", "Orla Venn cannot say", "say", "Orla", True),
    ("never", "Orla Venn has never said", "said", "Orla", True),
    ("not only", "Orla Venn did not only say", "say", "Orla", False),
    ("might", "Orla Venn might say", "say", "Orla", True),
    ("could only", "Orla Venn could only say", "say", "Orla", False),
    ("would", "Orla Venn would often say", "say", "Orla", False),
    ("would have", "Orla Venn would have said", "said", "Orla", True),
    ("will", "Orla Venn will say", "say", "Orla", False),
    ("denied", "Orla Venn denied ever saying", "saying", "Orla", True),
    ("short of", "Orla Venn stopped short of saying", "saying", "Orla", True),
    ("refused to", "Orla Venn refused to say", "say", "Orla", True),
    ("forced to", "Orla Venn was forced to say", "say", "Orla", False),
    ("nobody", "Nobody said", "said", "Nobody", True),
    ("nor", "Neither Falk nor Venn said", "said", "Venn", True),
    ("if", "He would go if Venn said", "said", "Venn", True),
    ("question", "Did Venn say", "say", "Venn", True),
    ("only then", "Only then did Venn say", "say", "Venn", False),
    ("anything but", "Orla Venn did not say anything but", "say", "Orla", False),
    ("more than", "Orla Venn would not say more than", "say", "Orla", False),
    ("no verb of uttering", "Orla Venn did not confirm", "confirm", "Orla", False),
    ("no subject", "did not say", "say", None, True),
]


@pytest.mark.parametrize(
    ("text", "cue", "subject", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_unsaid(text: str, cue: str, subject: str | None, expected: bool) -> None:
    """Negated, supposed, asked and merely possible speech is no speech; limits and exceptions give it back."""
    assert unsaid(text, cue, subject) is expected


def test_what_follows_counts_only_before_the_marks() -> None:
    """Behind the marks, what follows the verb has nothing to do with the quoted words."""
    assert unsaid("Venn did not say but left", "say", "Venn", governs=False)
