"""The demo's gold record: loaded into typed models, and checked: every span slices back, every key exists.

`docs/gold.md` describes it field by field. `python -m evals.demo_gold` prints what is wrong with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from evals.gold import fingerprint as gold_fingerprint
from evals.gold import read_file
from onrecord.demo import gold_folder, reports_folder
from onrecord.records import Report, Span


def _forward(span: tuple[int, int, str]) -> tuple[int, int, str]:
    start, end, words = span
    if not 0 <= start < end or end - start != len(words):
        raise ValueError(f"not a span and its words: {span}")
    return span


Placed = Annotated[tuple[int, int, str], AfterValidator(_forward)]
"""Start, end and the printed words."""

Key = str


class _Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.rstrip("_"), validate_by_name=True
    )  # `from_` is `from` in the file


class Interval(_Model):
    """A first and a last moment, ISO 8601; `None` open."""

    start: str | None
    end: str | None


class Dated(Interval):
    """A publication time, and how the text tells it."""

    how: Literal["metadata", "url", "dateline", "text"]


class Credit(_Model):
    """An agency or outlet that the text credits."""

    span: Placed
    name: str


class Anatomy(_Model):
    """How a text is built."""

    title: Placed | None
    subtitle: Placed | None = None
    byline: Placed | None = None
    dateline: Placed | None = None
    date: Placed | None = None
    captions: tuple[Placed, ...] = ()
    credits: tuple[Credit, ...] = ()
    furniture: tuple[Placed, ...] = ()


class Mention(_Model):
    """Where a text speaks of an entity."""

    span: Placed
    entity: Key
    how: Literal["name", "demonym", "office", "description", "pronoun"]


class Time(_Model):
    """A date or day as printed; value and interval `None` where this text alone does not tell."""

    span: Placed
    value: str | None
    start: str | None
    end: str | None
    precision: str | None


class Quotation(_Model):
    """One attribution: what is said, by whom, through whom."""

    key: Key
    spans: tuple[Placed, ...]
    kind: Literal["direct", "mixed", "indirect"]
    cue: tuple[Placed, ...]
    source: tuple[Placed, ...]
    speaker: tuple[Key, ...]
    via: tuple[Key, ...] = ()
    addressee: tuple[Key, ...] = ()
    time: Placed | None = None
    place: Placed | None = None


class Event(_Model):
    """What happened, is planned or denied, as one text tells it."""

    key: Key
    type: Literal[
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
        "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    ]  # fmt: skip
    trigger: Placed
    actors: tuple[Key, ...]
    recipients: tuple[Key, ...]
    place: Key | None
    time: Interval | None
    status: Literal["happened", "ongoing", "planned", "proposed", "conditional", "denied"]


class Figure(_Model):
    """A count as one text gives it."""

    key: Key
    span: Placed
    counts: str
    value: float
    unit: str
    comparator: Literal["=", ">=", "<=", "~"]
    as_of: str | None
    said_by: tuple[Key, ...]


class Debatable(_Model):
    """A stretch on which two readers may differ, and why: neither way counts as an error."""

    span: Placed
    why: str


class Text(_Model):
    """The gold of one text."""

    key: Key
    file: str
    part: int
    outlet: str | None
    language: str
    published: Dated | None
    anatomy: Anatomy
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    quotations: tuple[Quotation, ...]
    not_speech: tuple[Placed, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    debatable: tuple[Debatable, ...] = ()


class Entity(_Model):
    """A person, organisation, place or thing that the texts speak of."""

    key: Key
    name: str
    kind: Literal["person", "organisation", "place", "people", "agreement", "programme", "document", "other"]
    forms: tuple[str, ...]


class Evidence(_Model):
    """Printed words of one text."""

    report: Key
    span: Placed


class Role(_Model):
    """Who held an office, as far as the texts tell."""

    entity: Key
    office: str
    body: Key | None
    from_: str | None
    to: str | None
    evidence: tuple[Evidence, ...]


class WorkedOut(_Model):
    """The publication time of a text that states none, from its sister reports."""

    report: Key
    start: str
    end: str
    because: tuple[Key, ...]


class Relation(_Model):
    """How two versions of a statement stand to each other."""

    left: Key
    right: Key
    relation: str
    differences: tuple[str, ...] = ()


class Statement(_Model):
    """What was said once, in all its versions, fullest first."""

    key: Key
    speaker: tuple[Key, ...]
    occasion: str | None
    versions: tuple[Key, ...]
    relations: tuple[Relation, ...] = ()
    origins: int
    repeats: tuple[Key, ...] = ()


class Story(_Model):
    """Texts about the same happening."""

    key: Key
    headline: str
    reports: tuple[Key, ...]
    start: str
    end: str
    places: tuple[Key, ...]
    entities: tuple[Key, ...]
    previous: tuple[Key, ...] = ()


class StoryPassage(Evidence):
    """Whole paragraphs that tell of another story than their report's own; `doubtful`: readers may differ on them."""

    story: Key
    doubtful: bool = False


