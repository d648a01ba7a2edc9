"""Offices in time: who held which office of which body, as far as dated reports show.

An office that one report gives its holder without a body ("President X") is that of the one body that other reports
name with it. Two persons who are said to hold one office of one body years apart are two facts; both in the same
span of time contradict each other. An office without a name means its holder at the report's date: the one person
whose dated reports lie around it, or nearest to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from onrecord.records import Extent, Role
from onrecord.within.office_words import RANKS, is_single, normal_office, offices_agree

_MOST_RIVALS = 50  # persons who are said to hold one office of one body
_MOST_HOLDERS = 300  # of one kind of office; "president" alone says little where a thousand are
_NEAR_DAYS = 200  # from the last dated report that shows the holder in office to the one that names the office alone
_IN_OFFICE = frozenset(("current", "acting", "new", "outgoing"))
_GENERIC = frozenset("minister president spokesperson secretary deputy envoy ambassador chief head leader".split())


@dataclass(frozen=True, slots=True)
class Tenure:
    """One report's word that somebody holds an office; holder and body are keys, `day` that of the report.

    `began` and `ended` are what it says of since and until when: a year, a month or a day, in ISO 8601.
    """

    holder: str
    office: str
    printed: str
    body: str | None
    standing: str
    day: str | None
    extent: Extent
    began: str | None = None
    ended: str | None = None

    def shown_on(self) -> str | None:
        """Return the report's day where it shows its holder in office on that day."""
        if self.standing not in _IN_OFFICE or self.day is None:
            return None
        is_to_come = self.began is not None and self.began > self.day[: len(self.began)]
        is_over = self.ended is not None and self.ended < self.day[: len(self.ended)]
        return None if is_to_come or is_over else self.day

    def last_day(self) -> str | None:
        """Return the last day on which this tells that the holder was in office: that of the report, or the end."""
        if self.day is not None and self.ended is not None and len(self.ended) == len(self.day):
            return min(self.day, self.ended)
        return self.day if self.standing in _IN_OFFICE else None


