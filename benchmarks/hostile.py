"""Build a record of the hostile folder and check that nothing was lost in silence.

    python benchmarks/hostile.py [--files 300] [--light]

The folder and what must come of it are made by ``tests/hostile.py``. The build must
end with code 0 in time and within the memory allowed, and then

* the marker sentence of every good report stands in exactly one report, and no report
  holds two of them, or none;
* passages that must have been decoded to the right words have been;
* whatever could not be read is listed under ``inputs`` with a reason, and no file
  that is good throughout is listed as failed;
* nothing was written but the record, neither where hostile names point nor into the
  folder, the working directory or the folder for temporary files;
* the same build with ``--strict`` ends with code 3.

Exit code 1 if anything differs.
"""

import argparse
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import psutil  # type: ignore[import-untyped,unused-ignore]

FOLDER_MODULE = Path(__file__).resolve().parent.parent / "tests" / "hostile.py"
SAMPLE_SECONDS = 0.05


class Expectation(Protocol):
    """What ``tests/hostile.py`` says of one file; its own docstring explains each."""

    path: Path
    kind: str
    fails: bool
    texts: tuple[str, ...]
    maybe: tuple[str, ...]
    words: tuple[str, ...]


class FolderModule(Protocol):
    """The part of ``tests/hostile.py`` that is used here."""

    MARKER: re.Pattern[str]
    ESCAPE_NAMES: tuple[str, ...]
    ABSOLUTE_ESCAPE: Path
    make_hostile_folder: Callable[..., tuple[Expectation, ...]]
    expected_unique_reports: Callable[[Iterable[Expectation]], int]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; ``why`` says what stopped it, if something did."""

    code: int
    seconds: float
    peak_mib: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the build's own list of inputs."""

    file: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One exported report: where it came from, its text, the markers in it."""

    file: str
    text: str
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One difference from what was expected, under the kind of file it concerns."""

    kind: str
    file: str
    wrong: str


def load_folder_module() -> FolderModule:
    """Import ``tests/hostile.py`` by its path."""
    spec = importlib.util.spec_from_file_location("hostile_folder", FOLDER_MODULE)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{FOLDER_MODULE} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up here
    spec.loader.exec_module(module)
    return cast("FolderModule", module)


# --- Running onrecord ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """What one command may take."""

    seconds: float
    memory_mib: float


@dataclass(frozen=True, slots=True)
class Place:
    """The working folder: hostile inputs, records, and traps for stray writes."""

    work: Path
    limits: Limits

    @property
    def inputs(self) -> Path:
        """The hostile folder."""
        return self.work / "inputs"

    @property
    def records(self) -> Path:
        """Where records and the output of commands go."""
        return self.work / "records"

    @property
    def current(self) -> Path:
        """The current directory of every command; nothing may appear in it."""
        return self.work / "current" / "one" / "two"

    @property
    def temporary(self) -> Path:
        """The folder for temporary files; nothing may be left in it."""
        return self.work / "temporary"

    def make(self) -> None:
        """Create the folders, the inputs apart."""
        for folder in (self.records, self.current, self.temporary):
            folder.mkdir(parents=True)

    def run(self, name: str, *arguments: str) -> Ended:
        """Run onrecord within the limits; its output goes to ``name`` and ``name.log``."""
        start = time.perf_counter()
        with self.out(name).open("wb") as out, self.log(name).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "onrecord", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                cwd=self.current,
                env=os.environ | {"TMPDIR": str(self.temporary)},
                start_new_session=True,
            )
            try:
                peak, why = watch(process, self.limits)
            finally:
                kill_group(process)
        return Ended(process.returncode, time.perf_counter() - start, peak, why)

    def out(self, name: str) -> Path:
        """What the command wrote to standard output."""
        return self.records / name

    def log(self, name: str) -> Path:
        """What the command wrote to standard error."""
        return self.records / f"{name}.log"

    def said(self, name: str) -> str:
        """The end of what a command wrote to standard error."""
        return self.log(name).read_text(encoding="utf-8", errors="replace")[-1500:]


def watch(process: "subprocess.Popen[bytes]", limits: Limits) -> tuple[float, str]:
    """Wait for the end or for a limit; return the peak in MiB and which limit it was."""
    start, peak = time.perf_counter(), 0.0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(SAMPLE_SECONDS)
            return peak, ""
        peak = max(peak, resident_mib(process.pid))
        if peak > limits.memory_mib:
            return peak, f"stopped at {peak:.0f} MiB of memory"
        if time.perf_counter() - start > limits.seconds:
            return peak, f"stopped after {limits.seconds:.0f} s"


def resident_mib(pid: int) -> float:
    """Resident memory of a process and all below it; pages shared count for each."""
    total = 0
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in (top, *top.children(recursive=True)):
            with suppress(psutil.Error):
                total += process.memory_info().rss
    return total / (1 << 20)


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is still running of a command's process group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# --- Reading the results ------------------------------------------------------------


