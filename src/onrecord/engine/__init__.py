"""The three verbs that carry all the work, and what any engine must promise.

`each` applies a pure function to every row, `groups` brings rows together that share a key, `components`
finds what hangs together. Functions and rows cross process borders: functions are module-level, rows pickle.
The result of a verb never depends on how the work was cut up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Row = TypeVar("Row")
Given = TypeVar("Given")
Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Failed(Generic[Row]):
    """A row on which the function failed, and why; the other rows went on."""

    row: Row
    reason: str


class Engine(Protocol):
    """Whatever can run the verbs."""

    def each(
        self,
        rows: Iterable[Row],
        fn: Callable[[Row, Given], Result],
        given: Given,
        *,
        weigh: Callable[[Row], int] | None = None,
    ) -> Iterator[Result | Failed[Row]]:
        """Yield `fn(row, given)` for every row, in the order of the rows, holding few of them at a time.

        Args:
            rows: read lazily; never all held at once.
            fn: a pure module-level function.
            given: small and read-only.
            weigh: the bytes a row weighs, to keep batches small where rows are large.
        """
        ...

    def groups(
        self,
        rows: Callable[[], Iterable[Row]],
        keys: Callable[[Row], Iterable[Key]],
        fn: Callable[[tuple[Row, ...], Given], Result],
        given: Given,
        *,
        order: Callable[[Row], Any],
        max_rows: int,
    ) -> Iterator[Result | Failed[tuple[Row, ...]]]:
        """Yield `fn(group, given)` for every group of two or more rows that share a key.

        Args:
            rows: called for each pass over the rows; must yield the same rows each time.
            keys: the keys of a row, none, one or several: text, numbers, or tuples of them, of one type throughout.
            fn: a pure module-level function of a group, its rows in `order`.
            given: small and read-only.
            order: the canonical order of rows; it also decides how an oversized group is split.
            max_rows: a larger group is split, in order, into even groups of at most this size.
        """
        ...

    def components(self, pairs: Iterable[tuple[Node, Node]]) -> list[tuple[Node, ...]]:
        """Return the connected components of the graph with these edges, sorted, nodes sorted in each."""
        ...
