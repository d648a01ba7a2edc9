"""The stages in their order, and the runs that send reports through them.

A build has four steps, each resumable: take in (files to reports, each with its anatomy and language), take
apart again what an older version did, read (language and findings, report by report), compare (across
reports). Whatever a stopped build left undone is marked in the record, and the next build does it.
"""

from __future__ import annotations

import os
import time as clock
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from importlib.metadata import version as package_version
from os import PathLike, fspath
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord import __version__
from onrecord.across.versions import address_of
from onrecord.comparing import NAMES as COMPARED_BY
from onrecord.comparing import compare_touched
from onrecord.engine import Engine, Failed, Given, Result
from onrecord.engine.local import LocalEngine
from onrecord.errors import NothingReadError, describe
from onrecord.facts import facts_version
from onrecord.language import make_reader
from onrecord.reading.anatomy import find_anatomy
from onrecord.reading.formats import BY_NAME
from onrecord.reading.identify import identifier_version, identify_language
from onrecord.reading.inputs import (
    ALREADY_READ,
    STANDARD_INPUT,
    Payload,
    RowBatch,
    RowsEnd,
    Walk,
    read_payload,
    single_rows,
    weigh_payload,
)
from onrecord.reading.rows import row_name
from onrecord.record.connection import Transactions, open_for_writing, require_file
from onrecord.record.reader import Reader
from onrecord.record.windows import look_up_windows
from onrecord.record.writer import Writer
from onrecord.records import (
    Anatomy,
    Chains,
    Drop,
    Findings,
    Gist,
    Holdings,
    Input,
    Kept,
    Language,
    Location,
    Mentions,
    NotRead,
    Paragraphs,
    Quotation,
    Quotations,
    Reading,
    Report,
    Run,
    Stored,
    TakenApart,
    Times,
    Voices,
    make_id,
    storable,
)
from onrecord.settings import Settings, load_settings
from onrecord.stages import Stage, check_stages, run_stages

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.language.readings import WindowCache

TAKEN_APART_BY = ("anatomy.rules.v2", "identify.langid.v2")
"""What gives a report its anatomy and its language."""


class Until(StrEnum):
    """How far a build goes."""

    READING = "reading"
    FINDINGS = "findings"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: `total` is `None` while it is not known."""

    step: str
    done: int
    total: int | None
    seconds: float


Notify = Callable[[Progress], None]
"""What is called now and then on long work."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a build did: the run as recorded, and the inputs that gave nothing with their reasons.

    `counts` holds taken, skipped and failed inputs, new and known reports, and findings by table.
    """

    run: Run
    not_taken: tuple[Input, ...]

    @property
    def failed(self) -> int:
        """How many inputs failed."""
        return self.run.counts.get("failed", 0)

    @property
    def nothing_read(self) -> bool:
        """Whether no input gave a report, and none was in the record already."""
        known = any(input_.reason == ALREADY_READ for input_ in self.not_taken)
        return not known and not self.run.counts.get("reports") and not self.run.counts.get("known reports")


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages that read one report, in order."""
    from onrecord.within.attributions import ModelAttributions
    from onrecord.within.gists import GistMaker
    from onrecord.within.mentions import MentionSieve
    from onrecord.within.named import JudgedNames
    from onrecord.within.names import ModelNames
    from onrecord.within.quotations import QuotationRules
    from onrecord.within.times import TimeGrammar

    order: tuple[Stage, ...] = (
        ModelNames(),
        ModelAttributions(),
        TimeGrammar(),
        JudgedNames(),
        QuotationRules(),
        MentionSieve(),
        GistMaker(),
    )
    from spacy.tokens import Doc

    check_stages(order, (Report, Anatomy, Language, Doc))
    return order


_READ_BATCH = 200  # reports whose findings are stored in one transaction: reading is slow, storing is not
STAGE_NAMES = (
    "names.model.v1",
    "attributions.model.v1",
    "times.grammar.v1",
    "names.judged.v1",
    "quotations.rules.v4",
    "mentions.sieve.v1",
    "gists.weighed.v2",
)
"""The versioned names of what reads a report; a test holds them against `stages()`."""


def taken_apart_version(settings: Settings) -> str:
    """Return what a report's anatomy and language depend on besides the report."""
    return "+".join((*TAKEN_APART_BY, f"py3langid-{identifier_version()}", settings.fingerprint()))


