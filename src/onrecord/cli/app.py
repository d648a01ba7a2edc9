"""All commands, listed openly in the order of the help."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import building, looking, taking

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
    app.command()(_command)
