"""Gold of single texts that was written by reading: the seeds' and the fresh reports'.

The shape is a `GoldText` for each text of a file. Spans are half-open code points of the text as onrecord
gives it (`Report.text`), so that findings and gold compare directly.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.reading.inputs import Walk, read_payload
from onrecord.records import Reading, Report, Span
from onrecord.settings import Settings

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """One quotation: every reading of its spans and cue that counts as right, and its speaker when named."""

    spans: tuple[tuple[Span, ...], ...]
    kind: str
    cues: tuple[Span | None, ...]
    sources: tuple[Span | None, ...]
    speaker: str | None
    via: str | None


@dataclass(frozen=True, slots=True)
class GoldText:
    """What a reader found in one text."""

    name: str
    report: Report
    furniture: tuple[Span, ...]
    title: Span | None
    dateline: Span | None
    credits: tuple[Span, ...]
    published: str | None
    quotations: tuple[GoldQuotation, ...]
    debatable: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Texts that are scored together, how many texts its files hold, and a fingerprint of the gold."""

    name: str
    texts: tuple[GoldText, ...]
    expected_texts: int
    fingerprint: str


def seeds() -> GoldSet | None:
    """Return the gold of the seeds; `None` where their texts are not at hand (they are not in this tree)."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        return None
    raw = (HERE / "gold" / "seeds.json").read_bytes()
    entries = json.loads(raw)["files"]
    return _offsets_set("seeds", [(folder / entry["file"], entry) for entry in entries], raw)


def fresh(part: str) -> GoldSet:
    """Return the gold of the fresh reports: `dev`, read when rules were made, or `test`, which were not."""
    folder = HERE / "gold" / "fresh" / part
    pairs = [(path.with_suffix(".txt"), json.loads(path.read_bytes())) for path in sorted(folder.glob("*.json"))]
    raw = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return _offsets_set(f"fresh {part}", pairs, raw)


def fingerprint(raw: bytes) -> str:
    """Return a short hash of gold data: floors hold for exactly this data."""
    return hashlib.sha256(raw).hexdigest()[:16]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzip-compressed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _offsets_set(name: str, pairs: list[tuple[Path, dict[str, Any]]], raw: bytes) -> GoldSet:
    texts: list[GoldText] = []
    expected = 0
    for path, entry in pairs:
        expected += len(entry["parts"])
        texts += [_from_offsets(path, entry, reading) for reading in read_file(path)]
    return GoldSet(name, tuple(texts), expected, fingerprint(raw))


def read_file(path: Path) -> list[Reading]:
    """Return the reports of one file."""
    settings = Settings(jobs=1)
    found = [found for payload in Walk([path], settings) for found in read_payload(payload, settings).found]
    return [reading for reading in found if isinstance(reading, Reading)]


def _from_offsets(path: Path, entry: dict[str, Any], reading: Reading) -> GoldText:
    """Cut the part of a file's gold that falls into one of its texts, offsets moved to that text's start."""
    report, base = reading.report, reading.location.file_start or 0
    inside = Span(base, base + len(report.text))
    part = next(
        (
            place
            for place, part in enumerate(entry["parts"])
            if part["start"] < inside.end and inside.start < part["end"]
        ),
        0,
    )

    def span(pair: list[int] | None) -> Span | None:
        return Span(pair[0] - base, pair[1] - base) if pair and inside.start <= pair[0] < inside.end else None

    def spans(pairs: list[list[int]] | None) -> tuple[Span, ...]:
        return tuple(found for pair in pairs or () if (found := span(pair)))

    def one(values: Any, fallback: Any) -> Any:
        return values[part] if isinstance(values, list) and part < len(values) else fallback

    quotations = [
        GoldQuotation(
            spans=tuple(
                reading for reading in (spans(row["spans"]), *_readings(row.get("spans_alt"), spans)) if reading
            ),
            kind=row["kind"],
            cues=(span(row["cue"]), *_alternatives(row.get("cue_alt"), span)),
            sources=(span(row["source"]), *_alternatives(row.get("source_alt"), span)),
            speaker=row["speaker"] if row.get("speaker_named", True) else None,
            via=row.get("via"),
        )
        for row in entry["quotations"]
        if spans(row["spans"])
    ]
    return GoldText(
        name=f"{path.name}#{reading.location.part}",
        report=report,
        furniture=spans(entry["furniture"]),
        title=span(one(entry.get("titles"), None)),
        dateline=span(one(entry.get("datelines"), entry.get("dateline"))),
        credits=spans(entry["credits"]),
        published=one(entry.get("published"), None),
        quotations=tuple(quotations),
        debatable=spans(entry.get("debatable")),
    )


def _readings(values: Any, spans: Any) -> Iterator[tuple[Span, ...]]:
    """Yield alternative span lists, given as one list of spans or as several."""
    if not values:
        return
    if isinstance(values[0][0], list):
        for value in values:
            yield spans(value)
    else:
        yield spans(values)


def _alternatives(values: Any, span: Any) -> tuple[Span | None, ...]:
    if not values:
        return ()
    return tuple(span(value) for value in values) if isinstance(values[0], list) else (span(values),)