def read_version(settings: Settings) -> str:
    """Return what a report's findings depend on besides the report."""
    return "+".join(
        (
            make_reader(settings).name,
            *STAGE_NAMES,
            facts_version(),
            f"spacy-{package_version('spacy')}",
            taken_apart_version(settings),
        )
    )


# --- what workers do; pure, module-level ---


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a worker made of one payload: reports taken apart, and what gave none."""

    payload: Payload
    reports: tuple[tuple[TakenApart, Location], ...]
    not_read: tuple[NotRead, ...]
    notes: tuple[tuple[str, str], ...]


def take_in(payload: Payload, settings: Settings) -> TakenIn:
    """Read one payload and take its reports apart; a text without a word is no report."""
    read = read_payload(payload, settings)
    reports, not_read, notes = [], [], []
    for found in read.found:
        if isinstance(found, NotRead):
            not_read.append(found)
        elif not found.report.text.strip():
            not_read.append(NotRead(_input_name(found, read.payload), "empty: no text"))
        else:
            try:
                taken = take_apart(found.report, settings)
            except Exception as error:  # noqa: BLE001 - whatever one report does to a library, the others go on
                not_read.append(NotRead(_input_name(found, read.payload), describe(error)))
                continue
            reports.append((taken, found.location))
            notes += [(_input_name(found, read.payload), note) for note in found.notes]
    return TakenIn(read.payload, tuple(reports), tuple(not_read), tuple(notes))


def each_payload(
    engine: Engine, payloads: Iterable[Payload], fn: Callable[[Payload, Given], Result], given: Given
) -> Iterator[Result | Failed[Payload]]:
    """Yield `fn(payload, given)` for every payload; rows that fail together are tried one by one."""
    for result in engine.each(payloads, fn, given, weigh=weigh_payload):
        if isinstance(result, Failed) and isinstance(result.row, RowBatch) and len(result.row.rows) > 1:
            singles: Iterable[Payload] = single_rows(result.row)
            yield from engine.each(singles, fn, given)
        else:
            yield result


def _input_name(reading: Reading, payload: Payload) -> str:
    """Return how the tally names where a report came from: its file, with the number of its row or entry."""
    where = reading.location
    numbered = isinstance(payload, RowBatch) or (isinstance(payload, RowsEnd) and BY_NAME[payload.format].numbered)
    return row_name(where.file, where.part) if numbered else where.file


def take_apart(report: Report, settings: Settings) -> TakenApart:
    """Return a report with its anatomy, its language and the address its versions share."""
    language = identify_language(report.text, report.language, settings.min_language_confidence)
    return TakenApart(report, find_anatomy(report), language, address_of(report.url))


def take_apart_again(stored: Stored, settings: Settings) -> tuple[Stored, Anatomy, Language]:
    """Take a stored report apart with the present rules."""
    again = take_apart(stored.report, settings)
    return stored, again.anatomy, again.language


def read_report(stored: Stored, given: tuple[Settings, Path]) -> tuple[int, Findings]:
    """Read one stored report: language, then the stages. `given`: the settings and the record's file."""
    from onrecord.language.readings import WindowCache

    settings, file = given
    cache = WindowCache(partial(look_up_windows, file))
    found = find_in_report(stored.report, stored.anatomy, stored.language, settings, cache)
    return stored.key, replace(found, windows=tuple(sorted(cache.used.items())))


def find_in_report(
    report: Report, anatomy: Anatomy, language: Language, settings: Settings, cache: WindowCache | None = None
) -> Findings:
    """Return what the stages find in one report, or why nothing was looked for."""
    with reading(report, anatomy, language, settings, cache) as read:
        if read.doc is None:
            return Findings(report.id, unread=read.unread)
        values = read.values
        return Findings(
            report.id,
            quotations=Quotations(named_quotations(values)),
            mentions=values[Mentions],
            chains=values[Chains],
            holdings=values[Holdings],
            voices=values[Voices],
            times=values[Times],
            gist=values[Gist],
            paragraphs=values[Paragraphs],
            drops=read.drops,
        )


