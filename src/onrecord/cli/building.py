"""Commands that change a record: demo, build, remove."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table as Grid

from onrecord.cli.common import (
    AsJson,
    Jobs,
    Paths,
    RecordFile,
    SettingsFile,
    SetValues,
    errors_console,
    print_json,
    read_settings,
    results_console,
    shown_progress,
)
from onrecord.cli.rendering import counted, print_quotation_line, printable, report_grid
from onrecord.demo import reports_folder
from onrecord.errors import SettingsError
from onrecord.pipeline import Tally, Until, build_record, remove_from_record
from onrecord.record.opened import Record
from onrecord.record.tables import TABLES
from onrecord.records import Input, Kept, MentionHow, Quotation
from onrecord.settings import Settings

_SHOWN_REASONS = 30
_DEMO_REPORTS = 14
_LONGEST_EXAMPLE = 60  # characters of a name in a command that is proposed
_SAME_REASON = 5  # inputs that share a reason from here on are shown as one line
STRICT_FAILED = 3
NOTHING_READ = 1


def demo(
    into: Annotated[Path, typer.Option("--into", metavar="FILE", help="The record's file.")] = Path("onrecord-demo.db"),
    as_json: AsJson = False,
) -> None:
    """Build the packaged demo record and show what is in it.

    Some thirty reports by invented outlets about an invented border crisis, and an earlier one that looks like it.
    """
    with shown_progress() as progress:
        tally = build_record([reports_folder()], into, settings=Settings(jobs=1), progress=progress)
    with Record(into) as record:
        if as_json:
            print_json(
                {
                    "file": str(into),
                    "counts": _counts(record),
                    "next": [command for command, _ in next_commands(record)],
                }
            )
            return
        console = results_console()
        seconds = sum(tally.run.seconds.values())
        heading = f"{len(record.reports)} reports about a border crisis that never happened"
        console.print(f"[bold]{heading}[/], read in {seconds:.1f} s.\n")
        console.print(report_grid(record, limit=_DEMO_REPORTS))
        console.print(f"[dim]... and {len(record.reports) - _DEMO_REPORTS} more.[/]")
        console.print("\n[bold]Some of what they quote[/] (every line stands on exact characters of its report):\n")
        for quotation in _some_quotations(record):
            print_quotation_line(console, record, quotation)
        _print_next(record)


def build(
    paths: Paths,
    into: Annotated[
        Path, typer.Option("--into", "-o", metavar="FILE", help="The record's file, made when there is none.")
    ] = Path("onrecord.db"),
    jobs: Jobs = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 3 when some input failed.")] = False,
    until: Annotated[
        Until, typer.Option("--until", help="How far to go: `reading` only stores and indexes the reports.")
    ] = Until.ACROSS,
    settings_file: SettingsFile = None,
    set_values: SetValues = None,
    as_json: AsJson = False,
) -> None:
    """Read reports into a record, find what they say, and compare them.

    Adds to what the record holds: reading the same file again changes nothing, a changed one is read again, and
    a build that was stopped is completed by the next one. An input that cannot be read is listed with its reason
    and does not stop the others.

    Example: `onrecord build clippings/ feed.jsonl.gz --into talks.db`
    """
    settings = read_settings(settings_file, set_values, jobs)
    with shown_progress() as progress:
        tally = build_record(paths, into, settings=settings, until=until, progress=progress)
    with Record(into) as record:
        _print_tally(tally)
        if as_json:
            print_json(_as_json(record, tally, into))
        elif not tally.nothing_read:
            _print_held(record)
            _print_next(record)
    if tally.nothing_read:
        raise typer.Exit(NOTHING_READ)
    if strict and tally.failed:
        raise typer.Exit(STRICT_FAILED)


def remove(
    file: RecordFile,
    report: Annotated[
        str | None, typer.Option("--report", metavar="ID", help="Take out this report.", show_default=False)
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="ID",
            help="Take out this run and the reports that it was the first to bring.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take a report, or all that a run brought, out of a record for good.

    Everything found in it goes too, its words leave the full-text index, its file names the list of inputs, and
    the freed space in the file is overwritten. There is no undo. `onrecord info FILE` lists the runs.
    """
    if (report is None) == (run is None):
        raise SettingsError(
            "Say what to take out: either --report ID or --run ID.",
            remedy="`onrecord show FILE` lists reports, `onrecord info FILE` runs.",
        )
    removed = remove_from_record(file, report=report, run=run)
    if as_json:
        print_json({"file": str(file), "removed": removed})
    else:
        results_console().print(f"{counted(removed, 'report')} taken out of {_safe(str(file))}.")


def _some_quotations(record: Record, count: int = 5) -> list[Quotation]:
    """Return a few quotations in marks for a first look: second-hand ones first, one a speaker, none too long."""
    chosen: list[Quotation] = []
    marked = (row for row in record.quotations if row.kind.has_marks)
    told = sorted(marked, key=lambda row: (not row.via, abs(len(row.text) - 120), row.id))
    for quotation in told:
        speakers = {name for other in chosen for name in other.speaker}
        if quotation.speaker and not speakers & set(quotation.speaker):
            chosen.append(quotation)
    return chosen[:count]


