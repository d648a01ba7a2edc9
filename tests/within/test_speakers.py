"""From a source as printed to the speaker's name."""

from __future__ import annotations

import re

import pytest

from onrecord.records import Mention, Mentions, Span, make_id
from onrecord.within.sources import Attribution
from onrecord.within.speakers import Speakers


def place_of(text: str, words: str) -> Span:
    """Return where words stand last in a text."""
    start = text.rindex(words)
    return Span(start, start + len(words))


def mentions_of(text: str, *names: str, label: str = "Person") -> list[Mention]:
    """Return a mention for every place of these names, longer names first."""
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            span = Span(*match.span())
            if not any(span.touches(Span(other.start, other.end)) for other in found):
                id_ = make_id("mention", "r", span)
                found.append(Mention(id_, None, "r", *span, "name", label, name, "test", 1.0))
    return sorted(found, key=lambda mention: mention.start)


def speaker_of(text: str, cue: str, source: str, *names: str, label: str = "Person") -> tuple[str, ...]:
    """Return the speaker of the last `cue` with the last `source` in a text in which these names stand."""
    sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
    mentions = Mentions(mentions_of(text, *names, label=label))
    speakers = Speakers(text, mentions, sentences, ())
    return speakers.of(Attribution(place_of(text, cue), place_of(text, source)), ())


NAMED = [
    ("full name", "Orla Venn said so.", "Orla Venn", ("Orla Venn",), ("Orla Venn",)),
    ("surname", "Orla Venn came. Venn said so.", "Venn", ("Orla Venn", "Venn"), ("Orla Venn",)),
    ("surname behind a title", "Orla Venn came. Ms Venn said so.", "Ms Venn", ("Orla Venn", "Venn"), ("Orla Venn",)),
    ("described", "Orla Venn, the envoy, said so.", "Orla Venn, the envoy", ("Orla Venn",), ("Orla Venn",)),
    ("named by office", "Minister Orla Venn said so.", "Minister Orla Venn", ("Orla Venn",), ("Orla Venn",)),
    ("surname alone", "Venn said so.", "Venn", ("Venn",), ("Venn",)),
    (
        "two",
        "Orla Venn and Tomas Verrick said so.",
        "Orla Venn and Tomas Verrick",
        ("Orla Venn", "Tomas Verrick"),
        ("Orla Venn", "Tomas Verrick"),
    ),
    ("office", "The harbour master said so.", "The harbour master", (), ("harbour master",)),
]


@pytest.mark.parametrize(
    ("text", "source", "names", "expected"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED]
)
def test_named(text: str, source: str, names: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """A source that names its bearer gives the full name of the report; an office stays as printed."""
    assert speaker_of(text, "said", source, *names) == expected


def test_surname_of_two_persons() -> None:
    """A surname that two persons of the report bear stays as printed: a wrong name is worse than none."""
    text = "Orla Venn met Piet Venn. Venn said so."

    assert speaker_of(text, "said", "Venn", "Orla Venn", "Piet Venn", "Venn") == ("Venn",)


def test_owner_is_not_the_speaker() -> None:
    """The person whose spokesman speaks is not the speaker."""
    text = "Orla Venn’s spokesman said so."

    assert "Orla Venn" not in speaker_of(text, "said", "Orla Venn’s spokesman", "Orla Venn")


def test_party_is_not_the_speaker() -> None:
    """A person inside a description of somebody else is not the speaker."""
    text = "The mediator between Orla Venn and Tomas Verrick said so."
    source = "The mediator between Orla Venn and Tomas Verrick"

    found = speaker_of(text, "said", source, "Orla Venn", "Tomas Verrick")

    assert not {"Orla Venn", "Tomas Verrick"} & set(found)


@pytest.mark.parametrize("pronoun", ["he", "she"])
def test_pronoun_with_one_person_around(pronoun: str) -> None:
    """A pronoun means the only person the sentences before it speak of."""
    text = f"Orla Venn came. Late at night {pronoun} said so."

    assert speaker_of(text, "said", pronoun, "Orla Venn") == ("Orla Venn",)


def test_pronoun_with_two_persons_around() -> None:
    """A pronoun that could mean either of two persons is left open."""
    text = "Orla Venn and Tomas Verrick met. Later he said so."

    assert speaker_of(text, "said", "he", "Orla Venn", "Tomas Verrick") == ()


def test_pronoun_with_nobody_around() -> None:
    """A pronoun without a person named before it is left open."""
    assert speaker_of("Late at night he said so.", "said", "he") == ()


@pytest.mark.parametrize("pronoun", ["it", "they"])
def test_impersonal_pronoun(pronoun: str) -> None:
    """`it` and `they` are no person's pronoun."""
    assert speaker_of(f"Orla Venn came. {pronoun} said so.", "said", pronoun, "Orla Venn") == ()


def test_pronoun_after_a_quotation() -> None:
    """A pronoun goes on with the last speaker when nobody else is named in between."""
    text = "Orla Venn said so. The hall was full. Then she said more."
    sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
    speakers = Speakers(text, Mentions(mentions_of(text, "Orla Venn")), sentences, ())
    first = speakers.of(Attribution(Span(10, 14), Span(0, 9)), ())

    second = speakers.of(Attribution(place_of(text, "said"), place_of(text, "she")), first)

    assert (first, second) == (("Orla Venn",), ("Orla Venn",))


def test_no_source() -> None:
    """A cue without a source has no speaker."""
    speakers = Speakers("said so", Mentions(), (Span(0, 7),), ())

    assert speakers.of(Attribution(Span(0, 4), None), ()) == ()


def test_carriers() -> None:
    """Carriers are given by name, outermost first, as printed."""
    text = "Karrow Radio quoted Orla Venn as saying so."
    mentions = Mentions([*mentions_of(text, "Karrow Radio", label="Organization"), *mentions_of(text, "Orla Venn")])
    speakers = Speakers(text, mentions, (Span(0, len(text)),), ())

    found = speakers.carriers(Attribution(place_of(text, "saying"), place_of(text, "Orla Venn"), (Span(0, 12),)))

    assert found == ("Karrow Radio",)
