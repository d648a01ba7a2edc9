"""The nouns of a record: one frozen type for each idea, used everywhere.

Rules that hold for all of them:

* Offsets are Unicode code points, half-open, into the `text` of the report that the row names. Slicing the
  report's text at a span gives the printed words; what cannot be pinned to characters is not here.
* Ids are 32 hexadecimal digits (16 bytes) made from content by `make_id`, so the same input gives the same
  ids, whatever the order, the batch or the process that read it.
* Unknown is `None` or empty, never a made-up value.
* `made_by` names the component and version that made a row; `confidence` is its own estimate in [0, 1].

The field names of the types that `record.tables.TABLES` lists are those of the contract's tables.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

ID_BYTES = 16
_SURROGATE = re.compile("[\ud800-\udfff]")


class Kept(StrEnum):
    """What became of one input."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    FAILED = "failed"


class DateSource(StrEnum):
    """How a report's publication time is known."""

    METADATA = "metadata"
    URL = "url"
    DATELINE = "dateline"
    TEXT = "text"


class PieceKind(StrEnum):
    """What a labelled stretch of a report's text is, when it is not running text."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


class QuotationKind(StrEnum):
    """How the words are given: all in marks, in the reporter's words, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"

    @property
    def has_marks(self) -> bool:
        """Tell whether words of it stand in quotation marks."""
        return self is not QuotationKind.INDIRECT


class Verdict(StrEnum):
    """The outcome of comparing two things."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Span(NamedTuple):
    """Characters `start` (included) to `end` (excluded) of a report's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the printed words."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)


class Stretches:
    """Spans in order that do not overlap: which of them meet another span is found without looking at each."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = tuple(spans)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def touching(self, span: Span) -> tuple[Span, ...]:
        """Return the stretches that share at least one character with a span."""
        if span.start >= span.end:
            return ()
        return self._spans[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def cover(self, span: Span) -> bool:
        """Tell whether one stretch holds all of a span."""
        place = bisect_right(self._starts, span.start)
        return place > 0 and self._spans[place - 1].covers(span)


class Published(NamedTuple):
    """When a report was published: an inclusive interval in ISO 8601, as precise as its source.

    A day is `2031-04-12` at both ends; a month known only as such runs from its first to its last day;
    a moment with a clock time has that moment at both ends.
    """

    start: str
    end: str
    how: DateSource


def moment_of(published: str) -> str:
    """Return the start or end of a publication time so that it sorts by time: a clock time with an offset in UTC."""
    moment = datetime.fromisoformat(published) if "T" in published else None
    return published if moment is None or moment.tzinfo is None else moment.astimezone(UTC).isoformat()


def storable(words: str) -> str:
    """Return words without halves of surrogate pairs (bytes of a name that are no text), which become U+FFFD."""
    return _SURROGATE.sub("\ufffd", words)


def make_id(noun: str, *parts: object) -> str:
    """Return the content id of one item: 32 hexadecimal digits.

    Args:
        noun: the kind of item, so that two kinds with equal parts differ.
        *parts: what identifies it; `None` differs from the empty string, and no two lists of parts run together.

    Raises:
        UnicodeEncodeError: a part holds half of a surrogate pair, which no text can.
    """
    digest = hashlib.blake2b(noun.encode(), digest_size=ID_BYTES)
    for part in parts:
        if part is None:
            digest.update(b"\x00")
        else:
            raw = str(part).encode()
            digest.update(b"\x01%d:" % len(raw))
            digest.update(raw)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """One text by one outlet, as read and never edited again.

    `title`, `outlet`, `author`, `url`, `published` and `language` are what came with the text (metadata,
    columns, front matter); what the text itself says of them is in its `Anatomy`. `tokens`, where the input
    gave them, is a list of sentences, each a list of the words' spans.
    """

    id: str
    text: str
    source_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: Published | None = None
    language: str | None = None
    tokens: tuple[tuple[Span, ...], ...] | None = None


def make_report(
    text: str,
    *,
    source_id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    url: str | None = None,
    published: Published | None = None,
    language: str | None = None,
    tokens: tuple[tuple[Span, ...], ...] | None = None,
) -> Report:
    """Return a report whose id is made of everything that came with it, and of nothing else.

    Raises:
        UnicodeEncodeError: the text or a field holds half of a surrogate pair.
    """
    dated = None if published is None else (published.start, published.end)
    return Report(
        id=make_id("report", text, source_id, title, outlet, author, url, dated, language, tokens),
        text=text,
        source_id=source_id,
        title=title,
        outlet=outlet,
        author=author,
        url=url,
        published=published,
        language=language,
        tokens=tokens,
    )


@dataclass(frozen=True, slots=True)
class Location:
    """Where a report lay: file (or archive member), its place in that file, and where its text starts.

    `part` counts from 1: the text of several in one file, or the row. `file_start` is the offset, in code
    points of the decoded file, at which a plain-text report starts; `None` for other formats.
    """

    file: str
    part: int
    file_start: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One report as a reader hands it over, with where it lay and what could not be used of what came with it."""

    report: Report
    location: Location
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRead:
    """One input, or one row of it, that gave no report, and why."""

    file: str
    reason: str
    status: Kept = Kept.FAILED


