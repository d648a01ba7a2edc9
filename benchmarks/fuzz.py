"""Read tens of thousands of mutated files and list every one that breaks a promise.

    python benchmarks/fuzz.py [--inputs 20000] [--seed 1] [--jobs 2]

The files are made by ``tests/fuzzing.py`` from good ones of every format: bytes flipped,
cut, repeated, spliced, and the marks of formats put in. None may raise anything, take
longer than the limit, or give a text that cannot be stored. A file is named by its
number: ``--only NUMBER --keep FILE`` writes it out again for a look.

Exit code 1 if any file breaks a promise.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fuzzing import Fuzzed, fuzz_one, mutated

from onrecord.engine import Failed
from onrecord.engine.local import LocalEngine


def main() -> int:
    """Read the files, print a tally by ending, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=20_000, help="files (20000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other files (1)")
    parser.add_argument("--jobs", type=int, default=None, help="processes (all cores)")
    parser.add_argument("--only", type=int, default=None, help="the number of a single file")
    parser.add_argument("--keep", type=Path, default=None, help="where to write that file")
    arguments = parser.parse_args()
    numbers = range(arguments.inputs) if arguments.only is None else range(arguments.only, arguments.only + 1)
    if arguments.keep and arguments.only is not None:
        arguments.keep.write_bytes(mutated(arguments.only, arguments.seed)[1])
    started = time.perf_counter()
    files: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    slowest: Fuzzed | None = None
    problems = 0
    with LocalEngine(arguments.jobs, batch_rows=50) as engine:
        for result in engine.each(numbers, fuzz_one, arguments.seed):
            if isinstance(result, Failed):
                problems += 1
                print(f"{result.row}: {result.reason}", flush=True)
                continue
            files[result.name] += 1
            reports[result.name] += bool(result.reports)
            slowest = result if slowest is None or result.seconds > slowest.seconds else slowest
            if result.problem:
                problems += 1
                print(f"{result.number} {result.name}: {result.problem}", flush=True)
    for name in sorted(files):
        print(f"{name:<20} {files[name]:>7,} files, {reports[name]:>7,} still gave a report")
    if slowest is not None:
        print(f"slowest: {slowest.number} {slowest.name}, {slowest.seconds:.1f} s")
    print(f"{sum(files.values()):,} files in {time.perf_counter() - started:.0f} s, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
