import contextlib
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from onrecord.engine import Failed
from onrecord.engine.local import LocalEngine, usable_cores

DIED = "the worker process died on it (out of memory, or a crash inside a library)"
Row = tuple[int, frozenset[str]]


# --- what workers run: module-level, for they cross process borders ---


def shout(row: str, mark: str) -> str:
    """Return a headline in capitals with a mark behind it."""
    return row.upper() + mark


def process_of(row: int, given_: None) -> int:
    """Return the process that worked on a row."""
    return os.getpid()


def refuse_threes(row: int, given_: str) -> int:
    """Return ten times the row, but fail on every third."""
    if row % 3 == 0:
        raise ValueError(f"{given_} {row}")
    return row * 10


def die_on(row: int, killers: frozenset[int]) -> int:
    """Return ten times the row, but end the process on some."""
    if row in killers:
        os._exit(1)
    return row * 10


def die_once(row: int, folder: Path) -> int:
    """Return ten times the row, but end the process when row 4 is met for the first time."""
    if row == 4 and not (folder / "seen").exists():
        (folder / "seen").touch()
        os._exit(1)
    return row * 10


def wait_for_word(connection: Connection) -> None:
    """Wait until the other end says something or is gone."""
    with contextlib.suppress(EOFError):
        connection.recv()


def raise_it(row: BaseException, given_: None) -> None:
    """Raise the row."""
    raise row


def names_of(group: tuple[tuple[int, Any], ...], given_: str) -> tuple[str, tuple[int, ...]]:
    """Return the numbers of the rows of a group, in the order they came in."""
    return given_, tuple(number for number, _ in group)


def refuse_pairs(group: tuple[Row, ...], given_: str) -> int:
    """Return the size of a group, but fail on pairs."""
    if len(group) == 2:
        raise LookupError("a pair")
    return len(group)


def keys_of(row: Row) -> frozenset[str]:
    """Return the keys a row carries."""
    return row[1]


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalEngine]:
    """Two workers, started once for all tests of this module that only use them."""
    with LocalEngine(2, batch_rows=3, batch_bytes=10) as engine:
        yield engine


# --- each ---

HEADLINES = (
    "talks resume",
    "korsk refuses",
    "“never,” says envoy",
    "",
    "žižek in zürich",
    "ceasefire holds",
    "toll: 12",
)


@pytest.mark.parametrize("batch_rows", [1, 2, 3, 64])
def test_each_gives_a_result_for_every_row_in_order(batch_rows: int) -> None:
    """Every row gives its result, in the order of the rows, however many travel together."""
    with LocalEngine(1, batch_rows=batch_rows) as engine:
        assert list(engine.each(HEADLINES, shout, "!")) == [row.upper() + "!" for row in HEADLINES]


@examples(max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 15)), max_size=20), st.integers(1, 20))
def test_each_does_not_depend_on_workers_or_batches(
    pool: LocalEngine, rows: list[tuple[str, int]], batch_rows: int
) -> None:
    """One process or two, small batches or large, by count or by weight: the results and their order are the same."""
    expected = [shout(row, "?") for row, _ in rows]
    alone = LocalEngine(1, batch_rows=batch_rows, batch_bytes=5)
    weights = iter([weight for _, weight in rows] * 2)
    words = [row for row, _ in rows]
    assert list(alone.each(words, shout, "?", weigh=lambda _: next(weights))) == expected
    assert list(pool.each(words, shout, "?", weigh=lambda _: next(weights))) == expected


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_rows_give_no_results(jobs: int) -> None:
    """An empty run ends at once, without starting a worker."""
    with LocalEngine(jobs) as engine:
        assert list(engine.each([], shout, "!")) == []
        assert engine._pool is None


def test_a_single_batch_stays_in_the_calling_process() -> None:
    """Workers cost time to start, so that a small run does without them."""
    with LocalEngine(2, batch_rows=4) as engine:
        assert set(engine.each(range(4), process_of, None)) == {os.getpid()}
        assert engine._pool is None


def test_a_second_batch_goes_to_workers(pool: LocalEngine) -> None:
    """As soon as a second batch waits, all rows are worked on in other processes, two at the most."""
    processes = set(pool.each(range(30), process_of, None))
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2


