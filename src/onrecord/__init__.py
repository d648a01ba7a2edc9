"""onrecord: many news reports, one sourced record.

```python
import onrecord

tally = onrecord.build(["clippings/"], into="talks.db")
with onrecord.open("talks.db") as record:
    for quotation in record.quotations:
        print(quotation.speaker, quotation.text)
```

Importing this package reads no file and no environment, and loads no model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from onrecord.pipeline import Notify, Tally
    from onrecord.record.opened import Record
    from onrecord.records import Decision, NotRead
    from onrecord.settings import Settings

__version__ = "0.1.0"
__all__ = ["OnrecordError", "Record", "Settings", "__version__", "annotate", "build", "decide", "open", "undo"]

_LAZY = {
    "OnrecordError": "onrecord.errors",
    "Record": "onrecord.record.opened",
    "Settings": "onrecord.settings",
}


def build(
    paths: str | PathLike[str] | Sequence[str | PathLike[str]],
    into: str | PathLike[str] = "onrecord.db",
    *,
    settings: Settings | None = None,
    progress: Notify | None = None,
) -> Tally:
    """Read files into the record at `into`, adding to what is there; return what was done.

    Args:
        paths: one path or several: files, folders, `-` for standard input.
        into: the record's file, made when there is none.
        settings: see `onrecord.settings.Settings`.
        progress: called with `onrecord.pipeline.Progress` now and then on long work.

    Raises:
        NothingReadError: no input gave a report, and none was in the record already.
        StoreError: the record is busy, newer than this program, damaged, or cannot be written.
    """
    from pathlib import Path

    from onrecord.errors import NothingReadError
    from onrecord.pipeline import build_record

    tally = build_record(_listed(paths), Path(into), settings=settings, progress=progress)
    if tally.nothing_read:
        reasons = "; ".join(f"{input_.file}: {input_.reason}" for input_ in tally.not_taken[:3])
        raise NothingReadError(
            f"No report could be read ({reasons}).", remedy="`onrecord build --help` lists the formats."
        )
    return tally


def open(path: str | PathLike[str]) -> Record:
    """Open a record for reading: tables of typed records, search, digest.

    Raises:
        NotFoundError: there is no such file.
        StoreError: it is no record, damaged, or written by another version's layout.
    """
    from onrecord.record.opened import Record

    return Record(path)


def annotate(
    paths: str | PathLike[str] | Sequence[str | PathLike[str]], *, settings: Settings | None = None
) -> Iterator[dict[str, Any] | NotRead]:
    """Yield what each report says by itself, in input order; inputs that gave no report as `NotRead`. No store."""
    from onrecord.export.annotation import Annotated, annotate_paths

    for result in annotate_paths(_listed(paths), settings=settings):
        yield result.annotation if isinstance(result, Annotated) else result


def decide(
    path: str | PathLike[str],
    verdict: str,
    first: str,
    second: str | None = None,
    *,
    who: str | None = None,
    why: str = "",
) -> Decision:
    """Decide something about what a record holds, and apply it; return the decision as it stands.

    Args:
        path: the record's file.
        verdict: `same`, `different`, `mention`, `rename`, `retype`, `speaker`, `no-quotation`, `date`, `outlet` or
            `furniture`.
        first: what it is about: an id or the start of one; of a mention also `REPORT:START-END` or `REPORT:WORDS`.
        second: the other, the name, kind or date, or the stretch `START-END`; nothing for `no-quotation`.
        who: who decides. Unset: the login name.
        why: the reason.

    Raises:
        ContradictionError: it contradicts what was decided before; nothing was changed.
        NotFoundError: there is no such record, or nothing of that id.
        SettingsError: a verdict or a value that cannot be used.
        StoreError: the record is busy, newer than this program, damaged, or cannot be written.
    """
    from pathlib import Path

    from onrecord.decisions.book import open_decisions
    from onrecord.decisions.ruling import make_ruling, verdict_in

    ruling = verdict_in(verdict)
    with open_decisions(Path(path)) as book:
        added = book.add([make_ruling(book.reader, ruling, first, second, who=who, why=why)])
    return (*added.new, *added.known)[0]


def undo(path: str | PathLike[str], decision: str) -> Decision:
    """Take a decision back by its id or the start of it, and with it what it changed; return what was taken back.

    Raises:
        NotFoundError: there is no such record or decision.
        StoreError: the record is busy, newer than this program, damaged, or cannot be written.
    """
    from pathlib import Path

    from onrecord.decisions.book import open_decisions

    with open_decisions(Path(path)) as book:
        return book.undo(decision)


def _listed(paths: str | PathLike[str] | Sequence[str | PathLike[str]]) -> Sequence[str | PathLike[str]]:
    from os import PathLike

    return [paths] if isinstance(paths, str | PathLike) else paths


def __getattr__(name: str) -> Any:
    """Load the heavier public names when they are first asked for."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
