"""The labels of every head, and tags for spans.

Spans are written as BIOES tags (begin, inside, outside, end, single): each word says where it stands in its span.
"""

from __future__ import annotations

from collections.abc import Iterable

ATTRIBUTION_LABELS = ("source", "cue", "content")
OUTSIDE = 0


def span_tags(labels: Iterable[str]) -> list[str]:
    """Return the tags for spans with these labels; `O` comes first."""
    return ["O", *(f"{place}-{label}" for label in labels for place in "BIES")]


def spans_to_tags(length: int, spans: Iterable[tuple[int, int, str]], tags: list[str]) -> list[int]:
    """Return the tag numbers of `length` words for half-open `spans`; a span that overlaps an earlier one is left out."""
    numbers = {tag: number for number, tag in enumerate(tags)}
    tagged = [OUTSIDE] * length
    for start, end, label in spans:
        if start >= end or any(tagged[start:end]):
            continue
        if end - start == 1:
            tagged[start] = numbers[f"S-{label}"]
            continue
        tagged[start] = numbers[f"B-{label}"]
        tagged[start + 1 : end - 1] = [numbers[f"I-{label}"]] * (end - start - 2)
        tagged[end - 1] = numbers[f"E-{label}"]
    return tagged


def allowed_moves(tags: list[str]) -> list[list[bool]]:
    """Return whether tag `j` may follow tag `i`, for all pairs."""
    return [[_may_follow(left, right) for right in tags] for left in tags]


def _may_follow(left: str, right: str) -> bool:
    opens = left[0] in "BI"
    goes_on = right[0] in "IE"
    return opens == goes_on and (not opens or left[2:] == right[2:])
