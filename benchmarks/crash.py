"""Kill builds at random moments and check that the record comes out the same.

    python benchmarks/crash.py FOLDER [--trials 50] [--copies 40]

One undisturbed build gives the reference digest and the time a build takes. Each
trial then starts a build into a new file, kills its whole process group with SIGKILL
at a moment drawn evenly from that time, checks what is on disk, builds again to the
end and compares digests. Afterwards the same folder is built in three parts in random
order, in reversed order of paths, and with one and two jobs. Exit code 1 if anything
differs. Needs a POSIX system.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped,unused-ignore]

TEXT_ENDINGS = (".txt", ".md")
"""Endings of the files that ``--copies`` multiplies; others are copied once."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended; ``said`` is the tail of what it wrote, for messages."""

    code: int
    out: str
    said: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The undisturbed build that every other one is compared with."""

    digest: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report: a trial or a variation, and what was wrong with it."""

    name: str
    notes: tuple[str, ...]
    wrong: tuple[str, ...]
    killed: bool = False
    left_record: bool = False

    @property
    def line(self) -> str:
        """The outcome as it is printed."""
        verdict = "same" if not self.wrong else "DIFFERS: " + "; ".join(self.wrong)
        return f"{self.name:<18} {'  '.join(self.notes)}  {verdict}"


def onrecord(*arguments: str) -> list[str]:
    """The command line that runs onrecord with this interpreter."""
    return [sys.executable, "-m", "onrecord", *arguments]


def run(arguments: Sequence[str], timeout_seconds: float) -> Finished:
    """Run onrecord to its end; a command that takes too long counts as code 124.

    Processes it leaves behind when it takes too long are ended with it.
    """
    with started(arguments) as process:
        try:
            out, err = process.communicate(timeout=timeout_seconds)
        except subprocess.TimeoutExpired:
            kill_group(process)
            return Finished(124, "", f"no end after {timeout_seconds:.0f} s")
    said = (err or out).decode(errors="replace").strip()
    return Finished(process.returncode, out.decode(errors="replace"), said[-300:])


