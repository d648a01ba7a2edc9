"""PolNeAR (Newell et al., LREC 2018): its development articles' direct quotations, and all its attributions.

Articles are read as they are, tokens ours. Spans are compared without the quotation marks, end punctuation and
white space at their ends, which annotators take in or leave out as they like.

Direct quotations: only contents that stand wholly in quotation marks are asked for, since the rules look for no
other speech. A content counts as found when a found quotation covers it with a Jaccard index of at least .8; its
cue and source when they overlap the annotated ones.

Attributions: sources, cues and contents each by exact spans (a stretch counts once, however many attributions share
it) and by the tokens that they cover; and whole ones, one to one, right where the contents' tokens have a Jaccard
index of at least .5 and the sources touch, or both have none.
"""

from __future__ import annotations

import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.gold import SHARED, fingerprint, rows
from evals.metrics import Score, match, overlap, score_sets
from evals.scoring import FOUND_OVERLAP, Error, Result
from onrecord.pipeline import find_in_report, take_apart
from onrecord.records import Quotation, Span, make_report
from onrecord.settings import Settings

DATA = SHARED / "data" / "polnear" / "dev.jsonl.gz"
_OPENING, _CLOSING = "“\"‘'", "”\"’'.,"
_TRIMMED = "\"'`“”‘’„«»‹›.,;:!?…" + string.whitespace + "\u00a0"
_PARTS = ("source", "cue", "content")
_CONTENT_OVERLAP = 0.5


def data() -> Path | None:
    """Return the development articles' file, `None` where it is not at hand."""
    return DATA if DATA.exists() else None


def score_articles(path: Path, limit: int | None = None) -> tuple[Result, str]:
    """Score the first `limit` articles; return the result and the data's fingerprint."""
    settings = Settings(jobs=1)
    result = Result()
    for number, row in enumerate(rows(path)):
        if limit is not None and number >= limit:
            break
        taken = take_apart(make_report(row["text"], source_id=row["id"]), settings)
        found = find_in_report(taken.report, taken.anatomy, taken.language, settings).quotations
        for attribution in row["attributions"]:
            _score(row, attribution, found, result)
    return result, fingerprint(path.read_bytes())


def _score(row: dict[str, Any], attribution: dict[str, Any], found: tuple[Quotation, ...], result: Result) -> None:
    text = row["text"]
    content = [_bare(text, Span(*span)) for span in attribution["content"] if _is_marked(text, Span(*span))]
    if not content or len(content) < len(attribution["content"]):
        return
    likest = max(found, key=lambda quotation: overlap(quotation.spans, content), default=None)
    is_found = likest is not None and overlap(likest.spans, content) >= FOUND_OVERLAP
    result.add("direct quotations", Score(int(is_found), int(is_found), 1))
    if not is_found or likest is None:
        result.errors.append(Error(row["id"], "direct quotation missed", content[0].of(text)[:100]))
        return
    for name, spans in (("cue", likest.cue), ("source", likest.source)):
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
    start = span.start + len(words) - len(words.lstrip(_TRIMMED))
    return Span(start, max(start, span.start + len(words.rstrip(_TRIMMED))))


# --- attributions ---


@dataclass(frozen=True, slots=True)
class _Attribution:
    """An attribution's tokens, by number."""

    source: frozenset[int]
    content: frozenset[int]


def score_attributions(row: Mapping[str, Any], annotation: Mapping[str, Any], result: Result) -> None:
    """Add the scores of one article: `row` as PolNeAR has it, `annotation` as `annotate` gives it."""
    text = row["text"]
    tokens = [Span(token["start"], token["end"]) for token in annotation["tokens"]]
    tokens = [token for token in tokens if any(character.isalnum() for character in token.of(text))]
    found, due = annotation["attributions"], row["attributions"]
    for part in _PARTS:
        left, right = _stretches(text, found, part), _stretches(text, due, part)
        result.add(f"{part} spans", score_sets(left, right))
        result.add(f"{part} tokens", score_sets(_covered(tokens, left), _covered(tokens, right)))
        for kind, spans in (("missed", right - left), ("invented", left - right)):
            result.errors += [Error(row["id"], f"{part} span {kind}", span.of(text)[:100]) for span in sorted(spans)]
    whole_found, whole_due = (
        [
            _Attribution(
                *(frozenset(_covered(tokens, _stretches(text, [one], part))) for part in ("source", "content"))
            )
            for one in attributions
        ]
        for attributions in (found, due)
    )
    pairs = match(whole_found, whole_due, _agreement, _CONTENT_OVERLAP)
    result.add("whole attributions", Score(len(pairs), len(whole_found), len(whole_due)))


def _stretches(text: str, attributions: Iterable[Mapping[str, Any]], part: str) -> set[Span]:
    spans = {_bare(text, Span(*pair)) for attribution in attributions for pair in attribution[part]}
    return {span for span in spans if span.start < span.end}


def _covered(tokens: Sequence[Span], spans: Iterable[Span]) -> set[int]:
    """Return the numbers of the tokens that spans touch."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    return {number for span in spans for number in range(bisect_right(ends, span.start), bisect_left(starts, span.end))}


def _agreement(left: _Attribution, right: _Attribution) -> float:
    """Return the Jaccard index of the contents, 0 where the sources do not agree."""
    if not (left.source & right.source or not left.source | right.source):
        return 0.0
    return len(left.content & right.content) / max(1, len(left.content | right.content))
