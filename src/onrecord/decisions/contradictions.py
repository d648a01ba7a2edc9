"""Decisions that cannot both hold.

Two that are one, and two words for one thing, are edges between *places*: what a decision is attached to, or its
words where it is not. A new decision contradicts those that stand when

* it parts what they join, or joins what one of them parts, also through a chain;
* it gives a second name or kind to what has one, or joins what has two;
* it gives a mention to a second entity, a quotation to a second speaker, or a speaker to what is no quotation;
* it gives a report a second date or outlet;
* it parts two reports that are decided to be of one story, or the other way round, also through a chain;
* it gives a report a second source, or one that is decided to be none, or has two reports take from each other, also
  through a chain.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.records import Decision, Ruling

_JOINING = (Ruling.SAME, Ruling.MENTION)
_STORY = (Ruling.SAME_STORY,)
_SINGLE = (Ruling.DATE, Ruling.OUTLET)
_OF_ENTITIES = (Ruling.RENAME, Ruling.RETYPE)
_OF_QUOTATIONS = (Ruling.SPEAKER, Ruling.NO_QUOTATION)


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision with the places of its target and of its other target: two with one place are about one thing."""

    decision: Decision
    left: str
    right: str | None = None

    @property
    def verdict(self) -> Ruling:
        """What was decided."""
        return self.decision.verdict

    @property
    def says(self) -> tuple[object, ...]:
        """What it says: two that are equal in this say the same."""
        sides = (self.left, self.right)
        return (self.verdict, frozenset(sides) if self.verdict.has_sides else sides, self.decision.value)


