"""Furniture learned across the reports of one outlet: lines that it prints again and again.

What one report cannot tell (a slogan, a menu, the name of a column) many tell together: a short line that stands
in enough articles of an outlet, and is no sentence of a report, is furniture in each of them. It is masked, not
deleted: what was found in it is no longer shown.

A background paragraph recurs too, and must stay. So a line with quotation marks or a reporting verb never
counts, nor does a full sentence, unless it speaks to the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from onrecord.engine import Engine, Failed
from onrecord.reading.blocks import find_blocks
from onrecord.records import OutletReport, RecurringLine, Span
from onrecord.settings import Settings

NAME = "furniture.recurring.v1"
_MIN_ARTICLES = 4
_MIN_SHARE = 0.1  # of the outlet's articles
_MAX_CHARS = 220
_MIN_SENTENCE_WORDS = 8
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_EVIDENCE = re.compile(r"[\"“”„«»]|\b(?:said|says|told|tells|added|according to|asked|wrote)\b", re.IGNORECASE)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|us|our|we|subscribe|sign up|click|e-?mail|newsletter|copyright|rights reserved)\b"
    r"|@|https?:|www\.|©",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")


def find_recurring(
    rows: Callable[[], Iterable[OutletReport]], engine: Engine, settings: Settings
) -> Iterator[RecurringLine]:
    """Yield the lines that recur across the reports of their outlet, report by report."""
    groups = engine.groups(rows, _outlet, learn_group, None, order=_order, max_rows=settings.max_group_rows)
    for result in groups:
        if not isinstance(result, Failed):  # an outlet that cannot be learned from keeps what its reports show
            yield from result


def learn_group(group: tuple[OutletReport, ...], given: None) -> list[RecurringLine]:
    """Return where the recurring lines of one outlet stand. Versions of an article count as one article."""
    del given
    candidates = [(row, span, _form(span.of(row.text))) for row in group for span in _candidates(row)]
    articles = len({_article(row) for row in group})
    counts = Counter(form for form, _ in {(form, _article(row)) for row, _, form in candidates})
    least = max(_MIN_ARTICLES, articles * _MIN_SHARE)
    return [RecurringLine(row.id, span) for row, span, form in candidates if counts[form] >= least]


def _candidates(row: OutletReport) -> Iterator[Span]:
    """Yield the lines of a report that nothing has labelled yet and that could be furniture."""
    labelled = {place for span in row.labelled for place in (span.start, span.end)}
    for block in find_blocks(row.text):
        if block.start not in labelled and block.end not in labelled and _could_be_furniture(block.of(row.text)):
            yield block


def _could_be_furniture(words: str) -> bool:
    if len(words) > _MAX_CHARS or _EVIDENCE.search(words):
        return False
    is_sentence = len(words.split()) >= _MIN_SENTENCE_WORDS and _SENTENCE_END.search(words)
    return not is_sentence or bool(_TO_THE_READER.search(words))


def _form(words: str) -> str:
    """Return what two printings of a line share: its words in small letters, any number for a number."""
    return _NUMBER.sub("0", " ".join(words.casefold().split()))


def _article(row: OutletReport) -> str:
    return row.address or row.id


def _outlet(row: OutletReport) -> tuple[str, ...]:
    return (row.outlet,)


def _order(row: OutletReport) -> str:
    return row.id