def test_leaving_the_engine_ends_its_workers() -> None:
    """No worker outlives the engine, even when its results were not all taken."""
    with LocalEngine(2, batch_rows=1) as engine:
        results = engine.each(range(50), process_of, None)
        worker = next(results)
        assert isinstance(worker, int)
        assert psutil.pid_exists(worker)
    assert not psutil.pid_exists(worker)


@pytest.mark.parametrize(("jobs", "most"), [pytest.param(1, 3, id="alone"), pytest.param(2, 16, id="two-workers")])
def test_rows_are_read_as_they_are_needed(pool: LocalEngine, jobs: int, most: int) -> None:
    """Rows are never all held at once: after the first result, only a few batches of three have been read."""
    read = 0

    def rows() -> Iterator[str]:
        nonlocal read
        for _ in range(10_000):
            read += 1
            yield "korsk"

    engine = pool if jobs == 2 else LocalEngine(1, batch_rows=3)
    assert next(iter(engine.each(rows(), shout, "!"))) == "KORSK!"
    assert read <= most + 1


def test_a_heavy_row_travels_alone() -> None:
    """Batches are cut by weight as well as by number, and a row heavier than a batch still travels."""
    engine = LocalEngine(1, batch_rows=3, batch_bytes=10)
    batches = list(engine._batches([4, 4, 4, 50, 1, 1, 1, 1, 10, 10], lambda weight: weight))
    assert batches == [[4, 4], [4], [50], [1, 1, 1], [1], [10], [10]]


# --- failures ---


def expected_of_threes(rows: range) -> list[object]:
    """Return what `refuse_threes` gives, the failures in their places."""
    return [Failed(row, f"ValueError: no report {row}") if row % 3 == 0 else row * 10 for row in rows]


@pytest.mark.parametrize("rows", [range(1), range(2, 4), range(20)], ids=["one", "two", "many"])
def test_a_function_that_raises_fails_that_row_alone(pool: LocalEngine, rows: range) -> None:
    """A row on which the function raises is a failure with its reason, in its place; the others have results."""
    assert list(LocalEngine(1, batch_rows=4).each(rows, refuse_threes, "no report")) == expected_of_threes(rows)
    assert list(pool.each(rows, refuse_threes, "no report")) == expected_of_threes(rows)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(ValueError("an odd page"), "ValueError: an odd page", id="value"),
        pytest.param(KeyError("title"), "KeyError: 'title'", id="key"),
        pytest.param(MemoryError(), "MemoryError: ", id="memory"),
        pytest.param(RecursionError("too deep"), "RecursionError: too deep", id="recursion"),
        pytest.param(AssertionError(), "AssertionError: ", id="assertion"),
        pytest.param(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"), "UnicodeEncodeError: 'utf-8' codec", id="text"),
        pytest.param(ValueError("long " * 1000), "ValueError: long long", id="a-long-message"),
    ],
)
def test_a_failure_names_the_error_and_is_short(error: Exception, reason: str) -> None:
    """The reason is the kind of the error and its message, cut where it is long."""
    (failed,) = LocalEngine(1).each([error], raise_it, None)
    assert isinstance(failed, Failed)
    assert failed.row is error
    assert failed.reason.startswith(reason)
    assert len(failed.reason) <= 500


@pytest.mark.parametrize(
    "killers",
    [
        pytest.param({7}, id="in-the-middle"),
        pytest.param({0}, id="the-first"),
        pytest.param({29}, id="the-last"),
        pytest.param({3, 4, 21}, id="two-in-one-batch-and-one-later"),
    ],
)
def test_a_worker_that_dies_costs_only_its_row(killers: set[int]) -> None:
    """A row that ends its worker is a failure; every other row has its result, in its place."""
    expected = [Failed(row, DIED) if row in killers else row * 10 for row in range(30)]
    with LocalEngine(2, batch_rows=5) as engine:
        assert list(engine.each(range(30), die_on, frozenset(killers))) == expected
        assert list(engine.each(HEADLINES, shout, "!")) == [row.upper() + "!" for row in HEADLINES]


def test_a_row_that_ended_a_worker_once_is_tried_again(tmp_path: Path) -> None:
    """A worker may die of something else than its row, so the row gets another chance."""
    with LocalEngine(2, batch_rows=3) as engine:
        assert list(engine.each(range(12), die_once, tmp_path)) == [row * 10 for row in range(12)]


UNGUARDED = """
from onrecord.engine.local import LocalEngine

def ten_times(row, given):
    return row * 10

with LocalEngine(2, batch_rows=1) as engine:
    print(list(engine.each(range(6), ten_times, None)))
"""


