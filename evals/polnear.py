"""PolNeAR (Newell et al., LREC 2018): direct quotations of its development articles, where the data is at hand.

Only contents that stand wholly in quotation marks are asked for, since reported speech without marks is not
looked for yet. A content counts as found when a found quotation covers it with a Jaccard index of at least
.8; its cue and source when they overlap the annotated ones. Articles are read as they are, tokens ours.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.gold import SHARED, fingerprint
from evals.metrics import Score, overlap
from evals.scoring import FOUND_OVERLAP, Error, Result
from onrecord.pipeline import find_in_report, take_apart
from onrecord.records import Quotation, Span, make_report
from onrecord.settings import Settings

_OPENING, _CLOSING = "“\"‘'", "”\"’'.,"
_MARKS = "“”\"‘’' ,."


def data() -> Path | None:
    """Return the development articles' file, `None` where it is not at hand."""
    path = SHARED / "data" / "polnear" / "dev.jsonl.gz"
    return path if path.exists() else None


def score_articles(path: Path, limit: int | None = None) -> tuple[Result, str]:
    """Score the first `limit` articles; return the result and the data's fingerprint."""
    settings = Settings(jobs=1)
    result = Result()
    for number, row in enumerate(_rows(path)):
        if limit is not None and number >= limit:
            break
        taken = take_apart(make_report(row["text"], source_id=row["id"]), settings)
        found = find_in_report(taken.report, taken.anatomy, taken.language, settings).quotations
        for attribution in row["attributions"]:
            _score(row, attribution, found, result)
    return result, fingerprint(path.read_bytes())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _score(row: dict[str, Any], attribution: dict[str, Any], found: tuple[Quotation, ...], result: Result) -> None:
    text = row["text"]
    content = [_bare(text, Span(*span)) for span in attribution["content"] if _is_marked(text, Span(*span))]
    if not content or len(content) < len(attribution["content"]):
        return
    match = max(found, key=lambda quotation: overlap(quotation.spans, content), default=None)
    is_found = match is not None and overlap(match.spans, content) >= FOUND_OVERLAP
    result.add("direct quotations", Score(int(is_found), int(is_found), 1))
    if not is_found or match is None:
        result.errors.append(Error(row["id"], "direct quotation missed", content[0].of(text)[:100]))
        return
    for name, spans in (("cue", match.cue), ("source", match.source)):
        due = [Span(*span) for span in attribution[name]]
        if due:
            right = overlap(spans, due) > 0
            result.add(name, Score(int(right), int(bool(spans)), 1))
            if not right:
                words = " … ".join(span.of(text) for span in spans) or "none"
                result.errors.append(
                    Error(row["id"], name, f"{words} for {due[0].of(text)}: {content[0].of(text)[:50]}")
                )


def _is_marked(text: str, span: Span) -> bool:
    words = span.of(text)
    return len(words) > 2 and words[0] in _OPENING and words[-1] in _CLOSING and words.rstrip(".,")[-1:] in "”\"’'"


def _bare(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip(_MARKS)), span.start + len(words.rstrip(_MARKS)))
