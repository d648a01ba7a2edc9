"""What a built record says about the demo, against its gold: one scorer for each table of the contract.

A scorer sees the rows as they are exported and nothing of the code that made them. A table that no stage
fills yet scores what is due and nothing found. Where found and gold things must be paired first, they are
paired by their spans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evals import who
from evals.built import Row, Rows, build_tables, row_span
from evals.demo_gold import DemoGold, Placed, Quotation, Text, Time, span_of
from evals.mention_gold import NO_DAY
from evals.metrics import Score, characters, commonest, match, overlap, score_characters, score_pairs, score_sets
from evals.scoring import FOUND_OVERLAP, Error, Result
from onrecord.demo import reports_folder
from onrecord.records import Span

WHOLE_OVERLAP = 0.5
"""Jaccard index of the contents from which an attribution counts as a whole one, if its source is touched too."""


@dataclass(frozen=True)
class Case:
    """One record of the demo beside its gold."""

    rows: Rows
    gold: DemoGold

    @cached_property
    def quotations(self) -> list[tuple[str, Row, Quotation]]:
        """The found quotations that are the gold's, with the report's key: like enough in what they quote."""
        found = self.rows.by_report("quotations")
        return [
            (key, row, quotation)
            for key, text in self.gold.texts.items()
            for row, quotation in match(found[key], text.quotations, _content_overlap, FOUND_OVERLAP)
        ]

    @cached_property
    def who(self) -> who.Case:
        """The mentions beside the gold's."""
        mentions = {key: text.mentions for key, text in self.gold.texts.items()}
        return who.make_case(self.rows, mentions, self.gold.together.entities, self.gold.reports, names_all=True)


def score_demo(gold: DemoGold) -> Result:
    """Build a record of the demo's reports and score every table of it."""
    return score_tables(build_tables([reports_folder()], TABLES), gold)


def score_tables(tables: dict[str, list[Row]], gold: DemoGold) -> Result:
    """Score exported rows, given by table."""
    case = Case(Rows(tables, gold.texts), gold)
    result = Result()
    for score in SCORERS:
        score(case, result)
    return result


# --- one scorer a table ---


def score_reports(case: Case, result: Result) -> None:
    """Score `reports`: are the texts there, when were they published (worked out from others too), what is furniture."""
    gold = case.gold
    result.scores["reports"] = score_sets(case.rows.key_of.values(), gold.texts)
    stated = {key: text.published.start for key, text in gold.texts.items() if text.published}
    worked_out = {date.report: date.start for date in gold.together.dates}
    due = {(key, day[:10]) for key, day in (stated | worked_out).items() if day}
    found = {
        (key, row["published"]["start"][:10])
        for row in case.rows.of("reports")
        if (key := case.rows.key_of.get(row["id"])) and row["published"] and row["published"]["start"]
    }
    result.scores["reports: published"] = score_sets(found, due)
    _list(result, "published", (f"{day}" for _, day in sorted(found - due)), sorted(found - due))
    result.scores["reports: furniture"] = score_characters(
        ((case.rows.key_of[row["id"]], Span(*span)) for row in case.rows.of("reports") if row["id"] in case.rows.key_of
         for span in row["furniture"]),
        ((key, span_of(placed)) for key, text in gold.texts.items() for placed in text.anatomy.furniture),
    )  # fmt: skip
    result.scores["reports: credits"] = score_sets(
        ((case.rows.key_of[row["id"]], credit["start"], credit["end"]) for row in case.rows.of("reports")
         if row["id"] in case.rows.key_of for credit in row["credits"]),
        ((key, *credit.span[:2]) for key, text in gold.texts.items() for credit in text.anatomy.credits),
    )  # fmt: skip


def score_quotations(case: Case, result: Result) -> None:
    """Score `quotations`: found at all, by kind; whole attributions; and the speakers."""
    debatable = {key: [span_of(item.span) for item in text.debatable] for key, text in case.gold.texts.items()}
    paired = {(key, row["id"]) for key, row, _ in case.quotations}
    extra = [
        (key, row)
        for key, rows in case.rows.by_report("quotations").items()
        for row in rows
        if (key, row["id"]) not in paired and not _touch(row["spans"], debatable[key])
    ]
    _list(result, "quotation invented", (row["text"] for _, row in extra), extra)
    found = {(key, quotation.key) for key, _, quotation in case.quotations}
    for key, text in case.gold.texts.items():
        missed = [quotation for quotation in text.quotations if (key, quotation.key) not in found]
        result.errors += [
            Error(key, "speech without marks missed" if row.kind == "indirect" else "quotation missed", row.spans[0][2])
            for row in missed
        ]
    for name, kinds in (("in marks", ("direct", "mixed")), ("indirect", ("indirect",))):
        due = sum(quotation.kind in kinds for text in case.gold.texts.values() for quotation in text.quotations)
        right = sum(quotation.kind in kinds for _, _, quotation in case.quotations)
        invented = sum(row["kind"] in kinds for _, row in extra)
        result.scores[f"quotations {name}"] = Score(right, right + invented, due)
    result.scores["quotations: cue"] = _agree(case, lambda row, quotation: _same_spans(row["cue"], quotation.cue))
    result.scores["quotations: kind"] = _agree(case, lambda row, quotation: row["kind"] == quotation.kind)
    _score_whole(case, result)
    _score_speakers(case, result)