class Passage(_Model):
    """Text that two reports share."""

    left: Evidence
    right: Evidence
    kind: Literal["copy", "rewrite", "background", "furniture"]


class Derivation(_Model):
    """Who took text from whom; the source may be one that is not among the texts."""

    from_: Key
    to: Key
    kind: Literal["whole", "abridged", "rewritten", "release"]
    credited: bool
    unseen: bool = False
    reasons: tuple[str, ...]


class JointEvent(_Model):
    """One event, as several texts tell it."""

    key: Key
    type: str
    mentions: tuple[Key, ...]
    actors: tuple[Key, ...]
    recipients: tuple[Key, ...]
    place: Key | None
    time: Interval | None
    status: str


class JointFigure(_Model):
    """The same quantity in several texts."""

    key: Key
    counts: str
    mentions: tuple[Key, ...]
    relation: Literal["same", "update", "conflict"]
    note: str | None = None


class Stage(_Model):
    """A step of a proposal's history."""

    stage: Literal["offered", "amended", "refused", "accepted", "revived", "carried out"]
    by: tuple[Key, ...]
    time: Interval | None
    evidence: tuple[Evidence, ...]


class Proposal(_Model):
    """What somebody proposed, and what became of it."""

    key: Key
    name: str
    by: tuple[Key, ...]
    to: tuple[Key, ...]
    stages: tuple[Stage, ...]


class Position(_Model):
    """Where an actor stands on an issue."""

    actor: Key
    issue: str
    stance: Literal["for", "against", "conditional", "open"]
    time: Interval | None
    evidence: tuple[Evidence, ...]


class Discrepancy(_Model):
    """Where two texts differ."""

    type: Literal["date", "place", "figure", "wording", "attribution", "translation", "omission"]
    left: Evidence
    right: Evidence
    about: str


class Together(_Model):
    """What the texts say together."""

    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    dates: tuple[WorkedOut, ...]
    statements: tuple[Statement, ...]
    stories: tuple[Story, ...]
    story_passages: tuple[StoryPassage, ...]
    passages: tuple[Passage, ...]
    derivations: tuple[Derivation, ...]
    events: tuple[JointEvent, ...]
    figures: tuple[JointFigure, ...]
    proposals: tuple[Proposal, ...]
    positions: tuple[Position, ...]
    discrepancies: tuple[Discrepancy, ...]


@dataclass(frozen=True, slots=True)
class DemoGold:
    """The whole gold: each text with the report it is about, and what they say together."""

    texts: dict[Key, Text]
    reports: dict[Key, Report]
    together: Together


def load() -> DemoGold:
    """Return the demo's gold with the reports as onrecord reads them.

    Raises:
        ValidationError: a file does not have the documented fields.
    """
    folder = gold_folder()
    texts = {text.key: text for text in (_text(path) for path in sorted(folder.glob("[0-9]*.json")))}
    readings = {
        (path.name, reading.location.part): reading.report
        for path in sorted(reports_folder().iterdir())
        for reading in read_file(path)
    }
    reports = {key: readings[text.file, text.part] for key, text in texts.items() if (text.file, text.part) in readings}
    together = Together.model_validate_json((folder / "record.json").read_bytes())
    return DemoGold(texts, reports, together)


def fingerprint() -> str:
    """Return a short hash of the gold and of the reports it is about."""
    files = (*sorted(gold_folder().glob("*.json")), *sorted(reports_folder().iterdir()))
    return gold_fingerprint(b"".join(path.read_bytes() for path in files))


def _text(path: Path) -> Text:
    return Text.model_validate_json(path.read_bytes())


def span_of(placed: Placed) -> Span:
    """Return the span without its words."""
    return Span(placed[0], placed[1])


def problems(gold: DemoGold) -> Iterator[str]:
    """Yield what is wrong: words that are not printed at their span, keys that name nothing or two things."""
    for key, text in gold.texts.items():
        report = gold.reports.get(key)
        if report is None:
            yield f"{key}: {text.file} has no part {text.part}"
            continue
        yield from (
            f"{key}: {placed[2]!r} is not printed at {placed[0]}"
            for placed in _placed(text)
            if not _stands(placed, report)
        )
        yield from _twice(key, (item.key for item in (*text.quotations, *text.events, *text.figures)))
    for evidence in _evidence(gold.together):
        report = gold.reports.get(evidence.report)
        if report is None or not _stands(evidence.span, report):
            yield f"record: {evidence.span[2]!r} is not printed at {evidence.span[0]} of {evidence.report}"
    yield from _unknown_keys(gold)
    yield from _twice("stories", (report for story in gold.together.stories for report in story.reports))
    told = {report for story in gold.together.stories for report in story.reports}
    yield from (f"stories: {key} is in none" for key in gold.texts if key not in told)
    yield from _story_passages(gold)


