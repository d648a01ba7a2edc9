"""Stories: which reports are about the same happening.

Average-link clustering of the pairs that `across.likeness` scored, greedily, the best join first, with three rules that
pairs alone cannot give. What was never compared counts as unlike, unless there was no room to compare it. Two groups
that each hang together closely must be as much alike as they are in themselves to become one: reports of two
earthquakes are alike, but less than those of each among themselves. And no join crosses a veto (`why_apart`, dates too
far apart, a person's decision), however it came about.

All scores are whole thousandths, so that the outcome depends on the reports alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.across.dating import Undated, date_reports
from onrecord.across.likeness import MAX_DAYS, MIN_YEARS, Likeness
from onrecord.across.weighing import ordinal
from onrecord.engine.components import find_components
from onrecord.records import Clue, Dating

NAME = "stories.average_link.v2"

MIN_JOIN = -1.0
"""Mean log-odds from which two groups are one story."""

MIN_PART = 2.0
"""Mean log-odds from which parts of a story are one part of it."""

MIN_LINK = -3.5
"""Log-odds of a pair from which it can lead to a story."""

MIN_PREVIOUS = 0.0
"""Log-odds of the two reports most alike, but for what tells when, from which a story is like an earlier one."""

MAX_PREVIOUS = 3
"""Earlier stories that a story is linked to."""

_COHESION = 0.9
_MAX_COHESION = 4.0
_UNLIKE = -9000
"""Of two that share no strong words, in thousandths: so little that a third which is like both does not join them."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports, by their numbers in the component, and how alike they are."""

    left: int
    right: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Member:
    """A report that may belong to a story with others.

    `is_full` tells that there was no room to compare it with all that it might be like; `published` is when, as days of
    the calendar, and `told` the day that it mainly tells of, where that is known; `year` the latest that it names.
    """

    id: str
    is_full: bool = False
    published: tuple[int, int] | None = None
    told: int | None = None
    year: int | None = None
    clues: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """One connected component of reports that may be about one happening, or about happenings like each other.

    `members` are in the order of their ids; `same` and `different` are what persons decided.
    """

    members: tuple[Member, ...]
    pairs: tuple[Compared, ...] = ()
    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One story: its reports, the most central first; those of its parts; the stories before it, by their place.

    `span` is the first and last day that its reports mainly tell of; `datings` are of those without a date.
    """

    reports: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    previous: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    datings: tuple[Dating, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The stories of a component.

    `joins` are the pairs that tie a report to its story, `refusals` those that are most alike of two stories.
    """

    groups: tuple[Group, ...]
    joins: tuple[tuple[str, str, Likeness], ...] = ()
    refusals: tuple[tuple[str, str, Likeness], ...] = ()


def find_stories(related: Related, given: None = None) -> Grouped:
    """Return the stories of a component, in the order of their smallest reports."""
    del given
    pairs = {(pair.left, pair.right): pair.likeness for pair in related.pairs}
    clusters = _join(related, range(len(related.members)), pairs, MIN_JOIN)
    inside, across = _part(clusters, pairs)
    dated = [_date(related, members) for members in clusters]
    spans = [_span(related, members, datings) for members, datings in zip(clusters, dated, strict=True)]
    years = [_latest_year(related, members) for members in clusters]
    previous = _find_previous(across, spans, years)
    groups: list[Group] = []
    joins: list[tuple[str, str, Likeness]] = []
    for place, members in enumerate(clusters):
        ranked = _by_centrality(members, inside[place])
        parts = (part for part in _join(related, members, inside[place], MIN_PART) if 1 < len(part) < len(members))
        groups.append(
            Group(
                _named(related, ranked),
                tuple(sorted(_named(related, part) for part in parts)),
                tuple(previous[place]),
                spans[place],
                dated[place],
            )
        )
        joins += _tree(related, ranked, inside[place])
    return Grouped(tuple(groups), tuple(joins), tuple(_refusals(related, across)))


Pairs = dict[tuple[int, int], Likeness]
Across = dict[tuple[int, int], list[tuple[tuple[int, int], Likeness]]]
"""For each two clusters, the pairs of a report of the one and a report of the other."""


