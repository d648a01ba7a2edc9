"""The command line: thin; it asks the record and renders.

Results go to standard output, progress and tallies to standard error. Exit codes: 0 finished, even if some
inputs failed; 1 nothing could be read or done; 2 wrong usage; 3 with --strict, some input failed; 4 the record
is busy, newer than the program, or damaged.
"""

from __future__ import annotations

import io
import sys

from onrecord.errors import OnrecordError

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # results are UTF-8 wherever they go
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _run()
    except KeyboardInterrupt:  # before the command began
        sys.exit(INTERRUPTED)


def _run() -> None:
    from rich.markup import escape

    from onrecord.cli.app import app
    from onrecord.cli.common import errors_console
    from onrecord.cli.rendering import printable

    try:
        app()
    except OnrecordError as error:
        errors_console().print(
            f"[bold red]onrecord:[/] {escape(printable(str(error)))}", highlight=False, soft_wrap=True
        )
        sys.exit(error.exit_code)