class Tenures:
    """All that reports say of who holds which office."""

    def __init__(self) -> None:
        self._all: list[Tenure] = []
        self._offices: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
        self._settled: list[Tenure] = []
        self._shown: dict[str, dict[str, list[tuple[int, str]]]] = {}
        self._answers: dict[tuple[str, str, str, bool], tuple[str | None, str]] = {}
        self._new: dict[tuple[str, str], int] = {}  # by body and holder, the first day that shows them newly in office
        self._named: set[str] = set()  # groups with somebody's name in them
        self._unnamed: list[Tenure] = []
        self._groups: Mapping[str, str] = {}

    def add(self, tenure: Tenure) -> None:
        """Add one."""
        self._all.append(tenure)
        if is_single(tenure.office) and tenure.standing in _IN_OFFICE:
            self._offices[tenure.holder].add((normal_office(tenure.office), tenure.body))

    def pairs_in_office(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of holders of what may be one office, the smaller key first."""
        holders: dict[str, set[str]] = defaultdict(set)
        for holder, offices in self._offices.items():
            for office, _ in offices:
                holders[office].add(holder)
        for office in sorted(holders):
            if len(holders[office]) <= _MOST_HOLDERS:
                for left, right in combinations(sorted(holders[office]), 2):
                    if self.shared_office(left, right) is not None:
                        yield left, right

    def shared_office(self, left: str, right: str) -> str | None:
        """Return an office of one holder at a time that two persons share; `None` without one.

        Where one of them has it without a body, the words of the office alone must agree.
        """
        shared = sorted(
            office
            for office, body in self._offices.get(left, ())
            for other, its_body in self._offices.get(right, ())
            if office == other and (body == its_body or body is None or its_body is None)
        )
        return shared[0] if shared else None

    def contradict(self, holder: str, others: Iterable[str]) -> bool:
        """Tell whether somebody and one under several keys have offices of one holder at a time, and share none."""
        keys = list(others)
        has_offices = bool(self._offices.get(holder)) and any(self._offices.get(key) for key in keys)
        return has_offices and all(self.shared_office(holder, key) is None for key in keys)

    def settle(self, groups: Mapping[str, str]) -> None:
        """Bring holders and bodies together as they were joined, and complete the bodies that reports leave out."""
        joined = [
            replace(tenure, holder=groups[tenure.holder], body=None if tenure.body is None else groups[tenure.body])
            for tenure in self._all
        ]
        bodies = _bodies_of_offices(joined)
        fuller = [_with_fuller_office(tenure, bodies[tenure.holder]) for tenure in joined]
        bodies = _bodies_of_offices(fuller)
        self._settled = [_with_body(tenure, bodies[tenure.holder]) for tenure in fuller]
        self._answers = {}
        self._unnamed = [tenure for tenure in self._all if tenure.holder.startswith("office:")]
        self._groups = groups
        self._named = {group for key, group in groups.items() if not key.startswith(("office:", "described:"))}
        self._new = {}
        for tenure in self._settled:
            if tenure.standing == "new" and tenure.body and tenure.day:
                day = date.fromisoformat(tenure.day).toordinal()
                self._new[tenure.body, tenure.holder] = min(day, self._new.get((tenure.body, tenure.holder), day))
        self._shown = _days_in_office(tenure for tenure in self._settled if tenure.holder in self._named)

    def unnamed(self, nodes: Container[str]) -> Iterator[Tenure]:
        """Yield the offices of stated bodies whose holder the report does not name."""
        for tenure in self._unnamed:
            if tenure.body is not None and tenure.holder in nodes:
                yield tenure

    def holder_at(self, tenure: Tenure) -> tuple[str | None, str]:
        """Return who held an office when a report named it, and why; `None` where that cannot be told."""
        day = tenure.last_day()
        if day is None or tenure.body is None:
            return None, "no date"
        asked = tenure.office, self._groups[tenure.body], day, day == tenure.ended
        if asked not in self._answers:
            self._answers[asked] = self._holder_of(*asked)
        return self._answers[asked]

    def _holder_of(self, office: str, body: str, day: str, leaves: bool) -> tuple[str | None, str]:
        """Return who held an office on a day; with `leaves` who left it then, whom others follow."""
        when = date.fromisoformat(day).toordinal()
        near = [
            (shown, holder)
            for shown, holder in self._shown_near(office, body, when)
            if not (leaves and self._new.get((body, holder), 0) >= when)
        ]
        if not near or "spokesperson" in office:
            return None, "no holder near that date"
        days, holder = min((abs(when - shown), holder) for shown, holder in near)
        rivals = {other for shown, other in near if other != holder and abs(when - shown) < 4 * days + 8}
        seen = {one: [shown for shown, other in near if other == one] for one in (holder, *rivals)}
        if rivals and not self._is_alone(holder, when, seen, body):
            return None, "two may have held it"
        near_to = f"within {days} days of {day}" if days else f"on {day}"
        return holder, f"held the office ({office}) {near_to}"

    def _is_alone(self, holder: str, day: int, seen: Mapping[str, Sequence[int]], body: str) -> bool:
        """Tell whether of several shown in an office near a day only one is shown in it around that day.

        Who first comes up as its new holder afterwards was not yet in it, where the other is still shown then.
        """
        if max(seen[holder]) < day:
            return False
        others = [other for other in seen if other != holder and not self._is_new_after(other, day, seen[other], body)]
        return not others or (
            min(seen[holder]) <= day and all(not min(seen[other]) <= day <= max(seen[other]) for other in others)
        )

    def _is_new_after(self, holder: str, day: int, shown: Sequence[int], body: str) -> bool:
        return self._new.get((body, holder)) == min(shown) > day

    def _shown_near(self, office: str, body: str, day: int) -> Iterator[tuple[int, str]]:
        """Yield near which day who is shown in an office that may be meant."""
        for held, shown in self._shown.get(body, {}).items():
            if offices_agree(office, held, of_body=True):
                first = bisect_left(shown, (day - _NEAR_DAYS, ""))
                last = bisect_left(shown, (day + _NEAR_DAYS + 1, ""))
                yield from shown[first:last]

    def rivals(self) -> Iterator[tuple[str, str, str]]:
        """Yield two holders of one office that only one can hold at a time, in overlapping spans of dated reports.

        Holders are keys, the smaller first; the third is the reason.
        """
        spans: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for tenure in self._settled:
            office = normal_office(tenure.office)
            is_named = tenure.holder in self._named
            day = tenure.shown_on()
            if tenure.body and day and tenure.standing == "current" and is_named and is_single(office):
                spans[office, tenure.body][tenure.holder].append(day)
        for (office, _), days in spans.items():
            if len(days) > _MOST_RIVALS:
                continue  # no office of one holder, whatever its name
            holders = {holder: (min(seen), max(seen)) for holder, seen in days.items()}
            for left, right in combinations(sorted(holders), 2):
                first, last = max(holders[left][0], holders[right][0]), min(holders[left][1], holders[right][1])
                if first <= last:
                    yield left, right, f"both {office} in reports of {first}" + (f" to {last}" if last > first else "")

    def roles(self, entity_of: Mapping[str, str]) -> Iterator[Role]:
        """Yield each office of each holder once, with all its evidence."""
        grouped: dict[tuple[str, str, str | None], list[Tenure]] = defaultdict(list)
        has_more = Counter(tenure.holder for tenure in self._settled if tenure.office not in RANKS)
        for tenure in self._settled:
            body = None if tenure.body is None else entity_of[tenure.body]
            if tenure.holder not in self._named and is_single(tenure.office):
                continue  # somebody known by the office alone: nothing is told of who holds it
            if tenure.office in RANKS and tenure.body is None and has_more[tenure.holder]:
                continue  # "Defence Minister General X": a title beside the office
            grouped[entity_of[tenure.holder], normal_office(tenure.office), body].append(tenure)
        for (entity, office, body), tenures in grouped.items():
            days = sorted(day for tenure in tenures if (day := tenure.shown_on()) is not None)
            printed = Counter(tenure.printed for tenure in tenures if tenure.printed)
            yield Role(
                entity=entity,
                office=min(printed, key=lambda words: (-printed[words], words)) if printed else office,
                body=body,
                from_=_agreed(tenure.began for tenure in tenures),
                to=_agreed(tenure.ended for tenure in tenures),
                evidence=tuple(
                    sorted(
                        {tenure.extent for tenure in tenures},
                        key=lambda extent: (extent.report, extent.start, extent.end),
                    )
                ),
                first_seen=days[0] if days else None,
                last_seen=days[-1] if days else None,
            )


def _agreed(dates: Iterable[str | None]) -> str | None:
    """Return the fullest of dates that reports give for one thing; `None` where they differ, and not only in detail."""
    given = {date for date in dates if date is not None}
    fullest = max(given, key=len, default=None)
    return fullest if fullest is not None and all(fullest.startswith(date) for date in given) else None


def _bodies_of_offices(tenures: Iterable[Tenure]) -> dict[str, dict[str, set[str]]]:
    """Return by holder and office the bodies that any report names with it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tenure in tenures:
        found[tenure.holder][normal_office(tenure.office)] |= set() if tenure.body is None else {tenure.body}
    return found


def _with_fuller_office(tenure: Tenure, bodies: Mapping[str, set[str]]) -> Tenure:
    """Return `minister` as the one fuller office that the same person holds, of the same body where one is told."""
    office = normal_office(tenure.office)
    if office not in _GENERIC:
        return tenure
    fuller = [
        other
        for other, of in bodies.items()
        if other != office and offices_agree(office, other) and (tenure.body is None or tenure.body in of)
    ]
    return replace(tenure, office=fuller[0], printed="") if len(fuller) == 1 else tenure


def _with_body(tenure: Tenure, bodies: Mapping[str, set[str]]) -> Tenure:
    """Return a tenure with the one body that any report names with its office."""
    of = bodies[normal_office(tenure.office)]
    return replace(tenure, body=next(iter(of))) if tenure.body is None and len(of) == 1 else tenure


def _days_in_office(tenures: Iterable[Tenure]) -> dict[str, dict[str, list[tuple[int, str]]]]:
    """Return by body and office the days of dated reports that show somebody in it, in order, each once."""
    shown: dict[str, dict[str, set[tuple[int, str]]]] = defaultdict(lambda: defaultdict(set))
    for tenure in tenures:
        day = tenure.shown_on()
        if tenure.body is not None and day is not None:
            shown[tenure.body][tenure.office].add((date.fromisoformat(day).toordinal(), tenure.holder))
    return {body: {office: sorted(days) for office, days in offices.items()} for body, offices in shown.items()}
