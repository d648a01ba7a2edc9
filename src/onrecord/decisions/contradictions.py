"""Decisions that cannot both hold.

Two that are one, and two words for one thing, are edges between *places*: what a decision is attached to, or its
words where it is not. A new decision contradicts those that stand when

* it parts what they join, or joins what one of them parts, also through a chain;
* it gives a second name or kind to what has one, or joins what has two;
* it gives a mention to a second entity, a quotation to a second speaker, or a speaker to what is no quotation;
* it gives a report a second date or outlet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.records import Decision, Ruling

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
        self._placed = list(placed)
        self._saying = {one.says: one.decision for one in self._placed}

    def add(self, new: Placed) -> None:
        """Let a decision stand."""
        self._placed.append(new)
        self._saying[new.says] = new.decision

    def saying(self, new: Placed) -> Decision | None:
        """Return the decision that says the same as another, `None` where none does."""
        return self._saying.get(new.says)

    def contradicting(self, new: Placed) -> tuple[Decision, ...]:
        """Return the decisions that a new one contradicts; see `find_contradiction`."""
        return find_contradiction(self._placed, new)


def find_contradiction(standing: Sequence[Placed], new: Placed) -> tuple[Decision, ...]:
    """Return the standing decisions that a new one contradicts, with the chain that leads there; none where it fits."""
    if new.verdict in _SINGLE:
        found = [
            one for one in standing if one.verdict is new.verdict and one.left == new.left and one.says != new.says
        ]
        return _decisions(found[:1])
    if new.verdict in _OF_QUOTATIONS:
        return _second_speaker(standing, new)
    if new.verdict in _OF_ENTITIES:
        return _second_value(standing, new)
    if new.verdict is Ruling.DIFFERENT:
        assert new.right is not None, "two are different"
        return _decisions(_path([one for one in standing if _joins(one)], new.left, new.right) or [])
    if new.verdict in (Ruling.SAME, Ruling.MENTION):
        return _second_entity(standing, new) or _joined_wrongly(standing, new)
    return ()


def _joins(one: Placed) -> bool:
    return one.verdict in (Ruling.SAME, Ruling.MENTION)


def _decisions(placed: Iterable[Placed]) -> tuple[Decision, ...]:
    return tuple(dict.fromkeys(one.decision for one in placed))


def _second_speaker(standing: Sequence[Placed], new: Placed) -> tuple[Decision, ...]:
    """Return what stands on a quotation that has a speaker already, or is none."""
    joins = [one for one in standing if _joins(one)]
    for one in standing:
        if one.verdict not in _OF_QUOTATIONS or one.left != new.left or one.says == new.says:
            continue
        if one.right is not None and new.right is not None and _path(joins, one.right, new.right) is not None:
            continue  # one speaker, named twice
        return (one.decision,)
    return ()


def _second_value(standing: Sequence[Placed], new: Placed) -> tuple[Decision, ...]:
    """Return another name or kind of the same entity, with what makes it the same."""
    joins = [one for one in standing if _joins(one)]
    for one in standing:
        if one.verdict is new.verdict and one.decision.value != new.decision.value:
            path = _path(joins, one.left, new.left)
            if path is not None:
                return _decisions([one, *path])
    return ()


def _second_entity(standing: Sequence[Placed], new: Placed) -> tuple[Decision, ...]:
    """Return another entity that a mention was given to, unless that is known to be the same."""
    if new.verdict is not Ruling.MENTION:
        return ()
    same = [one for one in standing if one.verdict is Ruling.SAME]
    assert new.right is not None, "a mention is one of something"
    for one in standing:
        is_other = one.verdict is Ruling.MENTION and one.left == new.left
        if is_other and one.right is not None and _path(same, one.right, new.right) is None:
            return (one.decision,)
    return ()


def _joined_wrongly(standing: Sequence[Placed], new: Placed) -> tuple[Decision, ...]:
    """Return what forbids joining two: a decision that parts them, or their names or kinds, with the chains there."""
    joins = [*(one for one in standing if _joins(one)), new]
    for one in standing:
        if one.verdict is Ruling.DIFFERENT and one.right is not None:
            path = _path(joins, one.left, one.right)
            if path is not None:
                return _without(new, [one, *path])
    for verdict in _OF_ENTITIES:
        valued = [one for one in standing if one.verdict is verdict]
        reached = [one for one in valued if _path(joins, one.left, new.left) is not None]
        for one in reached[1:]:
            if one.decision.value != reached[0].decision.value:
                path = _path(joins, reached[0].left, one.left) or []
                return _without(new, [reached[0], one, *path])
    return ()


def _without(new: Placed, placed: Iterable[Placed]) -> tuple[Decision, ...]:
    return _decisions(one for one in placed if one is not new)


def _path(joins: Sequence[Placed], start: str, end: str) -> list[Placed] | None:
    """Return the shortest chain of decisions that make two places one, `None` where nothing does."""
    came_by: dict[str, list[Placed]] = {start: []}
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        if place == end:
            return came_by[place]
        for one in joins:
            for here, there in ((one.left, one.right), (one.right, one.left)):
                if here == place and there is not None and there not in came_by:
                    came_by[there] = [*came_by[place], one]
                    waiting.append(there)
    return None
