"""Who and when on the gold of `mention_gold`: a record is built of each set, and its rows are scored.

`docs/gold.md` says what the rows are. The gold of the seeds names no speakers; those that `gold.seeds` gives by their
names are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evals import gold, who
from evals.built import Row, Rows, build_tables, row_span
from evals.demo_gold import span_of
from evals.mention_gold import NO_DAY, MentionGold, Time
from evals.metrics import Score, match, overlap
from evals.scoring import Error, Result
from onrecord.records import Span

TABLES = ("reports", "quotations", "entities", "mentions", "roles", "times")
SEALED = ("twins test",)
"""Sets of which no single error is told."""
_LEAST_COVER = 0.5  # the share of a piece of speech that a quotation must hold to be the one that gives it


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what is said in a text, and who says it, as the gold's entities."""

    text: str
    spans: tuple[Span, ...]
    speaker: tuple[str, ...]


def score_marked(marked: MentionGold) -> Result:
    """Build one record of a set's files and score it."""
    return score_rows(build_tables(marked.files, TABLES), marked)


def score_rows(tables: Mapping[str, list[Row]], marked: MentionGold) -> Result:
    """Score exported rows, given by table."""
    result = Result()
    rows = Rows(tables, marked.texts)
    mentions = {key: text.mentions for key, text in marked.texts.items()}
    case = who.make_case(rows, mentions, marked.entities, marked.reports)
    who.score_who(case, result)
    who.score_readings(case, result)
    who.score_roles(case, rows, marked.roles, result)
    score_speakers(case, rows, pieces(marked), result)
    score_times(rows, {key: text.times for key, text in marked.texts.items()}, result)
    if marked.name in SEALED:
        result.errors = [replace(error, text="", words="") for error in result.errors]
    return result


def pieces(marked: MentionGold) -> Iterator[Piece]:
    """Yield the pieces of speech of a set whose speakers are told."""
    for key, text in marked.texts.items():
        yield from (Piece(key, (span_of(speech.span),), speech.speaker) for speech in text.speakers if speech.speaker)
    if marked.name == "seeds":
        yield from _pieces_of_seeds(marked)


def _pieces_of_seeds(marked: MentionGold) -> Iterator[Piece]:
    """Yield the quotations of the seeds with the entity that has their speaker's name."""
    keys = {f"{text.file}#{text.part}": key for key, text in marked.texts.items()}
    entities = {name.casefold(): entity.key for entity in marked.entities for name in (*entity.forms, entity.name)}
    seeds = gold.seeds()
    for text in seeds.texts if seeds else ():
        for quotation in text.quotations:
            entity = entities.get((quotation.speaker or "").casefold())
            if entity and text.name in keys:
                yield Piece(keys[text.name], quotation.spans[0], (entity,))


def score_speakers(case: who.Case, rows: Rows, said: Iterable[Piece], result: Result) -> None:
    """Score who says each piece of speech: right, wrong, left open, or missed, where no quotation holds the piece."""
    found = rows.by_report("quotations")
    score = Score(0, 0, 0)
    for piece in said:
        row = _holder(piece, found.get(piece.text, []))
        outcome = "missed" if row is None else case.outcome_of_all(row["speaker"], piece.speaker)
        result.shares[f"speaker {outcome}"] += 1
        score += Score(int(outcome == "right"), int(outcome in ("right", "wrong")), 1)
        if outcome != "right":
            credited = [] if row is None else [case.meant(entity) or entity for entity in row["speaker"]]
            words = piece.spans[0].of(case.texts.get(piece.text, ""))
            result.errors.append(
                Error(piece.text, f"speaker {outcome}", f"{credited} for {list(piece.speaker)}: {words[:80]}")
            )
    result.scores["speakers"] = score


def _holder(piece: Piece, rows: Sequence[Row]) -> Row | None:
    """Return the quotation that holds most of a piece; the shortest of those that hold as much."""
    best = max(rows, key=lambda row: (_held(piece, row), -_length(row["spans"]), row["id"]), default=None)
    return best if best is not None and _held(piece, best) >= _LEAST_COVER else None


def _held(piece: Piece, row: Row) -> float:
    """Return the share of a piece's characters that lie in a quotation."""
    shared: int = sum(
        max(0, min(span.end, end) - max(span.start, start)) for span in piece.spans for start, end in row["spans"]
    )
    return shared / _length(piece.spans)


def _length(spans: Iterable[Sequence[int]]) -> int:
    return sum(end - start for start, end in spans)


def score_times(rows: Rows, times: Mapping[str, Sequence[Time]], result: Result) -> None:
    """Score times: at the exact words, at words that touch, and by value, any that the gold lets count.

    "Now" and the like have no day: the gold's are not due, and what was found there is not looked at.
    """
    found = rows.by_report("times")
    exact = touching = valued = types = Score(0, 0, 0)
    for key, of_text in times.items():
        apart = [span_of(time.span) for time in of_text if time.value in NO_DAY]
        due = [time for time in of_text if time.value not in NO_DAY]
        left = [row for row in found.get(key, []) if not any(row_span(row).touches(span) for span in apart)]
        pairs = match(left, due, lambda row, time: overlap([row_span(row)], [span_of(time.span)]), 1e-9)
        exact += Score(sum(row_span(row) == span_of(time.span) for row, time in pairs), len(left), len(due))
        touching += Score(len(pairs), len(left), len(due))
        valued += Score(sum(_is_value(row, time) for row, time in pairs), len(left), len(due))
        types += Score(sum(row["type"] == time.type for row, time in pairs), len(pairs), len(pairs))
        _list_times(key, left, due, pairs, result)
    result.scores |= {"times exact": exact, "times relaxed": touching, "times: value": valued, "times: type": types}


def _is_value(row: Row, time: Time) -> bool:
    return row["value"] in (time.value, *time.also)


def _list_times(
    key: str, left: Sequence[Row], due: Sequence[Time], pairs: Sequence[tuple[Row, Time]], result: Result
) -> None:
    met, used = {id(time) for _, time in pairs}, {row["id"] for row, _ in pairs}
    result.errors += [Error(key, "time missed", time.span[2]) for time in due if id(time) not in met]
    result.errors += [
        Error(key, "time invented", f"{row['text']} = {row['value']}") for row in left if row["id"] not in used
    ]
    result.errors += [
        Error(key, "time's value", f"{row['text']} = {row['value']} ({row['rule']}) for {(time.value, *time.also)}")
        for row, time in pairs
        if not _is_value(row, time)
    ]
