"""Search a million reports for candidate pairs, their prints in a file as a record keeps them.

    python benchmarks/million.py [--reports 1000000] [--file FILE] [--seed 7]

The prints are made up: 333 a report, as articles of 850 words leave, nine in ten of them its own, the others phrases
that others have too, some thousands of which more reports hold than count. One report in ten takes a run of prints, a
fiftieth of them up to all, from one of the thousand before it. Measured are making the file, the search (seconds of the
processor and of the clock), the largest resident size, and how many of the runs that were taken are found, by length.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import

import numpy
from numpy.typing import NDArray

from onrecord.across import candidates
from onrecord.record import copies as stored

PRINTS = 333  # a report
OWN = 0.9  # share of them
PHRASES = 5_000_000
TAKEN = 0.1  # share of the reports that take from another
BACK = 1000  # reports before one from which it takes
WORDS = 2.5  # from one print to the next

Taken = list[tuple[int, int, int]]


def make_file(file: Path, reports: int, seed: int) -> Taken:
    """Make a file with the prints of so many reports; return who took how many prints from whom."""
    draw = numpy.random.default_rng(seed)
    taken: Taken = []
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE print(report INTEGER PRIMARY KEY, hashes BLOB, places BLOB, onto INTEGER)")
        connection.executemany("INSERT INTO print VALUES (?,?,?,NULL)", _make_rows(draw, reports, taken))
    return taken


def _make_rows(draw: numpy.random.Generator, reports: int, taken: Taken) -> Iterator[tuple[int, bytes, bytes]]:
    recent: list[NDArray[numpy.uint32]] = []
    places = (numpy.arange(PRINTS) * WORDS).astype(numpy.uint16)
    phrases = draw.integers(2**32, size=PHRASES, dtype=numpy.uint32)
    for report in range(reports):
        hashes = draw.integers(2**32, size=PRINTS, dtype=numpy.uint32)
        common = numpy.flatnonzero(draw.random(PRINTS) >= OWN)
        hashes[common] = phrases[(PHRASES * draw.random(len(common)) ** 3).astype(numpy.int64)]
        if recent and draw.random() < TAKEN:
            back = int(draw.integers(1, len(recent) + 1))
            size = max(2, int(PRINTS * draw.choice((0.02, 0.1, 0.5, 1.0))))
            here, there = (int(draw.integers(PRINTS - size + 1)) for _ in range(2))
            hashes[here : here + size] = recent[-back][there : there + size]
            taken.append((report - back, report, size))
        recent = [*recent[-BACK + 1 :], hashes]
        order = numpy.lexsort((places, hashes))
        yield report, hashes[order].astype("<u4").tobytes(), places[order].astype("<u2").tobytes()


def search(file: Path) -> candidates.Pairs:
    """Return the candidate pairs of the reports in a file."""
    with sqlite3.connect(file) as connection:
        return candidates.find_candidates(lambda: stored.read_index(connection))


def measure(file: Path, reports: int, seed: int) -> None:
    """Print what making the file and searching it took."""
    started = time.process_time()
    taken = make_file(file, reports, seed)
    print(f"{reports:,} reports, {file.stat().st_size / 2**20:,.0f} MiB, made in {time.process_time() - started:.0f} s")
    clock, started = time.perf_counter(), time.process_time()
    pairs = search(file)
    spent, waited = time.process_time() - started, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(f"{len(pairs.left):,} pairs in {spent:.0f} s ({waited:.0f} s by the clock), at most {peak:,.0f} MiB")
    found = set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    for size in sorted({size for _, _, size in taken}):
        due = {(left, right) for left, right, prints in taken if prints == size}
        print(f"runs of {size} prints: {len(due & found) / len(due):.2%} of {len(due):,} found", flush=True)


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="kept; made new")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or Path(folder, "prints.db")
        file.unlink(missing_ok=True)
        measure(file, given.reports, given.seed)


if __name__ == "__main__":
    main()