class Standing:
    """The decisions that stand, to be asked before another joins them."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self._saying: dict[tuple[object, ...], Decision] = {}
        self._at: defaultdict[tuple[Ruling, str], list[Placed]] = defaultdict(list)
        self._joins: defaultdict[str, list[tuple[str, Placed]]] = defaultdict(list)
        for one in placed:
            self.add(one)

    def add(self, new: Placed) -> None:
        """Let a decision stand."""
        self._saying[new.says] = new.decision
        self._at[new.verdict, new.left].append(new)
        if new.right is None:
            return
        if new.verdict in (Ruling.DIFFERENT, Ruling.OTHER_STORY, Ruling.NO_COPY):
            self._at[new.verdict, new.right].append(new)
        elif new.verdict in (*_JOINING, *_STORY):
            self._joins[new.left].append((new.right, new))
            self._joins[new.right].append((new.left, new))

    def saying(self, new: Placed) -> Decision | None:
        """Return the decision that says the same as another, `None` where none does."""
        return self._saying.get(new.says)

    def contradicting(self, new: Placed) -> tuple[Decision, ...]:
        """Return the decisions that a new one contradicts, with the chain that leads there; none where it fits."""
        if new.verdict in _SINGLE:
            found = [one for one in self._at[new.verdict, new.left] if one.says != new.says]
        elif new.verdict in _OF_QUOTATIONS:
            found = self._second_speaker(new)
        elif new.verdict in _OF_ENTITIES:
            found = self._second_value(new)
        elif new.verdict is Ruling.DIFFERENT:
            found = self._reach(new.left).chain(new.right)
        elif new.verdict in _JOINING:
            found = self._second_entity(new) or self._joined_wrongly(new)
        elif new.verdict is Ruling.OTHER_STORY:
            found = self._reach(new.left, _STORY).chain(new.right)
        elif new.verdict is Ruling.SAME_STORY:
            found = self._parted(new, Ruling.OTHER_STORY, _STORY)
        elif new.verdict is Ruling.COPY:
            found = self._second_source(new)
        elif new.verdict is Ruling.NO_COPY:
            found = self._copies_between(new)
        else:
            found = []
        return tuple(dict.fromkeys(one.decision for one in found))

    def _second_speaker(self, new: Placed) -> list[Placed]:
        """Return what stands on a quotation that has a speaker already, or is none."""
        reach = self._reach(new.right) if new.right is not None else None
        for one in (one for verdict in _OF_QUOTATIONS for one in self._at[verdict, new.left]):
            is_same_speaker = reach is not None and one.right in reach
            if one.says != new.says and not is_same_speaker:
                return [one]
        return []

    def _second_value(self, new: Placed) -> list[Placed]:
        """Return another name or kind of the same entity, with what makes it the same."""
        reach = self._reach(new.left)
        for one in self._valued(new.verdict, reach):
            if one.decision.value != new.decision.value:
                return [one, *reach.chain(one.left)]
        return []

    def _second_entity(self, new: Placed) -> list[Placed]:
        """Return another entity that a mention was given to, unless that is known to be the same."""
        if new.verdict is not Ruling.MENTION or new.right is None:
            return []
        same = self._reach(new.right, (Ruling.SAME,))
        return [one for one in self._at[Ruling.MENTION, new.left] if one.right not in same][:1]

    def _joined_wrongly(self, new: Placed) -> list[Placed]:
        """Return what forbids joining two: what parts them, or their names or kinds, with the chains there."""
        assert new.right is not None, "two are joined"
        parted = self._parted(new, Ruling.DIFFERENT, _JOINING)
        if parted:
            return parted
        left, right = self._reach(new.left), self._reach(new.right)
        if new.right in left:
            return []  # they are one already
        for verdict in _OF_ENTITIES:
            valued = [*self._valued(verdict, left)[:1], *self._valued(verdict, right)[:1]]
            if len({one.decision.value for one in valued}) > 1:
                return [*valued, *left.chain(valued[0].left), *right.chain(valued[1].left)]
        return []

    def _parted(self, new: Placed, parting: Ruling, joining: tuple[Ruling, ...]) -> list[Placed]:
        """Return what parts two that are to be one, with the chains there."""
        assert new.right is not None, "two are joined"
        left, right = self._reach(new.left, joining), self._reach(new.right, joining)
        if new.right in left:
            return []  # they are one already
        for place in left:
            for one in self._at[parting, place]:
                other = one.right if one.left == place else one.left
                if other in right:
                    return [one, *left.chain(place), *right.chain(other)]
        return []

    def _second_source(self, new: Placed) -> list[Placed]:
        """Return another source of a report, what says that this is none, or the chain from this one to the report."""
        others = [one for one in self._at[Ruling.COPY, new.left] if one.right != new.right]
        barred = [one for one in self._at[Ruling.NO_COPY, new.left] if new.right in (one.left, one.right)]
        if others or barred:
            return (others or barred)[:1]
        chain: list[Placed] = []
        place = new.right
        while place is not None and place != new.left:
            step = next(iter(self._at[Ruling.COPY, place]), None)
            if step is None:
                return []
            chain.append(step)
            place = step.right
        return chain

    def _copies_between(self, new: Placed) -> list[Placed]:
        assert new.right is not None, "two reports are told apart"
        sides = ((new.left, new.right), (new.right, new.left))
        return [one for left, right in sides for one in self._at[Ruling.COPY, left] if one.right == right]

    def _valued(self, verdict: Ruling, reach: _Reach) -> list[Placed]:
        return [one for place in reach for one in self._at[verdict, place]]

    def _reach(self, start: str, by: tuple[Ruling, ...] = _JOINING) -> _Reach:
        """Return every place that decisions make one with a place."""
        came_by: dict[str, tuple[str, Placed] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            place = waiting.popleft()
            for there, one in self._joins.get(place, ()):
                if there not in came_by and one.verdict in by:
                    came_by[there] = (place, one)
                    waiting.append(there)
        return _Reach(came_by)


class _Reach:
    """Places that decisions make one, each with how it was come by: from which place, by which decision."""

    def __init__(self, came_by: dict[str, tuple[str, Placed] | None]) -> None:
        self._came_by = came_by

    def __contains__(self, place: str | None) -> bool:
        return place in self._came_by

    def __iter__(self) -> Iterator[str]:
        return iter(self._came_by)

    def chain(self, place: str | None) -> list[Placed]:
        """Return the shortest chain of decisions from the start to a place; none where there is none to it."""
        found = []
        step = self._came_by.get(place) if place is not None else None
        while step is not None:
            place, one = step
            found.append(one)
            step = self._came_by[place]
        return found[::-1]