@dataclass(frozen=True, slots=True)
class Input:
    """One file (archive member, standard input, row) a run was given, and what became of it."""

    file: str
    status: Kept
    reason: str | None = None
    reports: int = 0
    format: str | None = None
    size: int | None = None
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of a report's text; `name` is the agency or outlet a credit names."""

    kind: PieceKind
    start: int
    end: int
    name: str | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """How one report is built: labelled pieces in order of place, and the date its own text states."""

    pieces: tuple[Piece, ...] = ()
    published: Published | None = None

    def spans(self, *kinds: PieceKind) -> tuple[Span, ...]:
        """Return where pieces of these kinds stand, in order."""
        return tuple(piece.span for piece in self.pieces if piece.kind in kinds)


@dataclass(frozen=True, slots=True)
class Language:
    """The language a report is in: an ISO 639-1 code, or `None` when too little tells."""

    code: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A report with its anatomy and language: what reading gives before anything is looked for."""

    report: Report
    anatomy: Anatomy
    language: Language
    address: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored report as later stages need it, with the key it has in this file."""

    key: int
    report: Report
    anatomy: Anatomy
    language: Language


@dataclass(frozen=True, slots=True)
class Addressed:
    """A report that shares its address with others."""

    id: str
    address: str
    text: str
    published: str | None


