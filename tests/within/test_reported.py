"""Reported speech: which attributions are quotations without marks."""

from __future__ import annotations

import pytest

from onrecord.records import Anatomy, Attribution, Attributions, Bearers, QuotationKind, Quotations, Span, make_report
from onrecord.within.attributions import ModelAttributions
from onrecord.within.quotations import QuotationRules
from onrecord.within.reported import is_speech
from tests.within.docs import Part, make_doc


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    """Return an attribution by its words."""

    def place(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Attribution(place(source), place(cue), place(content), QuotationKind.INDIRECT)


SPEECH = [
    ("said", "Venn said the boats had left.", "Venn", "said", "the boats had left", True),
    ("accusation", "Korsk accused the crew of theft.", "Korsk", "accused", "the crew of theft", True),
    ("according to", "According to Venn, the boats left.", "Venn", "According to", "the boats left", True),
    ("noun", "Venn repeated his claim that boats left.", "his", "claim", "that boats left", True),
    ("thought", "Venn believed the boats had left.", "Venn", "believed", "the boats had left", False),
    ("wish", "Venn wants the boats to leave.", "Venn", "wants", "the boats to leave", False),
    ("feeling and saying", "Venn said he feared the worst.", "Venn", "said he feared", "the worst", True),
    ("declined", "Venn declined to comment on it.", "Venn", "declined", "to comment on it", False),
    ("not said", "Venn did not say why they left.", "Venn", "did not say", "why they left", False),
    ("would not say", "Venn would not say why they left.", "Venn", "say", "why they left", False),
    ("nothing", "Venn said nothing about the boats.", "Venn", "said", "nothing about the boats", False),
    ("that nothing", "Venn said nothing would change.", "Venn", "said", "nothing would change", True),
    (
        "not mentioned",
        "Venn did not once mention the boats that left.",
        "Venn",
        "mention",
        "the boats that left",
        False,
    ),
    ("no content", "Venn said.", "Venn", "said", "", False),
    ("no cue", "Venn: the boats left.", "Venn", "", "the boats left", False),
]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "due"), [case[1:] for case in SPEECH], ids=[case[0] for case in SPEECH]
)
def test_speech(text: str, source: str, cue: str, content: str, due: bool) -> None:
    """Words for saying are speech, words for thinking and wanting are not, nor is what was not said."""
    assert is_speech(attribution(text, source, cue, content), text) is due


def quotations_in(text: str, *attributions: list[Part]) -> Quotations:
    """Return the quotations of a text with these attributions and no names."""
    report, doc = make_report(text), make_doc(text, attributions=attributions)
    (found,) = ModelAttributions().run(report, Anatomy(), doc).given
    assert isinstance(found, Attributions)
    (quotations,) = QuotationRules().run(report, Anatomy(), doc, Bearers(), found).given
    assert isinstance(quotations, Quotations)
    return quotations


def test_reported_speech_is_a_quotation() -> None:
    """Speech without marks is a quotation of its own, without the `that` before it."""
    text = "The envoy said that the boats had left Karrow."
    (found,) = quotations_in(
        text, [("cue", "said"), ("source", "The envoy"), ("content", "that the boats had left Karrow")]
    )

    assert (found.kind, found.text) == (QuotationKind.INDIRECT, "the boats had left Karrow")
    assert [span.of(text) for span in found.spans] == ["the boats had left Karrow"]
    assert found.speaker == ("envoy",)


def test_a_topic_is_no_quotation() -> None:
    """A word or two say what was spoken about, not what was said."""
    text = "The envoy criticised the visit and said that nobody had waved."
    (found,) = quotations_in(
        text,
        [("cue", "criticised"), ("source", "The envoy"), ("content", "the visit")],
        [("cue", "said"), ("source", "The envoy"), ("content", "that nobody had waved")],
    )

    assert found.text == "nobody had waved"


def test_a_topic_is_counted_as_dropped() -> None:
    """What is left out has its reason and its place."""
    text = "The envoy criticised the visit."
    report = make_report(text)
    doc = make_doc(text, attributions=[[("cue", "criticised"), ("source", "The envoy"), ("content", "the visit")]])
    (found,) = ModelAttributions().run(report, Anatomy(), doc).given

    (drop,) = QuotationRules().run(report, Anatomy(), doc, Bearers(), found).drops

    assert drop.reason == "reported in a word or two, which say what was spoken about"
    assert (drop.start, drop.end) == (21, 30)


def test_marks_are_right_about_their_own_words() -> None:
    """An attribution that touches words in marks adds no second quotation of them."""
    text = "“We sign on Monday,” the envoy said."
    (found,) = quotations_in(text, [("cue", "said"), ("source", "the envoy"), ("content", "We sign on Monday")])

    assert (found.kind, found.text) == (QuotationKind.DIRECT, "We sign on Monday,")


def test_one_cue_one_quotation() -> None:
    """What the model finds without marks at a cue that the marks have is part of what is quoted, and left out."""
    text = "The envoy said the boats left and called it “the end of a long affair”."
    found = quotations_in(
        text,
        [("cue", "said"), ("source", "The envoy"), ("content", "the boats left")],
        [("cue", "called"), ("source", "The envoy"), ("content", "it")],
    )

    assert [(one.kind, one.text) for one in found] == [
        (QuotationKind.INDIRECT, "the boats left"),
        (QuotationKind.MIXED, "the end of a long affair"),
    ]


def test_quotations_stand_in_the_order_of_their_words() -> None:
    """Reported and quoted words are sorted together."""
    text = "The envoy said the boats left.\n“Nobody waved,” she said.\nThe envoy added that it had rained."
    found = quotations_in(
        text,
        [("cue", "said"), ("source", "The envoy"), ("content", "the boats left")],
        [("cue", "added"), ("source", "The envoy"), ("content", "that it had rained")],
    )

    assert [one.text for one in found] == ["the boats left", "Nobody waved,", "it had rained"]
