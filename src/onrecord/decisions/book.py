"""The decisions of one record, opened for change: added if they contradict nothing that stands, taken back, applied.

Whatever a decision changes in the record is changed before this returns: reports that now read otherwise are read
again, and those whose neighbours changed are compared again.
"""

from __future__ import annotations

import contextlib
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.comparing import compare_touched
from onrecord.decisions.contradictions import Placed, Standing
from onrecord.decisions.wording import line_of, sentence_of, words_of
from onrecord.engine.local import LocalEngine
from onrecord.errors import ContradictionError, NotFoundError, SettingsError
from onrecord.pipeline import last_settings, read_again
from onrecord.record.attaching import attach_decisions, attached_to
from onrecord.record.connection import open_for_writing, require_file, transaction
from onrecord.record.decisions import (
    add_decision,
    delete_decision,
    read_decisions,
    reports_of,
    touch_decided,
)
from onrecord.record.reader import Reader
from onrecord.record.writer import Writer
from onrecord.records import Decision, Target


@dataclass(frozen=True, slots=True)
class Added:
    """What became of decisions: those that are new, and those that stood already, as they stand."""

    new: tuple[Decision, ...]
    known: tuple[Decision, ...]


@contextlib.contextmanager
def open_decisions(file: Path) -> Iterator[DecisionBook]:
    """Yield the decisions of a record, to be changed. Raises NotFoundError and StoreError."""
    require_file(file)
    with LocalEngine(1) as engine, open_for_writing(file) as connection:
        Writer(connection).finish_scrubbing()
        yield DecisionBook(file, connection, engine)


class DecisionBook:
    """See `open_decisions`."""

    def __init__(self, file: Path, connection: sqlite3.Connection, engine: LocalEngine) -> None:
        self._file = file
        self._connection = connection
        self._engine = engine
        self.reader = Reader(connection)

    def add(self, decisions: Iterable[Decision]) -> Added:
        """Add decisions, all or none, and apply them.

        Raises:
            ContradictionError: one contradicts those that stand, or one before it.
            SettingsError: one quotes words that its report does not have at that place, or joins a thing to itself.
        """
        given = {decision.id: decision for decision in decisions}
        with transaction(self._connection):
            for decision in given.values():
                self._require_words(decision)
            stood = {decision.id for decision in read_decisions(self._connection)}
            for decision in given.values():
                add_decision(self._connection, decision)
            attach_decisions(self._connection, reports_of(given.values()))
            said = self._admit(stood, given)
            new = [decision for id_, decision in said.items() if id_ == decision.id and id_ not in stood]
            self._take_out([given[id_] for id_, decision in said.items() if id_ != decision.id])
            to_read = touch_decided(self._connection, new)
        self._apply(to_read)
        known = [decision for id_, decision in said.items() if id_ != decision.id or id_ in stood]
        return Added(tuple(map(self._as_it_stands, new)), tuple(map(self._as_it_stands, known)))

    def undo(self, id_: str) -> Decision:
        """Take a decision back, and with it all that it changed. Raises NotFoundError when there is none."""
        try:
            whole = self.reader.whole_id("decisions", id_)
        except NotFoundError as error:
            raise NotFoundError(
                f"There is no decision {id_}.",
                remedy=f"`onrecord decide {shlex.quote(str(self._file))} list` lists them.",
            ) from error
        decision = self._as_it_stands(whole)
        with transaction(self._connection):
            to_read = touch_decided(self._connection, [decision])
            self._take_out([decision])
        self._apply(to_read)
        return decision

    def _admit(self, stood: set[str], given: dict[str, Decision]) -> dict[str, Decision]:
        """Return, for each decision given, itself or the one that says the same and stood before it, by its id."""
        placed = self._placed()
        standing = Standing(placed[id_] for id_ in sorted(stood))
        said = {}
        for id_, decision in given.items():
            new = placed[id_]
            if new.left == new.right:
                raise SettingsError(
                    f"{words_of(decision.target)} stands on both sides.",
                    remedy=f"Name two {new.verdict.target.value}s that are not one.",
                )
            known = standing.saying(new)
            if known is None:
                contradicted = standing.contradicting(new)
                if contradicted:
                    raise self._contradiction(decision, contradicted)
                standing.add(new)
            said[id_] = known or decision
        return said

    def _take_out(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            delete_decision(self._connection, decision)
        attach_decisions(self._connection, reports_of(decisions))

    def _placed(self) -> dict[str, Placed]:
        """Return all decisions with their places, by id."""
        attached = attached_to(self._connection)
        return {decision.id: _place(decision, attached) for decision in read_decisions(self._connection)}

    def _contradiction(self, decision: Decision, contradicted: tuple[Decision, ...]) -> ContradictionError:
        listed = "\n".join(f"  {line_of(one)}" for one in contradicted)
        undo = f"onrecord decide {shlex.quote(str(self._file))} undo {contradicted[0].id[:8]}"
        return ContradictionError(
            f"Nothing was decided, since it contradicts what stands.\nAsked for:\n  {line_of(decision)}\n"
            f"Standing:\n{listed}\n",
            remedy=f"Take a standing one back first: {undo}",
        )

    def _require_words(self, decision: Decision) -> None:
        """Refuse words that are not printed where a decision says, as far as the record has its reports."""
        for side in (decision.target, decision.other):
            if side is None or side.start is None:
                continue
            with contextlib.suppress(NotFoundError):
                printed = self.reader.report(side.report).text[side.start : side.end]
                if printed != side.text:
                    raise SettingsError(
                        f"Decision {decision.id[:8]} ({sentence_of(decision)}) quotes words that are not printed there:"
                        f" report {side.report[:8]} has {printed!r} at {side.start}-{side.end}.",
                        remedy="Nothing was decided. Correct the place or the words.",
                    )

    def _apply(self, to_read: set[str]) -> None:
        """Read these reports again, and compare what is touched."""
        settings = last_settings(self.reader)
        writer = Writer(self._connection)
        with transaction(self._connection):
            read_again(writer, self._file, sorted(to_read), self._engine, settings)
        compare_touched(writer, self._engine, settings)

    def _as_it_stands(self, decision: Decision | str) -> Decision:
        id_ = decision if isinstance(decision, str) else decision.id
        (standing,) = read_decisions(self._connection, "WHERE id=?", (bytes.fromhex(id_),))
        return standing


def _place(decision: Decision, attached: dict[tuple[str, int], str]) -> Placed:
    def place(side: int, target: Target) -> str:
        return attached.get((decision.id, side)) or f"{target.report}:{target.start}-{target.end}"

    return Placed(decision, place(0, decision.target), place(1, decision.other) if decision.other else None)
