"""From a source as printed to the speaker's name."""

from __future__ import annotations

import re

import pytest

from onrecord.records import Bearer, Bearers, EntityKind, Span, Stretches
from onrecord.within.leads import ReportingClause
from onrecord.within.speakers import Speakers
from tests.record_fixtures import findings_in


def place_of(text: str, words: str) -> Span:
    """Return where words stand last in a text."""
    start = text.rindex(words)
    return Span(start, start + len(words))


def mentions_of(text: str, *names: str, label: str = "Person") -> list[Bearer]:
    """Return a name for every place of these names, longer names first."""
    found: list[Bearer] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            span = Span(*match.span())
            if not any(span.touches(Span(other.start, other.end)) for other in found):
                kind = EntityKind.PERSON if label == "Person" else EntityKind.OTHER
                found.append(Bearer(*span, " ".join(name.split()), label, kind))
    return sorted(found, key=lambda mention: mention.start)


def speaker_of(text: str, cue: str, source: str, *names: str, label: str = "Person") -> tuple[str, ...]:
    """Return the speaker of the last `cue` with the last `source` in a text in which these names stand."""
    sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
    mentions = Bearers(mentions_of(text, *names, label=label))
    speakers = Speakers(text, mentions, sentences, Stretches())
    return speakers.of(ReportingClause(place_of(text, cue), place_of(text, source)), ())


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
    (
        "a people taken for a person",
        "Tarsenian Minister Orla Venn said so.",
        "Tarsenian Minister Orla Venn",
        ("Tarsenian", "Orla Venn"),
        ("Orla Venn",),
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
    speakers = Speakers(text, Bearers(mentions_of(text, "Orla Venn")), sentences, Stretches())
    first = speakers.of(ReportingClause(Span(10, 14), Span(0, 9)), ())

    second = speakers.of(ReportingClause(place_of(text, "said"), place_of(text, "she")), first)

    assert (first, second) == (("Orla Venn",), ("Orla Venn",))


@pytest.mark.parametrize("gap", [" ", "\n", "  ", "\u00a0"])
def test_white_space_makes_no_other_person(gap: str) -> None:
    """A full name is the same however white space parts it, and given with one space."""
    text = f"Lea{gap}Falk came. Lea Falk sat down. Falk said so."

    assert speaker_of(text, "said", "Falk", f"Lea{gap}Falk", "Lea Falk", "Falk") == ("Lea Falk",)


def clauses(text: str, *parts: tuple[str, str]) -> list[ReportingClause]:
    """Return the reporting clauses of a text by their sources and cues, each the first behind the one before."""
    found = []
    end = 0
    for source, cue in parts:
        printed = re.compile(rf"\b({source})\b.*?\b({cue})\b").search(text, end)
        assert printed is not None
        end = printed.end()
        found.append(ReportingClause(Span(*printed.span(2)), Span(*printed.span(1))))
    return found


def test_reported_speech_of_a_body_leaves_pronouns_alone() -> None:
    """What a place is reported to say does not make a later `he` unknown; what a spokesman says does."""
    for source, expected in (("Karrow and Selbridge", ("Tomas Verrick",)), ("A spokesman", ("spokesman",))):
        text = f"Tomas Verrick said so. {source} announced a treaty. It rained. Then he said more."
        sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
        mentions = [*mentions_of(text, "Tomas Verrick"), *mentions_of(text, "Karrow", "Selbridge", label="Location")]
        speakers = Speakers(text, Bearers(mentions), sentences, Stretches())
        first, reported, second = clauses(text, ("Tomas Verrick", "said"), (source, "announced"), ("he", "said"))

        said = speakers.of(first, ())
        speakers.of_reported(reported)

        assert speakers.of(second, said) == expected


def test_an_open_pronoun_of_reported_speech_leaves_pronouns_alone() -> None:
    """A pronoun that stays open in reported speech does not hide who spoke before."""
    text = "Orla Venn said so. They announced a treaty. Then she said more."
    sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
    speakers = Speakers(text, Bearers(mentions_of(text, "Orla Venn")), sentences, Stretches())
    first, reported, second = clauses(text, ("Orla Venn", "said"), ("They", "announced"), ("she", "said"))

    said = speakers.of(first, ())

    assert speakers.of_reported(reported) == ()
    assert speakers.of(second, said) == ("Orla Venn",)


def test_the_last_speaker_is_a_rival() -> None:
    """A pronoun is nobody's where the one person named nearby is not the one who spoke last."""
    filler = "It rained on the harbour all day. " * 20
    text = f"Paul Brandt said so. {filler}Mr Tomas Verrick had a brother. Both met. Later he said more."
    sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.]+\.?", text))
    speakers = Speakers(text, Bearers(mentions_of(text, "Tomas Verrick", "Paul Brandt")), sentences, Stretches())
    first, second = clauses(text, ("Paul Brandt", "said"), ("he", "said"))

    said = speakers.of(first, ())

    assert speakers.of(second, said) == ()


def test_no_source() -> None:
    """A cue without a source has no speaker."""
    speakers = Speakers("said so", Bearers(), (Span(0, 7),), Stretches())

    assert speakers.of(ReportingClause(Span(0, 4), None), ()) == ()


