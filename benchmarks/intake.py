"""Compare how fast rows are read and stored, here and with sqlite-utils.

    python benchmarks/intake.py [--sizes 10000 20000] [--rounds 5]
    python benchmarks/intake.py --memory-only [--sizes 10000 50000 200000]

Both programs read the same JSON Lines file into a new SQLite file with full-text
search over title and text kept up to date from the first row on, in WAL mode, each in
a process of its own, in turn, in the same run. The time is that of the whole process,
its start included; the marginal rate between two sizes leaves the start out.

The rows are made here and mean nothing: about 450 words each, drawn from a built-in
vocabulary of 30,000 words whose frequencies follow Zipf's law with Mandelbrot's
correction, that is, the word of rank r has weight 1 / (r + 2.7). The first ranks are
the commonest English words, the others are made of syllables, so the full-text index
meets a few very frequent and very many rare words, as it would in news. Every row has
its own id, title, outlet, date, address and text.

Memory is the resident size of the process and all it started, looked at every 50 ms:
the highest sum (pages shared by processes count once for each) and the highest of any
one process.
"""

import argparse
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TypeAlias

import psutil  # type: ignore[import-untyped,unused-ignore]

SAMPLE_SECONDS = 0.05
VOCABULARY_SIZE = 30_000
WORDS_PER_ROW = 450
BATCH_SIZE = 1000
"""Rows the peer stores in one transaction; 100 and 5000 measured about the same."""

COMMON_WORDS = (
    "the of to and in a that for on said with is was by as at from has it he be have are "
    "not will an but they his were who which had this their its been more would we after "
    "or about up one new two government president minister talks border people between "
    "country over also could there when other before than last first foreign state year "
    "against military states forces week agreement party peace security officials told "
    "no all into out if some our what three under since during united time only can may "
    "i she her him them so now most made both many just where war leader council defence "
    "parliament statement support meeting union court political police killed should such "
    "reported former national because while through monday tuesday wednesday thursday"
)

SYLLABLES = tuple(
    onset + vowel + coda
    for onset, vowel, coda in itertools.product(
        ("b", "br", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "z"),
        "aeiou",
        ("", "n", "r", "l", "s"),
    )
)

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak resident bytes: of all processes together, and of the largest one."""

    together: int
    largest: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one program over one file."""

    seconds: float
    memory: Memory


@dataclass(frozen=True, slots=True)
class Pair:
    """The two programs on the same rows, one right after the other."""

    rows: int
    ours: Measured
    peer: Measured

    @property
    def ratio(self) -> float:
        """How many rows we store in the time the peer stores one."""
        return self.peer.seconds / self.ours.seconds


# --- The rows -----------------------------------------------------------------------


def make_vocabulary() -> list[str]:
    """The words by rank, the commonest first; the same list every time."""
    rng = random.Random(450)
    words = dict.fromkeys(COMMON_WORDS.split())
    while len(words) < VOCABULARY_SIZE:
        words["".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def make_rows(count: int) -> Iterator[Row]:
    """Make ``count`` rows; the first n of them are the same for every count."""
    words = make_vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(1, len(words) + 1)))
    start = datetime(2017, 1, 1, tzinfo=UTC)
    rng = random.Random(20240319)
    for number in range(count):
        size = max(60, round(rng.gauss(WORDS_PER_ROW, 120)))
        drawn = rng.choices(words, cum_weights=weights, k=size)
        yield {
            "id": f"row-{number:07d}",
            "title": f"{' '.join(drawn[:9]).capitalize()} {number}",
            "outlet": f"Outlet {number} of {drawn[9].capitalize()}",
            "published": (start + timedelta(minutes=11 * number)).isoformat(),
            "url": f"https://outlet.example/{number:07d}/{'-'.join(drawn[:5])}",
            "text": as_prose(drawn, rng),
        }


def as_prose(words: Sequence[str], rng: random.Random) -> str:
    """Set words as sentences of about 22 words and paragraphs of about 3 sentences."""
    parts: list[str] = []
    position = 0
    while position < len(words):
        size = rng.randint(12, 32)
        parts.append(" ".join(words[position : position + size]).capitalize() + ".")
        parts.append("\n\n" if rng.random() < 1 / 3 else " ")
        position += size
    return "".join(parts).strip()


