"""What a person points at: an id, the place of some words, or the words themselves, found in a record."""

from __future__ import annotations

import re

from onrecord.errors import NotFoundError, SettingsError
from onrecord.record.reader import Reader
from onrecord.records import Extent, Mention, ReportRow, Span, Target, TargetKind

_ID = re.compile(r"[0-9a-f]{4,32}")
_PLACE = re.compile(r"([0-9a-fA-F]{4,32}):(.+)", re.DOTALL)
_SPAN = re.compile(r"(\d+)-(\d+)")
_LISTED = {
    TargetKind.MENTION: "`onrecord export FILE --tables mentions` lists them; REPORT:WORDS will do as well.",
    TargetKind.QUOTATION: "`onrecord show FILE REPORT` lists them.",
    TargetKind.REPORT: "`onrecord show FILE` lists them.",
}


def find_target(reader: Reader, words: str, kind: TargetKind, *, new: bool = False) -> Target:
    """Return what these words point at: an item by its id or the start of it.

    A mention may also be given as `REPORT:START-END` or `REPORT:WORDS`.

    Args:
        reader: of the record.
        words: as they were given.
        kind: what must be found; an entity is found by any of its mentions.
        new: whether words in which the program found no mention will do.

    Raises:
        NotFoundError: there is no such item, more than one, or none at that place.
        SettingsError: a place outside of the text, or without a word in it.
    """
    place = _PLACE.fullmatch(words)
    if place is not None and kind is TargetKind.MENTION:
        return _at_place(reader, reader.report(find_target(reader, place[1], TargetKind.REPORT).report), place[2], new)
    try:
        if kind is TargetKind.REPORT:
            return Target(reader.whole_id("reports", words))
        found = reader.place_of_quotation(words) if kind is TargetKind.QUOTATION else _place_of_mention(reader, words)
    except NotFoundError:
        if not is_id(words):
            raise
        other = reader.find_item(words)  # which says that nothing has it
        raise NotFoundError(
            f"{words} is in the table {other.table}; a {kind.value} is needed.", remedy=_LISTED[kind]
        ) from None
    return target_at(reader.report(found.report), Span(found.start, found.end))


def find_stretch(reader: Reader, report: str, place: str) -> Target:
    """Return a stretch of a report, `START-END`, without white space at its ends. Raises as `find_target`."""
    row = reader.report(find_target(reader, report, TargetKind.REPORT).report)
    span = _SPAN.fullmatch(place)
    if span is None:
        raise SettingsError(
            f"{place!r} is no stretch of a text.",
            remedy="Write START-END, counting characters from 0, for example 2440-2466.",
        )
    return target_at(row, _trimmed(row, Span(int(span[1]), int(span[2]))))


def is_id(words: str) -> bool:
    """Tell whether words look like an id or the start of one, rather than like a name."""
    return bool(_ID.fullmatch(words)) and any(character.isdigit() for character in words)


def target_at(row: ReportRow, span: Span) -> Target:
    """Return the words at a span of a report as a target."""
    return Target(row.id, span.start, span.end, span.of(row.text))


def _place_of_mention(reader: Reader, words: str) -> Extent:
    """Return where a mention stands; an entity's is that of the mention that stands for it. Raises NotFoundError."""
    mention = reader.find_item(_mention_of_entity(reader, words) or reader.whole_id("mentions", words)).record
    assert isinstance(mention, Mention), "a row of the table that was asked for"
    return Extent(mention.report, mention.start, mention.end)


def _mention_of_entity(reader: Reader, words: str) -> str | None:
    """Return the mention that stands for an entity, given by id or by a name that it alone bears."""
    if not is_id(words):
        return reader.mention_of(reader.entity_named(words).id, words)
    try:
        item = reader.find_item(words)
    except NotFoundError:
        return None
    return reader.mention_of(item.record.id) if item.table == "entities" else None


def _at_place(reader: Reader, row: ReportRow, place: str, new: bool) -> Target:
    """Return a mention at a place or of some words in a report."""
    span = _SPAN.fullmatch(place)
    mentions = reader.found_in(row.id)[1]
    if span is None:
        for mention in mentions:
            if mention.text == place:
                return target_at(row, Span(mention.start, mention.end))
        start = row.text.find(place) if new else -1
        if start < 0:
            raise NotFoundError(
                f"No mention in report {row.id[:8]} reads {place!r}.",
                remedy="`onrecord export FILE --tables mentions` lists them; `onrecord decide FILE mention"
                " REPORT:START-END A` makes one.",
            )
        return target_at(row, Span(start, start + len(place)))
    given = _trimmed(row, Span(int(span[1]), int(span[2])))
    if new:
        return target_at(row, given)
    spans = [Span(mention.start, mention.end) for mention in mentions]
    touched = [one for one in spans if one.touches(given)]
    if not touched:
        raise NotFoundError(
            f"There is no mention at {place} of report {row.id[:8]} ({given.of(row.text)!r}).",
            remedy="`onrecord decide FILE mention REPORT:START-END A` makes one.",
        )
    return target_at(row, max(touched, key=lambda one: min(one.end, given.end) - max(one.start, given.start)))


def _trimmed(row: ReportRow, span: Span) -> Span:
    """Return a span of a report without white space at its ends. Raises SettingsError for one without a word."""
    if not span.start < span.end <= len(row.text):
        raise SettingsError(
            f"{span.start}-{span.end} is no stretch of report {row.id[:8]}.",
            remedy=f"START comes before END, and the text ends at {len(row.text)}.",
        )
    words = span.of(row.text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    if start >= end:
        raise SettingsError(
            f"There is no word at {span.start}-{span.end} of report {row.id[:8]}.",
            remedy="Choose a stretch with words.",
        )
    return Span(start, end)
