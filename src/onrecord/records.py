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
from collections.abc import Iterable, Mapping
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
    STORY = "story"
    DECISION = "decision"


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


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    PEOPLE = "people"
    AGREEMENT = "agreement"
    PROGRAMME = "programme"
    DOCUMENT = "document"
    OTHER = "other"


class TargetKind(StrEnum):
    """What a person decides about."""

    MENTION = "mention"
    QUOTATION = "quotation"
    REPORT = "report"


class Ruling(StrEnum):
    """What a person can decide; about entities by way of their mentions."""

    SAME = "same"
    DIFFERENT = "different"
    RENAME = "rename"
    RETYPE = "retype"
    MENTION = "mention"
    SPEAKER = "speaker"
    NO_QUOTATION = "no-quotation"
    DATE = "date"
    OUTLET = "outlet"
    FURNITURE = "furniture"
    SAME_STORY = "same-story"
    OTHER_STORY = "other-story"
    COPY = "copy"
    NO_COPY = "no-copy"

    @property
    def target(self) -> TargetKind:
        """The kind of item it is about."""
        return _TARGETS.get(self, TargetKind.MENTION)

    @property
    def has_sides(self) -> bool:
        """Tell whether it says of two things the same whichever is named first."""
        return self in (Ruling.SAME, Ruling.DIFFERENT, Ruling.SAME_STORY, Ruling.OTHER_STORY, Ruling.NO_COPY)

    @property
    def is_of_two_reports(self) -> bool:
        """Tell whether it says of two reports what they are to each other."""
        return self in (Ruling.SAME_STORY, Ruling.OTHER_STORY, Ruling.COPY, Ruling.NO_COPY)


_TARGETS = {
    Ruling.SPEAKER: TargetKind.QUOTATION,
    Ruling.NO_QUOTATION: TargetKind.QUOTATION,
    Ruling.DATE: TargetKind.REPORT,
    Ruling.OUTLET: TargetKind.REPORT,
    Ruling.FURNITURE: TargetKind.REPORT,
    Ruling.SAME_STORY: TargetKind.REPORT,
    Ruling.OTHER_STORY: TargetKind.REPORT,
    Ruling.COPY: TargetKind.REPORT,
    Ruling.NO_COPY: TargetKind.REPORT,
}


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

    def is_before(self, other: Published) -> bool:
        """Tell whether it ended before the other began, for certain."""
        last = moment_of(self.end) if "T" in self.end else f"{self.end}~"  # behind every moment of the day
        return last < moment_of(other.start)


def moment_of(published: str) -> str:
    """Return the start or end of a publication time so that it sorts by time: a clock time with an offset in UTC.

    At the ends of the calendar, where UTC has no such day, it stays as it is.
    """
    moment = datetime.fromisoformat(published) if "T" in published else None
    if moment is None or moment.tzinfo is None:
        return published
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        return published


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

    @property
    def headline(self) -> str:
        """Its title, else its first words."""
        return self.title or " ".join(self.text[:120].split())


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
class Form:
    """One way an entity is printed, and how often."""

    text: str
    count: int


class MentionHow(StrEnum):
    """By what words a mention points at its entity."""

    NAME = "name"
    DEMONYM = "demonym"
    OFFICE = "office"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A printed name of something that may be an entity, and what it names.

    `text` is its words parted by single spaces; `label` that of names, as its kind has it; `key` that of
    `onrecord.facts` where a table knows the place or body; `is_sure` tells that more than the language model's label
    decided the kind.
    """

    start: int
    end: int
    text: str
    label: str
    kind: EntityKind
    how: MentionHow = MentionHow.NAME
    key: str | None = None
    is_sure: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a report names or points at somebody or something.

    Words that point at several ("the two men") are a mention for each. `chain` is what the report by itself takes the
    mention to be of, `entity` what all reports together do; both `None` where that stays open. `stands_for` is the
    chain (in the record: the entity) that a capital or a seat of power is read as here: the government of a state.
    `rule` names what tied the mention to its chain.
    """

    id: str
    entity: str | None
    report: str
    start: int
    end: int
    how: MentionHow
    label: str
    text: str
    made_by: str
    confidence: float
    chain: str | None = None
    rule: str = "printed name"
    stands_for: str | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Chain:
    """All that one report by itself takes to be one entity.

    `name` is its fullest printed name; for somebody without one, the words that describe them, and `is_named` is
    false. `forms` are the printed names alone. `is_sure` is false where only the label of the language model tells
    the kind. `pronoun` is "he" or "she" where the report tells. `key` is that of `onrecord.facts`. Of a body that many
    states have, `generic` is the form its names share ("defence ministry") and `owner` the chain of whose it is.
    """

    id: str
    report: str
    kind: EntityKind
    name: str
    forms: tuple[Form, ...]
    is_named: bool
    is_sure: bool
    pronoun: str | None
    made_by: str
    key: str | None = None
    generic: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """An office as one report gives it to somebody: holder and body are chains, the span is the evidence.

    `office` is the normal form that `within.offices` makes; `printed` the words without body and standing.
    `standing`: "current", "former", "acting", "outgoing", "new" or "designate". `began` and `ended` are the ids of the
    report's times that tell since and until when.
    """

    holder: str
    office: str
    printed: str
    body: str | None
    standing: str
    start: int
    end: int
    began: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class ReportChains:
    """What one report speaks of and when it was published, as identity across reports needs it.

    `dates`: the values of the times that its holdings name, by id.
    """

    report: str
    published: Published | None
    chains: tuple[Chain, ...]
    holdings: tuple[Holding, ...]
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rulings:
    """What persons decided about entities, by chains: pairs that are one or not, with the decision, names and kinds."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, EntityKind], ...] = ()

    @property
    def chains(self) -> frozenset[str]:
        """All chains that something is decided about."""
        pairs = (*self.same, *self.different)
        return frozenset(
            (*(chain for pair in pairs for chain in pair), *(chain for chain, _ in (*self.names, *self.kinds)))
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a quotation gives, as chains of its report; `via` is outermost first."""

    quotation: str
    speaker: tuple[str, ...]
    via: tuple[str, ...]


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


