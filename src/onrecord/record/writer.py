"""Adding to a record and taking out of it, in transactions that each leave the file whole.

What has been taken in but not yet read, and what must be compared again, is marked in the file itself
(`report.read_by`, `touched`), so that a build stopped anywhere is completed by the next one.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.across.versions import QUESTION as SAME_ARTICLE
from onrecord.errors import NotFoundError
from onrecord.record.alike import forget_likeness
from onrecord.record.attaching import attach_in, entity_decisions, forget_words_of
from onrecord.record.connection import transaction
from onrecord.record.copies import forget_copies, forget_derivations, forget_print, touch_kin
from onrecord.record.decisions import PUBLISHED_START, ruled_on, touch_outlets
from onrecord.record.entities import (
    chains_of_mentions,
    decide_mentions,
    forget_identity,
    identity_stands,
    read_chains,
    save_chains,
    save_identity,
)
from onrecord.record.gists import save_gist
from onrecord.record.judgements import save_judgements
from onrecord.record.stories import forget_stories
from onrecord.records import (
    Addressed,
    Anatomy,
    DateSource,
    EntityKind,
    Findings,
    Input,
    Judgement,
    Language,
    Location,
    OutletReport,
    Piece,
    PieceKind,
    Published,
    RecurringLine,
    Report,
    ReportChains,
    Ruling,
    Rulings,
    Run,
    Span,
    Stored,
    TakenApart,
    Version,
    storable,
)

if TYPE_CHECKING:
    from onrecord.across.identity import Identity

_PAGE = 500
_TO_SCRUB = "to scrub"  # in `state` while what was taken out may still have traces in the file
_ROWS_A_STATEMENT = 100
_MAX_KEYS = 10_000  # names whose keys are remembered


Reports = Callable[[], Iterator[ReportChains]]
"""Yields every report's chains, each time it is called."""


