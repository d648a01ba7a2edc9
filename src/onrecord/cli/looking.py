"""Commands that look into a record: show, find, info."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from onrecord.cli.common import AsJson, RecordFile, print_json, results_console
from onrecord.cli.entities import entity_grid, print_entity
from onrecord.cli.rendering import (
    SHORT_ID,
    counted,
    print_hit,
    print_quotation,
    print_report,
    printable,
    report_grid,
)
from onrecord.cli.together import print_passage, print_relations, print_story, story_grid
from onrecord.errors import SettingsError
from onrecord.export.files import choose_tables
from onrecord.record.opened import Record
from onrecord.record.reader import Item
from onrecord.record.tables import TABLES, to_row
from onrecord.records import Judgement, Kept

NOTHING_FOUND = 1
_ID = re.compile(r"[0-9a-f]{4,32}")
_SHOWN_FAILURES = 20


def show(
    file: RecordFile,
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A report, story, entity, quotation, passage, mention, time, judgement or decision, by the first "
            "digits of its id; an entity also by name.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say what made it, from which evidence, and what was left out.")
    ] = False,
    stories: Annotated[bool, typer.Option("--stories", help="List the stories instead of the reports.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Reports or stories listed, at the most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show one item with its evidence in context, or list the reports or stories.

    On a terminal evidence is coloured; elsewhere it stands in brackets: ⟦quoted words⟧, `<source>`, {cue}.

    Example: `onrecord show talks.db 3f2a90c1 --why`
    """
    with Record(file) as record:
        if id_ is None:
            (_show_stories if stories else _show_all)(record, limit, as_json=as_json)
            return
        item = _item(record, id_)
        if as_json:
            print_json({"table": item.table, **_with_evidence(record, item.record)})
            return
        console = results_console()
        if item.table == "reports":
            print_report(console, record, item.record, why=why)
            print_relations(console, record, item.record, why=why)
        elif item.table == "quotations":
            print_quotation(console, record, item.record, why=why)
        elif item.table == "entities":
            print_entity(console, record, item.record, why=why)
        elif item.table == "stories":
            print_story(console, record, item.record, why=why)
        elif item.table == "passages":
            print_passage(console, record, item.record)
        else:
            grid = Grid.grid(padding=(0, 2))
            for name, value in _with_evidence(record, item.record).items():
                grid.add_row(f"[dim]{name}[/]", Text(printable(str(value))))
            console.print(grid)


def _item(record: Record, words: str) -> Item:
    """Return what an id or a name points at. Raises NotFoundError."""
    if _ID.fullmatch(words.lower()) and any(character.isdigit() for character in words):
        return record.item(words)
    return Item("entities", record.reader.entity_named(words))


def _show_all(record: Record, limit: int, *, as_json: bool) -> None:
    if as_json:
        rows = []
        for _, report in zip(range(limit), record.reports, strict=False):
            row = to_row(report)
            rows.append(
                {name: row[name] for name in ("id", "title", "outlet", "published", "language", "file", "part", "url")}
            )
        print_json({"file": str(record.path), "reports": rows, "total": len(record.reports)})
        return
    console = results_console()
    console.print(report_grid(record, limit))
    if len(record.reports) > limit:
        console.print(
            f"\n[dim]{limit} of {len(record.reports):,} reports; --limit shows more, `onrecord find` searches them.[/]"
        )
    elif not len(record.reports):
        console.print("[dim]The record is empty. Fill it with: onrecord build PATHS --into FILE[/]")


def _show_stories(record: Record, limit: int, *, as_json: bool) -> None:
    """List stories, those with the most reports first."""
    total = len(record.table("stories"))
    found = record.reader.largest_stories(limit)
    if as_json:
        print_json({"file": str(record.path), "stories": [to_row(story) for story in found], "total": total})
        return
    console = results_console()
    console.print(story_grid(found))
    if total > limit:
        console.print(f"\n[dim]{limit} of {total:,} stories, those with the most reports; --limit shows more.[/]")


def _with_evidence(record: Record, row: Any) -> dict[str, Any]:
    """Return a row as plain values, with the words around its place in the report."""
    values = to_row(row)
    if "report" in values and values.get("start") is not None and values.get("attached", True):
        text = record.reader.report(values["report"]).text
        start, end = values["start"], values["end"]
        values["context"] = f"{text[max(0, start - 80) : start]}⟦{text[start:end]}⟧{text[end : end + 80]}"
    for field in ("entity", "stands_for"):
        if values.get(field):
            values[f"{field}_name"] = record.names_of([values[field]])[0]
    if isinstance(row, Judgement):
        for side in ("left", "right"):
            report = record.reader.find_report(values[side])
            values[f"{side}_name"] = record.reader.chain_name(values[side]) if report is None else report.headline
    return values


