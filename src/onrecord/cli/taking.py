"""Commands that take something out in another form: annotate, export, bench."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

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
)
from onrecord.cli.rendering import counted, printable
from onrecord.errors import SettingsError
from onrecord.export.files import (
    GRAPH_FORMATS,
    TABLE_FORMATS,
    Format,
    choose_tables,
    json_line,
    write_csv_stream,
    write_files,
    write_stream,
)
from onrecord.export.graph import write_graph, write_graph_file
from onrecord.record.opened import Record
from onrecord.record.reader import Reader
from onrecord.record.tables import Table
from onrecord.records import Kept, NotRead

NOTHING_READ = 1
_SHOWN_REASONS = 30


def annotate(
    paths: Paths,
    vectors: Annotated[bool, typer.Option("--vectors", help="Add a vector for each sentence.")] = False,
    jobs: Jobs = None,
    settings_file: SettingsFile = None,
    set_values: SetValues = None,
    as_json: Annotated[bool, typer.Option("--json", help="What it prints is JSON in any case.")] = False,
) -> None:
    """Print what each report says by itself: one JSON object a line, in input order; nothing is stored.

    Example: `onrecord annotate report.txt | python -m json.tool`
    """
    from onrecord.export.annotation import annotate_paths

    del as_json
    settings = read_settings(settings_file, set_values, jobs)
    printed, failures = 0, []
    for result in annotate_paths(paths, settings=settings, vectors=vectors):
        if isinstance(result, NotRead):
            failures.append(result)
        else:
            sys.stdout.write(json_line(result.annotation))
            printed += 1
    sys.stdout.flush()
    console = errors_console()
    for failure in failures[:_SHOWN_REASONS]:
        line = f"{failure.status.value}: {failure.file}: {failure.reason}"
        console.print(printable(line), markup=False, soft_wrap=True)
    failed = sum(failure.status is Kept.FAILED for failure in failures)
    skipped = counted(len(failures) - failed, "input")
    console.print(f"{counted(printed, 'report')} annotated, {skipped} skipped, {failed:,} failed.")
    if not printed:
        raise typer.Exit(NOTHING_READ)


def export(
    file: RecordFile,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Of tables, or of the graph of derivations.")
    ] = Format.JSONL,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--tables",
            metavar="NAME",
            help="A table; repeat for more. Unset: all. Not with a graph.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="DIR",
            help="A folder for one file a table, or for the graph's. Unset: standard output.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
) -> None:
    """Write tables of a record as JSON Lines, CSV or Parquet, or who took from whom as a graph in GraphML or GEXF.

    To standard output: one table as JSON Lines or CSV, or several as JSON Lines, where each row then says its table;
    or the graph, for Gephi, networkx and the like. docs/record.md describes every table and column, and the graph.

    Example: `onrecord export talks.db --format parquet --tables reports --tables quotations --to tables/`
    """
    format_ = Format.JSONL if as_json else format_
    chosen = _choose_tables(format_, tables or (), to)
    with Record(file) as record:
        if to is not None:
            for path in _write_files(record.reader, chosen, format_, to):
                errors_console().print(f"wrote {path}", markup=False, soft_wrap=True)
        elif format_ in GRAPH_FORMATS:
            write_graph(record.reader, format_, sys.stdout)
        elif format_ is Format.CSV:
            write_csv_stream(record.reader, chosen[0], sys.stdout)
        else:
            write_stream(record.reader, chosen, sys.stdout)
    sys.stdout.flush()


def _choose_tables(format_: Format, names: Sequence[str], to: Path | None) -> tuple[Table, ...]:
    """Return the tables to write, none for the graph. Raises SettingsError for what the format cannot do."""
    if format_ in GRAPH_FORMATS:
        if names:
            raise SettingsError(
                f"{format_.value} holds the graph of derivations, no tables.",
                remedy=f"Leave --tables out, or choose a format of tables: {', '.join(TABLE_FORMATS)}.",
            )
        return ()
    chosen = choose_tables(names)
    if to is None and (format_ is Format.PARQUET or (format_ is Format.CSV and len(chosen) > 1)):
        several = "several tables" if format_ is Format.CSV else "Parquet"
        raise SettingsError(
            f"{several} cannot go to standard output.",
            remedy="Add --to DIR, or choose one --tables NAME as csv or jsonl.",
        )
    return chosen


def _write_files(reader: Reader, tables: Sequence[Table], format_: Format, folder: Path) -> tuple[Path, ...]:
    if format_ in GRAPH_FORMATS:
        return (write_graph_file(reader, format_, folder),)
    return write_files(reader, tables, format_, folder)


def bench(
    reports: Annotated[
        int, typer.Option("--reports", min=10, help="Reports to measure with, made from the demo's by varying them.")
    ] = 500,
    jobs: Jobs = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast this machine reads: reports and words a second, step by step.

    Works in memory and in a temporary folder that is removed. Machines are shared and noisy: compare ratios.
    """
    from onrecord.benchmark import measure

    result = measure(reports, jobs)
    if as_json:
        print_json(result.as_json())
        return
    console = results_console()
    processes = f"{result.jobs} process{'' if result.jobs == 1 else 'es'}"
    console.print(f"{counted(result.reports, 'report')}, {result.words:,} words, {processes}\n")
    for step in result.steps:
        rates = f"{result.reports / step.seconds:10,.0f} reports/s  {result.words / step.seconds:12,.0f} words/s"
        console.print(f"  {step.name:<14} {step.seconds:8.2f} s  {rates}")
