"""Stock background: sentences that are printed again and again over days, which make nobody a copy.

"Qoravan has acknowledged the deaths of two soldiers" stands in every report of the crisis. A passage is background when
it is a small part of both reports, nobody's words in marks, and other reports, days apart, have the same stretch. In
two reports that share more than that it is part of the copy.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from onrecord.records import Extent, Passage, PassageKind, Published

NAME = "background.recurring.v1"
MAX_SHARE = 0.25
"""Share of either report from which a passage is more than background."""

MIN_DAYS = 3
"""Days between the first and the last of the reports that have a stretch."""

MIN_REPORTS = 3
"""Reports that have it, or two of one outlet."""

_MAX_QUOTED = 0.5
_MIN_OVERLAP = 0.5  # of the shorter of two stretches of a report that are the same


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a report that shares passages: its outlet and when it was published."""

    outlet: str | None
    published: Published | None


def find_background(
    passages: Iterable[Passage], shares: Mapping[tuple[str, str], float], reports: Mapping[str, Shown]
) -> frozenset[str]:
    """Return the ids of the passages that are stock background.

    Args:
        passages: all passages among some reports that are no furniture.
        shares: for each pair of reports, the larger share of either's words that they share.
        reports: what is known of each.
    """
    candidates = [one for one in passages if one.kind is not PassageKind.FURNITURE and one.quoted < _MAX_QUOTED]
    minor = [one for one in candidates if shares[one.left.report, one.right.report] < MAX_SHARE]
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for one in candidates:
        places[one.left.report].append((one.left.start, one.left.end, one.right.report))
        places[one.right.report].append((one.right.start, one.right.end, one.left.report))
    stretches = {report: _Stretches(of_one) for report, of_one in places.items()}
    return frozenset(one.id for one in minor if _recurs(one, stretches, reports))


class _Stretches:
    """The stretches that a report shares, each with whom: found by place without looking at all of them."""

    def __init__(self, places: Iterable[tuple[int, int, str]]) -> None:
        self._places = sorted(places)
        self._starts = [start for start, _, _ in self._places]
        self._reached = list(accumulate((end for _, end, _ in self._places), max))

    def meeting(self, side: Extent) -> list[tuple[int, int, str]]:
        """Return those that may overlap with a stretch."""
        return self._places[bisect_right(self._reached, side.start) : bisect_left(self._starts, side.end)]


def _recurs(passage: Passage, stretches: Mapping[str, _Stretches], reports: Mapping[str, Shown]) -> bool:
    holders = {passage.left.report, passage.right.report}
    for side in (passage.left, passage.right):
        for start, end, other in stretches[side.report].meeting(side):
            shared = min(end, side.end) - max(start, side.start)
            if shared >= _MIN_OVERLAP * min(end - start, side.end - side.start):
                holders.add(other)
    days = sorted(_day(published) for report in holders if (published := reports[report].published) is not None)
    if not days or (days[-1] - days[0]).days < MIN_DAYS:
        return False
    outlets = {reports[report].outlet for report in holders}
    return len(holders) >= MIN_REPORTS or (len(outlets) == 1 and None not in outlets)


def _day(published: Published) -> date:
    return date.fromisoformat(published.start[:10])
