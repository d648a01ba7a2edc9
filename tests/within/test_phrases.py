"""Noun phrases that can be the source of quoted words."""

from __future__ import annotations

import pytest

from onrecord.within.phrases import subject_of_sentence
from tests.within.printed import whole

SUBJECTS = [
    ("name", "Orla Venn met the unions.", "Orla Venn"),
    ("behind an adjunct", "On Tuesday, Orla Venn met the unions.", "Orla Venn"),
    ("behind another", "After the talks, she went home.", "she"),
    ("pronoun", "She met the unions.", "She"),
    ("noun phrase", "The mayor of Selbridge met the unions.", "The mayor of Selbridge"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS])
def test_subject_of_sentence(text: str, expected: str) -> None:
    """The noun phrase that a sentence starts with is found behind opening adjuncts."""
    subject = subject_of_sentence(text, whole(text))

    assert subject is not None
    assert subject.of(text) == expected