def _part(clusters: Sequence[tuple[int, ...]], pairs: Pairs) -> tuple[list[Pairs], Across]:
    """Return the pairs inside each cluster, and those across."""
    cluster_of = {number: place for place, members in enumerate(clusters) for number in members}
    inside: list[Pairs] = [{} for _ in clusters]
    across: Across = defaultdict(list)
    for pair, likeness in pairs.items():
        left, right = cluster_of[pair[0]], cluster_of[pair[1]]
        if left == right:
            inside[left][pair] = likeness
        else:
            across[min(left, right), max(left, right)].append((pair, likeness))
    return inside, across


def _date(related: Related, members: Iterable[int]) -> tuple[Dating, ...]:
    reports = (related.members[number] for number in members)
    return date_reports([Undated(one.id, one.published, one.clues) for one in reports])


def _span(related: Related, members: Iterable[int], datings: Iterable[Dating]) -> tuple[int, int] | None:
    """Return the first and last day that a story tells of."""
    days = [(day, day) for number in members if (day := related.members[number].told) is not None]
    days += [(ordinal(dating.start), ordinal(dating.end)) for dating in datings]
    return (min(start for start, _ in days), max(end for _, end in days)) if days else None


def _latest_year(related: Related, members: Iterable[int]) -> int | None:
    return max((year for number in members if (year := related.members[number].year) is not None), default=None)


def _refusals(related: Related, across: Across) -> Iterator[tuple[str, str, Likeness]]:
    """Yield for each two stories that are alike the two reports of them that are most alike."""
    for known in across.values():
        pair, likeness = min(known, key=lambda one: (-one[1].topical, -one[1].score, one[0]))
        if likeness.score >= MIN_JOIN or likeness.topical >= MIN_PREVIOUS:
            left, right = _named(related, pair)
            yield left, right, likeness


def _find_previous(
    across: Across, spans: Sequence[tuple[int, int] | None], years: Sequence[int | None]
) -> list[list[int]]:
    """Return for each story the stories before it that it is most like, by their place."""
    found: list[list[tuple[float, int]]] = [[] for _ in spans]
    for (left, right), known in across.items():
        best = max(likeness.topical for _, likeness in known)
        order = _order((spans[left], years[left]), (spans[right], years[right]))
        if best >= MIN_PREVIOUS and order:
            earlier, later = (left, right) if order < 0 else (right, left)
            found[later].append((-best, earlier))
    return [sorted(place for _, place in sorted(one)[:MAX_PREVIOUS]) for one in found]


When = tuple[tuple[int, int] | None, int | None]
"""The span of a story, and the latest year that it names."""


def _order(left: When, right: When) -> int:
    """Return which of two stories is the earlier one: -1 the left, 1 the right, 0 where that is not known."""
    (mine, my_year), (theirs, their_year) = left, right
    if mine is not None and theirs is not None:
        return (mine[0] > theirs[0]) - (mine[0] < theirs[0])
    if my_year is None or their_year is None or abs(my_year - their_year) < MIN_YEARS:
        return 0
    return -1 if my_year < their_year else 1


