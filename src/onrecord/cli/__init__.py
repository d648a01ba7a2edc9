"""The command line: thin; it asks the record and renders.

Results go to standard output, progress and tallies to standard error. Exit codes: 0 finished, even if some
inputs failed; 1 nothing could be read or done; 2 wrong usage; 3 with --strict, some input failed; 4 the record
is busy, newer than the program, or damaged.
"""

from __future__ import annotations

import os
import sys

from onrecord.errors import OnrecordError

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    from onrecord.cli.app import app
    from onrecord.cli.common import errors_console

    try:
        app()
    except OnrecordError as error:
        errors_console().print(f"[bold red]onrecord:[/] {_escaped(error)}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        errors_console().print(
            "onrecord: stopped. What was stored stands; the same command completes it.", highlight=False
        )
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has enough, as in `onrecord export ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _escaped(error: OnrecordError) -> str:
    from rich.markup import escape

    return escape(str(error))
