"""What can go wrong, and what to do about it.

One root, few children. Every message says what happened, shows the value, lists what would have worked and
names the next step. A problem with a single report is not an exception here: it is recorded as a
`records.NotRead` against that report, and the run goes on.
"""

from __future__ import annotations

from typing import ClassVar


class OnrecordError(Exception):
    """The root of every error this package raises on purpose.

    Attributes:
        exit_code: what the command line ends with when this error stops it (see the contract of exit codes).
        remedy: the next step, in words for the person at the keyboard.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        gap = "" if message.endswith("\n") else " "
        return f"{message}{gap}{self.remedy}" if self.remedy else message


class SettingsError(OnrecordError):
    """A setting, option or argument that cannot be used; raised before any work starts."""

    exit_code = 2


class PipelineError(OnrecordError):
    """Stages that do not fit together: one needs what none before it gives. Raised before any work starts."""


class NothingReadError(OnrecordError):
    """Not one input could be read."""


class StoreError(OnrecordError):
    """A record's file that cannot be used as asked."""

    exit_code = 4


class StoreBusyError(StoreError):
    """Another program is writing to the record."""


class StoreTooNewError(StoreError):
    """The record was written by a newer onrecord."""


class StoreDamagedError(StoreError):
    """The file is not a record, or SQLite finds it damaged."""


class StoreFullError(StoreError):
    """The disk, or the file's allowed size, is full. What was committed before stands."""

    exit_code = 1


class NotFoundError(OnrecordError):
    """No such item, table or file."""

    exit_code = 2


class ContradictionError(OnrecordError):
    """A decision that contradicts one that stands. Nothing was decided."""


def describe(error: BaseException) -> str:
    """Return an error that nobody expected as a reason to record: its kind and its words, 500 characters at most."""
    return f"{type(error).__name__}: {error}"[:500]
