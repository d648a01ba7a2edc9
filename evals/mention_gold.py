"""Gold of who and when: mentions, times and speakers of the seeds and of reports of their kind.

`docs/gold.md` describes it. `python -m evals.mention_gold` prints what is wrong with it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from evals import demo_gold, gold
from evals.demo_gold import Entity, Interval, Key, Placed, Role
from onrecord.records import Report

VALUES = {
    "DATE": re.compile(
        r"(PRESENT|PAST|FUTURE)_REF"
        r"|[0-9X]{2,4}(-([0-9X]{2}|SP|SU|FA|WI)(-[0-9X]{2})?)?"
        r"|[0-9X]{4}-W[0-9X]{2}(-([1-7]|WE))?"
    ),
    "TIME": re.compile(r"[0-9X]{4}-([0-9X]{2}-[0-9X]{2}|W[0-9X]{2}-[1-7])T(\d\d(:\d\d)?|MO|AF|EV|NI)"),
    "DURATION": re.compile(r"P([\dX]+(DE|[YMWD])|T[\dX]+[HM])"),
    "SET": re.compile(r"P\d+[YMWD]|XXXX-(SP|SU|FA|WI)"),
}
"""The TIMEX3 values that each type may have."""
NO_DAY = frozenset(("PRESENT_REF", "PAST_REF", "FUTURE_REF"))
"""The values of references without a day ("now", "recently")."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Mention(demo_gold.Mention):
    """Where a text speaks of an entity; `stands_for`: the country that a capital's name means here."""

    stands_for: Key | None = None


class Time(_Row):
    """A time expression; `also`: other values that count as right."""

    span: Placed
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    also: tuple[str, ...] = ()


class Speech(_Row):
    """One piece of what is said, without its marks, and who says it."""

    span: Placed
    speaker: tuple[Key, ...]


class Text(_Row):
    """The gold of one text; `published` is `None` where the text alone does not tell."""

    key: Key
    file: str
    part: int = 1
    published: Interval | None
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    speakers: tuple[Speech, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionGold:
    """Texts that share their entities, their files, the reports they are about, and a fingerprint of both."""

    name: str
    files: tuple[Path, ...]
    texts: dict[Key, Text]
    reports: dict[Key, Report]
    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    fingerprint: str


def load_seeds() -> MentionGold | None:
    """Return the gold of the seeds; `None` where their texts are not at hand (they are not in this tree).

    Raises:
        ValidationError: the file does not have the documented fields.
    """
    folder = gold.SHARED / "seeds"
    if not folder.is_dir():
        return None
    raw = (gold.HERE / "gold" / "seeds_mentions.json").read_bytes()
    content = json.loads(raw)
    return _read("seeds", folder, content["texts"], content, raw)


def load_twins(part: Literal["dev", "test"]) -> MentionGold:
    """Return the gold of the seeds' twins: `dev`, read when rules were made, or `test`, which were not.

    Raises:
        ValidationError: a file does not have the documented fields.
    """
    folder = gold.HERE / "gold" / "twins" / part
    texts = [{"key": path.stem, **json.loads(path.read_bytes())} for path in sorted(folder.glob("[0-9]*.json"))]
    raw = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return _read(f"twins {part}", folder, texts, json.loads((folder / "entities.json").read_bytes()), raw)


def _read(name: str, folder: Path, rows: list[dict[str, Any]], shared: dict[str, Any], raw: bytes) -> MentionGold:
    texts = {text.key: text for text in map(Text.model_validate, rows)}
    files = tuple(folder / file for file in sorted({text.file for text in texts.values()}))
    readings = {
        (file.name, reading.location.part): reading.report for file in files for reading in gold.read_file(file)
    }
    return MentionGold(
        name=name,
        files=files,
        texts=texts,
        reports={
            key: readings[text.file, text.part] for key, text in texts.items() if (text.file, text.part) in readings
        },
        entities=tuple(map(Entity.model_validate, shared["entities"])),
        roles=tuple(map(Role.model_validate, shared["roles"])),
        fingerprint=gold.fingerprint(raw),
    )


def problems(marked: MentionGold) -> Iterator[str]:
    """Yield what is wrong: words not printed at their span, keys of nothing, what is there twice, odd values."""
    for key, text in marked.texts.items():
        if key not in marked.reports:
            yield f"{key}: {text.file} has no part {text.part}"
            continue
        spans = [row.span for rows in (text.mentions, text.times, text.speakers) for row in rows]
        yield from _not_printed(key, spans, marked.reports[key])
        yield from _twice(key, ((row.span, row.entity) for row in text.mentions))
        yield from _twice(key, (row.span for row in text.times))
        yield from _twice(key, (row.span for row in text.speakers))
        yield from _odd_values(text)
    for role in marked.roles:
        for evidence in role.evidence:
            yield from _not_printed(evidence.report, [evidence.span], marked.reports.get(evidence.report))
    yield from _twice("entities", (entity.key for entity in marked.entities))
    yield from _wrong_keys(marked)
    yield from _wrong_forms(marked)


def _not_printed(key: Key, spans: Iterable[Placed], report: Report | None) -> Iterator[str]:
    for start, end, words in spans:
        if report is None or report.text[start:end] != words:
            yield f"{key}: {words!r} is not printed at {start}"


def _twice(where: str, items: Iterable[object]) -> Iterator[str]:
    seen: set[object] = set()
    for item in items:
        if item in seen:
            yield f"{where}: {item} is there twice"
        seen.add(item)


def _odd_values(text: Text) -> Iterator[str]:
    for time in text.times:
        for value in (time.value, *time.also):
            if not VALUES[time.type].fullmatch(value):
                yield f"{text.key}: {value!r} is no value of a {time.type} ({time.span[2]!r})"


def _wrong_keys(marked: MentionGold) -> Iterator[str]:
    """Yield keys that name nothing, and entities that are never mentioned."""
    known = {entity.key for entity in marked.entities}
    used: dict[Key, str] = {}
    for key, text in marked.texts.items():
        for mention in text.mentions:
            used |= dict.fromkeys((mention.entity, *_some(mention.stands_for)), key)
        for speech in text.speakers:
            used |= dict.fromkeys(speech.speaker, key)
    mentioned = set(used)
    for role in marked.roles:
        used |= dict.fromkeys((role.entity, *_some(role.body)), "roles")
    yield from (f"{where}: there is no {key}" for key, where in used.items() if key not in known)
    yield from (f"entities: {key} is never mentioned" for key in sorted(known - mentioned))


def _wrong_forms(marked: MentionGold) -> Iterator[str]:
    """Yield entities whose forms are not the names and demonyms that the texts print."""
    printed: dict[Key, set[str]] = {}
    for text in marked.texts.values():
        for mention in text.mentions:
            if mention.how in {"name", "demonym"}:
                printed.setdefault(mention.entity, set()).add(mention.span[2])
    for entity in marked.entities:
        differing = printed.get(entity.key, set()) ^ set(entity.forms)
        if differing:
            yield f"entities: {entity.key} is printed differently: {sorted(differing)}"


def _some(key: Key | None) -> tuple[Key, ...]:
    return () if key is None else (key,)


def main() -> int:
    """Print what is wrong with the gold; return 1 if anything is."""
    sets = (load_seeds(), load_twins("dev"), load_twins("test"))
    found = [f"{marked.name} {problem}" for marked in sets if marked for problem in problems(marked)]
    print("\n".join(found) or "every span slices back, every key exists")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