def _named(related: Related, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(related.members[number].id for number in numbers)


def _by_centrality(members: Sequence[int], known: Pairs) -> list[int]:
    """Return the members of a cluster, those most like the others first."""
    totals: dict[int, float] = defaultdict(float)
    for (left, right), likeness in known.items():
        totals[left] += round(likeness.score * 1000)
        totals[right] += round(likeness.score * 1000)
    return sorted(members, key=lambda number: (-totals[number], number))


def _tree(related: Related, ranked: Sequence[int], known: Pairs) -> Iterator[tuple[str, str, Likeness]]:
    """Yield for each report but the most central one the pair that ties it best to one more central."""
    rank = {number: place for place, number in enumerate(ranked)}
    best: dict[int, tuple[float, tuple[int, int], Likeness]] = {}
    for pair, likeness in known.items():
        later = max(pair, key=rank.__getitem__)
        entry = (-likeness.score, pair, likeness)
        if later not in best or entry < best[later]:
            best[later] = entry
    for number in ranked[1:]:
        if number in best:
            _, pair, likeness = best[number]
            left, right = _named(related, pair)
            yield left, right, likeness


# --- clustering ---


@dataclass(slots=True)
class _Between:
    """What is known between two clusters, in thousandths; `open` counts pairs of reports that had room for all."""

    total: int = 0
    count: int = 0
    open: int = 0
    apart: bool = False

    def add(self, other: _Between) -> None:
        self.total += other.total
        self.count += other.count
        self.open += other.open
        self.apart |= other.apart


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    roomy: int  # members that had room to be compared with all that they might be like
    earliest_end: int | None
    latest_start: int | None
    within: _Between = field(default_factory=_Between)
    beside: dict[int, _Between] = field(default_factory=dict)

    def cohesion(self) -> float:
        """Return how closely the cluster hangs together: nothing for one report, the more the larger it is."""
        size = len(self.members)
        if size == 1:
            return 0.0
        unknown = self.roomy * (self.roomy - 1) // 2 - self.within.open
        mean = (self.within.total + _UNLIKE * unknown) / max(1, self.within.count + unknown) / 1000
        return min(_MAX_COHESION, max(0.0, mean)) * (size - 1) / (size + 1)


def _join(related: Related, members: Iterable[int], pairs: Pairs, least: float) -> list[tuple[int, ...]]:
    """Return the clusters of some reports, sorted, members sorted in each."""
    clusters = {number: _single(related, number) for number in members}
    _fill(clusters, related, pairs)
    for component in find_components(pair for pair in related.same if set(pair) <= clusters.keys()):
        first, *others = component
        for other in others:
            _merge(clusters, first, other)
    heap: list[tuple[float, int, int, int, int]] = []

    def push(left: int, right: int) -> None:
        left, right = min(left, right), max(left, right)
        score = _score(clusters[left], clusters[right], clusters[left].beside[right])
        if score is not None and score >= least:
            heapq.heappush(heap, (-score, left, right, len(clusters[left].members), len(clusters[right].members)))

    for number, cluster in clusters.items():
        for other in cluster.beside:
            if number < other:
                push(number, other)
    while heap:
        _, left, right, *sizes = heapq.heappop(heap)
        is_current = left in clusters and right in clusters
        if is_current and sizes == [len(clusters[left].members), len(clusters[right].members)]:
            _merge(clusters, left, right)
            for other in clusters[left].beside:
                push(left, other)
    return sorted(tuple(sorted(cluster.members)) for cluster in clusters.values())


def _single(related: Related, number: int) -> _Cluster:
    member = related.members[number]
    start, end = member.published or (None, None)
    return _Cluster([number], int(not member.is_full), end, start)


def _fill(clusters: dict[int, _Cluster], related: Related, pairs: Pairs) -> None:
    for (left, right), likeness in pairs.items():
        is_open = not related.members[left].is_full and not related.members[right].is_full
        between = _Between(round(likeness.score * 1000), 1, int(is_open), likeness.apart)
        clusters[left].beside[right] = clusters[right].beside[left] = between
    for left, right in related.different:
        if left in clusters and right in clusters:
            between = clusters[left].beside.setdefault(right, _Between())
            clusters[right].beside[left] = between
            between.apart = True


def _merge(clusters: dict[int, _Cluster], left: int, right: int) -> None:
    """Make two clusters one, under the smaller number."""
    left, right = min(left, right), max(left, right)
    one, gone = clusters[left], clusters.pop(right)
    one.members += gone.members
    one.roomy += gone.roomy
    one.earliest_end = min((day for day in (one.earliest_end, gone.earliest_end) if day is not None), default=None)
    one.latest_start = max((day for day in (one.latest_start, gone.latest_start) if day is not None), default=None)
    one.within.add(gone.within)
    between = one.beside.pop(right, None)
    gone.beside.pop(left, None)
    if between is not None:
        one.within.add(between)
    for other, theirs in gone.beside.items():
        del clusters[other].beside[right]
        mine = one.beside.get(other)
        if mine is None:
            one.beside[other] = clusters[other].beside[left] = theirs
        else:
            mine.add(theirs)


def _score(left: _Cluster, right: _Cluster, between: _Between) -> float | None:
    """Return how much two clusters speak for being one; `None` where they cannot be."""
    if between.apart or _too_long(left, right):
        return None
    unknown = left.roomy * right.roomy - between.open
    if not between.count + unknown:
        return None
    mean = (between.total + _UNLIKE * unknown) / (between.count + unknown) / 1000
    return mean - _COHESION * min(left.cohesion(), right.cohesion())


def _too_long(left: _Cluster, right: _Cluster) -> bool:
    """Tell whether the joined cluster would hold reports published too far apart."""
    ends = [day for day in (left.earliest_end, right.earliest_end) if day is not None]
    starts = [day for day in (left.latest_start, right.latest_start) if day is not None]
    return bool(ends and starts) and max(starts) - min(ends) > MAX_DAYS
