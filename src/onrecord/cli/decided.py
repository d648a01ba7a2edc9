"""What else can be done with decisions than make them: list, undo, export, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from onrecord.cli.common import AsJson, print_json, results_console
from onrecord.cli.rendering import counted, printable
from onrecord.decisions.book import open_decisions
from onrecord.decisions.exchange import decision_lines, decisions_in
from onrecord.decisions.wording import authorship_of, line_of, sentence_of
from onrecord.errors import SettingsError, StoreError
from onrecord.record.opened import Record
from onrecord.record.tables import to_row


def undo(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Take a decision back, and what it changed."""
    file = file_of(context)
    with open_decisions(file) as book:
        undone = book.undo(decision)
    if as_json:
        print_json({"file": str(file), "undone": to_row(undone)})
    else:
        print_line(f"Taken back: {line_of(undone)}")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List all decisions, and say which wait for what they are about."""
    with Record(file_of(context)) as record:
        decisions = list(record.decisions)
    if as_json:
        print_json([to_row(decision) for decision in decisions])
        return
    console = results_console()
    for decision in sorted(decisions, key=lambda one: (one.when, one.id)):
        line = Text(decision.id[:8], style="cyan")
        line.append(f"  {printable(sentence_of(decision))}", style="default")
        line.append("" if decision.attached else "  [not attached]", style="yellow")
        console.print(line, soft_wrap=True)
        console.print(Text(f"          {printable(authorship_of(decision))}", style="dim"), soft_wrap=True)
    waiting = sum(not decision.attached for decision in decisions)
    told = f"; {waiting:,} not attached: the record does not hold what they are about, and they wait" if waiting else ""
    console.print(f"{counted(len(decisions), 'decision')}{told}.", soft_wrap=True)


def export(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Argument(metavar="[TO]", help="A file. Unset: standard output.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="What it writes is JSON in any case.")] = False,
) -> None:
    """Write all decisions as JSON Lines, which `import` reads."""
    del as_json
    with Record(file_of(context)) as record:
        lines = list(decision_lines(record.decisions))
    if to is None:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
        return
    try:
        to.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise StoreError(
            f"{to} cannot be written: {error.strerror or error}.", remedy="Name a file in a folder that exists."
        ) from error
    typer.echo(f"{counted(len(lines), 'decision')} written to {printable(str(to))}.", err=True)


def import_(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A file of JSON Lines, or `-`.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Add the decisions of a file, all or none; those that stand already add nothing.

    Decisions about reports that are not in the record are kept, and wait for them.
    """
    file = file_of(context)
    decisions = list(decisions_in(_read(source).splitlines(), source))
    with open_decisions(file) as book:
        added = book.add(decisions)
    waiting = sum(not decision.attached for decision in (*added.new, *added.known))
    if as_json:
        counts = {"added": len(added.new), "known": len(added.known), "not_attached": waiting}
        print_json({"file": str(file), **counts})
    else:
        print_line(
            f"{counted(len(added.new), 'decision')} added, {len(added.known):,} known already; "
            f"{waiting:,} not attached to anything in {file}."
        )


def file_of(context: typer.Context) -> Path:
    """Return the record's file, the argument of the group."""
    assert context.parent is not None, "a verdict is a command of the group"
    return Path(context.parent.params["file"])


def _read(source: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            f"{source} cannot be read: {error.strerror or error}.",
            remedy="Name a file that `onrecord decide FILE export` wrote, or - for standard input.",
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{source} is not UTF-8 ({error.reason}).", remedy="Save it as UTF-8.") from error


def print_line(words: str) -> None:
    """Print words in one line, however long."""
    results_console().print(Text(printable(words)), soft_wrap=True)
