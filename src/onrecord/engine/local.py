"""The three verbs on the cores of this machine: spawned processes, bounded memory, results in order.

Small inputs never leave the calling process: workers start only when a second batch is waiting. A worker
that dies (out of memory, a crash inside a library) costs the row it was working on, not the run: its batch
is tried again row by row, and the row that kills a worker twice is a failure.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import inspect
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

from onrecord.engine import Failed, Given, Key, Node, Result, Row
from onrecord.engine.components import find_components
from onrecord.errors import describe

_BATCHES_AHEAD = 2  # batches in flight for each worker: enough to keep it busy, few enough to hold


class LocalEngine:
    """Run the verbs in this process (`jobs=1`) or in spawned ones.

    Use as a context manager; leaving it ends the workers.

    Args:
        jobs: worker processes; `None` means one for each core this process may use.
        batch_rows: rows that travel together, at the most.
        batch_bytes: bytes that travel together, where rows are weighed.
        max_rows_in_memory: (row, key) pairs that `groups` holds at once.
    """

    def __init__(
        self,
        jobs: int | None = None,
        *,
        batch_rows: int = 64,
        batch_bytes: int = 4_000_000,
        max_rows_in_memory: int = 1_000_000,
    ) -> None:
        self.jobs = jobs or usable_cores()
        self._batch_rows = batch_rows
        self._batch_bytes = batch_bytes
        self._max_rows_in_memory = max_rows_in_memory
        self._pool: ProcessPoolExecutor | None = None
        self._workers_start = False  # none has been seen to

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close_pool()

    def each(
        self,
        rows: Iterable[Row],
        fn: Callable[[Row, Given], Result],
        given: Given,
        *,
        weigh: Callable[[Row], int] | None = None,
    ) -> Iterator[Result | Failed[Row]]:
        """See `Engine.each`."""
        batches = self._batches(rows, weigh)
        if self.jobs == 1:
            return chain.from_iterable(_run_batch(fn, given, batch) for batch in batches)
        first = next(batches, None)
        second = next(batches, None)
        if first is None:
            return iter(())
        if second is None:
            return iter(_run_batch(fn, given, first))
        if self._pool is None and is_unguarded_script():
            self._go_on_alone()
        return self._each_in_pool(chain((first, second), batches), fn, given)

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
        """See `Engine.groups`. Memory: one pass holds about `max_rows_in_memory` rows and no more keys."""
        count = sum(1 for row in rows() for _ in keys(row))
        passes = -(-count // self._max_rows_in_memory)

        def whole_groups() -> Iterator[tuple[Row, ...]]:
            for number in range(passes):
                gathered: dict[Hashable, list[Row]] = {}
                for row in rows():
                    for key in dict.fromkeys(keys(row)):
                        if _place(key, passes) == number:
                            gathered.setdefault(key, []).append(row)
                for group in gathered.values():
                    ordered = sorted(group, key=order)
                    pieces = -(-len(ordered) // max_rows)
                    for left in range(pieces, 0, -1):  # even pieces, so that hardly one is left with a single row
                        size = -(-len(ordered) // left)
                        piece, ordered = tuple(ordered[:size]), ordered[size:]
                        if len(piece) > 1:
                            yield piece

        return self.each(whole_groups(), fn, given)

    def components(self, pairs: Iterable[tuple[Node, Node]]) -> list[tuple[Node, ...]]:
        """See `Engine.components`."""
        return find_components(pairs)

    def _batches(self, rows: Iterable[Row], weigh: Callable[[Row], int] | None) -> Iterator[list[Row]]:
        batch: list[Row] = []
        weight = 0
        for row in rows:
            heavy = weigh(row) if weigh else 0
            if batch and (len(batch) >= self._batch_rows or weight + heavy > self._batch_bytes):
                yield batch
                batch, weight = [], 0
            batch.append(row)
            weight += heavy
        if batch:
            yield batch

    def _each_in_pool(
        self, batches: Iterator[list[Row]], fn: Callable[[Row, Given], Result], given: Given
    ) -> Iterator[Result | Failed[Row]]:
        waiting: deque[tuple[list[Row], Future[list[Result | Failed[Row]]]]] = deque()
        for batch in batches:
            if self.jobs == 1:  # no worker could start
                while waiting:
                    yield from _run_batch(fn, given, waiting.popleft()[0])
                yield from _run_batch(fn, given, batch)
                continue
            waiting.append((batch, self._submit(fn, given, batch)))
            if len(waiting) >= self.jobs * _BATCHES_AHEAD:
                yield from self._first_result(waiting, fn, given)
        while waiting:
            if self.jobs == 1:
                yield from _run_batch(fn, given, waiting.popleft()[0])
            else:
                yield from self._first_result(waiting, fn, given)

    def _first_result(
        self,
        waiting: deque[tuple[list[Row], Future[list[Result | Failed[Row]]]]],
        fn: Callable[[Row, Given], Result],
        given: Given,
    ) -> list[Result | Failed[Row]]:
        batch, future = waiting.popleft()
        try:
            results = future.result()
            self._workers_start = True
            return results
        except BrokenProcessPool:
            self._drop_pool()
            if not self._can_start_workers():
                return _run_batch(fn, given, batch)
            results = [self._alone(fn, given, row) for row in batch]
            for place, (later, _) in enumerate(waiting):  # their futures died with the pool
                waiting[place] = (later, self._submit(fn, given, later))
            return results

    def _can_start_workers(self) -> bool:
        """Tell whether workers start at all: not where a script starts them while it is being imported itself.

        A new process imports the calling script first. One without `if __name__ == "__main__":` would build
        again there, and fails; so does one read from standard input. Then the work goes on in this process.
        """
        if not self._workers_start:
            try:
                with _interrupts_held():
                    started = self._open_pool().submit(_nothing)
                started.result()
                self._workers_start = True
            except BrokenProcessPool:
                self._drop_pool()
                self._go_on_alone()
        return self._workers_start

    def _go_on_alone(self) -> None:
        """Let this process do all the work, and say so."""
        self.jobs = 1
        warnings.warn(
            "Worker processes cannot start from this script; one process does all the work. Put the call under "
            '`if __name__ == "__main__":`, or set jobs=1.',
            RuntimeWarning,
            stacklevel=3,
        )

    def _alone(self, fn: Callable[[Row, Given], Result], given: Given, row: Row) -> Result | Failed[Row]:
        """Run one row in a worker; if that ends the worker too, the row is to blame."""
        try:
            return self._submit(fn, given, [row]).result()[0]
        except BrokenProcessPool:
            self._drop_pool()
            return Failed(row, "the worker process died on it (out of memory, or a crash inside a library)")

    def _submit(
        self, fn: Callable[[Row, Given], Result], given: Given, batch: list[Row]
    ) -> Future[list[Result | Failed[Row]]]:
        with _interrupts_held():
            try:
                return self._open_pool().submit(_run_batch, fn, given, batch)
            except (BrokenProcessPool, OSError):  # OSError: the pool broke while it took the batch
                self._drop_pool()
                return self._open_pool().submit(_run_batch, fn, given, batch)

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_end_with_parent)
        return self._pool

    def _close_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _drop_pool(self) -> None:
        """Leave a pool whose worker died: end the others too, also one that it started just then."""
        if self._pool is not None:
            workers = list((self._pool._processes or {}).values())  # noqa: SLF001 - it offers no other way to end them
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
            for worker in workers:
                worker.kill()
                worker.join()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back: a worker started meanwhile never sees it (the parent ends it), the parent does afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_unguarded_script() -> bool:
    """Tell whether a script's own lines are being run outside of `if __name__ == "__main__":`.

    A worker would run them again, and print the traceback of its failure.
    """
    path = getattr(sys.modules["__main__"], "__file__", None)
    frame = inspect.currentframe()
    while frame is not None and frame.f_back is not None:
        frame = frame.f_back
    if (
        path is None
        or frame is None
        or frame.f_code.co_name != "<module>"
        or frame.f_globals.get("__name__") != "__main__"
    ):
        return False
    try:
        script = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    guards = (node for node in script.body if isinstance(node, ast.If) and "__name__" in ast.dump(node.test))
    return not any(guard.lineno <= frame.f_lineno <= (guard.end_lineno or 0) for guard in guards)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    with contextlib.suppress(AttributeError):  # only some systems tell
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _nothing() -> None:
    """Do nothing: what a worker that starts can do."""


def _run_batch(fn: Callable[[Row, Given], Result], given: Given, batch: list[Row]) -> list[Result | Failed[Row]]:
    return [_run_row(fn, given, row) for row in batch]


def _run_row(fn: Callable[[Row, Given], Result], given: Given, row: Row) -> Result | Failed[Row]:
    try:
        return fn(row, given)
    except Exception as error:  # noqa: BLE001 - whatever one report does to a library, the others go on
        return Failed(row, describe(error))


def _place(key: Hashable, passes: int) -> int:
    """Assign a key to a pass, the same in every process (`hash` of a string is not)."""
    if passes == 1:
        return 0
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest()) % passes


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, even by a kill."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