@contextmanager
def started(arguments: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Start onrecord in a process group of its own, its output captured."""
    with subprocess.Popen(
        onrecord(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            kill_group(process)


def kill_group(process: "subprocess.Popen[bytes]") -> int:
    """Kill a process started above with all it started; say how many had to be.

    Its workers are looked up by parentage too, since one may have left the group.
    """
    if process.poll() is not None:
        return 0
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=5)
    for child in alive:
        child.kill()
    return 1 + len(children)


def start_and_kill(arguments: Sequence[str], moment: float) -> tuple[int, int]:
    """Start onrecord and kill it after ``moment`` seconds.

    Return how many processes were killed (0: it had ended by then) and its exit code.
    """
    with started(arguments) as process:
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=moment)
        killed = kill_group(process)
    return killed, process.returncode


def build_reference(paths: Sequence[str], record: Path, limit: float) -> Reference:
    """Build once undisturbed; stop the run if even that does not work."""
    start = time.perf_counter()
    built = run(["build", *paths, "--into", str(record)], limit)
    seconds = time.perf_counter() - start
    if built.code != 0:
        raise SystemExit(f"The reference build ended with {built.code}: {built.said}")
    digest, wrong = read_digest(record, limit)
    if wrong:
        raise SystemExit(f"The reference record has no digest: {wrong}")
    return Reference(digest, seconds)


def read_digest(record: Path, limit: float) -> tuple[str, str]:
    """Return the record's digest, and what went wrong or an empty string."""
    asked = run(["info", str(record), "--digest"], limit)
    words = asked.out.split()
    if asked.code != 0 or not words:
        return "", f"info --digest ended with {asked.code}: {asked.said}"
    return words[0], ""


def integrity_problem(record: Path) -> str:
    """Say what SQLite finds wrong with the file; an empty string if nothing."""
    try:
        with closing(sqlite3.connect(record)) as database:
            found = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        return f"SQLite cannot read it: {error}"
    return "" if found == [("ok",)] else f"integrity_check: {found[:3]}"


def copy_record(record: Path, folder: Path) -> Path:
    """Copy the file with its log, so that looking leaves the crash as it was.

    The shared-memory file is left out: SQLite makes it anew from the log.
    """
    folder.mkdir()
    for ending in ("", "-wal", "-journal"):
        source = record.with_name(record.name + ending)
        if source.exists():
            shutil.copyfile(source, folder / source.name)
    return folder / record.name


def check_after_kill(record: Path, limit: float) -> tuple[list[str], list[str]]:
    """Look at what a killed build left; return notes and what is wrong."""
    if not record.exists():
        return ["no file"], []
    notes, wrong = [f"{record.stat().st_size} bytes"], []
    copy = copy_record(record, record.parent / "copy")
    if copy.stat().st_size:
        told = run(["info", str(copy)], limit)
        if told.code != 0:
            wrong.append(f"info ended with {told.code}: {told.said}")
    if problem := integrity_problem(copy):
        wrong.append(problem)
    shutil.rmtree(copy.parent)
    return notes, wrong


def check_finished(record: Path, reference: Reference, limit: float) -> list[str]:
    """Say in what a finished record differs from the reference."""
    wrong = unfinished_logs(record)  # first: whoever opens the file may tidy up its log
    digest, problem = read_digest(record, limit)
    if problem:
        wrong.append(problem)
    elif digest != reference.digest:
        wrong.append(f"digest {digest[:12]} is not {reference.digest[:12]}")
    if broken := integrity_problem(record):
        wrong.append(broken)
    return wrong


def unfinished_logs(record: Path) -> list[str]:
    """Name the logs a finished build left with something in them beside the record."""
    logs = (record.with_name(record.name + ending) for ending in ("-wal", "-journal"))
    return [f"left {log.name} of {log.stat().st_size} bytes" for log in logs if log.exists() and log.stat().st_size]


def files_beside(record: Path) -> tuple[str, ...]:
    """Name the other files a finished build left, as a note."""
    names = sorted(path.name for path in record.parent.iterdir() if path != record)
    return (f"beside: {', '.join(names)}",) if names else ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What every trial needs: where inputs lie, where to work, what to compare."""

    folder: Path
    work: Path
    reference: Reference
    limit: float

    def new_record(self, name: str) -> Path:
        """A path for a record in an empty folder of its own."""
        home = self.work / name.replace(" ", "-")
        home.mkdir()
        return home / "record.db"

    def kill_once(self, number: int, moment: float) -> Outcome:
        """Kill a build after ``moment`` seconds, look, finish it and compare."""
        name = f"trial {number:03d}"
        record = self.new_record(name)
        build = ["build", str(self.folder), "--into", str(record)]
        killed, code = start_and_kill(build, moment)
        left = record.exists()
        notes, wrong = check_after_kill(record, self.limit)
        when = f"killed {killed} at" if killed else "ended before"
        notes.insert(0, f"{when} {moment:.2f} s of {self.reference.seconds:.2f} s")
        if not killed and code != 0:
            wrong.append(f"the first build ended with {code}")
        again = run(build, self.limit)
        if again.code != 0:
            wrong.append(f"the second build ended with {again.code}: {again.said}")
        notes += files_beside(record)
        wrong += check_finished(record, self.reference, self.limit)
        return self.finished(record, Outcome(name, tuple(notes), tuple(wrong), killed > 0, left))

    def finished(self, record: Path, outcome: Outcome) -> Outcome:
        """Clear away a record that came out right; the others stay for a look."""
        if not outcome.wrong:
            shutil.rmtree(record.parent)
        return outcome

    def build_in_steps(self, name: str, steps: Sequence[Sequence[str]]) -> Outcome:
        """Build into one file in several commands and compare.

        A step is the list of arguments after ``build``.
        """
        record = self.new_record(name)
        wrong: list[str] = []
        start = time.perf_counter()
        for step in steps:
            built = run(["build", *step, "--into", str(record)], self.limit)
            if built.code != 0:
                wrong.append(f"build ended with {built.code}: {built.said}")
        seconds = time.perf_counter() - start
        notes = (f"{len(steps)} builds in {seconds:.2f} s", *files_beside(record))
        wrong += check_finished(record, self.reference, self.limit)
        return self.finished(record, Outcome(name, notes, tuple(wrong)))


def list_files(folder: Path) -> list[str]:
    """Every file below the folder, sorted; links to folders are not followed."""
    return sorted(str(Path(parent, name)) for parent, _, names in os.walk(folder) for name in names)


def three_parts(files: Sequence[str], rng: random.Random) -> list[list[str]]:
    """Deal the files into three parts, the parts in random order; none is empty."""
    shuffled = rng.sample(files, len(files))
    parts = [shuffled[start::3] for start in range(3)]
    return [part for part in rng.sample(parts, 3) if part]


def variations(folder: Path, rng: random.Random) -> Iterator[tuple[str, list[list[str]]]]:
    """Name the builds that differ from the reference only in order or in processes.

    Each comes with its steps, as ``build_in_steps`` takes them.
    """
    files = list_files(folder)
    for number in range(3):
        yield f"three parts {number}", three_parts(files, rng)
    yield "reversed order", [files[::-1]]
    for jobs in ("1", "2"):
        yield f"jobs {jobs}", [[str(folder), "--jobs", jobs]]


def multiply(folder: Path, target: Path, copies: int) -> None:
    """Copy the folder; each text file becomes ``copies`` files that differ by a line."""
    for source in map(Path, list_files(folder)):
        place = target / source.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix.lower() not in TEXT_ENDINGS:
            shutil.copyfile(source, place)
            continue
        text = source.read_bytes()
        for copy in range(1, copies + 1):
            line = f"\nVariant {copy}.\n".encode()
            name = f"{source.stem}-{copy:03d}{source.suffix}"
            place.with_name(name).write_bytes(text + line)


def compare_all(bench: Bench, trials: int, seed: int) -> list[Outcome]:
    """Run every trial and variation, printing a line for each."""
    rng = random.Random(seed)
    outcomes: list[Outcome] = []
    for number in range(trials):
        moment = rng.uniform(0, bench.reference.seconds)
        outcomes.append(bench.kill_once(number, moment))
        print(outcomes[-1].line, flush=True)
    for name, steps in variations(bench.folder, rng):
        outcomes.append(bench.build_in_steps(name, steps))
        print(outcomes[-1].line, flush=True)
    return outcomes


def tally(outcomes: Sequence[Outcome]) -> str:
    """One line on how many builds were cut short, and how many differ."""
    killed = sum(outcome.killed for outcome in outcomes)
    left = sum(outcome.killed and outcome.left_record for outcome in outcomes)
    wrong = sum(bool(outcome.wrong) for outcome in outcomes)
    return (
        f"{len(outcomes)} builds: {killed} killed before their end, {left} of them "
        f"with a file on disk; {wrong} differ from the reference."
    )


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of reports to build from")
    parser.add_argument("--trials", type=int, default=50, help="builds to kill (50)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the moments (1)")
    parser.add_argument("--copies", type=int, default=0, help="variants of each text file (0: none)")
    parser.add_argument("--timeout", type=float, default=600, help="seconds one command may take (600)")
    parser.add_argument("--keep", action="store_true", help="keep the working folder and print its path")
    return parser.parse_args()


def crash(arguments: argparse.Namespace, work: Path) -> int:
    """Run the whole comparison in ``work``; return the exit code."""
    folder = arguments.folder.resolve()
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder. Name a folder of reports.")
    if arguments.copies:
        multiply(folder, work / "inputs", arguments.copies)
        folder = work / "inputs"
    (work / "reference").mkdir()
    record = work / "reference" / "record.db"
    reference = build_reference([str(folder)], record, arguments.timeout)
    print(
        f"reference          {len(list_files(folder))} files in {reference.seconds:.2f} s, digest {reference.digest}",
        flush=True,
    )
    bench = Bench(folder, work, reference, arguments.timeout)
    outcomes = compare_all(bench, arguments.trials, arguments.seed)
    print(tally(outcomes))
    return int(any(outcome.wrong for outcome in outcomes))


def main() -> int:
    """Run in a temporary folder; return the exit code."""
    arguments = read_arguments()
    work = Path(tempfile.mkdtemp(prefix="onrecord-crash-")).resolve()
    try:
        return crash(arguments, work)
    finally:
        if arguments.keep:
            print(f"kept {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