def write_rows(path: Path, count: int) -> None:
    """Write the rows as JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in make_rows(count))


# --- The two programs ---------------------------------------------------------------


def build_command(rows: Path, record: Path) -> list[str]:
    """Read and store with onrecord, without looking for findings."""
    arguments = ["build", str(rows), "--into", str(record), "--until", "reading"]
    return [sys.executable, "-m", "onrecord", *arguments]


def peer_command(rows: Path, record: Path) -> list[str]:
    """Read and store with sqlite-utils: this script, asked to be the peer."""
    return [sys.executable, str(Path(__file__).resolve()), "--peer", str(rows), str(record)]


def store_with_peer(rows: Path, record: Path) -> None:
    """Be the peer: what a careful user of sqlite-utils would write."""
    # sqlite-utils imports pandas where it is installed. That takes a third of a second that
    # storing rows does not need, so the peer is spared it.
    sys.modules["numpy"] = sys.modules["pandas"] = None  # type: ignore[assignment]
    from sqlite_utils import Database  # here, so that only the peer's process pays for it

    database = Database(str(record))
    database.enable_wal()
    names = ("id", "title", "outlet", "published", "url", "text")
    table = database.table("reports")
    table.create(dict.fromkeys(names, str), pk="id")
    table.enable_fts(["title", "text"], create_triggers=True)
    with rows.open(encoding="utf-8") as lines:
        table.insert_all(map(json.loads, lines), pk="id", batch_size=BATCH_SIZE)
    database.conn.close()


# --- Measuring ----------------------------------------------------------------------


class MemoryWatch(threading.Thread):
    """Looks at a process and all below it until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._stopped = threading.Event()
        self._together = 0
        self._largest = 0

    def run(self) -> None:
        """Look every 50 ms."""
        while not self._stopped.wait(SAMPLE_SECONDS):
            sizes = resident_sizes(self._pid)
            self._together = max(self._together, sum(sizes))
            self._largest = max(self._largest, *sizes, 0)

    def peak(self) -> Memory:
        """Stop looking and say what the highest values were."""
        self._stopped.set()
        self.join()
        return Memory(self._together, self._largest)


def resident_sizes(pid: int) -> list[int]:
    """Resident bytes of the process and each process below it that is still there."""
    sizes: list[int] = []
    try:
        top = psutil.Process(pid)
        processes = [top, *top.children(recursive=True)]
    except psutil.Error:
        return sizes
    for process in processes:
        try:
            sizes.append(int(process.memory_info().rss))
        except psutil.Error:
            continue
    return sizes


def measure(command: Sequence[str], log: Path) -> Measured:
    """Run a command to its end; stop the benchmark if it fails."""
    with log.open("wb") as out:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL) as process:
            watch = MemoryWatch(process.pid)
            watch.start()
            code = process.wait()
            seconds = time.perf_counter() - start
            memory = watch.peak()
    if code != 0:
        said = log.read_text(encoding="utf-8", errors="replace")[-500:]
        raise SystemExit(f"{' '.join(command)} ended with {code}: {said}")
    return Measured(seconds, memory)


@dataclass(frozen=True, slots=True)
class Bench:
    """A working folder with one file of rows for each size."""

    work: Path
    sizes: tuple[int, ...]

    def prepare(self) -> None:
        """Write the rows of every size."""
        for size in self.sizes:
            write_rows(self.rows(size), size)

    def rows(self, size: int) -> Path:
        """Where the rows of this size lie."""
        return self.work / f"rows-{size}.jsonl"

    def measure_ours(self, size: int, *, check: bool = False) -> Measured:
        """Build a record of this size; with ``check``, see that every row is in it."""
        with self.place() as home:
            record = Path(home, "record.db")
            measured = measure(build_command(self.rows(size), record), self.work / "log")
            if check:
                check_rows(record, size)
        return measured

    def measure_peer(self, size: int) -> Measured:
        """Store the rows of this size with the peer."""
        with self.place() as home:
            command = peer_command(self.rows(size), Path(home, "peer.db"))
            return measure(command, self.work / "log")

    def place(self) -> "tempfile.TemporaryDirectory[str]":
        """An empty folder that goes away after use."""
        return tempfile.TemporaryDirectory(dir=self.work)

    def measure_pairs(self, size: int, rounds: int) -> list[Pair]:
        """Measure both programs in turn; who goes first alternates as well."""
        pairs: list[Pair] = []
        for number in range(rounds):
            if number % 2:
                peer = self.measure_peer(size)
                ours = self.measure_ours(size)
            else:
                ours = self.measure_ours(size, check=number == 0)
                peer = self.measure_peer(size)
            pairs.append(Pair(size, ours, peer))
        return pairs


