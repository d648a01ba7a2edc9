"""What onrecord finds in gold texts, scored: anatomy, and quotations with their cues and speakers.

A gold quotation counts as found when one found quotation covers the same characters with a Jaccard index of
at least .8, in any of its readings; speech found without marks is not looked at, for the gold holds none. Speakers
are scored where the gold names one: right, wrong, left open, or described: the office as printed, without a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evals.gold import GoldQuotation, GoldSet, GoldText
from evals.metrics import Score, Shares, overlap, score_sets
from onrecord.pipeline import find_in_report, take_apart
from onrecord.records import Anatomy, Findings, PieceKind, Quotation, Span
from onrecord.settings import Settings

FOUND_OVERLAP = 0.8


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong, for reading."""

    text: str
    kind: str
    words: str


@dataclass
class Result:
    """Scores by name, shares by name, figures that are neither, and the errors behind them."""

    scores: dict[str, Score | Shares] = field(default_factory=dict)
    shares: Counter[str] = field(default_factory=Counter)
    errors: list[Error] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, score: Score) -> None:
        """Add to a score."""
        before = self.scores.get(name, Score(0, 0, 0))
        assert isinstance(before, Score), f"{name} is a mean, which does not add up"
        self.scores[name] = before + score


def score_set(gold: GoldSet) -> Result:
    """Score all texts of a set."""
    settings = Settings(jobs=1)
    result = Result()
    result.add("texts", Score(min(len(gold.texts), gold.expected_texts), len(gold.texts), gold.expected_texts))
    for text in gold.texts:
        taken = take_apart(text.report, settings)
        _score_anatomy(text, taken.anatomy, result)
        _score_quotations(text, find_in_report(text.report, taken.anatomy, taken.language, settings), result)
    return result


def _score_anatomy(text: GoldText, anatomy: Anatomy, result: Result) -> None:
    words = text.report.text
    _exact(text, result, "furniture", anatomy.spans(PieceKind.FURNITURE), text.furniture)
    _exact(text, result, "credits", anatomy.spans(PieceKind.CREDIT), text.credits)
    if text.report.title is None:
        _exact(text, result, "title", anatomy.spans(PieceKind.TITLE), (text.title,) if text.title else ())
    starts = [span.start for span in anatomy.spans(PieceKind.DATELINE, PieceKind.DATE)]
    if text.dateline:
        result.add("dateline", Score(int(text.dateline.start in starts), 1, 1))
        if text.dateline.start not in starts:
            result.errors.append(Error(text.name, "dateline missed", text.dateline.of(words)))
    given = text.report.published or anatomy.published
    found = given.start[:10] if given else None
    result.add(
        "published",
        Score(
            int(found is not None and found == text.published), int(found is not None), int(text.published is not None)
        ),
    )
    if found != text.published:
        result.errors.append(Error(text.name, "published", f"{found} for {text.published}"))


def _exact(text: GoldText, result: Result, name: str, found: Iterable[Span], due: Iterable[Span]) -> None:
    found, due = set(found), set(due)
    result.add(name, score_sets(found, due))
    result.errors += [Error(text.name, f"{name} missed", span.of(text.report.text)) for span in sorted(due - found)]
    result.errors += [Error(text.name, f"{name} invented", span.of(text.report.text)) for span in sorted(found - due)]


def _score_quotations(text: GoldText, findings: Findings, result: Result) -> None:
    waiting = [one for one in findings.quotations if one.kind.has_marks]  # the gold is of marks alone
    descriptions = _descriptions(findings, text.report.text)
    for gold in text.quotations:
        match = _match(gold, waiting)
        if match is None:
            result.add("quotations", Score(0, 0, 1))
            result.add("quotations exact", Score(0, 0, 1))
            result.errors.append(Error(text.name, "quotation missed", gold.spans[0][0].of(text.report.text)))
            continue
        waiting.remove(match)
        result.add("quotations", Score(1, 1, 1))
        result.add("quotations exact", Score(int(match.spans in gold.spans), 1, 1))
        _score_attribution(text, gold, match, descriptions, result)
    for quotation in waiting:
        if not any(span.touches(debatable) for span in quotation.spans for debatable in text.debatable):
            result.add("quotations", Score(0, 1, 0))
            result.add("quotations exact", Score(0, 1, 0))
            result.errors.append(Error(text.name, "quotation invented", quotation.text))


def _match(gold: GoldQuotation, waiting: list[Quotation]) -> Quotation | None:
    best = max(
        waiting, key=lambda quotation: max(overlap(quotation.spans, spans) for spans in gold.spans), default=None
    )
    if best is None or max(overlap(best.spans, spans) for spans in gold.spans) < FOUND_OVERLAP:
        return None
    return best


def _score_attribution(
    text: GoldText, gold: GoldQuotation, found: Quotation, descriptions: frozenset[str], result: Result
) -> None:
    words = text.report.text
    result.add("kind", Score(int(found.kind.value == gold.kind), 1, 1))
    cue = found.cue[0] if found.cue else None
    result.add("cue", Score(int(cue in gold.cues), 1, 1))
    if cue not in gold.cues:
        due = gold.cues[0].of(words) if gold.cues[0] else "none"
        result.errors.append(
            Error(text.name, "cue", f"{cue.of(words) if cue else 'none'} for {due}: {found.text[:60]}")
        )
    if gold.speaker:
        said = found.speaker[0] if found.speaker else None
        outcome = _outcome(said, gold.speaker, descriptions)
        result.shares[f"speaker {outcome}"] += 1
        if outcome != "right":
            result.errors.append(
                Error(text.name, f"speaker {outcome}", f"{said} for {gold.speaker}: {found.text[:60]}")
            )
    if gold.via:
        right = bool(found.via) and gold.via in found.via[0]
        result.add("carriers", Score(int(right), 1, 1))
        if not right:
            result.errors.append(Error(text.name, "carrier", f"{found.via} for {gold.via}: {found.text[:60]}"))


def _outcome(said: str | None, due: str, descriptions: frozenset[str]) -> str:
    """Return what a speaker is worth: right, wrong, open, or described (the office as printed, no name)."""
    if said is None:
        return "open"
    if said == due or due.endswith(f" {said}") or due.startswith(f"{said} "):
        return "right"
    return "described" if said in descriptions else "wrong"


def _descriptions(findings: Findings, text: str) -> frozenset[str]:
    """Return the sources of a report as printed, without their articles: who stands for a speaker without a name."""
    sources = {span.of(text) for quotation in findings.quotations for span in quotation.source}
    named = {mention.text for mention in findings.mentions}
    return (
        frozenset(
            words.partition(" ")[2] if words.lower().startswith(("the ", "a ", "an ")) else words for words in sources
        )
        - named
    )