class Writer:
    """Writes through one connection from `open_for_writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: dict[tuple[str, str], int] = {}
        self._last_indexed: int | None = None  # key of the last report before those whose words are not indexed yet

    @property
    def connection(self) -> sqlite3.Connection:
        """What it writes through."""
        return self._connection

    # --- runs and inputs ---

    def start_run(self, run: Run) -> int:
        """Store a run that begins, and return its key."""
        with transaction(self._connection):
            cursor = self._connection.execute(
                "INSERT INTO run(id, command, started, program, paths, settings, versions) VALUES (?,?,?,?,?,?,?)",
                (
                    bytes.fromhex(run.id),
                    run.command,
                    run.started,
                    run.program,
                    json.dumps(run.paths),
                    json.dumps(run.settings),
                    json.dumps(run.versions),
                ),
            )
        assert cursor.lastrowid is not None, "an insert has a key"
        return cursor.lastrowid

    def finish_run(self, run_key: int, run: Run) -> None:
        """Store how a run ended."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE run SET finished=?, counts=?, seconds=? WHERE key=?",
                (run.finished, json.dumps(run.counts), json.dumps(run.seconds), run_key),
            )

    def knows_input(self, file: str, digest: str, reader: str) -> bool:
        """Tell whether these bytes were taken in from this file by this reader, and all they gave is still there."""
        found = self._connection.execute(
            "SELECT 1 FROM input WHERE file=? AND hash=? AND reader=? AND status='taken' LIMIT 1",
            (file, bytes.fromhex(digest), reader),
        )
        return found.fetchone() is not None

    def add_inputs(self, run_key: int, inputs: Iterable[tuple[Input, str | None]]) -> None:
        """Store what became of inputs, each with the name of its reader; inside the caller's transaction."""
        self._connection.executemany(
            "INSERT INTO input(run, file, status, reason, reports, format, reader, size, hash) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                (
                    run_key,
                    storable(input_.file),
                    input_.status.value,
                    storable(input_.reason) if input_.reason else None,
                    input_.reports,
                    input_.format,
                    reader,
                    input_.size,
                    bytes.fromhex(input_.hash) if input_.hash else None,
                )
                for input_, reader in inputs
            ),
        )

    def _key_of(self, table: str, name: str) -> int:
        """Return the key of a name in `maker` or `file`, giving it one when it has none."""
        key = self._keys.get((table, name))
        if key is None:
            self._connection.execute(f"INSERT OR IGNORE INTO {table}(name) VALUES (?)", (name,))
            (key,) = self._connection.execute(f"SELECT key FROM {table} WHERE name=?", (name,)).fetchone()
            if len(self._keys) >= _MAX_KEYS:
                self._keys.clear()
            self._keys[table, name] = key
        return int(key)

    # --- reports ---

    def add_reports(self, run_key: int, reports: Sequence[tuple[TakenApart, Location]], taken_apart_by: str) -> int:
        """Store reports and where they lay; return how many the record did not hold.

        Inside a transaction, which must not end before `index_words`.
        """
        new = 0
        if self._last_indexed is None:
            (last,) = self._connection.execute("SELECT max(key) FROM report").fetchone()
            self._last_indexed = last or 0
        maker = self._key_of("maker", taken_apart_by)
        for first in range(0, len(reports), _ROWS_A_STATEMENT):
            chunk = reports[first : first + _ROWS_A_STATEMENT]
            keys = self._insert_reports([taken for taken, _ in chunk], maker)
            new += len(keys)
            for taken, _ in chunk:
                key = keys.get(taken.report.id)
                if key is not None:
                    self._save_pieces(key, taken.anatomy)
                    if taken.address:
                        self._connection.execute("INSERT OR IGNORE INTO touched(address) VALUES (?)", (taken.address,))
            self._touch_outlets(taken.report.outlet for taken, _ in chunk if taken.report.id in keys)
            self._attach_waiting(keys)
            self._connection.executemany(
                "INSERT INTO location(report, file, part, file_start, run, seen) VALUES (?1,?2,?3,?4,?5,?5)"
                " ON CONFLICT DO UPDATE SET file_start=excluded.file_start, seen=excluded.seen",
                [
                    (
                        keys.get(taken.report.id) or self._key_of_report(taken.report.id),
                        self._key_of("file", location.file),
                        location.part,
                        location.file_start,
                        run_key,
                    )
                    for taken, location in chunk
                ],
            )
        return new

    def forget_old_places(self, run_key: int, file: str) -> None:
        """Drop places in a file at which reports lay before it changed, of reports found in it again elsewhere."""
        here = "file = (SELECT key FROM file WHERE name = :file)"
        self._connection.execute(
            f"DELETE FROM location WHERE {here} AND seen <> :run"
            f" AND report IN (SELECT report FROM location WHERE {here} AND seen = :run)",
            {"file": file, "run": run_key},
        )

    def _touch_outlets(self, outlets: Iterable[str | None]) -> None:
        """Mark outlets to be learned from again; each once, however many of its reports came."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO touched_outlet(outlet) VALUES (?)", [(outlet,) for outlet in set(outlets) if outlet]
        )

    def _attach_waiting(self, keys: dict[str, int]) -> None:
        """Attach the decisions that waited for these new reports."""
        if self._connection.execute("SELECT 1 FROM decision LIMIT 1").fetchone():
            for id_, key in keys.items():
                attach_in(self._connection, key, id_)
                touch_outlets(self._connection, id_)

    def index_words(self) -> None:
        """Put the words of the reports added since the last call into the full-text index."""
        if self._last_indexed is not None:
            self._connection.execute(
                "INSERT INTO report_words(rowid, title, text) SELECT key, title, text FROM report WHERE key > ?",
                (self._last_indexed,),
            )
            self._last_indexed = None

    def _insert_reports(self, rows: list[TakenApart], maker: int) -> dict[str, int]:
        """Insert reports in one statement; return the keys of those that were new."""
        columns = (*_REPORT_COLUMNS, *_ANATOMY_COLUMNS)
        marks = f"({','.join('?' * len(columns))})"
        values: list[object] = []
        for taken in rows:
            values += _report_values(taken)
            values += _anatomy_values(taken.anatomy, taken.language, maker)
        inserted = self._connection.execute(
            f"INSERT OR IGNORE INTO report({','.join(columns)}) VALUES {','.join([marks] * len(rows))} RETURNING id, key",
            values,
        )
        return {id_.hex(): key for id_, key in inserted.fetchall()}

    def _key_of_report(self, id_: str) -> int:
        (key,) = self._connection.execute("SELECT key FROM report WHERE id=?", (bytes.fromhex(id_),)).fetchone()
        return int(key)

    def save_anatomies(self, rows: Iterable[tuple[Stored, Anatomy, Language]], taken_apart_by: str) -> None:
        """Replace the anatomy and language of stored reports, whose findings then have to be made anew."""
        maker = self._key_of("maker", taken_apart_by)
        for stored, anatomy, language in rows:
            forget_print(self._connection, stored.key)
            self._connection.execute("DELETE FROM piece WHERE report=?", (stored.key,))
            self._connection.execute(
                f"UPDATE report SET read_by=NULL, {', '.join(f'{column}=?' for column in _ANATOMY_COLUMNS)} WHERE key=?",
                (*_anatomy_values(anatomy, language, maker), stored.key),
            )
            self._save_pieces(stored.key, anatomy)
            touch_outlets(self._connection, stored.report.id)

    def _save_pieces(self, key: int, anatomy: Anatomy) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO piece(report, start, end, kind, name) VALUES (?,?,?,?,?)",
            ((key, piece.start, piece.end, piece.kind.value, piece.name) for piece in anatomy.pieces),
        )

    def count_stale(self, column: str, version: str) -> int:
        """Return how many reports were not made by `version` in `column` ("taken_apart" or "read_by")."""
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM report WHERE {_checked(column)} IS NOT ?", (self._key_of("maker", version),)
        ).fetchone()
        return int(count)

    def stale(self, column: str, version: str) -> Iterator[Stored]:
        """Yield reports that were not made by `version`, in pages, so that they may be stored meanwhile."""
        last, maker = 0, self._key_of("maker", version)
        query = f"{_STORED} WHERE key > ? AND {_checked(column)} IS NOT ? ORDER BY key LIMIT {_PAGE}"
        while rows := self._connection.execute(query, (last, maker)).fetchall():
            for row in rows:
                yield self._stored(row)
            last = rows[-1][0]

    def stored(self, ids: Iterable[str]) -> list[Stored]:
        """Return these reports, which the record holds, as later stages need them."""
        rows = [self._connection.execute(f"{_STORED} WHERE id=?", (bytes.fromhex(id_),)).fetchone() for id_ in ids]
        return [self._stored(row) for row in rows]

    def _stored(self, row: tuple[Any, ...]) -> Stored:
        """Return a report as it is to be read: date, outlet and furniture as a person decided, where one did."""
        key, id_, text, tokens, title, outlet, url, first, last, given, language, confidence, start, end, how = row
        ruled = ruled_on(self._connection, id_)
        pieces = self._connection.execute(
            "SELECT kind, start, end, name FROM piece WHERE report=? ORDER BY start, end, kind", (key,)
        )
        report = Report(
            id=id_.hex(),
            text=text,
            title=title,
            outlet=ruled.outlet or outlet,
            url=url,
            published=ruled.published or (Published(first, last or first, DateSource.METADATA) if first else None),
            language=given,
            tokens=None
            if tokens is None
            else tuple(tuple(Span(*span) for span in sentence) for sentence in json.loads(tokens)),
        )
        anatomy = Anatomy(
            ruled.over(Piece(PieceKind(kind), first, last, name) for kind, first, last, name in pieces),
            None if start is None else Published(start, end, DateSource(how)),
        )
        return Stored(key, report, anatomy, Language(language, confidence or 0.0))

    # --- findings ---

    def _save_windows(self, key: int, windows: tuple[tuple[bytes, bytes | None], ...]) -> None:
        """Keep what a report's text was read as; what no report needs any more goes (by a trigger)."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO window(digest, reading) VALUES (?,?)",
            ((digest, new) for digest, new in windows if new),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO window_of SELECT ?, key FROM window WHERE digest=?",
            ((key, digest) for digest, _ in windows),
        )
        kept = [digest for digest, _ in windows]
        self._connection.execute(
            "DELETE FROM window_of WHERE report=? AND window NOT IN"
            f" (SELECT key FROM window WHERE digest IN ({', '.join('?' * len(kept))}))",
            (key, *kept),
        )

    def save_findings(self, rows: Iterable[tuple[int, Findings]], read_by: str | None) -> None:
        """Replace the findings of reports; with `read_by` unset they are made again by the next build. In a transaction."""
        maker = None if read_by is None else self._key_of("maker", read_by)
        for key, findings in rows:
            for table in ("quotation", "mention", "time", "dropped"):
                self._connection.execute(f"DELETE FROM {table} WHERE report=?", (key,))
            self._connection.execute("UPDATE report SET read_by=?, unread=? WHERE key=?", (maker, findings.unread, key))
            self._save_windows(key, findings.windows)
            self._connection.executemany(
                "INSERT INTO quotation(id, report, spans, kind, source, cue, speaker, via, made_by, confidence) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    (
                        bytes.fromhex(quotation.id),
                        key,
                        json.dumps(quotation.spans),
                        quotation.kind.value,
                        json.dumps(quotation.source),
                        json.dumps(quotation.cue),
                        json.dumps(quotation.speaker, ensure_ascii=False),
                        json.dumps(quotation.via, ensure_ascii=False),
                        quotation.made_by,
                        quotation.confidence,
                    )
                    for quotation in findings.quotations
                ),
            )
            self._connection.executemany(
                "INSERT INTO mention(id, report, start, end, label, how, made_by, confidence, chain, rule, stands_for)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (
                    (
                        bytes.fromhex(mention.id),
                        key,
                        mention.start,
                        mention.end,
                        mention.label,
                        mention.how,
                        mention.made_by,
                        mention.confidence,
                        bytes.fromhex(mention.chain) if mention.chain else None,
                        mention.rule,
                        bytes.fromhex(mention.stands_for) if mention.stands_for else None,
                    )
                    for mention in findings.mentions
                ),
            )
            self._connection.executemany(
                "INSERT INTO time(id, report, start, end, type, value, start_time, end_time, precision, anchor, rule, made_by,"
                " reading) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    (
                        bytes.fromhex(time.id),
                        key,
                        time.start,
                        time.end,
                        time.type,
                        time.value,
                        time.start_time,
                        time.end_time,
                        time.precision,
                        time.anchor,
                        time.rule,
                        time.made_by,
                        time.reading,
                    )
                    for time in findings.times
                ),
            )
            self._connection.executemany(
                "INSERT INTO dropped(report, stage, reason, start, end) VALUES (?,?,?,?,?)",
                ((key, drop.stage, drop.reason, drop.start, drop.end) for drop in findings.drops),
            )
            save_chains(self._connection, key, findings)
            save_gist(self._connection, key, findings.gist, findings.paragraphs)
            forget_print(self._connection, key)  # what stands in quotation marks may have changed
            attach_in(self._connection, key, findings.report)

    # --- what the record remembers of itself ---

    def _state(self, name: str) -> str | None:
        found = self._connection.execute("SELECT value FROM state WHERE name=?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def _set_state(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO state(name, value) VALUES (?, ?)", (name, value))

    # --- versions ---

    def touch_all_addresses(self, version: str, address_of: Callable[[str], str | None]) -> None:
        """Mark every address to be compared again, made anew, when another component than `version` did so last."""
        before = self._state("versions_by")
        if before == version:
            return
        with transaction(self._connection):
            if before is not None:
                rows = self._connection.execute("SELECT key, url FROM report WHERE url IS NOT NULL").fetchall()
                self._connection.executemany(
                    "UPDATE report SET address=? WHERE key=?", [(address_of(url), key) for key, url in rows]
                )
                self._connection.execute("DELETE FROM version")
                self._connection.execute("DELETE FROM judgement WHERE question=?", (SAME_ARTICLE,))
            self._connection.execute(
                "INSERT OR IGNORE INTO touched SELECT DISTINCT address FROM report WHERE address IS NOT NULL"
            )
            self._set_state("versions_by", version)

    def touched_reports(self) -> Iterator[Addressed]:
        """Yield the reports under addresses that something came to or went from, where two or more share one."""
        rows = self._connection.execute(
            f"SELECT id, address, text, {PUBLISHED_START} FROM report JOIN touched USING (address)"
            " WHERE (SELECT count(*) FROM report AS other WHERE other.address = touched.address) > 1 ORDER BY address"
        )
        for id_, address, text, published in rows:
            yield Addressed(id_.hex(), address, text, published)

    def save_versions(self, versions: Iterable[Version], judgements: Iterable[Judgement]) -> None:
        """Replace the versions and judgements of all touched addresses, which then count as compared."""
        with transaction(self._connection):
            inside = "(SELECT key FROM report JOIN touched USING (address))"
            touch_kin(self._connection, f"SELECT report FROM version WHERE report IN {inside}")
            self._connection.execute(f"DELETE FROM version WHERE report IN {inside}")
            self._connection.execute(
                f"DELETE FROM judgement WHERE question=? AND (left IN {inside} OR right IN {inside})", (SAME_ARTICLE,)
            )
            self._connection.executemany(
                "INSERT INTO version(report, version_of) SELECT a.key, b.key FROM report a, report b WHERE a.id=? AND b.id=?",
                ((bytes.fromhex(version.report), bytes.fromhex(version.version_of)) for version in versions),
            )
            save_judgements(self._connection, judgements)
            touch_kin(
                self._connection,
                f"SELECT report FROM version WHERE report IN {inside} UNION SELECT version_of FROM version"
                f" WHERE report IN {inside}",
            )
            self._connection.execute("DELETE FROM touched")

    # --- copies ---

    def use_copies_version(self, version: str) -> None:
        """Have all reports compared again when another component than `version` did so last."""
        self._use_version("copies_by", version, forget_copies)

    def use_tracing_version(self, version: str) -> None:
        """Have all reports that share passages traced again when another component than `version` did so last."""
        self._use_version("traced_by", version, forget_derivations)

    def use_stories_version(self, version: str) -> None:
        """Have all reports compared and grouped again when another component than `version` did so last."""
        self._use_version("stories_by", version, forget_stories)

    def use_ubiquitous(self, caps: str) -> None:
        """Have all reports compared again when what the record speaks of throughout is no longer the same."""
        self._use_version("ubiquitous", caps, forget_likeness)

    def _use_version(self, name: str, version: str, forget: Callable[[sqlite3.Connection], None]) -> None:
        if self._state(name) != version:
            with transaction(self._connection):
                forget(self._connection)
                self._set_state(name, version)

    # --- recurring lines ---

    def touch_all_outlets(self, version: str) -> None:
        """Mark every outlet to be learned from again, when another component than `version` did so last."""
        if self._state("recurring_by") == version:
            return
        with transaction(self._connection):
            self._connection.execute("DELETE FROM recurring_line")
            self._connection.execute(
                "INSERT OR IGNORE INTO touched_outlet SELECT DISTINCT outlet FROM report WHERE outlet IS NOT NULL"
                " UNION SELECT value FROM decision WHERE verdict='outlet'"
            )
            self._set_state("recurring_by", version)

    def touched_outlet_reports(self) -> Iterator[OutletReport]:
        """Yield the reports of outlets that something came to or went from, with what their anatomy labels.

        Outlets with a single report are left out: nothing can recur in them.
        """
        rows = self._connection.execute(
            "SELECT key, id, member.outlet, address, text FROM touched_outlet_report AS member JOIN report USING (key)"
            " WHERE tokens IS NULL AND member.outlet IN"
            " (SELECT outlet FROM touched_outlet_report GROUP BY outlet HAVING count(*) > 1)"
        )
        for key, id_, outlet, address, text in rows:
            pieces = self._connection.execute("SELECT start, end FROM piece WHERE report=?", (key,))
            yield OutletReport(id_.hex(), outlet, address, text, tuple(Span(*piece) for piece in pieces))

    def save_recurring(self, lines: Iterable[RecurringLine]) -> None:
        """Replace the recurring lines of all touched outlets, which then count as learned from."""
        with transaction(self._connection):
            before = set(
                self._connection.execute(
                    "SELECT report, start, end FROM recurring_line WHERE report IN (SELECT key FROM touched_outlet_report)"
                )
            )
            now = {(self._key_of_report(line.report), line.span.start, line.span.end) for line in lines}
            self._connection.executemany(
                "DELETE FROM recurring_line WHERE report=? AND start=? AND end=?", before - now
            )
            self._connection.executemany(
                "INSERT INTO recurring_line(report, start, end) VALUES (?,?,?)", sorted(now - before)
            )
            for key in {key for key, _, _ in before ^ now}:
                forget_print(self._connection, key)
            if self._connection.execute("DELETE FROM touched_outlet").rowcount:
                forget_identity(self._connection)

    # --- entities ---

    def identify(self, version: str, identify: Callable[[Reports, Rulings], Identity]) -> None:
        """Have the entities made anew, unless this version made them of all that the record holds now."""
        if identity_stands(self._connection, version):
            return
        found = identify(self._report_chains, self._rule_on_entities())
        with transaction(self._connection):
            members = list(found.members_of(self._report_chains()))
            save_identity(self._connection, version, found.entities, members, found.roles, found.judgements)

    def _report_chains(self) -> Iterator[ReportChains]:
        return read_chains(self._connection)

    def _rule_on_entities(self) -> Rulings:
        """Return what persons decided about entities, and give the mentions that they gave to others."""
        decided = entity_decisions(self._connection)
        with transaction(self._connection):
            given = [(one.left, one.right) for one in decided if one.verdict is Ruling.MENTION and one.right]
            decide_mentions(self._connection, given)
        mentions = (mention for one in decided for mention in (one.left, one.right) if mention is not None)
        chains = chains_of_mentions(self._connection, mentions)

        def pairs(ruling: Ruling) -> tuple[tuple[str, str], ...]:
            rows = [one for one in decided if one.verdict is ruling and one.left in chains and one.right in chains]
            found = ((chains[one.left], chains[one.right]) for one in rows if one.right is not None)
            # where both are one, the report by itself holds them for one
            return tuple((left, right) for left, right in found if left != right)

        def values(ruling: Ruling) -> tuple[tuple[str, str], ...]:
            rows = [one for one in decided if one.verdict is ruling and one.left in chains]
            return tuple((chains[one.left], one.value) for one in rows if one.value is not None)

        kinds = tuple((chain, EntityKind(value)) for chain, value in values(Ruling.RETYPE))
        return Rulings(pairs(Ruling.SAME), pairs(Ruling.DIFFERENT), values(Ruling.RENAME), kinds)

    # --- taking out ---

    def remove_report(self, id_: str) -> int:
        """Take one report out for good; return how many were taken out. Raises NotFoundError when there is none."""
        found = self._connection.execute("SELECT key FROM report WHERE id=?", (bytes.fromhex(id_),)).fetchone()
        if found is None:
            raise NotFoundError(f"There is no report {id_}.", remedy="`onrecord show FILE` lists the reports.")
        with transaction(self._connection):
            return self._remove_keys([found[0]])

    def remove_run(self, id_: str) -> int:
        """Take out a run and every report that only this run brought; return how many reports that were."""
        found = self._connection.execute("SELECT key FROM run WHERE id=?", (bytes.fromhex(id_),)).fetchone()
        if found is None:
            raise NotFoundError(f"There is no run {id_}.", remedy="`onrecord info FILE` lists the runs.")
        with transaction(self._connection):
            keys = [
                key
                for (key,) in self._connection.execute(
                    "SELECT DISTINCT report FROM location WHERE run=:run"
                    " AND NOT EXISTS (SELECT 1 FROM location AS other WHERE other.report=location.report AND other.run<>:run)",
                    {"run": found[0]},
                )
            ]
            removed = self._remove_keys(keys)
            self._connection.execute("DELETE FROM run WHERE key=?", (found[0],))
            self._connection.execute("DELETE FROM file WHERE key NOT IN (SELECT file FROM location)")
            return removed

    def _remove_keys(self, keys: list[int]) -> int:
        self._set_state(_TO_SCRUB, "yes")
        forget_identity(self._connection)
        for key in keys:
            self._connection.execute(
                "INSERT OR IGNORE INTO touched SELECT address FROM report WHERE key=? AND address IS NOT NULL", (key,)
            )
            (id_,) = self._connection.execute("SELECT id FROM report WHERE key=?", (key,)).fetchone()
            touch_outlets(self._connection, id_.hex())
            forget_words_of(self._connection, id_.hex())
            places = self._connection.execute(
                "SELECT file.key, file.name, part FROM location JOIN file ON file.key = location.file WHERE report=?",
                (key,),
            ).fetchall()
            self._connection.execute("DELETE FROM report WHERE key=?", (key,))
            for file, name, part in places:
                self._forget_place(file, name, part)
        return len(keys)

    def _forget_place(self, file: int, name: str, part: int) -> None:
        """Forget a file with its last report; with others left it may be read again, whole."""
        self._connection.execute("DELETE FROM input WHERE file=?", (f"{name}#{part}",))
        if self._connection.execute("SELECT 1 FROM location WHERE file=? LIMIT 1", (file,)).fetchone():
            self._connection.execute("UPDATE input SET hash=NULL WHERE file=?", (name,))
            return
        self._connection.execute("DELETE FROM input WHERE file=?", (name,))
        self._connection.execute("DELETE FROM file WHERE key=?", (file,))
        for key, paths in self._connection.execute("SELECT key, paths FROM run").fetchall():
            kept = [path for path in json.loads(paths) if os.path.normpath(path) != os.path.normpath(name)]
            self._connection.execute("UPDATE run SET paths=? WHERE key=?", (json.dumps(kept), key))

    def finish_scrubbing(self) -> None:
        """Do what `scrub` does if something was taken out and the program stopped before it was done."""
        if self._state(_TO_SCRUB) is not None:
            self.scrub()

    def scrub(self) -> None:
        """Leave no trace of what was taken out: merge it out of the full-text index, give pages back, empty the log.

        Freed pages, zeroed when they were freed, are cut off the file; the log is truncated.
        """
        self._connection.execute("INSERT INTO report_words(report_words) VALUES ('optimize')")
        self._connection.executescript("PRAGMA incremental_vacuum")  # `execute` would stop after one page
        with transaction(self._connection):
            self._connection.execute("DELETE FROM state WHERE name=?", (_TO_SCRUB,))
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_STORED = (
    "SELECT key, id, text, tokens, title, outlet, url, published_start, published_end, given_language, language,"
    " language_confidence, dated_start, dated_end, dated_how FROM report"
)
_REPORT_COLUMNS = (
    "id",
    "source_id",
    "title",
    "outlet",
    "author",
    "url",
    "address",
    "published_start",
    "published_end",
    "given_language",
    "tokens",
    "text",
)
_ANATOMY_COLUMNS = (
    "taken_apart",
    "language",
    "language_confidence",
    "printed_title",
    "dated_start",
    "dated_end",
    "dated_how",
)


def _report_values(taken: TakenApart) -> tuple[object, ...]:
    """Return the values of `_REPORT_COLUMNS`."""
    report = taken.report
    return (
        bytes.fromhex(report.id),
        report.source_id,
        report.title,
        report.outlet,
        report.author,
        report.url,
        taken.address,
        report.published.start if report.published else None,
        report.published.end if report.published else None,
        report.language,
        None if report.tokens is None else json.dumps(report.tokens),
        report.text,
    )


def _anatomy_values(anatomy: Anatomy, language: Language, maker: int) -> tuple[object, ...]:
    """Return the values of `_ANATOMY_COLUMNS`."""
    title = next(iter(anatomy.spans(PieceKind.TITLE)), None)
    dated = anatomy.published
    return (
        maker,
        language.code,
        language.confidence,
        None if title is None else json.dumps(title),
        dated.start if dated else None,
        dated.end if dated else None,
        dated.how.value if dated else None,
    )


def _checked(column: str) -> str:
    assert column in ("taken_apart", "read_by"), f"no such mark: {column}"
    return column