def check_rows(record: Path, expected: int) -> None:
    """Stop the benchmark unless the record holds every row."""
    arguments = ["export", str(record), "--format", "jsonl", "--tables", "reports"]
    command = [sys.executable, "-m", "onrecord", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        found = sum(1 for line in process.stdout or () if line.strip())
    if process.returncode != 0 or found != expected:
        raise SystemExit(f"The record holds {found} of {expected} reports (export ended with {process.returncode}).")


# --- Reporting ----------------------------------------------------------------------


def mib(size: float) -> str:
    """Bytes as whole MiB."""
    return f"{size / (1 << 20):,.0f} MiB"


def peak_of(measured: Sequence[Measured]) -> Memory:
    """The highest of several runs."""
    return Memory(
        max(each.memory.together for each in measured),
        max(each.memory.largest for each in measured),
    )


def print_pairs(pairs: Sequence[Pair]) -> None:
    """Print what came of one size."""
    rows = pairs[0].rows
    for name, runs in (
        ("onrecord", [pair.ours for pair in pairs]),
        ("sqlite-utils", [pair.peer for pair in pairs]),
    ):
        rate = rows / median(run.seconds for run in runs)
        memory = peak_of(runs)
        print(
            f"{rows:>8} rows  {name:<13} {rate:>9,.0f} rows/s  peak {mib(memory.together)} together, "
            f"{mib(memory.largest)} in one process"
        )
    ratios = [pair.ratio for pair in pairs]
    listed = " ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"{rows:>8} rows  ratio onrecord/sqlite-utils, pair by pair: {listed}  median {median(ratios):.2f}")


def print_marginal(smaller: Sequence[Pair], larger: Sequence[Pair]) -> None:
    """Print the rates between two sizes, in which the start of the process drops out."""
    rows = larger[0].rows - smaller[0].rows
    more = [
        median(pair.ours.seconds for pair in larger) - median(pair.ours.seconds for pair in smaller),
        median(pair.peer.seconds for pair in larger) - median(pair.peer.seconds for pair in smaller),
    ]
    if min(more) <= 0:
        print("marginal: the times are too close to each other; use larger sizes or more rounds")
        return
    ours, peer = (rows / seconds for seconds in more)
    print(
        f"marginal, {smaller[0].rows} to {larger[0].rows} rows: onrecord {ours:,.0f} rows/s, "
        f"sqlite-utils {peer:,.0f} rows/s, ratio {ours / peer:.2f}"
    )


def compare(bench: Bench, rounds: int) -> None:
    """Measure and print every size."""
    by_size: list[list[Pair]] = []
    for size in bench.sizes:
        by_size.append(bench.measure_pairs(size, rounds))
        print_pairs(by_size[-1])
    for smaller, larger in itertools.pairwise(by_size):
        print_marginal(smaller, larger)


def watch_memory(bench: Bench) -> None:
    """Print the peak memory of onrecord for every size, and how it grows."""
    first: Memory | None = None
    for size in bench.sizes:
        measured = bench.measure_ours(size)
        memory = measured.memory
        first = first or memory
        print(
            f"{size:>8} rows  {size / measured.seconds:>9,.0f} rows/s  "
            f"together {mib(memory.together)} ({memory.together / first.together:.2f}x)  "
            f"largest process {mib(memory.largest)} ({memory.largest / first.largest:.2f}x)",
            flush=True,
        )
    print(f"growth is relative to {bench.sizes[0]} rows")


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", help="rows per run (10000 20000)")
    parser.add_argument("--rounds", type=int, default=5, help="pairs measured per size (5)")
    parser.add_argument("--memory-only", action="store_true", help="only onrecord's memory (10000 50000 200000 rows)")
    parser.add_argument("--peer", type=Path, nargs=2, metavar=("ROWS", "FILE"), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Run in a temporary folder; return the exit code."""
    arguments = read_arguments()
    if arguments.peer:
        store_with_peer(*arguments.peer)
        return 0
    usual = (10_000, 50_000, 200_000) if arguments.memory_only else (10_000, 20_000)
    work = Path(tempfile.mkdtemp(prefix="onrecord-intake-"))
    try:
        bench = Bench(work, tuple(sorted(arguments.sizes or usual)))
        bench.prepare()
        if arguments.memory_only:
            watch_memory(bench)
        else:
            compare(bench, arguments.rounds)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