def _story_passages(gold: DemoGold) -> Iterator[str]:
    """Yield passages about their report's own story, of less than whole paragraphs, or listed twice."""
    own = {report: story.key for story in gold.together.stories for report in story.reports}
    for passage in gold.together.story_passages:
        where = f"story_passages: {passage.report} at {passage.span[0]}"
        if own.get(passage.report) == passage.story:
            yield f"{where}: {passage.story} is the report's own story"
        report = gold.reports.get(passage.report)
        if report is not None and not _whole(span_of(passage.span), report.text):
            yield f"{where}: not whole paragraphs"
    yield from _twice("story_passages", (f"{row.report} at {row.span[0]}" for row in gold.together.story_passages))


def _whole(span: Span, text: str) -> bool:
    """Return whether the span goes from the first to the last character of paragraphs."""
    before, words, after = text[: span.start], text[span.start : span.end], text[span.end :]
    return words == words.strip() and before[-1:] in ("", "\n") and after[:1] in ("", "\n")


def _stands(placed: Placed, report: Report) -> bool:
    return report.text[placed[0] : placed[1]] == placed[2]


def _placed(node: object) -> Iterator[Placed]:
    """Yield every span under a model."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _placed(getattr(node, name))
    elif isinstance(node, tuple):
        if len(node) == 3 and isinstance(node[0], int) and isinstance(node[2], str):
            yield node
        else:
            for item in node:
                yield from _placed(item)


def _evidence(node: object) -> Iterator[Evidence]:
    """Yield every piece of evidence under a model."""
    if isinstance(node, Evidence):
        yield node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _evidence(getattr(node, name))
    elif isinstance(node, tuple):
        for item in node:
            yield from _evidence(item)


def _twice(where: str, keys: Iterable[Key]) -> Iterator[str]:
    seen: set[Key] = set()
    for key in keys:
        if key in seen:
            yield f"{where}: {key} is there twice"
        seen.add(key)


def _unknown_keys(gold: DemoGold) -> Iterator[str]:
    together = gold.together
    entities = {entity.key for entity in together.entities}
    statements = {statement.key for statement in together.statements}
    stories = {story.key for story in together.stories}
    inside = {
        f"{key}/{item.key}"
        for key, text in gold.texts.items()
        for item in (*text.quotations, *text.events, *text.figures)
    }
    named: list[tuple[str, Iterable[Key], set[Key]]] = []
    for key, text in gold.texts.items():
        named += [(f"{key} mentions", (mention.entity for mention in text.mentions), entities)]
        for quotation in text.quotations:
            people = (*quotation.speaker, *quotation.via, *quotation.addressee)
            named += [(f"{key}/{quotation.key}", people, entities)]
        for event in text.events:
            named += [(f"{key}/{event.key}", (*event.actors, *event.recipients, *_some(event.place)), entities)]
        named += [(f"{key}/{figure.key}", figure.said_by, entities) for figure in text.figures]
    texts = set(gold.texts)
    named += [("roles", (role.entity, *_some(role.body)), entities) for role in together.roles]
    named += [("dates", (date.report, *date.because), texts) for date in together.dates]
    for statement in together.statements:
        named += [
            (statement.key, statement.speaker, entities),
            (statement.key, statement.versions, inside),
            (statement.key, statement.repeats, statements),
        ]
        named += [(statement.key, (item.left, item.right), set(statement.versions)) for item in statement.relations]
    for story in together.stories:
        named += [(story.key, story.reports, texts), (story.key, story.previous, stories)]
        named += [(story.key, (*story.places, *story.entities), entities)]
    for passage in together.story_passages:
        named += [("story_passages", (passage.report,), texts), ("story_passages", (passage.story,), stories)]
    for derivation in together.derivations:
        named += [("derivations", (derivation.to, *(() if derivation.unseen else (derivation.from_,))), texts)]
    for joint in together.events:
        named += [(joint.key, joint.mentions, inside)]
        named += [(joint.key, (*joint.actors, *joint.recipients, *_some(joint.place)), entities)]
    named += [(figure.key, figure.mentions, inside) for figure in together.figures]
    for proposal in together.proposals:
        by = (key for stage in proposal.stages for key in stage.by)
        named += [(proposal.key, (*proposal.by, *proposal.to, *by), entities)]
    named += [("positions", (position.actor,), entities) for position in together.positions]
    for where, keys, known in named:
        yield from (f"{where}: there is no {key}" for key in keys if key not in known)


def _some(key: Key | None) -> tuple[Key, ...]:
    return () if key is None else (key,)


def main() -> int:
    """Print what is wrong with the gold; return 1 if anything is."""
    found = list(problems(load()))
    print("\n".join(found) or "every span slices back, every key exists")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
