"""The command `decide` and its verdicts: what a person rules, kept in the record and applied after every rebuild."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from onrecord.cli.common import AsJson, RecordFile, print_json, results_console
from onrecord.cli.rendering import counted, printable
from onrecord.decisions.book import DecisionBook, open_decisions
from onrecord.decisions.exchange import decision_lines, decisions_in
from onrecord.decisions.ruling import make_ruling
from onrecord.decisions.wording import authorship_of, line_of, sentence_of
from onrecord.errors import SettingsError, StoreError
from onrecord.record.opened import Record
from onrecord.record.tables import to_row
from onrecord.records import Decision, Ruling

_HELP_OPTIONS = ("--help", "-h")


class _FileFirst(TyperGroup):
    """A group whose first argument is the record's file, so that `decide FILE VERDICT` reads like other commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show a verdict's help without a file too: `decide same --help`."""
        if len(args) > 1 and args[0] in self.commands and args[1] in _HELP_OPTIONS:
            args = ["FILE", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(name="decide", cls=_FileFirst, no_args_is_help=True, rich_markup_mode="markdown")

Entity = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="An entity, by any mention of it: a mention's id, REPORT:START-END or REPORT:WORDS.",
        show_default=False,
    ),
]
OtherEntity = Annotated[str, typer.Argument(metavar="B", help="The other, likewise.", show_default=False)]
QuotationId = Annotated[str, typer.Argument(metavar="Q", help="A quotation's id.", show_default=False)]
ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="A report's id.", show_default=False)]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the decision.")]
Who = Annotated[
    str | None,
    typer.Option(
        "--who",
        metavar="NAME",
        envvar="ONRECORD_WHO",
        show_envvar=False,
        help="Who decides. Unset: ONRECORD_WHO, else the login name.",
        show_default=False,
    ),
]


@app.callback()
def decide(file: RecordFile) -> None:
    """Decide what the program cannot know, or got wrong: who is meant, who spoke, when a report appeared.

    A decision is kept in the record and applied again after every build, also by a better version: it names the words
    of a report it is about. It can be taken back. Ids may be shortened to their first digits, four or more.

    Example: `onrecord decide talks.db date 119e9424 2031-04-10 --why "its sister report is dated"`
    """
    del file  # each verdict takes it from here, see `_file`


def same(
    context: typer.Context, a: Entity, b: OtherEntity, why: Why = "", who: Who = None, as_json: AsJson = False
) -> None:
    """Two entities are one.

    Example: `onrecord decide talks.db same 3f2a90c1 b6ca6d77:Halmos`
    """
    _rule(context, Ruling.SAME, a, b, why=why, who=who, as_json=as_json)


def different(
    context: typer.Context, a: Entity, b: OtherEntity, why: Why = "", who: Who = None, as_json: AsJson = False
) -> None:
    """Two entities are not one."""
    _rule(context, Ruling.DIFFERENT, a, b, why=why, who=who, as_json=as_json)


def rename(
    context: typer.Context,
    a: Entity,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to list it under.", show_default=False)],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """An entity is named so."""
    _rule(context, Ruling.RENAME, a, name, why=why, who=who, as_json=as_json)


def retype(
    context: typer.Context,
    a: Entity,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="person, organisation, place, people, agreement, programme, document or other.",
            show_default=False,
        ),
    ],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """An entity is of this kind."""
    _rule(context, Ruling.RETYPE, a, kind, why=why, who=who, as_json=as_json)


def mention(
    context: typer.Context,
    m: Annotated[
        str,
        typer.Argument(
            metavar="M",
            help="A mention's id; or REPORT:START-END or REPORT:WORDS, also where the program found none.",
            show_default=False,
        ),
    ],
    a: Entity,
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """These words mention this entity."""
    _rule(context, Ruling.MENTION, m, a, why=why, who=who, as_json=as_json)


def speaker(
    context: typer.Context,
    q: QuotationId,
    a: Annotated[
        str,
        typer.Argument(
            metavar="A", help="A mention of the speaker (an id, REPORT:WORDS ...), or a name.", show_default=False
        ),
    ],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """This quotation's speaker is so and so.

    Example: `onrecord decide talks.db speaker 8c0c1386 "Leyla Qasimbay"`
    """
    _rule(context, Ruling.SPEAKER, q, a, why=why, who=who, as_json=as_json)


def no_quotation(
    context: typer.Context, q: QuotationId, why: Why = "", who: Who = None, as_json: AsJson = False
) -> None:
    """This is no quotation: it is hidden."""
    _rule(context, Ruling.NO_QUOTATION, q, None, why=why, who=who, as_json=as_json)


def date(
    context: typer.Context,
    report: ReportId,
    published: Annotated[
        str,
        typer.Argument(
            metavar="ISO-DATE",
            help="A year, month, day or moment in ISO 8601, or two with / between them.",
            show_default=False,
        ),
    ],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """A report was published then."""
    _rule(context, Ruling.DATE, report, published, why=why, who=who, as_json=as_json)


def outlet(
    context: typer.Context,
    report: ReportId,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The outlet's name.", show_default=False)],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """A report was printed by this outlet."""
    _rule(context, Ruling.OUTLET, report, name, why=why, who=who, as_json=as_json)


def furniture(
    context: typer.Context,
    report: ReportId,
    stretch: Annotated[
        str,
        typer.Argument(
            metavar="START-END",
            help="The stretch of its text, best whole paragraphs; START is its first character, END the one behind "
            "its last.",
            show_default=False,
        ),
    ],
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """A stretch of a report is furniture: nothing is looked for in it."""
    _rule(context, Ruling.FURNITURE, report, stretch, why=why, who=who, as_json=as_json)


def undo(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Take a decision back, and what it changed."""
    file = _file(context)
    with open_decisions(file) as book:
        undone = book.undo(decision)
    if as_json:
        print_json({"file": str(file), "undone": to_row(undone)})
    else:
        _print(f"Taken back: {line_of(undone)}")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List all decisions, and say which wait for what they are about."""
    with Record(_file(context)) as record:
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
    with Record(_file(context)) as record:
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
    file = _file(context)
    decisions = list(decisions_in(_read(source).splitlines(), source))
    with open_decisions(file) as book:
        added = book.add(decisions)
    waiting = sum(not decision.attached for decision in (*added.new, *added.known))
    if as_json:
        counts = {"added": len(added.new), "known": len(added.known), "not_attached": waiting}
        print_json({"file": str(file), **counts})
    else:
        _print(
            f"{counted(len(added.new), 'decision')} added, {len(added.known):,} known already; "
            f"{waiting:,} not attached to anything in {file}."
        )


COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "Who is meant": {
        "same": same,
        "different": different,
        "mention": mention,
        "rename": rename,
        "retype": retype,
    },
    "Who says what": {"speaker": speaker, "no-quotation": no_quotation},
    "Reports": {"date": date, "outlet": outlet, "furniture": furniture},
    "The decisions themselves": {"list": list_, "undo": undo, "export": export, "import": import_},
}
"""The verdicts and what else can be done with decisions, under the headings of the help."""


def _file(context: typer.Context) -> Path:
    """Return the record's file, the argument of the group."""
    assert context.parent is not None, "a verdict is a command of the group"
    return Path(context.parent.params["file"])


def _rule(
    context: typer.Context,
    verdict: Ruling,
    first: str,
    second: str | None,
    *,
    why: str,
    who: str | None,
    as_json: bool,
) -> None:
    """Make one decision, apply it and say so."""
    file = _file(context)
    with open_decisions(file) as book:
        decision, is_new = _add(book, make_ruling(book.reader, verdict, first, second, who=who, why=why))
    if as_json:
        print_json({"file": str(file), "added": is_new, "decision": to_row(decision)})
    elif is_new:
        _print(f"Decided: {line_of(decision)}")
        _print(f"To take it back: onrecord decide {shlex.quote(str(file))} undo {decision.id[:8]}")
    else:
        _print(f"Decided already, nothing added: {line_of(decision)}")


def _add(book: DecisionBook, decision: Decision) -> tuple[Decision, bool]:
    added = book.add([decision])
    return (*added.new, *added.known)[0], bool(added.new)


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


def _print(words: str) -> None:
    results_console().print(Text(printable(words)), soft_wrap=True)