@pytest.mark.parametrize("from_file", [True, False], ids=["a-file", "standard-input"])
def test_a_script_that_workers_cannot_import_is_still_served(from_file: bool, tmp_path: Path) -> None:
    """Where a script starts workers while it is imported, one process does all the work, and a warning says so."""
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    command = [sys.executable, str(script) if from_file else "-"]
    done = subprocess.run(
        command, input=None if from_file else UNGUARDED, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[0, 10, 20, 30, 40, 50]\n"
    assert "RuntimeWarning: Worker processes cannot start from this script; one process does all" in done.stderr
    assert not from_file or "Traceback" not in done.stderr


GUARDED = """
from onrecord.engine.local import LocalEngine, is_unguarded_script

def ten_times(row, given):
    return row * 10

def run():
    with LocalEngine(2, batch_rows=1) as engine:
        print(list(engine.each(range(6), ten_times, None)), is_unguarded_script(), engine.jobs)

if __name__ == "__main__":
    run()
"""


def test_a_guarded_script_has_workers(tmp_path: Path) -> None:
    """Behind the usual guard workers start, and nothing is warned of."""
    script = tmp_path / "script.py"
    script.write_text(GUARDED, encoding="utf-8")

    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("[0, 10, 20, 30, 40, 50] False 2\n", "")


class LateWorker:
    """A worker that a pool started just after it had ended all the others, as `submit` may when one of them dies."""

    def __init__(self, process: Any) -> None:
        self._process = process

    def __getattr__(self, name: str) -> Any:
        return getattr(self._process, name)

    def terminate(self) -> None:
        """Do nothing: this call came too early."""


def test_a_worker_that_starts_while_another_dies_is_ended_too() -> None:
    """A pool whose worker died is left at once, even if it had just started another that nobody told to end."""
    context = multiprocessing.get_context("spawn")
    keep, theirs = context.Pipe()
    late = context.Process(target=wait_for_word, args=(theirs,), daemon=True)
    late.start()
    results: list[object] = []
    with LocalEngine(2, batch_rows=1) as engine:

        def run() -> None:
            engine._open_pool()._processes[late.pid] = LateWorker(late)  # type: ignore[index,assignment]
            results.extend(engine.each(range(8), die_on, frozenset({2})))

        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        worker.join(20)  # a guard against waiting for ever, nothing that is measured
        stuck = worker.is_alive()
        keep.close()
        late.kill()
        worker.join()
    assert not stuck
    assert results == [Failed(row, DIED) if row == 2 else row * 10 for row in range(8)]


def test_failures_travel() -> None:
    """A failure that comes back from a worker is equal to the one that was sent."""
    failed = Failed(("korsk", 7), "ValueError: no")
    assert pickle.loads(pickle.dumps(failed)) == failed


# --- groups ---

rows_with_keys = st.lists(st.frozensets(st.sampled_from("abcdefg"), max_size=4), max_size=14).map(
    lambda keys: list(enumerate(keys))
)


def numbers_of(results: Iterable[object]) -> list[tuple[int, ...]]:
    """Return the numbers of the rows of each group; no group may have failed."""
    found = []
    for result in results:
        assert isinstance(result, tuple), result
        found.append(result[1])
    return found


def even_pieces(numbers: list[int], max_rows: int) -> list[tuple[int, ...]]:
    """Split numbers in order into as few pieces as the limit allows, none longer than another by more than one."""
    count = -(-len(numbers) // max_rows)
    pieces: list[list[int]] = [[] for _ in range(count)]
    for place, number in enumerate(numbers):
        pieces[place * count // len(numbers)].append(number)
    return [tuple(piece) for piece in pieces]


def obvious_groups(rows: list[Row], max_rows: int) -> Counter[tuple[int, ...]]:
    """Group rows the slow way: for each key, look at every row."""
    found: Counter[tuple[int, ...]] = Counter()
    for key in {key for _, keys in rows for key in keys}:
        sharing = sorted(number for number, keys in rows if key in keys)
        found.update(piece for piece in even_pieces(sharing, max_rows) if len(piece) > 1)
    return found


@given(rows_with_keys, st.integers(1, 8), st.integers(1, 60), st.randoms(use_true_random=False))
def test_groups_are_those_of_the_obvious_version(
    rows: list[Row], max_rows: int, in_memory: int, random: Random
) -> None:
    """In one pass or many, from rows in any order, the groups are those that looking at every row would find."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    engine = LocalEngine(1, max_rows_in_memory=in_memory)
    groups = list(
        engine.groups(lambda: shuffled, keys_of, names_of, "given", order=lambda row: row[0], max_rows=max_rows)
    )
    assert Counter(numbers_of(groups)) == obvious_groups(rows, max_rows)


@examples(max_examples=10)
@given(rows_with_keys, st.integers(2, 4))
def test_groups_are_the_same_with_workers(pool: LocalEngine, rows: list[Row], max_rows: int) -> None:
    """Two workers give the same groups in the same order as one process."""
    made = [
        list(engine.groups(lambda: rows, keys_of, names_of, "", order=lambda row: row[0], max_rows=max_rows))
        for engine in (LocalEngine(1), pool)
    ]
    assert made[0] == made[1]


PRINTED_NAMES: list[Row] = [
    (0, frozenset({"Vargareth", "Korsk"})),
    (1, frozenset({"Korsk"})),
    (2, frozenset()),
    (3, frozenset({"Vargareth", "Korsk"})),
    (4, frozenset({"Nyland"})),
    (5, frozenset({"Korsk"})),
]


@pytest.mark.parametrize(
    ("max_rows", "expected"),
    [
        pytest.param(10, [(0, 1, 3, 5), (0, 3)], id="whole"),
        pytest.param(4, [(0, 1, 3, 5), (0, 3)], id="just-fits"),
        pytest.param(3, [(0, 1), (0, 3), (3, 5)], id="none-is-left-alone"),
        pytest.param(2, [(0, 1), (0, 3), (3, 5)], id="pairs"),
    ],
)
def test_an_oversized_group_is_split_in_order(max_rows: int, expected: list[tuple[int, ...]]) -> None:
    """A group over the limit is split into even groups of neighbours, in order."""
    groups = LocalEngine(1).groups(
        lambda: reversed(PRINTED_NAMES), keys_of, names_of, "", order=lambda row: row[0], max_rows=max_rows
    )
    assert sorted(numbers_of(groups)) == expected


@pytest.mark.parametrize(
    ("count", "max_rows", "sizes"),
    [
        pytest.param(7, 3, [3, 2, 2], id="seven-by-three"),
        pytest.param(9, 4, [3, 3, 3], id="nine-by-four"),
        pytest.param(5, 4, [3, 2], id="five-by-four"),
        pytest.param(10, 5, [5, 5], id="ten-by-five"),
    ],
)
def test_the_parts_of_an_oversized_group_are_even(count: int, max_rows: int, sizes: list[int]) -> None:
    """No part of a split group is larger than another by more than a row, so that few rows are left alone."""
    rows: list[Row] = [(number, frozenset({"Korsk"})) for number in range(count)]
    groups = LocalEngine(1).groups(lambda: rows, keys_of, names_of, "", order=lambda row: row[0], max_rows=max_rows)
    assert sorted(map(len, numbers_of(groups)), reverse=True) == sizes


@pytest.mark.parametrize("in_memory", [1, 1000])
def test_a_row_that_names_a_key_twice_is_in_the_group_once(in_memory: int) -> None:
    """A report that prints a name twice shares it with others, not with itself."""
    rows: list[tuple[int, list[str]]] = [(0, ["Korsk", "Korsk"]), (1, ["Korsk"]), (2, ["Nyland", "Nyland"])]
    engine = LocalEngine(1, max_rows_in_memory=in_memory)
    groups = engine.groups(lambda: rows, lambda row: row[1], names_of, "", order=lambda row: row[0], max_rows=10)
    assert numbers_of(groups) == [(0, 1)]


@pytest.mark.parametrize(
    "key",
    ["Korsk", "Žižek", 7, ("Korsk", 2031), ("a", ("b", None)), ""],
    ids=["text", "accents", "number", "tuple", "nested", "empty"],
)
@pytest.mark.parametrize("in_memory", [1, 3, 1000])
def test_rows_meet_at_keys_of_every_kind(key: object, in_memory: int) -> None:
    """Rows meet at their key, be it text, a number or a tuple, in however many passes."""
    rows: list[tuple[int, list[Any]]] = [
        (0, [key]),
        *((number, [("alone", number)]) for number in range(1, 9)),
        (9, [key]),
    ]
    engine = LocalEngine(1, max_rows_in_memory=in_memory)
    groups = engine.groups(lambda: rows, lambda row: row[1], names_of, "", order=lambda row: row[0], max_rows=10)
    assert numbers_of(groups) == [(0, 9)]


@pytest.mark.parametrize("in_memory", [1, 1000])
def test_no_rows_make_no_groups(in_memory: int) -> None:
    """Nothing gives nothing, and rows without keys or with keys of their own give nothing either."""
    engine = LocalEngine(1, max_rows_in_memory=in_memory)
    given_rows: list[list[Row]] = [[], [(0, frozenset())], [(0, frozenset({"a"})), (1, frozenset({"b"}))]]
    for rows in given_rows:
        groups = engine.groups(partial(iter, rows), keys_of, names_of, "", order=lambda row: row[0], max_rows=10)
        assert list(groups) == []


def test_a_group_on_which_the_function_fails_costs_only_itself() -> None:
    """A failure names the rows of its group; the other groups have their results."""
    groups = LocalEngine(1).groups(
        lambda: PRINTED_NAMES, keys_of, refuse_pairs, "", order=lambda row: row[0], max_rows=10
    )
    pair = (PRINTED_NAMES[0], PRINTED_NAMES[3])
    assert sorted(groups, key=str) == [4, Failed(pair, "LookupError: a pair")]


def test_a_pass_holds_no_more_than_it_may() -> None:
    """With many rows and little memory, the rows are gone through once for each pass and once to count."""
    passes = 0

    def rows() -> Iterator[Row]:
        nonlocal passes
        passes += 1
        return iter(PRINTED_NAMES)

    engine = LocalEngine(1, max_rows_in_memory=2)
    list(engine.groups(rows, keys_of, names_of, "", order=lambda row: row[0], max_rows=10))
    assert passes == 1 + 4  # seven pairs of row and key, two at a time


# --- components ---

edges = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20)


def obvious_components(pairs: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Merge sets that touch, the slow way, until none touches another."""
    parts: list[set[int]] = [{left, right} for left, right in pairs]
    merged = True
    while merged:
        merged = False
        for place, part in enumerate(parts):
            for other in parts[place + 1 :]:
                if part & other:
                    part |= other
                    parts.remove(other)
                    merged = True
                    break
    return sorted(tuple(sorted(part)) for part in parts)


@given(edges, st.randoms(use_true_random=False))
def test_components_are_those_of_the_obvious_version(pairs: list[tuple[int, int]], random: Random) -> None:
    """Pairs in any order and either way round give the components that merging sets would, sorted."""
    turned = [(right, left) for left, right in pairs]
    random.shuffle(turned)
    expected = obvious_components(pairs)
    assert LocalEngine(1).components(pairs) == expected
    assert LocalEngine(1).components(turned) == expected


@pytest.mark.parametrize(
    ("pairs", "components"),
    [
        pytest.param([], [], id="none"),
        pytest.param([("a", "a")], [("a",)], id="a-node-with-itself"),
        pytest.param([("b", "a"), ("d", "c")], [("a", "b"), ("c", "d")], id="two"),
        pytest.param([("c", "b"), ("b", "a"), ("a", "c")], [("a", "b", "c")], id="a-ring"),
        pytest.param([("a", "b"), ("c", "d"), ("b", "c")], [("a", "b", "c", "d")], id="joined-late"),
    ],
)
def test_components_of_reports(pairs: list[tuple[str, str]], components: list[tuple[str, ...]]) -> None:
    """Whatever hangs together by pairs comes as one tuple, nodes sorted, tuples sorted."""
    assert LocalEngine(1).components(pairs) == components


def test_a_long_chain_is_one_component() -> None:
    """A chain far longer than the interpreter's stack is deep is found whole."""
    chain_ = [(number, number + 1) for number in range(5000)]
    mixed = list(chain.from_iterable(zip(chain_[:2500], reversed(chain_[2500:]), strict=True)))
    assert LocalEngine(1).components(mixed) == [tuple(range(5001))]


# --- cores ---


def test_without_a_number_there_is_a_worker_for_each_usable_core() -> None:
    """Left to itself, the engine uses the cores this process may use, and never less than one."""
    assert LocalEngine().jobs == usable_cores() >= 1
    assert LocalEngine(3).jobs == 3