def named_quotations(values: Mapping[type, Any]) -> Iterator[Quotation]:
    """Yield the quotations with the fullest names that the report gives their speakers, of what the stages gave."""
    names = {chain.id: chain.name for chain in values[Chains]}
    voices = {voice.quotation: voice for voice in values[Voices]}
    for quotation in values[Quotations]:
        voice = voices.get(quotation.id)
        speaker, via = (voice.speaker, voice.via) if voice else ((), ())
        yield replace(
            quotation,
            speaker=tuple(names[chain] for chain in speaker) or quotation.speaker,
            via=tuple(names[chain] for chain in via) or quotation.via,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """A report read: its Doc, what the stages gave by type, and what they left out; or why it was not read."""

    doc: Doc | None
    values: dict[type, Any]
    drops: tuple[Drop, ...] = ()
    unread: str | None = None


@contextmanager
def reading(
    report: Report, anatomy: Anatomy, language: Language, settings: Settings, cache: WindowCache | None = None
) -> Iterator[Read]:
    """Read one report: the language model, then the stages. The Doc is good only inside the context.

    Args:
        report: what to read.
        anatomy: its pieces; furniture is not read for what it says.
        language: what it is written in.
        settings: see `settings.Settings`.
        cache: what the model made of stretches of text before.
    """
    unread = why_unread(language, settings)
    if unread:
        yield Read(None, {}, unread=unread)
        return
    from spacy.tokens import Doc

    reader = make_reader(settings)
    with reader.memory():
        doc = reader.read(report, cache)
        values, drops = run_stages(stages(), {Report: report, Anatomy: anatomy, Language: language, Doc: doc})
        yield Read(doc, values, drops)


def why_unread(language: Language, settings: Settings) -> str | None:
    """Return why a text in this language is not read, `None` when it is; undetermined counts as English."""
    if (language.code or "en") in settings.read_languages:
        return None
    return f"in a language that is not read ({language.code}); stored and searchable"


# --- building ---


def build_record(
    paths: Sequence[str | PathLike[str]],
    into: Path,
    *,
    settings: Settings | None = None,
    until: Until = Until.ACROSS,
    progress: Notify | None = None,
    standard_input: BinaryIO | None = None,
    command: str = "build",
) -> Tally:
    """Read files into a record, find what each report says and compare the reports; add to what is there.

    Args:
        paths: files, folders and `-` for standard input.
        into: the record's file, made when there is none.
        settings: see `settings.Settings`.
        until: stop after taking in (`READING`), after reading each report (`FINDINGS`), or go to the end.
        progress: called now and then on long work.
        standard_input: what `-` stands for; the process's own when not given.
        command: what the run is recorded as.

    Raises:
        NothingReadError: none of the paths exists; nothing was made.
        StoreError: the record cannot be written; see `record.connection`.
    """
    _require_paths(paths)
    settings = settings or Settings()
    engine = LocalEngine(
        settings.jobs,
        batch_rows=settings.batch_reports,
        batch_bytes=settings.batch_bytes,
        max_rows_in_memory=settings.max_rows_in_memory,
    )
    with engine, open_for_writing(into, cache_mb=settings.cache_mb) as connection:
        Writer(connection).finish_scrubbing()
        build = _Build(connection, into, engine, settings, progress or _ignore)
        return build.run(paths, into, until, standard_input, command)


def remove_from_record(
    file: Path, *, report: str | None = None, run: str | None = None, settings: Settings | None = None
) -> int:
    """Take a report, or all that only one run brought, out of a record for good; return how many reports went.

    Derived rows, full-text entries and file names go too, and freed pages are overwritten. `report` and `run`
    are ids, or unmistakable starts of ids.

    Raises:
        NotFoundError: there is no such report or run.
        StoreError: the record cannot be written.
    """
    require_file(file)
    with LocalEngine(1) as engine, open_for_writing(file) as connection:
        writer, reader = Writer(connection), Reader(connection)
        writer.finish_scrubbing()
        settings = settings or last_settings(reader)
        if report is not None:
            removed = writer.remove_report(reader.whole_id("reports", report))
        else:
            assert run is not None, "a report or a run"
            removed = writer.remove_run(reader.whole_id("runs", run))
        compare_touched(writer, engine, settings)
        writer.scrub()
    return removed


def last_settings(reader: Reader) -> Settings:
    """Return the settings of the last run: what is compared again must be compared as before."""
    values: dict[str, object] = {}
    for run in reader.runs():
        values = run.settings
    known = {name: value for name, value in values.items() if name in Settings.model_fields}
    return load_settings(values=known)


def read_again(writer: Writer, file: Path, reports: Iterable[str], engine: Engine, settings: Settings) -> None:
    """Read these reports of the record in a file again, now, as a build would."""
    version = read_version(settings)
    for result in engine.each(writer.stored(reports), read_report, (settings, file), weigh=_weigh_stored):
        key, found = _as_findings(result)
        writer.save_findings(((key, found),), None if isinstance(result, Failed) else version)


class _Build:
    """One build: its counts, and its four steps."""

    def __init__(self, connection: Connection, file: Path, engine: Engine, settings: Settings, notify: Notify) -> None:
        self._connection = connection
        self._file = file
        self._writer = Writer(connection)
        self._engine = engine
        self._settings = settings
        self._notify = notify
        self._counts: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}
        self._not_taken: list[Input] = []
        self._rows_of: Counter[str] = Counter()
        self._taken_apart_by = taken_apart_version(settings)
        self._run_key = 0
        self._failed_again: set[int] = set()  # keys of reports that could not be taken apart again

    def run(
        self,
        paths: Sequence[str | PathLike[str]],
        into: Path,
        until: Until,
        standard_input: BinaryIO | None,
        command: str,
    ) -> Tally:
        run = _new_run(paths, self._settings, command)
        self._run_key = self._writer.start_run(run)
        beside = frozenset(into.with_name(into.name + end).resolve() for end in ("", "-wal", "-shm", "-lock"))
        walk = Walk(paths, self._settings, self._writer.knows_input, standard_input, beside)
        self._step("take in", lambda: self._take_in(walk))
        self._step("take apart", self._take_apart_stale)
        if until is not Until.READING:
            self._step("read", self._read)
        if until is Until.ACROSS:
            self._step("compare", self._compare)
        run = replace(run, finished=_now(), counts=dict(self._counts), seconds=self._seconds)
        self._writer.finish_run(self._run_key, run)
        return Tally(run, tuple(self._not_taken))

    def _step(self, name: str, work: Callable[[], None]) -> None:
        started = clock.monotonic()
        work()
        self._seconds[name] = round(clock.monotonic() - started, 3)

    # take in

    def _take_in(self, walk: Iterable[Payload]) -> None:
        started = clock.monotonic()
        results = each_payload(self._engine, walk, take_in, self._settings)
        with Transactions(self._connection, self._settings.commit_reports, self._writer.index_words) as transactions:
            for result in results:
                taken = result if isinstance(result, TakenIn) else _as_taken_in(result)
                self._store(taken)
                if transactions.add(len(taken.reports)):
                    self._notify(Progress("taking in", self._taken(), None, clock.monotonic() - started))
        self._notify(Progress("taking in", self._taken(), None, clock.monotonic() - started))

    def _taken(self) -> int:
        return self._counts["reports"] + self._counts["known reports"]

    def _store(self, taken: TakenIn) -> None:
        """Store one payload's reports and inputs; inside a transaction."""
        payload = taken.payload
        new = self._writer.add_reports(self._run_key, taken.reports, self._taken_apart_by)
        self._counts["reports"] += new
        self._counts["known reports"] += len(taken.reports) - new
        inputs = [Input(not_read.file, not_read.status, not_read.reason) for not_read in taken.not_read]
        notes = [Input(file, Kept.TAKEN, note) for file, note in taken.notes]
        reader = None
        if isinstance(payload, RowBatch):
            self._rows_of[payload.file] += len(taken.reports)
        elif isinstance(payload, RowsEnd):
            reader = BY_NAME[payload.format].versioned_name
            reports = len(taken.reports) + self._rows_of.pop(payload.file, 0)
            inputs += self._whole_input(payload, reports, taken.not_read)
            self._writer.forget_old_places(self._run_key, payload.file)
        for input_ in inputs:
            self._counts[input_.status.value] += 1
            if input_.status is not Kept.TAKEN:
                self._not_taken.append(input_)
        self._writer.add_inputs(self._run_key, ((input_, reader) for input_ in (*inputs, *notes)))

    def _whole_input(self, payload: RowsEnd, reports: int, not_read: tuple[NotRead, ...]) -> list[Input]:
        """Return the entry of a file that has been read to its end; none when its failure is listed already."""
        if reports:
            digest = None if not_read else payload.hash  # a file that failed in part is read again
            return [Input(payload.file, Kept.TAKEN, None, reports, payload.format, payload.size, digest)]
        if any(failure.file == payload.file for failure in not_read):
            return []
        return [Input(payload.file, Kept.FAILED, "no reports in it", 0, payload.format, payload.size)]

    # what an older version did

    def _take_apart_stale(self) -> None:
        rows = self._writer.stale("taken_apart", self._taken_apart_by)
        with Transactions(self._connection, self._settings.commit_reports) as transactions:
            for result in self._engine.each(rows, take_apart_again, self._settings, weigh=_weigh_stored):
                if isinstance(result, Failed):
                    self._writer.save_findings(((result.row.key, _not_taken_apart(result)),), None)
                    self._failed_again.add(result.row.key)
                else:
                    self._writer.save_anatomies((result,), self._taken_apart_by)
                transactions.add(1)

    # read

    def _read(self) -> None:
        version = read_version(self._settings)
        total = self._writer.count_stale("read_by", version)
        if not total:
            return
        started, done = clock.monotonic(), 0
        self._notify(Progress("reading", 0, total, 0.0))
        rows = self._writer.stale("read_by", version)
        with Transactions(self._connection, _READ_BATCH) as transactions:
            for result in self._engine.each(rows, read_report, (self._settings, self._file), weigh=_weigh_stored):
                key, found = _as_findings(result)
                if key in self._failed_again:
                    continue  # what could not be taken apart is not read by what an older version made of it
                self._writer.save_findings(((key, found),), None if isinstance(result, Failed) else version)
                self._count(found)
                done += 1
                if transactions.add(1):
                    self._notify(Progress("reading", done, total, clock.monotonic() - started))
        self._notify(Progress("reading", done, total, clock.monotonic() - started))

    # compare

    def _compare(self) -> None:
        compare_touched(self._writer, self._engine, self._settings, lambda *progress: self._notify(Progress(*progress)))

    def _count(self, found: Findings) -> None:
        self._counts["quotations"] += len(found.quotations)
        self._counts["mentions"] += len(found.mentions)
        self._counts["times"] += len(found.times)
        self._counts["drops"] += len(found.drops)
        self._counts["unread"] += found.unread is not None


