"""From the model's span group to attributions."""

from __future__ import annotations

import pytest

from onrecord.reading.anatomy import find_anatomy
from onrecord.records import Anatomy, Attributions, QuotationKind, Span, make_report
from onrecord.within.attributions import ModelAttributions
from tests.within.docs import Part, make_doc


def found_in(text: str, *attributions: list[Part], anatomy: Anatomy | None = None) -> Attributions:
    """Return what the stage makes of these attributions of a text."""
    doc = make_doc(text, attributions=attributions)
    (found,) = ModelAttributions().run(make_report(text), anatomy or Anatomy(), doc).given
    assert isinstance(found, Attributions)
    return found


def test_what_belongs_together() -> None:
    """What shares an id is one attribution: its source, its cue and all stretches of its content, in order."""
    text = "“We sign,” Venn said, “on Monday.” Roe fears that nobody will."
    one, other = found_in(
        text,
        [("cue", "said"), ("source", "Venn"), ("content", "on Monday"), ("content", "We sign")],
        [("cue", "fears"), ("source", "Roe"), ("content", "that nobody will")],
    )

    assert [span.of(text) for span in one.source] == ["Venn"]
    assert [span.of(text) for span in one.cue] == ["said"]
    assert [span.of(text) for span in one.content] == ["We sign", "on Monday"]
    assert [span.of(text) for span in (*other.source, *other.cue, *other.content)] == [
        "Roe",
        "fears",
        "that nobody will",
    ]


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("“We sign,” Venn said.", "We sign", QuotationKind.DIRECT),
        ("Venn said that they sign.", "that they sign", QuotationKind.INDIRECT),
        (
            "Venn said it was “a pause with benches” and no more.",
            "it was “a pause with benches” and no more",
            QuotationKind.MIXED,
        ),
        ("Venn said “we sign on Monday or never”.", "“we sign on Monday or never”", QuotationKind.DIRECT),
    ],
    ids=["direct", "indirect", "mixed", "marks in the content"],
)
def test_kind(text: str, content: str, kind: QuotationKind) -> None:
    """Marks around nearly all of a content make it direct, around some of it mixed, around nothing indirect."""
    (found,) = found_in(text, [("cue", "said"), ("source", "Venn"), ("content", content)])

    assert found.kind is kind


def test_parts_may_be_missing() -> None:
    """A cue may have no source and no content."""
    (found,) = found_in("It was reported.", [("cue", "reported")])

    assert (found.source, found.content, found.kind) == ((), (), QuotationKind.INDIRECT)


def test_furniture_is_not_read() -> None:
    """What touches furniture is no attribution."""
    text = (
        "The boats left Karrow on Monday and crossed the bay in the dark, with eighty passengers on board.\n\n"
        "Sign up for The Selbridge Letter, our free newsletter, here.\n"
    )
    said = [("cue", "Sign"), ("content", "The Selbridge Letter")]

    assert found_in(text, said, anatomy=find_anatomy(make_report(text))) == ()


def test_a_content_goes_on_in_a_wrapped_line() -> None:
    """Where a line was wrapped by hand no paragraph ends."""
    text = (
        "The harbour master of Karrow said on Monday that the boats would\n"
        "leave before the storm, and that nobody on the quay had asked to\n"
        "stay behind, whatever the papers wrote about it in the following\n"
        "week, which was the wettest that the town could remember, and\n"
        "longer than most."
    )
    content = "that the boats would\nleave before the storm"
    (found,) = found_in(text, [("cue", "said"), ("content", content)])

    assert [span.of(text) for span in found.content] == [content]


def test_a_content_ends_with_its_line() -> None:
    """What a content has beyond the end of the cue's line is another line's, unless marks hold it together."""
    (headline,) = found_in(
        "Venn tours Karrow, pledging help\nKARROW\nNobody came.", [("cue", "pledging"), ("content", "help\nKARROW")]
    )
    (speech,) = found_in(
        "“We sign.\n“We sign soon,” Venn said.", [("cue", "said"), ("content", "We sign.\n“We sign soon")]
    )

    assert headline.content == (Span(28, 32),)
    assert speech.content == (Span(1, 23),)
