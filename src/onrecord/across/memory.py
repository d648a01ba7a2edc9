"""What was worked out last, kept up to a weight: texts differ too much in length for their number to mean a thing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Call a function of one value, and keep what was asked for last.

    Args:
        make: a function whose results nobody changes.
        weigh: what a result weighs.
        most: what all that is kept weighs at the most; one result is kept however much it weighs.
    """

    def __init__(self, make: Callable[[Key], Value], weigh: Callable[[Value], int], most: int) -> None:
        self._make = make
        self._weigh = weigh
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._weight = 0

    def __call__(self, key: Key) -> Value:
        """Return what the function returns."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = self._kept[key] = self._make(key)
        self._weight += self._weigh(made)
        while self._weight > self._most and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._weight -= self._weigh(gone)
        return made