def _as_taken_in(failed: Failed[Payload]) -> TakenIn:
    """Return the tally entry of a payload that a worker could not get through."""
    payload = failed.row
    file = row_name(payload.file, payload.first) if isinstance(payload, RowBatch) else payload.file
    return TakenIn(
        payload if isinstance(payload, RowBatch) else NotRead(file, ""), (), (NotRead(file, failed.reason),), ()
    )


def _as_findings(result: tuple[int, Findings] | Failed[Stored]) -> tuple[int, Findings]:
    """Return what was found, or that a stage failed on this report: the others go on."""
    if isinstance(result, Failed):
        return result.row.key, Findings(result.row.report.id, unread=f"could not be read: {result.reason}")
    return result


def _not_taken_apart(failed: Failed[Stored]) -> Findings:
    return Findings(failed.row.report.id, unread=f"could not be taken apart: {failed.reason}")


def _weigh_stored(stored: Stored) -> int:
    return len(stored.report.text)


def _new_run(paths: Sequence[str | PathLike[str]], settings: Settings, command: str) -> Run:
    started = _now()
    listed = tuple(storable(fspath(path)) for path in paths)
    return Run(
        id=make_id("run", command, started, clock.monotonic_ns(), *listed),
        command=command,
        started=started,
        finished=None,
        program=f"onrecord {__version__}",
        paths=listed,
        settings=settings.model_dump(),
        versions=(
            *TAKEN_APART_BY,
            make_reader(settings).name,
            *STAGE_NAMES,
            *COMPARED_BY,
        ),
        counts={},
        seconds={},
    )


def _require_paths(paths: Sequence[str | PathLike[str]]) -> None:
    if not paths:
        raise NothingReadError("No paths were given.", remedy="Name files or folders, or - for standard input.")
    if not any(fspath(path) == STANDARD_INPUT or os.path.lexists(path) for path in paths):
        listed = ", ".join(fspath(path) for path in paths)
        raise NothingReadError(
            f"There is no such file or folder: {listed}.",
            remedy="Name files or folders that exist, or - for standard input.",
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _ignore(progress: Progress) -> None:
    del progress
