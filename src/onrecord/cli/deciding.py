"""The command `decide` and its verdicts: what a person rules, kept in the record and applied after every rebuild."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onrecord.cli.common import AsJson, RecordFile, print_json
from onrecord.cli.decided import export, file_of, import_, list_, print_line, undo
from onrecord.decisions.book import DecisionBook, open_decisions
from onrecord.decisions.ruling import make_ruling
from onrecord.decisions.wording import line_of
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
    del file  # each verdict takes it from here, see `file_of`


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


OtherReport = Annotated[str, typer.Argument(metavar="OTHER", help="Another report's id.", show_default=False)]


def same_story(
    context: typer.Context,
    report: ReportId,
    other: OtherReport,
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Two reports are about the same happening.

    Example: `onrecord decide talks.db same-story 119e9424 33f8ae37`
    """
    _rule(context, Ruling.SAME_STORY, report, other, why=why, who=who, as_json=as_json)


def other_story(
    context: typer.Context,
    report: ReportId,
    other: OtherReport,
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Two reports are about two happenings."""
    _rule(context, Ruling.OTHER_STORY, report, other, why=why, who=who, as_json=as_json)


def copy(
    context: typer.Context,
    report: ReportId,
    other: OtherReport,
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """A report took its text from another."""
    _rule(context, Ruling.COPY, report, other, why=why, who=who, as_json=as_json)


def no_copy(
    context: typer.Context,
    report: ReportId,
    other: OtherReport,
    why: Why = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Neither of two reports took its text from the other."""
    _rule(context, Ruling.NO_COPY, report, other, why=why, who=who, as_json=as_json)


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
    "What reports are to each other": {
        "same-story": same_story,
        "other-story": other_story,
        "copy": copy,
        "no-copy": no_copy,
    },
    "The decisions themselves": {"list": list_, "undo": undo, "export": export, "import": import_},
}
"""The verdicts and what else can be done with decisions, under the headings of the help."""


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
    file = file_of(context)
    with open_decisions(file) as book:
        decision, is_new = _add(book, make_ruling(book.reader, verdict, first, second, who=who, why=why))
    if as_json:
        print_json({"file": str(file), "added": is_new, "decision": to_row(decision)})
    elif is_new:
        print_line(f"Decided: {line_of(decision)}")
        print_line(f"To take it back: onrecord decide {shlex.quote(str(file))} undo {decision.id[:8]}")
    else:
        print_line(f"Decided already, nothing added: {line_of(decision)}")


def _add(book: DecisionBook, decision: Decision) -> tuple[Decision, bool]:
    added = book.add([decision])
    return (*added.new, *added.known)[0], bool(added.new)