def _score_whole(case: Case, result: Result) -> None:
    right = found = due = 0
    rows = case.rows.by_report("quotations")
    for key, text in case.gold.texts.items():
        pairs = match(rows[key], text.quotations, _content_overlap, WHOLE_OVERLAP)
        right += sum(
            not quotation.source or _touch(row["source"], map(span_of, quotation.source)) for row, quotation in pairs
        )
        found += len(rows[key])
        due += len(text.quotations)
    result.scores["quotations: whole attributions"] = Score(right, found, due)


def _score_speakers(case: Case, result: Result) -> None:
    """Score who is credited, as entities; one without a name is no answer where the gold's has one."""
    for column in ("speaker", "via"):
        right = found = due = 0
        for key, row, quotation in case.quotations:
            wanted = getattr(quotation, column)
            outcome = case.who.outcome_of_all(row[column], wanted)
            due += bool(wanted)
            found += outcome != "open"
            right += outcome == "right"
            if outcome != "right" and (wanted or row[column]):
                credited = [case.who.meant(entity) or entity for entity in row[column]]
                result.errors.append(Error(key, f"{column} {outcome}", f"{credited} for {wanted}: {row['text'][:60]}"))
        result.scores[f"quotations: {column}"] = Score(right, found, due)


def score_mentions(case: Case, result: Result) -> None:
    """Score `mentions`: names at their exact spans."""
    due = {
        (key, span_of(mention.span))
        for key, text in case.gold.texts.items()
        for mention in text.mentions
        if mention.how == "name"
    }
    found = {
        (key, row_span(row))
        for key, rows in case.rows.by_report("mentions").items()
        for row in rows
        if row["how"] == "name"
    }
    result.scores["mentions: names"] = score_sets(found, due)
    for kind, places in (("name missed", due - found), ("name invented", found - due)):
        result.errors += [Error(key, kind, span.of(case.gold.reports[key].text)) for key, span in sorted(places)]


def score_entities(case: Case, result: Result) -> None:
    """Score `entities` by their mentions."""
    who.score_who(case.who, result)


def score_roles(case: Case, result: Result) -> None:
    """Score `roles`: who holds which office of which body."""
    who.score_roles(case.who, case.rows, case.gold.together.roles, result)


def score_times(case: Case, result: Result) -> None:
    """Score `times`: spans exactly and by touch, and the values of those that touch and that the gold works out.

    The gold holds dates and days: durations, sets, times of a day and "now" are looked at only where they touch one.
    """
    found = case.rows.by_report("times")
    exact = relaxed = valued = Score(0, 0, 0)
    for key, text in case.gold.texts.items():
        pairs = match(found[key], text.times, lambda row, time: overlap([row_span(row)], [span_of(time.span)]), 1e-9)
        met = {row["id"] for row, _ in pairs}
        extra = [
            row for row in found[key] if row["id"] not in met and row["type"] == "DATE" and row["value"] not in NO_DAY
        ]
        looked_at = len(pairs) + len(extra)
        exact += Score(sum(row_span(row) == span_of(time.span) for row, time in pairs), looked_at, len(text.times))
        relaxed += Score(len(pairs), looked_at, len(text.times))
        worked_out = [(row, time) for row, time in pairs if time.value is not None]
        right = sum(row["value"] == time.value for row, time in worked_out)
        valued += Score(right, len(worked_out) + len(extra), sum(time.value is not None for time in text.times))
        _list_times(key, text, extra, pairs, result)
    result.scores["times exact"], result.scores["times relaxed"], result.scores["times: value"] = exact, relaxed, valued


def _list_times(key: str, text: Text, extra: list[Row], pairs: list[tuple[Row, Time]], result: Result) -> None:
    met = {id(time) for _, time in pairs}
    result.errors += [Error(key, "time missed", time.span[2]) for time in text.times if id(time) not in met]
    result.errors += [Error(key, "time invented", f"{row['text']} = {row['value']}") for row in extra]
    result.errors += [
        Error(key, "time's value", f"{row['text']} = {row['value']} ({row['rule']}) for {time.value}")
        for row, time in pairs
        if time.value is not None and row["value"] != time.value
    ]


def score_passages(case: Case, result: Result) -> None:
    """Score `passages` by the characters of each report that it shares with one certain other."""
    found = [
        side
        for row in case.rows.of("passages")
        if row["left"]["report"] in case.rows.key_of and row["right"]["report"] in case.rows.key_of
        for side in _sides(
            (case.rows.key_of[row["left"]["report"]], row_span(row["left"])),
            (case.rows.key_of[row["right"]["report"]], row_span(row["right"])),
        )
    ]
    due = [
        side
        for passage in case.gold.together.passages
        for side in _sides(
            (passage.left.report, span_of(passage.left.span)), (passage.right.report, span_of(passage.right.span))
        )
    ]
    result.scores["passages: characters"] = score_characters(found, due)