def next_commands(record: Record) -> list[tuple[str, str]]:
    """Return three commands that work on this record, each with what it does."""
    file = shlex.quote(str(record.path))
    commands = [(f"onrecord show {file}", "list its reports")]
    quotation = record.reader.surest_quotation()
    report = next(iter(record.reports), None)
    if quotation is not None:
        commands.append(
            (f"onrecord show {file} {quotation[:8]} --why", "one quotation in its context, and why it is one")
        )
    elif report is not None:
        commands.append((f"onrecord show {file} {report.id[:8]}", "read one report"))
    words = _a_name(record)
    if words:
        commands.append((f"onrecord find {file} {shlex.quote(words)}", "search the texts"))
    commands.append((f"onrecord export {file} --format csv --to tables", "every table as CSV, for a spreadsheet"))
    commands.append((f"onrecord info {file}", "what it holds, its runs, what they could not read"))
    return commands[:3]


def _a_name(record: Record) -> str | None:
    """Return the name that stands most often among the first mentions, one of several words if there is one."""
    counts: dict[str, int] = {}
    for _, mention in zip(range(5000), record.mentions, strict=False):
        if mention.how is MentionHow.NAME and len(mention.text) <= _LONGEST_EXAMPLE:
            counts[mention.text] = counts.get(mention.text, 0) + 1
    return max(counts, key=lambda name: (" " in name, counts[name], name), default=None)


def _counts(record: Record) -> dict[str, int]:
    return {table.name: len(record.table(table.name)) for table in TABLES}


def _as_json(record: Record, tally: Tally, into: Path) -> dict[str, Any]:
    return {
        "file": str(into),
        "run": tally.run.id,
        "counts": tally.run.counts,
        "seconds": tally.run.seconds,
        "record": _counts(record),
        "inputs": [
            {"file": input_.file, "status": input_.status.value, "reason": input_.reason, "reports": input_.reports}
            for input_ in record.reader.inputs(tally.run.id)
        ],
        "next": [command for command, _ in next_commands(record)],
    }


def _print_tally(tally: Tally) -> None:
    """Print what became of the inputs, on standard error."""
    console = errors_console()
    counts = tally.run.counts
    seconds = sum(tally.run.seconds.values())
    known = f", {counts['known reports']:,} known already" if counts.get("known reports") else ""
    console.print(
        f"[bold]{counted(counts.get('taken', 0), 'input')} taken[/], {counts.get('skipped', 0):,} skipped, "
        f"{counts.get('failed', 0):,} failed: "
        f"{counted(counts.get('reports', 0), 'new report')}{known}, in {seconds:.1f} s."
    )
    if tally.nothing_read:
        console.print("Nothing was read: no input gave a report.")
    for status, colour in ((Kept.FAILED, "red"), (Kept.SKIPPED, "yellow")):
        _print_inputs([input_ for input_ in tally.not_taken if input_.status is status], status, colour)


def _print_inputs(inputs: list[Input], status: Kept, colour: str) -> None:
    if not inputs:
        return
    console = errors_console()
    grid = Grid.grid(padding=(0, 2))
    shown = _by_reason(inputs)
    for file, reason in shown[:_SHOWN_REASONS]:
        grid.add_row(f"[{colour}]{status.value}[/]", _safe(file), _safe(reason))
    console.print(grid)
    if len(shown) > _SHOWN_REASONS:
        console.print(f"... and {len(shown) - _SHOWN_REASONS:,} more; `onrecord info FILE --inputs` lists all.")


def _by_reason(inputs: list[Input]) -> list[tuple[str, str]]:
    """Return files and reasons in order; where many share a reason, the first of them with the number of the others."""
    counts = Counter(input_.reason for input_ in inputs)
    shown, told = [], set()
    for input_ in inputs:
        reason, others = input_.reason or "", counts[input_.reason] - 1
        if others < _SAME_REASON:
            shown.append((input_.file, reason))
        elif reason not in told:
            told.add(reason)
            shown.append((f"{input_.file} and {others:,} more", reason))
    return shown


def _safe(words: str) -> str:
    return escape(printable(words))


def _print_held(record: Record) -> None:
    counts = _counts(record)
    unread = record.reader.count_unread()
    held = ", ".join(
        counted(counts[name], name.removesuffix("s")) for name in ("reports", "quotations", "mentions", "times")
    )
    results_console().print(f"[bold]{_safe(str(record.path))}[/] holds {held}.")
    if unread:
        results_console().print(
            f"Not read: {counted(unread, 'report')}, stored and searchable (`onrecord show FILE ID` says why)."
        )


def _print_next(record: Record) -> None:
    console = results_console()
    console.print("\n[bold]Next:[/]")
    commands = next_commands(record)
    width = max(len(command) for command, _ in commands)
    for command, purpose in commands:
        console.print(f"  [cyan]{_safe(command):<{width}}[/]  [dim]{purpose}[/]", soft_wrap=True)