def find(
    file: RecordFile,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help='Words to find, all of them; "several words" in marks as a phrase; word* for beginnings.',
            show_default=False,
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Reports shown, at the most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find the entities and stories of that name, and the reports that hold all the words, best first, in context.

    Case and accents do not matter. Every language is searched, also those that are not read.

    Example: `onrecord find talks.db 'ceasefire "line of contact"'`
    """
    if not any(word.strip(' "*') for word in words):
        raise SettingsError("There is no word to look for.", remedy="Name one or more words of the reports.")
    query = " ".join(f'"{part}"' if len(words) > 1 and " " in part and '"' not in part else part for part in words)
    with Record(file) as record:
        hits = record.find(query, limit)
        named = record.entities_named(query.replace('"', "")) or record.reader.entities_near(query.replace('"', ""))
        headed = record.reader.stories_named(query.replace('"', "")) if hits else ()
        for grid in (entity_grid(named), story_grid(headed)):
            if grid.row_count and not as_json:
                results_console().print(grid)
                results_console().print()
    if as_json:
        print_json(
            [
                {
                    **asdict(hit),
                    "published": hit.published._asdict() if hit.published else None,
                    "marks": [list(span) for span in hit.marks],
                }
                for hit in hits
            ]
        )
    else:
        console = results_console()
        for hit in hits:
            print_hit(console, hit)
        if not hits and not named:
            console.print(f"No report holds {Text(printable(query))}.", markup=False)
    if not hits and not named:
        raise typer.Exit(NOTHING_FOUND)


def info(
    file: RecordFile,
    digest: Annotated[
        bool,
        typer.Option("--digest", help="Print the SHA-256 that two records share if and only if they are the same."),
    ] = False,
    inputs: Annotated[
        bool, typer.Option("--inputs", help="List every input of every run with what became of it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count what a record holds, list its runs and what they could not read."""
    with Record(file) as record:
        if digest:
            found = record.digest()
            if as_json:
                print_json({"file": str(file), "digest": found})
            else:
                typer.echo(found)
            return
        if as_json:
            print_json(_info(record))
            return
        _print_info(record, inputs=inputs)


def _info(record: Record) -> dict[str, Any]:
    return {
        "file": str(record.path),
        "bytes": record.path.stat().st_size,
        "tables": {table.name: len(record.table(table.name)) for table in TABLES},
        "unread": record.reader.count_unread(),
        "made_by": list(record.reader.versions_in_use()),
        "drops": record.reader.drops_by_reason(),
        "runs": [
            {**asdict(run), "inputs": [_input_row(input_) for input_ in record.reader.inputs(run.id)]}
            for run in record.runs
        ],
    }


def _input_row(input_: Any) -> dict[str, Any]:
    return {**asdict(input_), "status": input_.status.value}


def _print_info(record: Record, *, inputs: bool) -> None:
    console = results_console()
    console.print(f"[bold]{escape(printable(str(record.path)))}[/]  {record.path.stat().st_size / 1e6:,.1f} MB\n")
    grid = Grid.grid(padding=(0, 2))
    for table in choose_tables(()):
        grid.add_row(table.name, Text(f"{len(record.table(table.name)):,}", justify="right"))
    console.print(grid)
    days = record.reader.first_and_last_day()
    if days:
        first, last, undated = days
        console.print(f"\nPublished {first} to {last}; {undated:,} without a date.")
    if unread := record.reader.count_unread():
        console.print(
            f"Not read: {counted(unread, 'report')}, stored and searchable (`onrecord show FILE ID` says why)."
        )
    _print_drops(record)
    console.print("\n[bold]Runs[/]")
    for run in record.runs:
        state = "" if run.finished else "  [yellow]interrupted[/]"
        counts = ", ".join(
            f"{run.counts[name]:,} {name}" for name in ("taken", "skipped", "failed", "reports") if run.counts.get(name)
        )
        console.print(
            f"  [cyan]{run.id[:SHORT_ID]}[/]  {run.started[:19].replace('T', ' ')}  {run.command}  {counts}{state}"
        )
        listed = list(record.reader.inputs(run.id, *(() if inputs else (Kept.FAILED,))))
        for input_ in listed if inputs else listed[:_SHOWN_FAILURES]:
            reason = f": {input_.reason}" if input_.reason else f": {counted(input_.reports, 'report')}"
            console.print(Text(f"    {input_.status.value:<8} {printable(input_.file)}{printable(reason)}"))
        if not inputs and len(listed) > _SHOWN_FAILURES:
            console.print(f"    ... and {len(listed) - _SHOWN_FAILURES:,} more failed; --inputs lists all.")


def _print_drops(record: Record) -> None:
    drops = record.reader.drops_by_reason()
    if not drops:
        return
    results_console().print("\n[bold]Left out[/] (`onrecord show FILE ID --why` shows where)")
    grid = Grid.grid(padding=(0, 2))
    for reason, count in drops.items():
        grid.add_row(Text(f"  {count:,}", justify="right"), reason)
    results_console().print(grid)
