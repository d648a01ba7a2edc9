"""Copies: planted ones with known direction, and real pairs of articles that share long runs of words."""

from __future__ import annotations

from evals.built import Row, build_rows
from evals.gold import SHARED, fingerprint, rows
from evals.metrics import Score
from evals.planted import DATA, Directions, Planted, make_planted, score_direction, score_passages
from evals.scoring import Error, Result
from onrecord.across.wording import word_text
from onrecord.records import Span

PAIRS = SHARED / "data" / "reuse_pairs" / "train.jsonl.gz"
RUN_WORDS = 25
"""Words in a row from which a run that two articles share must be found."""

_TABLES = ("reports", "passages", "derivations")


# --- planted copies ---


def score_planted(copies: int) -> tuple[Result, str]:
    """Plant so many copies, build a record of all texts, and score its passages and derivations."""
    planted = make_planted(rows(DATA), copies=copies, unrelated=copies // 3)
    inputs = (
        {"id": text.id, "text": text.text, "title": text.title, "outlet": text.outlet, "published": text.published}
        for text in planted.texts
    )
    tables = build_rows(inputs, _TABLES)
    ids = {row["id"]: row["source_id"] for row in tables["reports"]}
    result = Result()
    _score_passages(planted, tables, ids, result)
    _score_directions(planted, tables, ids, result)
    return result, fingerprint(DATA.read_bytes())


def _score_passages(planted: Planted, tables: dict[str, list[Row]], ids: dict[str, str], result: Result) -> None:
    found: dict[tuple[str, str], list[tuple[Span, Span]]] = {}
    for row in tables["passages"]:
        if row["kind"] == "copy":
            left, right = row["left"], row["right"]
            spans = Span(left["start"], left["end"]), Span(right["start"], right["end"])
            found.setdefault((ids[left["report"]], ids[right["report"]]), []).append(spans)
    result.scores["passages: characters"] = score_passages(found, planted.copies, planted.texts)
    for name in sorted({edit.value for copy in planted.copies for edit in copy.edits if "credit" not in edit.value}):
        some = [copy for copy in planted.copies if name in copy.edits]
        result.scores[f"passages: {name}"] = score_passages(found, some)


def _score_directions(planted: Planted, tables: dict[str, list[Row]], ids: dict[str, str], result: Result) -> None:
    source_of = {ids[row["to"]]: ids[row["from"]] for row in tables["derivations"] if not row["unseen"]}
    for name, counts in score_direction(source_of, planted.copies).items():
        result.scores[f"direction, {name}"] = _as_score(counts)
    taken = [copy.source for copy in planted.copies]
    once = [copy for copy in planted.copies if taken.count(copy.source) == 1]
    for name, counts in score_direction(source_of, once).items():
        result.scores[f"direction, {name}, taken once"] = _as_score(counts)
    for copy in planted.copies:
        given = source_of.get(copy.derived)
        if given is not None and given != copy.source:
            result.errors.append(Error(copy.derived, "wrong source", f"{given} for {copy.source}"))


def _as_score(counts: Directions) -> Score:
    return Score(counts.right, counts.right + counts.wrong, counts.right + counts.wrong + counts.unknown)


# --- real pairs ---


def score_pairs(count: int | None) -> tuple[Result, str]:
    """Build a record of the articles of so many pairs (all: `None`); score the characters found of long exact runs."""
    pairs = list(rows(PAIRS))[:count]
    articles = {pair[side]: pair[f"text_{side}"] for pair in pairs for side in "ab"}
    tables = build_rows(({"id": id_, "text": text} for id_, text in articles.items()), _TABLES)
    ids = {row["id"]: row["source_id"] for row in tables["reports"]}
    covered: dict[tuple[str, str], set[int]] = {}
    for row in tables["passages"]:
        sides = row["left"], row["right"]
        for here, there in (sides, sides[::-1]):
            place = ids[here["report"]], ids[there["report"]]
            covered.setdefault(place, set()).update(range(here["start"], here["end"]))
    right = due = 0
    for pair in pairs:
        for here, there in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            characters = _in_runs(articles[here], articles[there])
            due += len(characters)
            right += len(characters & covered.get((here, there), set()))
    result = Result()
    result.scores[f"characters in runs of {RUN_WORDS} words and more"] = Score(right, right, due)
    return result, fingerprint(PAIRS.read_bytes())


def _in_runs(text: str, other: str) -> set[int]:
    """Return the characters of a text's words that stand in runs which another text has too."""
    wording, forms = word_text(text), word_text(other).forms
    theirs = {forms[place : place + RUN_WORDS] for place in range(len(forms) - RUN_WORDS + 1)}
    characters: set[int] = set()
    for place in range(len(wording.forms) - RUN_WORDS + 1):
        if wording.forms[place : place + RUN_WORDS] in theirs:
            for word in range(place, place + RUN_WORDS):
                characters.update(range(wording.starts[word], wording.ends[word]))
    return characters
