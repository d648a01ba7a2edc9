"""All commands, listed openly in the order of the help."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

import typer

from onrecord import __version__
from onrecord.cli import INTERRUPTED, building, deciding, looking, taking
from onrecord.cli.common import errors_console

Command = TypeVar("Command", bound=Callable[..., Any])

app = typer.Typer(
    name="onrecord",
    help="Many news reports, one sourced record: who said exactly what, in which report, on which characters.\n\n"
    "Start with `onrecord demo`, or with your own files: `onrecord build FOLDER`. Nothing leaves this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    del version


def _ended_well(command: Command) -> Command:
    """Wrap a command so that Ctrl-C and a reader that has enough end it without a traceback."""

    @functools.wraps(command)
    def wrapped(*given: Any, **options: Any) -> Any:
        try:
            return command(*given, **options)
        except KeyboardInterrupt:
            errors_console().print("onrecord: stopped. What was stored stands; the same command completes it.")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # as in `onrecord export ... | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None

    return cast("Command", wrapped)


for _command in (
    building.demo,
    building.build,
    looking.show,
    looking.find,
    looking.info,
    taking.annotate,
    taking.export,
    building.remove,
    taking.bench,
):
    app.command()(_ended_well(_command))

for _heading, _commands in deciding.COMMANDS.items():
    for _name, _command in _commands.items():
        deciding.app.command(_name, rich_help_panel=_heading)(_ended_well(_command))
app.add_typer(deciding.app)
