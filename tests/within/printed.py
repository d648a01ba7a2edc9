"""What an attribution found, as the text prints it."""

from __future__ import annotations

from onrecord.records import Span
from onrecord.within.leads import ReportingClause


def whole(text: str) -> Span:
    """Return the span of all of a text."""
    return Span(0, len(text))


def words_of(found: ReportingClause | None, text: str) -> tuple[str | None, str | None]:
    """Return the printed cue and source."""
    assert found is not None, "an attribution is due"
    return found.cue and found.cue.of(text), found.source and found.source.of(text)