def score_derivations(case: Case, result: Result) -> None:
    """Score `derivations` among the reports at hand: who took text from whom, with and without the direction."""
    keys = case.rows.key_of
    found = {
        (keys[row["from"]], keys[row["to"]])
        for row in case.rows.of("derivations")
        if row["from"] in keys and row["to"] in keys
    }
    due = {(item.from_, item.to) for item in case.gold.together.derivations if not item.unseen}
    result.scores["derivations"] = score_sets(found, due)
    result.scores["derivations, either way"] = score_sets(set(map(frozenset, found)), set(map(frozenset, due)))


def score_stories(case: Case, result: Result) -> None:
    """Score `stories` as a partition of the reports: B-cubed, and pairs of reports."""
    found = [
        {case.rows.key_of[report] for report in row["reports"] if report in case.rows.key_of}
        for row in case.rows.of("stories")
    ]
    due = [set(story.reports) for story in case.gold.together.stories]
    result.scores["stories (B³)"] = who.shares(found, due)
    result.scores["stories: pairs of reports"] = score_pairs(found, due)


def score_story_passages(case: Case, result: Result) -> None:
    """Score `story_passages` by characters; a found story is the gold's that most of its reports are of.

    What the gold holds doubtful is neither due nor wrong.
    """
    keys, gold = case.rows.key_of, case.gold.together
    story_of = {report: story.key for story in gold.stories for report in story.reports}
    meant = {
        row["id"]: commonest(story_of[keys[report]] for report in row["reports"] if report in keys)
        for row in case.rows.of("stories")
    }
    found = {
        ((key, meant[row["story"]]), row_span(row))
        for key, rows in case.rows.by_report("story_passages").items()
        for row in rows
    }
    due = {((one.report, one.story), span_of(one.span)) for one in gold.story_passages if not one.doubtful}
    doubtful = characters((one.report, span_of(one.span)) for one in gold.story_passages if one.doubtful)
    result.scores["story passages: characters"] = score_sets(
        {((key, story), place) for (key, story), place in characters(found) if (key, place) not in doubtful},
        characters(due),
    )


def score_statements(case: Case, result: Result) -> None:
    """Score `statements` by the quotations they bring together: B-cubed and pairs; and the number of origins."""
    gold_key = {row["id"]: f"{key}/{quotation.key}" for key, row, quotation in case.quotations}
    found = [{gold_key.get(id_, id_) for id_ in row["versions"]} for row in case.rows.of("statements")]
    due = [set(statement.versions) for statement in case.gold.together.statements]
    result.scores["statements (B³)"] = who.shares(found, due)
    result.scores["statements: pairs of quotations"] = score_pairs(found, due)
    origins = {frozenset(statement.versions): statement.origins for statement in case.gold.together.statements}
    counted = {
        (versions, row["origins"])
        for row in case.rows.of("statements")
        if (versions := frozenset(gold_key.get(id_, id_) for id_ in row["versions"])) in origins
    }
    result.scores["statements: origins"] = score_sets(counted, set(origins.items()))


SCORERS: tuple[Callable[[Case, Result], None], ...] = (
    score_reports,
    score_quotations,
    score_mentions,
    score_entities,
    score_roles,
    score_times,
    score_passages,
    score_derivations,
    score_stories,
    score_story_passages,
    score_statements,
)
TABLES = tuple(score.__name__.removeprefix("score_") for score in SCORERS)


# --- what scorers share ---


def _agree(case: Case, same: Callable[[Row, Quotation], bool]) -> Score:
    right = sum(same(row, quotation) for _, row, quotation in case.quotations)
    return Score(right, len(case.quotations), len(case.quotations))


def _content_overlap(row: Row, quotation: Quotation) -> float:
    return overlap([Span(*span) for span in row["spans"]], [span_of(placed) for placed in quotation.spans])


def _same_spans(found: list[list[int]], due: tuple[Placed, ...]) -> bool:
    return [tuple(span) for span in found] == [placed[:2] for placed in due]


def _touch(found: list[list[int]], due: Iterable[Span]) -> bool:
    return any(Span(*span).touches(other) for other in due for span in found)


def _sides(left: tuple[str, Span], right: tuple[str, Span]) -> Iterator[tuple[tuple[str, str], Span]]:
    """Yield each side of a passage: whose characters, shared with whom."""
    yield (left[0], right[0]), left[1]
    yield (right[0], left[0]), right[1]


def _list(result: Result, kind: str, words: Iterable[str], where: Iterable[tuple[str, Any]]) -> None:
    result.errors += [Error(key, kind, said) for said, (key, _) in zip(words, where, strict=True)]