class Topic(NamedTuple):
    """A name that a report speaks of: how much, how rare it is in news, and the stem of its last word."""

    weight: float
    rarity: float
    word: str


class Clue(NamedTuple):
    """What a report prints of a day: a TIMEX3 value with X where it says nothing, and the side that is meant.

    `place` is its offset in the text; `is_bare` tells that no "on" stands before it ("agreed Tuesday").
    """

    value: str
    side: str
    place: int
    is_bare: bool


@dataclass(frozen=True, slots=True)
class Gist:
    """What one report by itself is about, weighed: what stands further up weighs more.

    `terms` are stems (see `facts.terms`) and `pairs` two that stand together, with weights; `lead` counts those of the
    first words; `title` are those of the title, or of the first sentences. Persons are named by their last names,
    places and bodies by their key of `onrecord.facts` or their name. `numbers` are a counted noun, how many, and after
    how many words. `days` are those known (ISO 8601), and `clues` what is printed of
    days, known or not; `years` are those named. `published` is the first and last day that it may have been published.
    A round-up tells of several things: its paragraphs have hardly a word in common.
    """

    report: str
    length: int
    terms: Mapping[str, float]
    lead: Mapping[str, int]
    title: tuple[str, ...]
    pairs: Mapping[str, float]
    persons: Mapping[str, Topic]
    first_names: Mapping[str, str]
    places: Mapping[str, Topic]
    bodies: Mapping[str, Topic]
    numbers: tuple[tuple[str, float, int], ...]
    ordinals: tuple[tuple[str, int], ...]
    days: Mapping[str, float]
    clues: tuple[Clue, ...]
    years: tuple[int, ...]
    published: tuple[str, str] | None
    is_round_up: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report, and what it is about by itself: its gist counts places from the paragraph's start.

    `place` counts all paragraphs of the report, also those that say too little.
    """

    start: int
    end: int
    place: int
    gist: Gist


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place, people, agreement, programme or document.

    `name` is as printed, the fullest and most frequent; `key` that of `onrecord.facts` where a table knows it.
    """

    id: str
    name: str
    kind: EntityKind
    forms: tuple[Form, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """A span together with its report: evidence that can stand alone."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Role:
    """An office held by an entity, from and to as far as reports show.

    `office` is as most reports print it, without body; `body` the entity whose office it is. `from_` and `to` are what
    reports state; `first_seen` and `last_seen` the publication days of the first and last dated report that gives the
    office to its holder as current.
    """

    entity: str
    office: str
    body: str | None
    from_: str | None
    to: str | None
    evidence: tuple[Extent, ...]
    first_seen: str | None = None
    last_seen: str | None = None


class PassageKind(StrEnum):
    """What shared text is: taken over, a line of the page, or stock words that are printed again and again."""

    COPY = "copy"
    FURNITURE = "furniture"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two reports share; `left` is in the one with the smaller id, or further up in the same report.

    `same` is the share of the aligned words that are equal, `words` their number, and `quoted` the share of the left
    side's characters that stand in quotation marks: words that both may have from who said them.
    """

    id: str
    left: Extent
    right: Extent
    same: float
    kind: PassageKind
    words: int
    quoted: float
    made_by: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as its words are compared with others: `left_out` is no running text, such as furniture and credits.

    `quoted` are the stretches in quotation marks.
    """

    id: str
    text: str
    left_out: tuple[Span, ...] = ()
    quoted: tuple[Span, ...] = ()
    title: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A report and others whose words it is to be compared with."""

    left: Printed
    rights: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One report taken from another, or from a source nobody sent us."""

    from_: str
    to: str
    share: float
    confidence: float
    reasons: tuple[str, ...]
    unseen: bool
    made_by: str


@dataclass(frozen=True, slots=True)
class Dating:
    """When a report that does not say so was published: the first and last day it may have been, how sure, and why.

    `because` are the reports of its story that this rests on.
    """

    report: str
    start: str
    end: str
    confidence: float
    reasons: tuple[str, ...]
    because: tuple[str, ...]
    made_by: str


@dataclass(frozen=True, slots=True)
class Story:
    """Reports about the same happening.

    `headline` is the title of the report that is most like the others; `origins` are how many of the reports stand for
    themselves, copies counted with what they were taken from. `start` and `end` are the first and last day
    that its reports mainly tell of. `places` and `entities` are those that it speaks most of; `previous` are earlier
    stories like it.
    """

    id: str
    reports: tuple[str, ...]
    headline: str | None
    start: str | None
    end: str | None
    places: tuple[str, ...]
    entities: tuple[str, ...]
    previous: tuple[str, ...]
    origins: int
    made_by: str


@dataclass(frozen=True, slots=True)
class StoryPassage:
    """Part of a report that tells of another story than the report's own: a recalled happening, an item of a round-up.

    `like` is the report of that story that it is most like.
    """

    story: str
    report: str
    start: int
    end: int
    like: str
    confidence: float
    reasons: tuple[str, ...]
    made_by: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


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
class Target:
    """Words of a report that a person decided about; without span and words, the report as a whole."""

    report: str
    start: int | None = None
    end: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: target by report, span and printed words.

    `start`, `end` and `text` are `None` for a whole report. `other` is the second target where there is one, `value`
    the name, kind, date or outlet that was given. `attached` tells whether the record holds what it is about;
    otherwise it waits.
    """

    id: str
    report: str
    start: int | None
    end: int | None
    text: str | None
    verdict: Ruling
    who: str
    when: str
    why: str
    other: Target | None = None
    value: str | None = None
    kind: TargetKind = TargetKind.MENTION
    attached: bool = False

    @property
    def target(self) -> Target:
        """What it is about."""
        return Target(self.report, self.start, self.end, self.text)


def make_decision(
    verdict: Ruling,
    target: Target,
    *,
    other: Target | None = None,
    value: str | None = None,
    who: str,
    when: str,
    why: str = "",
) -> Decision:
    """Return a decision whose id is made of what is decided, not of who did so, when and why.

    Two that are one, or are not, are put in the order of their reports and places, so that either may be named first.
    """
    if verdict.has_sides and other is not None:
        target, other = sorted((target, other), key=lambda side: (side.report, side.start or 0, side.end or 0))
    sides = [(side.report, side.start, side.end) if side else None for side in (target, other)]
    return Decision(
        id=make_id("decision", verdict.value, *sides, value),
        report=target.report,
        start=target.start,
        end=target.end,
        text=target.text,
        verdict=verdict,
        who=who,
        when=when,
        why=why,
        other=other,
        value=value,
        kind=verdict.target,
    )


@dataclass(frozen=True, slots=True)
class EntityDecision:
    """A decision about who is meant, resolved to items that the record holds now.

    `left` is a mention (of `Ruling.SPEAKER` the quotation), `right` the other mention where there is one; `value`
    the name or kind given. A decision that is not attached is none.
    """

    id: str
    verdict: Ruling
    left: str
    right: str | None
    value: str | None


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


class Bearers(tuple[Bearer, ...]):
    """All names of one report that may be entities', in order of place."""

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


class Chains(tuple[Chain, ...]):
    """What one report speaks of, each thing once, in the order of first mention."""

    __slots__ = ()


class Holdings(tuple[Holding, ...]):
    """All offices that one report gives to somebody, in order of place."""

    __slots__ = ()


class Voices(tuple[Voice, ...]):
    """Whose words the quotations of one report give, in their order; those of unknown speakers are left out."""

    __slots__ = ()


class Paragraphs(tuple[Paragraph, ...]):
    """The paragraphs of one report that say enough to be about something, in order."""

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
    chains: Chains = field(default_factory=Chains)
    holdings: Holdings = field(default_factory=Holdings)
    voices: Voices = field(default_factory=Voices)
    times: Times = field(default_factory=Times)
    gist: Gist | None = None
    paragraphs: Paragraphs = field(default_factory=Paragraphs)
    drops: tuple[Drop, ...] = ()
    windows: tuple[tuple[bytes, bytes | None], ...] = ()