def read_entries(output: Path) -> list[Entry]:
    """Read ``inputs`` from what ``build --json`` printed."""
    printed = output.read_text(encoding="utf-8", errors="surrogateescape")
    try:
        return [
            Entry(str(each["file"]), str(each["status"]), str(each.get("reason") or ""))
            for each in json.loads(printed)["inputs"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(
            f"build --json must print one object with a list `inputs` ({error!r}), not {printed[:200]!r}"
        ) from error


def read_rows(output: Path, marker: re.Pattern[str]) -> Iterator[Row]:
    """Read the exported reports one by one; only short texts are kept whole."""
    with output.open(encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            row = json.loads(line)
            text = str(row.get("text") or "")
            yield Row(str(row.get("file")), text[:2_000_000], tuple(marker.findall(text)))


class Listing:
    """The build's list of inputs, looked up by file of the hostile folder."""

    def __init__(self, entries: Iterable[Entry], inputs: Path) -> None:
        self._inputs = inputs
        self._by_file: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for name in self._containers(entry.file):
                self._by_file[name].append(entry)

    @staticmethod
    def _containers(file: str) -> set[str]:
        """The name itself and what stands before each ``#`` or ``!`` in it."""
        cuts = (found.start() for found in re.finditer("[#!]", file))
        return {file, *(file[:cut] for cut in cuts)}

    def of(self, path: Path) -> list[Entry]:
        """Entries for the file, its rows and its members.

        A file may be listed by its whole path, by its path in the folder, or by that
        with the folder's own name before it.
        """
        names = (self._inputs / path, path, Path(self._inputs.name, path))
        return [entry for name in names for entry in self._by_file.get(str(name), [])]

    def reasons(self, path: Path) -> list[str]:
        """Why something of the file was skipped or failed, as far as that is told."""
        return [
            entry.reason.strip()
            for entry in self.of(path)
            if entry.status in ("skipped", "failed") and entry.reason.strip()
        ]

    def failed(self, path: Path) -> list[str]:
        """Why something of the file failed, told or not."""
        return [entry.reason for entry in self.of(path) if entry.status == "failed"]


# --- Checking -----------------------------------------------------------------------


def check_expectation(expectation: Expectation, rows: Mapping[str, Sequence[Row]], listing: Listing) -> Iterator[str]:
    """Say what is wrong with what came of one file."""
    for marker in expectation.texts:
        found = len(rows.get(marker, ()))
        if found != 1:
            yield f"in {found} reports, not in one: {marker}"
    for marker in expectation.maybe:
        found = len(rows.get(marker, ()))
        if found > 1:
            yield f"in {found} reports, not in one at most: {marker}"
    yield from check_words(expectation, rows)
    yield from check_listing(expectation, rows, listing)


def check_words(expectation: Expectation, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Say which passages do not stand word for word in the first report."""
    carriers = rows.get(expectation.texts[0], ()) if expectation.texts else ()
    for words in expectation.words:
        if carriers and not any(words in row.text for row in carriers):
            yield f"not word for word: {words[:60]}"


def check_listing(expectation: Expectation, rows: Mapping[str, Sequence[Row]], listing: Listing) -> Iterator[str]:
    """Say what the list of inputs leaves out, or blames without need."""
    reasons = listing.reasons(expectation.path)
    lost = [marker for marker in expectation.maybe if marker not in rows]
    if expectation.fails and not reasons:
        yield "not listed with a reason"
    elif lost and not reasons:
        yield f"neither read nor listed with a reason: {lost[0]}"
    failed = listing.failed(expectation.path)
    if failed and not expectation.fails and not expectation.maybe:
        yield f"good, yet listed as failed: {failed[0]}"


def check_rows(rows: Iterable[Row], known: frozenset[str]) -> Iterator[Problem]:
    """Find reports that hold no marker or several: made up, split or run together."""
    for row in rows:
        found = [marker for marker in row.markers if marker in known]
        if len(found) != 1:
            told = f"{len(found)} markers in a report that begins {row.text[:60]!r}"
            yield Problem("unexpected report", row.file, told)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every entry below a folder, links not followed."""
    return {
        name: ((found := Path(name).lstat()).st_size, found.st_mtime_ns)
        for parent, folders, files in os.walk(folder)
        for name in (str(Path(parent, each)) for each in (*folders, *files))
    }


def stray_files(place: Place, module: FolderModule) -> Iterator[Problem]:
    """Find what was written where nothing may be written."""
    kept = (place.inputs, place.records)
    for name in snapshot(place.work):
        path = Path(name)
        escaped = path.name in module.ESCAPE_NAMES
        outside = not any(path.is_relative_to(folder) for folder in kept) and not path.is_dir()
        if escaped or outside:
            yield Problem("stray file", name, "written outside the record")
    if module.ABSOLUTE_ESCAPE.exists():
        yield Problem("stray file", str(module.ABSOLUTE_ESCAPE), "an absolute name was obeyed")


# --- The whole run ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the checks found, with what the table needs."""

    expectations: tuple[Expectation, ...]
    rows: tuple[Row, ...]
    listing: Listing
    problems: tuple[Problem, ...]


def build_and_export(place: Place) -> list[Problem]:
    """Build the record and export its reports; return what went wrong with that."""
    record = str(place.records / "record.db")
    built = place.run("built.json", "build", str(place.inputs), "--into", record, "--json")
    print(f"build: code {built.code}, {built.seconds:.1f} s, peak {built.peak_mib:.0f} MiB {built.why}")
    if built.code != 0:
        return [Problem("build", record, f"code {built.code} {built.why}: {place.said('built.json')}")]
    exported = place.run("reports.jsonl", "export", record, "--format", "jsonl", "--tables", "reports")
    if exported.code != 0:
        return [Problem("export", record, f"code {exported.code}: {place.said('reports.jsonl')}")]
    return []


def check_strict(place: Place) -> Iterator[Problem]:
    """Build once more with ``--strict``; inputs that fail must show in the exit code."""
    record = str(place.records / "strict.db")
    ended = place.run("strict.json", "build", str(place.inputs), "--into", record, "--strict")
    print(f"build --strict: code {ended.code}, {ended.seconds:.1f} s {ended.why}")
    if ended.code != 3:
        yield Problem("strict", record, f"code {ended.code} {ended.why}, not 3")


def examine(place: Place, module: FolderModule, expectations: tuple[Expectation, ...]) -> Findings:
    """Hold the results against the expectations."""
    rows = tuple(read_rows(place.out("reports.jsonl"), module.MARKER))
    listing = Listing(read_entries(place.out("built.json")), place.inputs)
    by_marker: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for marker in set(row.markers):
            by_marker[marker].append(row)
    known = frozenset(text for each in expectations for text in (*each.texts, *each.maybe))
    problems = [
        Problem(each.kind, str(each.path), wrong)
        for each in expectations
        for wrong in check_expectation(each, by_marker, listing)
    ]
    problems += check_rows(rows, known)
    return Findings(expectations, rows, listing, tuple(problems))


def print_table(findings: Findings) -> None:
    """Print one line a kind: files, reports due and found, refusals due and listed."""
    wrong = Counter(problem.kind for problem in findings.problems)
    found = {marker for row in findings.rows for marker in row.markers}
    by_kind: dict[str, list[Expectation]] = defaultdict(list)
    for expectation in findings.expectations:
        by_kind[expectation.kind].append(expectation)
    print(f"{'kind':<28}{'files':>6}{'due':>6}{'found':>6}{'refused':>8}{'listed':>7}{'wrong':>6}")
    for kind, group in by_kind.items():
        due = [text for each in group for text in each.texts]
        refused = [each for each in group if each.fails]
        listed = sum(bool(findings.listing.reasons(each.path)) for each in refused)
        print(
            f"{kind:<28}{len(group):>6}{len(due):>6}{sum(text in found for text in due):>6}"
            f"{len(refused):>8}{listed:>7}{wrong[kind]:>6}"
        )


def print_tally(findings: Findings, module: FolderModule, problems: Sequence[Problem]) -> None:
    """Print every difference and one last line."""
    for problem in problems:
        print(f"DIFFERS {problem.kind}: {problem.file!a}: {problem.wrong}")
    unique = module.expected_unique_reports(findings.expectations)
    maybe = len({text for each in findings.expectations for text in each.maybe})
    print(
        f"{len(findings.expectations)} files: {len(findings.rows)} reports in the record, "
        f"{unique} due and {maybe} more allowed; {len(problems)} differences."
    )


def check_hostile(place: Place, files: int, *, heavy: bool) -> int:
    """Do everything in the working folder; return the exit code."""
    module = load_folder_module()
    place.make()
    expectations = module.make_hostile_folder(place.inputs, files, heavy=heavy)
    before = snapshot(place.inputs)
    problems = build_and_export(place)
    if problems:
        print_tally(Findings(expectations, (), Listing([], place.inputs), ()), module, problems)
        return 1
    findings = examine(place, module, expectations)
    print_table(findings)
    problems = [*findings.problems, *check_strict(place), *stray_files(place, module)]
    if snapshot(place.inputs) != before:
        problems.append(Problem("stray file", str(place.inputs), "the inputs were changed"))
    print_tally(findings, module, problems)
    return int(bool(problems))


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=300, help="files in the folder (300)")
    parser.add_argument("--light", action="store_true", help="leave out bombs and 50 MB lines")
    parser.add_argument("--timeout", type=float, default=600, help="seconds one command may take (600)")
    parser.add_argument("--memory", type=float, default=4096, help="MiB all its processes may hold (4096)")
    parser.add_argument("--keep", action="store_true", help="keep the working folder and print its path")
    return parser.parse_args()


def main() -> int:
    """Run in a temporary folder; return the exit code."""
    arguments = read_arguments()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # file names may be no Unicode
    work = Path(tempfile.mkdtemp(prefix="onrecord-hostile-")).resolve()
    place = Place(work, Limits(arguments.timeout, arguments.memory))
    try:
        return check_hostile(place, arguments.files, heavy=not arguments.light)
    finally:
        if arguments.keep:
            print(f"kept {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