@dataclass(frozen=True, slots=True)
class OutletReport:
    """A report of a named outlet, with the stretches of it that its own anatomy labels."""

    id: str
    outlet: str
    address: str | None
    text: str
    labelled: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A line of a report that its outlet prints again and again."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class Drop:
    """Something a stage left out, with the reason; `start` and `end` say where, when it is a place."""

    report: str
    stage: str
    reason: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency or outlet that a report credits, where its name is printed."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as the record shows it: what came with the text, completed by what the text says.

    `unread` is the reason why nothing was looked for in the text, `None` when it was read.
    `anatomy` holds the labelled pieces; `furniture` and `credits` are drawn from it.
    """

    id: str
    source_id: str | None
    file: str
    part: int
    file_start: int | None
    title: str | None
    outlet: str | None
    url: str | None
    published: Published | None
    language: str | None
    text: str
    furniture: tuple[Span, ...]
    credits: tuple[Credit, ...]
    version_of: str | None
    author: str | None
    anatomy: tuple[Piece, ...]
    unread: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say, think or want what: one cue, its source and its content, in the sense of PolNeAR.

    Spans of one part stand in order of place; `source` and `content` may be empty. Wider than a `Quotation`, which
    is something said.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: QuotationKind


@dataclass(frozen=True, slots=True)
class Quotation:
    """One attribution in one report: what is quoted, by which cue, from whom, through whom.

    `spans` lie inside the marks; `text` is the printed words of the spans, joined by single spaces.
    `speaker` and `via` hold printed names until there are entities; `via` is outermost first.
    """

    id: str
    report: str
    spans: tuple[Span, ...]
    text: str
    kind: QuotationKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker: tuple[str, ...]
    via: tuple[str, ...]
    made_by: str
    confidence: float
    addressee: str | None = None
    time: str | None = None
    place: str | None = None
    about: tuple[str, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed, a date or an amount of money: half-open offsets and one of the nine labels of `annotate`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a report names or points at somebody or something."""

    id: str
    entity: str | None
    report: str
    start: int
    end: int
    how: str
    label: str
    text: str
    made_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: TIMEX3 `type` and `value`, and the interval it stands for where that is known.

    `start_time` and `end_time` are inclusive ISO 8601; `precision` is the unit they are known to. `anchor` is what it
    was reckoned from: a publication time, or the id of another time of the report. `reading` is what the words say by
    themselves, in the form of `within.time_reading`, from which the time can be anchored again; empty where it is not
    known.
    """

    id: str
    report: str
    start: int
    end: int
    value: str
    start_time: str | None
    end_time: str | None
    precision: str | None
    anchor: str | None
    rule: str
    type: str
    text: str
    made_by: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One way an entity is printed, and how often."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place, people, agreement, programme or document."""

    id: str
    name: str
    kind: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """A span together with its report: evidence that can stand alone."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Role:
    """An office held by an entity, from and to as far as reports show."""

    entity: str
    office: str
    body: str | None
    from_: str | None
    to: str | None
    evidence: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two reports share."""

    id: str
    left: Extent
    right: Extent
    same: float
    kind: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """One report taken from another, or from a source nobody sent us."""

    from_: str
    to: str
    share: float
    confidence: float
    reasons: tuple[str, ...]
    unseen: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Reports about the same happening."""

    id: str
    reports: tuple[str, ...]
    headline: str | None
    start: str | None
    end: str | None
    places: tuple[str, ...]
    entities: tuple[str, ...]
    previous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryPassage:
    """Part of a report that belongs to a story."""

    story: str
    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Substory:
    """A story that is part of another."""

    id: str
    story: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How two versions of one statement differ."""

    left: str
    right: str
    relation: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said once, with its versions in every report."""

    id: str
    speaker: tuple[str, ...]
    versions: tuple[str, ...]
    relations: tuple[Relation, ...]
    origins: int
    repeats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the program decided about a pair of items, how sure it was, and why."""

    id: str
    left: str
    right: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    question: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: target by report, span and printed words."""

    id: str
    report: str
    start: int
    end: int
    text: str
    verdict: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """One report as a version of another under the same address."""

    report: str
    version_of: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program over a record: what it was given, with what, and what came of it.

    Times are ISO 8601 in UTC; `seconds` are wall time by stage; `finished` is `None` while it runs or
    when it was interrupted.
    """

    id: str
    command: str
    started: str
    finished: str | None
    program: str
    paths: tuple[str, ...]
    settings: dict[str, object]
    versions: tuple[str, ...]
    counts: dict[str, int]
    seconds: dict[str, float]


class Names(tuple[Name, ...]):
    """All names of one report, in order of place."""

    __slots__ = ()


class Attributions(tuple[Attribution, ...]):
    """All attributions of one report, in the order of their cues."""

    __slots__ = ()


class Quotations(tuple[Quotation, ...]):
    """All quotations of one report, in order of place."""

    __slots__ = ()


class Mentions(tuple[Mention, ...]):
    """All mentions of one report, in order of place."""

    __slots__ = ()


class Times(tuple[Time, ...]):
    """All time expressions of one report, in order of place."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the stages found in one report by itself.

    `windows`: what the language model read, by key; the bytes to keep for the next time where they are new.
    """

    report: str
    unread: str | None = None
    quotations: Quotations = field(default_factory=Quotations)
    mentions: Mentions = field(default_factory=Mentions)
    times: Times = field(default_factory=Times)
    drops: tuple[Drop, ...] = ()
    windows: tuple[tuple[bytes, bytes | None], ...] = ()
