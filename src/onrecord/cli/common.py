"""What the commands share: consoles, options, JSON, and progress on standard error."""

from __future__ import annotations

import contextlib
import json
import sys
import time as clock
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from onrecord.errors import SettingsError
from onrecord.pipeline import Notify
from onrecord.pipeline import Progress as Step
from onrecord.settings import Settings, load_settings

_PLAIN_WIDTH = 110
_LINE_SECONDS = 10.0

RecordFile = Annotated[Path, typer.Argument(metavar="FILE", help="The record's file.", show_default=False)]
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Files, folders (with all below them) and `-` for standard input: text, Markdown, saved HTML, MHTML, PDF, "
        "Word (.docx), RTF, RSS and Atom, e-mail (.eml), exports of Nexis and Factiva, JSON Lines, JSON, CSV, Parquet, "
        "also inside .gz, .zip and .warc.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Worker processes. Unset: one for each core.", show_default=False),
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="Settings in TOML.", show_default=False)
]
SetValues = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="One setting (docs/settings.md lists them); repeat for more.",
        show_default=False,
    ),
]


def results_console() -> Console:
    """Return the console of standard output; text is not cut to a width where nobody looks at it."""
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, soft_wrap=False)


def errors_console() -> Console:
    """Return the console of standard error."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else _PLAIN_WIDTH, highlight=False)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def read_settings(file: Path | None, values: list[str] | None, jobs: int | None = None) -> Settings:
    """Return the settings of the options. Raises SettingsError."""
    given: dict[str, object] = {}
    for value in values or ():
        name, equals, words = value.partition("=")
        if not equals:
            raise SettingsError(
                f"{value!r} is no setting.", remedy="Write it as NAME=VALUE, for example --set max_report_chars=100000."
            )
        given[name.strip()] = words.split(",") if name.strip() == "read_languages" else words
    if jobs is not None:
        given["jobs"] = jobs
    return load_settings(file, given)


@contextlib.contextmanager
def shown_progress() -> Iterator[Notify]:
    """Yield what a build calls with its progress: a bar on a terminal, a line now and then elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors_console(), transient=True) as bars:
        task = bars.add_task("starting", total=None, rate="")

        def notify(step: Step) -> None:
            bars.update(task, description=step.step, completed=step.done, total=step.total, rate=rate_of(step))

        yield notify


class _Lines:
    """Progress as lines, for logs."""

    def __init__(self) -> None:
        self._last = clock.monotonic()

    def __call__(self, step: Step) -> None:
        now = clock.monotonic()
        if now - self._last >= _LINE_SECONDS:
            self._last = now
            of = f" of {step.total:,}" if step.total else ""
            sys.stderr.write(f"{step.step}: {step.done:,}{of} reports, {rate_of(step)}{_left(step)}\n")


def rate_of(step: Step) -> str:
    """Return how many reports a second a step does, in words."""
    return f"{step.done / step.seconds:,.0f} reports/s" if step.seconds > 0 and step.done else ""


def _left(step: Step) -> str:
    if not step.total or not step.done:
        return ""
    return f", about {step.seconds / step.done * (step.total - step.done):,.0f} s left"