def test_carriers() -> None:
    """Carriers are given by name, outermost first, as printed."""
    text = "Karrow Radio quoted Orla Venn as saying so."
    mentions = Bearers([*mentions_of(text, "Karrow Radio", label="Organization"), *mentions_of(text, "Orla Venn")])
    speakers = Speakers(text, mentions, (Span(0, len(text)),), Stretches())

    found = speakers.carriers(ReportingClause(place_of(text, "saying"), place_of(text, "Orla Venn"), (Span(0, 12),)))

    assert found == ("Karrow Radio",)


PRONOUNS = [
    (
        "object of the same sentence",
        "Prime Minister Juno Abelard met Foreign Minister Tavi Lund in Karrow. “I trust her,” he said.",
        (),
    ),
    ("addressee", "Minister Anna Brill told Minister Tom Holt to leave. “It is late,” she said.", ()),
    ("named in what is said", "Anna Brill said Minister Tom Holt was late. “We go,” she said.", ("Anna Brill",)),
    ("titles, the one", "Mr Holt met Mrs Brill on Monday. “It is late,” she said.", ("Brill",)),
    ("titles, the other", "Mr Holt met Mrs Brill on Monday. “It is late,” he said.", ("Holt",)),
    (
        "said she would",
        "Anna Brill said she was tired. Minister Tom Holt said he was not. Brill left. “It is late,” he said.",
        ("Tom Holt",),
    ),
    (
        "she was just another",
        "“It was bad,” Anna Brill said.\n\n“It was good,” she added.\n\n“I liked it,” Tom Holt said.\n\n“He did not,” she said.",
        (),
    ),
    (
        "he is tied, and she is tied",
        "“It was bad,” Anna Brill said. “It was good,” she added.\n\n“I liked it,” Mr Holt said.\n\n“He did not,” she said.",
        ("Anna Brill",),
    ),
    ("another subject in between", "“It was bad,” Anna Brill said. He left the hall. “It was good,” she said.", ()),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in PRONOUNS], ids=[case[0] for case in PRONOUNS])
def test_pronouns(text: str, expected: tuple[str, ...]) -> None:
    """A pronoun is resolved where one person fits it, by titles and by the pronouns used before; else it is left open."""
    assert findings_in(text).quotations[-1].speaker == expected


SURNAMES = [
    ("husband and wife", "Mr Wintle and his wife, Dora Wintle, left. “We are done,” Wintle said.", ("Wintle",)),
    (
        "the wife by title",
        "Mr Wintle and his wife, Dora Wintle, left. “We are done,” Mrs Wintle said.",
        ("Dora Wintle",),
    ),
    ("owner", "Wintle's wife, Dora Wintle, left. “We are done,” said Wintle.", ("Wintle",)),
    ("met", "Mr Wintle met Dora Wintle. Later Mr Wintle said: “We are done.”", ("Wintle",)),
    ("title of the other", "Mrs Dora Wintle left on Monday. “We are done,” Mr Wintle said.", ("Wintle",)),
    ("one alone", "Dora Wintle left on Monday. “We are done,” Wintle said.", ("Dora Wintle",)),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SURNAMES], ids=[case[0] for case in SURNAMES])
def test_surnames_that_two_bear(text: str, expected: tuple[str, ...]) -> None:
    """A surname that two persons bear is not filled up, though only one of them is named in full."""
    assert findings_in(text).quotations[-1].speaker == expected


PRINTED = [
    ("age", "“Never,” said Sand, 61.", ("Sand",)),
    ("age in front", "“Never,” Ana Sand, 61, said.", ("Ana Sand",)),
    ("age and office", "Ana Sand, 61, a teacher, said: “Never.”", ("Ana Sand",)),
    ("reflexive", "“Never again,” Holt himself said.", ("Holt",)),
    ("reflexive behind", "“Never again,” said Holt himself.", ("Holt",)),
    ("seen by", "“We will sign,” according to a statement, seen by BRX.", ("statement",)),
    (
        "adviser",
        "“We go,” a senior adviser to former president Boris Lund said.",
        ("senior adviser to former president Boris Lund",),
    ),
    ("aide", "“We go,” an aide to Prime Minister Sara Vint said.", ("aide to Prime Minister Sara Vint",)),
    ("minister of works", "“We go,” the minister of works Ugo Lind said.", ("Ugo Lind",)),
    ("supporter", "Ugo Lind left. “We go,” the Lind supporter said.", ("Lind supporter",)),
    ("spokesman of a person", "Ugo Lind left. “We go,” Lind spokesman Bo Holt said.", ("Bo Holt",)),
    ("question's auxiliary", "Could Ana Sand win? “Maybe,” Sand said.", ("Ana Sand",)),
    ("command in the marks", "“Ask Brill,” said Ana Sand. “We cannot,” Brill said.", ("Brill",)),
    ("question in the marks", "“Will Holt come?” asked Ana Sand. “No,” Holt said.", ("Holt",)),
    ("rest of a place", "Stacy Baker of Columbia, South Carolina says it was “a good night”.", ()),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in PRINTED], ids=[case[0] for case in PRINTED])
def test_no_invented_names(text: str, expected: tuple[str, ...]) -> None:
    """Ages, auxiliaries, commands, reflexives and carriers are no part of a name; whom somebody works for does not speak."""
    assert findings_in(text).quotations[-1].speaker == expected
