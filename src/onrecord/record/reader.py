"""Asking a record: its tables as typed records, search, counts, runs, and the digest that two equal records share."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from onrecord.errors import NotFoundError
from onrecord.record import attaching, copies, datings, decisions, entities, origins, stories, story_passages
from onrecord.record.entities import ENTITY_OF_MENTION, ENTITY_STOOD_FOR, entities_of_chains
from onrecord.record.redirects import redirected
from onrecord.record.tables import TABLES, Table, to_row
from onrecord.records import (
    Credit,
    DateSource,
    Dating,
    Decision,
    Derivation,
    Drop,
    Entity,
    Extent,
    Input,
    Judgement,
    Kept,
    Mention,
    MentionHow,
    Passage,
    Piece,
    PieceKind,
    Published,
    Quotation,
    QuotationKind,
    ReportRow,
    Role,
    Run,
    Span,
    Story,
    StoryPassage,
    Substory,
    Time,
    Verdict,
)

_PAGE = 256
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]"
)
_WORD = re.compile(r"\"[^\"]+\"|\S+")
_HIGHLIGHT = ("\x02", "\x03")


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words looked for: `snippet` is cut from its text, `marks` are the words inside it.

    `title` is the first words of a report without one.
    """

    report: str
    title: str
    outlet: str | None
    published: Published | None
    snippet: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Any row of the record, found by its id."""

    table: str
    record: Any


class Reader:
    """Reads through one connection from `open_for_reading` (or the writer's own)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextlib.contextmanager
    def one_moment(self) -> Iterator[None]:
        """Have all that is read meanwhile be of one moment, so that no row names one that a build has taken out."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")  # nothing was written

    def rows(self, table: Table) -> Iterator[Any]:
        """Yield all rows of a table, in the order of their ids, a page at a time."""
        read = _READERS.get(table.name)
        if read is not None:
            yield from read(self)

    def count(self, table: Table) -> int:
        """Return how many rows a table has."""
        source = _SOURCES.get(table.name)
        if source is None:
            return 0
        (count,) = self._connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        return int(count)

    def digest(self) -> str:
        """Return the SHA-256 over all tables' rows without history: equal if and only if two records are the same.

        Each row is canonical JSON; rows are in the order of their ids. What history is, `tables.TABLES` says
        field by field: of a report, the path it lay at.
        """
        hashing = hashlib.sha256()
        for table in TABLES:
            hashing.update(f"{table.name}\n".encode())
            for record in self.rows(table):
                row = to_row(record)
                for field in table.history:
                    del row[field]
                hashing.update(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
                hashing.update(b"\n")
        return hashing.hexdigest()

    def find_item(self, id_: str) -> Item:
        """Return the row whose id is, or unmistakably starts with, `id_`.

        Raises:
            NotFoundError: none does, or more than one.
        """
        name, exact = self._whole_id(id_, _WITH_IDS)
        return Item(name, next(iter(_READERS[name](self, exact))))

    def whole_id(self, table: str, id_: str) -> str:
        """Return the id in a table ("reports", "runs", ...) that is, or unmistakably starts with, `id_`.

        Raises:
            NotFoundError: none does, or more than one.
        """
        return self._whole_id(id_, {table: _SOURCES.get(table, "run")})[1].hex()

    def _whole_id(self, id_: str, sources: dict[str, str]) -> tuple[str, bytes]:
        if not re.fullmatch(r"[0-9a-f]{4,32}", id_.lower()):
            raise NotFoundError(
                f"{id_!r} is no id.",
                remedy="Ids are hexadecimal digits, as `onrecord show FILE` lists them; four or more are enough.",
            )
        low, high = bytes.fromhex(id_.lower().ljust(32, "0")), bytes.fromhex(id_.lower().ljust(32, "f"))
        found = [
            (name, row[0])
            for name, source in sources.items()
            for row in self._connection.execute(
                f"SELECT id FROM {source} WHERE id BETWEEN ? AND ? LIMIT 2", (low, high)
            )
        ]
        if not found:
            found = [one for one in redirected(self._connection, low, high) if one[0] in sources]
        if not found:
            raise NotFoundError(
                f"Nothing in this record has the id {id_}.", remedy="`onrecord show FILE` lists what there is."
            )
        if len(found) > 1:
            listed = ", ".join(f"{id_found.hex()} ({name})" for name, id_found in found[:5])
            raise NotFoundError(f"{id_} is the start of several ids: {listed}.", remedy="Give more of its digits.")
        return found[0]

    def report(self, id_: str) -> ReportRow:
        """Return one report. Raises NotFoundError when there is none."""
        for row in self.read_reports(bytes.fromhex(id_)):
            return row
        raise NotFoundError(f"There is no report {id_}.", remedy="`onrecord show FILE` lists the reports.")

    def place_of_quotation(self, id_: str) -> Extent:
        """Return where a quotation stands, from its first word to its last, also of one that is hidden.

        Raises NotFoundError as `find_item`.
        """
        _, exact = self._whole_id(id_, {"quotations": "quotation"})
        report, words = self._connection.execute(
            "SELECT report.id, spans FROM quotation JOIN report ON report.key = quotation.report WHERE quotation.id=?",
            (exact,),
        ).fetchone()
        spans = _spans(words)
        return Extent(report.hex(), min(span.start for span in spans), max(span.end for span in spans))

    # --- what a listing needs, without walking over every text ---

    def first_reports(self, limit: int) -> tuple[ReportRow, ...]:
        """Return so many reports, the earliest published first, those without a date last."""
        keys = self._connection.execute(
            f"SELECT key FROM report ORDER BY coalesce({decisions.PUBLISHED_START}, '9999'), id LIMIT ?", (limit,)
        ).fetchall()
        rows = [next(iter(self.read_reports(where=("WHERE report.key=?", key)))) for key in keys]
        return tuple(sorted(rows, key=lambda row: (_day(row), row.file, row.part)))

    def quotations_of(self, reports: Iterable[ReportRow]) -> dict[str, int]:
        """Return how many quotations each of these reports holds."""
        query = (
            "SELECT count(*) FROM shown_quotation JOIN report ON report.key = shown_quotation.report WHERE report.id=?"
        )
        return {row.id: int(self._connection.execute(query, (bytes.fromhex(row.id),)).fetchone()[0]) for row in reports}

    def surest_quotation(self) -> str | None:
        """Return the id of a quotation whose speaker is known and that is as certain as any."""
        found = self._connection.execute(
            "SELECT id FROM shown_quotation ORDER BY speaker <> '[]' DESC, confidence DESC, id DESC LIMIT 1"
        ).fetchone()
        return found[0].hex() if found else None

    def first_and_last_day(self) -> tuple[str, str, int] | None:
        """Return the first and last day of publication and how many reports state none; `None` when all do."""
        first, last, known, total = self._connection.execute(
            "SELECT min(day), max(day), count(day), count(*)"
            f" FROM (SELECT substr({decisions.PUBLISHED_START}, 1, 10) AS day FROM report)"
        ).fetchone()
        return (first, last, total - known) if first else None

    def judgements_of(self, report: str) -> tuple[Judgement, ...]:
        """Return the judgements in which a report was compared."""
        id_ = bytes.fromhex(report)
        return tuple(self.read_judgements(where=("WHERE left=? OR right=?", (id_, id_))))

    def found_in(
        self, report: str
    ) -> tuple[tuple[Quotation, ...], tuple[Mention, ...], tuple[Time, ...], tuple[Drop, ...]]:
        """Return the quotations, mentions, times and drops of one report, in order of place."""
        (key,) = self._connection.execute("SELECT key FROM report WHERE id=?", (bytes.fromhex(report),)).fetchone()
        here = ("WHERE report.key=?", (key,))
        return (
            tuple(sorted(self.read_quotations(where=here), key=lambda row: row.spans)),
            tuple(sorted(self.read_mentions(where=here), key=lambda row: row.start)),
            tuple(sorted(self.read_times(where=here), key=lambda row: row.start)),
            tuple(sorted(self.read_drops(where=here), key=lambda row: row.start or 0)),
        )

    # --- entities ---

    def names_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of entities by their ids; what is no entity's id stays as it is, a printed name."""
        return entities.names_of(self._connection, ids)

    def entities_printed_as(self, words: str) -> tuple[Entity, ...]:
        """Return the entities that are named or printed so, letter case apart, those most often printed first."""
        return entities.entities_printed_as(self._connection, words)

    def entity_named(self, words: str) -> Entity:
        """Return the one entity that is named or printed so, letter case apart.

        Raises:
            NotFoundError: there is none, or more than one; the message lists what comes near.
        """
        found = self.entities_printed_as(words)
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(
                f"{len(found)} entities are printed as {words!r}:\n{self._listed(found)}\n",
                remedy="Name one by its id.",
            )
        near = entities.entities_near(self._connection, words)
        listed = f" Names that hold these words:\n{self._listed(near)}\n" if near else ""
        raise NotFoundError(
            f"Nothing in this record is named {words!r}, and it is no id.{listed}",
            remedy="`onrecord find FILE WORDS` searches names and texts; `onrecord show FILE` lists the reports.",
        )

    def _listed(self, found: Iterable[Entity]) -> str:
        """Return entities a line each, those without a name by the first report that speaks of them."""
        lines = []
        for one in found:
            reports = () if one.forms else self.reports_mentioning(one.id)[:1]
            where = "".join(f"  in report {report[:8]}" for report, _ in reports)
            lines.append(f"  {one.id[:8]}  {one.kind.value}  {one.name}{where}")
        return "\n".join(lines)

    def entities_near(self, words: str) -> tuple[Entity, ...]:
        """Return a few entities with these words in a name or printed form."""
        return entities.entities_near(self._connection, words)

    def mention_of(self, entity: str, printed: str | None = None) -> str | None:
        """Return the mention that stands for an entity, one printed as given where there is one."""
        return entities.mention_of(self._connection, entity, printed)

    def first_mentions(self, entity: str, limit: int) -> tuple[tuple[str, str, int, int, str, str], ...]:
        """Return so many mentions of an entity: id, report, start, end, how and rule; the earliest published first."""
        return entities.first_mentions(self._connection, entity, limit)

    def reports_mentioning(self, entity: str) -> tuple[tuple[str, int], ...]:
        """Return the reports that mention an entity, with how often, the earliest published first."""
        return entities.reports_mentioning(self._connection, entity)

    def rules_of(self, entity: str) -> tuple[tuple[str, int, str], ...]:
        """Return by what rules mentions were tied to an entity inside reports: the rule, how often, an example."""
        return entities.rules_of(self._connection, entity)

    def roles_of(self, entity: str) -> tuple[Role, ...]:
        """Return the offices that an entity holds."""
        return tuple(entities.read_roles(self._connection, "WHERE holder.id=?", (bytes.fromhex(entity),)))

    def roles_at(self, body: str) -> tuple[Role, ...]:
        """Return the offices of a state or a body."""
        return tuple(entities.read_roles(self._connection, "WHERE body.id=?", (bytes.fromhex(body),)))

    def count_quotations_by(self, entity: str) -> int:
        """Return how many quotations give an entity's words."""
        return entities.count_quotations_by(self._connection, entity)

    def judgements_on(self, entity: str) -> tuple[Judgement, ...]:
        """Return the judgements on an entity's chains."""
        return entities.judgements_on(self._connection, entity)

    def chain_name(self, chain: str) -> str:
        """Return the name of a chain."""
        return entities.chain_name(self._connection, chain)

    def find(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the reports that hold all the words ("phrases in marks" as such), best first.

        Words are compared without case and accents. In scripts that do not put spaces between words, a word is
        looked for anywhere in the text.
        """
        words = words.encode(errors="replace").decode().replace("\x00", " ")  # neither can be in a stored text's words
        parts = [part.strip('"') for part in _WORD.findall(words) if part.strip('"*')]
        if not parts:
            return ()
        if any(_UNSPACED.search(part) for part in parts):
            return self._find_anywhere(parts, limit)
        query = " ".join(
            '"' + part.replace('"', "").rstrip("*") + '"' + ("*" if part.endswith("*") else "") for part in parts
        )
        rows = self._connection.execute(
            "SELECT report.key, snippet(report_words, -1, ?, ?, '', 40) FROM report_words JOIN report ON report.key = report_words.rowid"
            " WHERE report_words MATCH ? ORDER BY bm25(report_words, 4.0, 1.0), report.id LIMIT ?",
            (*_HIGHLIGHT, query, limit),
        )
        return tuple(self._hit(key, snippet) for key, snippet in rows.fetchall())

    def _find_anywhere(self, parts: list[str], limit: int) -> tuple[Hit, ...]:
        condition = " AND ".join("instr(text || ' ' || coalesce(title, ''), ?)" for _ in parts)
        rows = self._connection.execute(
            f"SELECT key, text FROM report WHERE {condition} ORDER BY id LIMIT ?", (*parts, limit)
        )
        hits = []
        for key, text in rows.fetchall():
            place = max(0, text.find(parts[0]))
            snippet = text[max(0, place - 60) : place + 100]
            for part in parts:
                snippet = snippet.replace(part, f"{_HIGHLIGHT[0]}{part}{_HIGHLIGHT[1]}")
            hits.append(self._hit(key, snippet))
        return tuple(hits)

    def _hit(self, key: int, highlighted: str) -> Hit:
        row = next(iter(self.read_reports(where=("WHERE report.key=?", (key,)))))
        plain: list[str] = []
        marks: list[Span] = []
        start: int | None = None
        for character in highlighted:
            if character == _HIGHLIGHT[0]:
                start = len(plain)
            elif character == _HIGHLIGHT[1] and start is not None:
                marks.append(Span(start, len(plain)))
                start = None
            else:
                plain.append(character)
        return Hit(
            row.id,
            row.title or " ".join(row.text[:80].split()),
            row.outlet,
            row.published,
            "".join(plain),
            tuple(marks),
        )

    def runs(self) -> Iterator[Run]:
        """Yield the runs, oldest first."""
        query = "SELECT id, command, started, finished, program, paths, settings, versions, counts, seconds FROM run ORDER BY key"
        for id_, command, started, finished, program, *listed in self._connection.execute(query):
            paths, settings, versions, counts, seconds = (json.loads(words) for words in listed)
            yield Run(
                id_.hex(), command, started, finished, program, tuple(paths), settings, tuple(versions), counts, seconds
            )

    def inputs(self, run: str | None = None, *statuses: Kept) -> Iterator[Input]:
        """Yield the inputs of a run (the last when none is named), with these statuses (all when none is named)."""
        query = (
            "SELECT file, status, reason, reports, format, size, input.hash FROM input JOIN run ON run.key = input.run"
            " WHERE run.id = coalesce(?, (SELECT id FROM run ORDER BY key DESC LIMIT 1)) ORDER BY input.key"
        )
        for file, status, reason, reports, format_, size, digest in self._connection.execute(
            query, (bytes.fromhex(run) if run else None,)
        ):
            if not statuses or Kept(status) in statuses:
                yield Input(file, Kept(status), reason, reports, format_, size, digest.hex() if digest else None)

    def locations(self, report: str) -> tuple[str, ...]:
        """Return every file a report was read from."""
        rows = self._connection.execute(
            "SELECT DISTINCT file.name FROM location JOIN report ON report.key = location.report"
            " JOIN file ON file.key = location.file WHERE report.id=? ORDER BY file.name",
            (bytes.fromhex(report),),
        )
        return tuple(file for (file,) in rows)

    def versions_in_use(self) -> tuple[str, ...]:
        """Return the components and versions that made what is in the record now."""
        rows = self._connection.execute(
            "SELECT name FROM maker WHERE key IN (SELECT taken_apart FROM report UNION SELECT read_by FROM report)"
        )
        return tuple(sorted(name for (name,) in rows if name))

    def count_unread(self) -> int:
        """Return how many reports nothing was looked for in."""
        (count,) = self._connection.execute("SELECT count(*) FROM report WHERE unread IS NOT NULL").fetchone()
        return int(count)

    def drops_by_reason(self) -> dict[str, int]:
        """Return how often each reason for leaving something out occurs, most frequent first."""
        rows = self._connection.execute("SELECT reason, count(*) FROM dropped GROUP BY reason ORDER BY 2 DESC, 1")
        return {str(reason): int(count) for reason, count in rows}

    # --- rows of the tables ---

    def _pages(self, query: str, where: tuple[str, tuple[Any, ...]] | None, order: str) -> Iterator[tuple[Any, ...]]:
        condition, values = where or ("", ())
        cursor = self._connection.execute(f"{query} {condition} ORDER BY {order}", values)
        while rows := cursor.fetchmany(_PAGE):
            yield from rows

    def read_reports(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[ReportRow]:
        """Yield reports, all or one or those that a condition picks, in the order of their ids."""
        query = (
            "SELECT report.key, report.id, source_id, title, printed_title, outlet, author, url, published_start, published_end, dated_start,"
            " dated_end, dated_how, language, text, coalesce(unread, iif(read_by IS NULL, 'not read yet', NULL)),"
            " (SELECT other.id FROM version JOIN report AS other ON other.key = version.version_of WHERE version.report = report.key),"
            " dating.start, dating.end FROM report LEFT JOIN dating ON dating.report = report.key"
        )
        for row in self._pages(query, where or _exactly("report", exact), "report.id"):
            yield self._report_row(row)

    def _report_row(self, row: tuple[Any, ...]) -> ReportRow:
        (
            key,
            id_,
            source_id,
            title,
            printed,
            outlet,
            author,
            url,
            start,
            end,
            dated_start,
            dated_end,
            dated_how,
            language,
            text,
            unread,
            version,
            story_start,
            story_end,
        ) = row
        ruled = decisions.ruled_on(self._connection, id_)
        pieces = ruled.over(
            Piece(PieceKind(kind), first, last, name)
            for kind, first, last, name in self._connection.execute(
                "SELECT kind, start, end, name FROM piece WHERE report=?1"
                " UNION SELECT 'furniture', start, end, NULL FROM recurring_line WHERE report=?1 ORDER BY start, end, kind",
                (key,),
            )
        )
        # The place shown is the first by offset, part and name: the same whatever order the files were read in.
        file, part, file_start = self._connection.execute(
            "SELECT name, part, file_start FROM location JOIN file ON file.key = location.file WHERE report=?"
            " ORDER BY file_start IS NULL, file_start, part, name LIMIT 1",
            (key,),
        ).fetchone()
        heading = Span(*json.loads(printed)) if printed else None
        if heading is not None and any(span.covers(heading) for span in ruled.furniture):
            heading = None
        return ReportRow(
            id=id_.hex(),
            source_id=source_id,
            file=file,
            part=part,
            file_start=file_start,
            title=title or (heading.of(text) if heading else None),
            outlet=ruled.outlet or outlet,
            url=url,
            published=ruled.published
            or _published(start, end, DateSource.METADATA)
            or _published(dated_start, dated_end, dated_how)
            or _published(story_start, story_end, DateSource.STORY),
            language=language,
            text=text,
            furniture=tuple(piece.span for piece in pieces if piece.kind is PieceKind.FURNITURE),
            credits=tuple(
                Credit(piece.start, piece.end, piece.name or piece.span.of(text))
                for piece in pieces
                if piece.kind is PieceKind.CREDIT
            ),
            version_of=version.hex() if version else None,
            author=author,
            anatomy=pieces,
            unread=unread,
        )

    def read_quotations(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[Quotation]:
        """Yield quotations likewise."""
        query = (
            "SELECT quotation.id, report.id, spans, kind, source, cue, iif(decided_chains='[]', '[]', speaker), via,"
            " coalesce(decided_chains, speaker_chains), via_chains, decided_speaker,"
            " decided_chain, made_by, confidence, text"
            " FROM shown_quotation AS quotation JOIN report ON report.key = quotation.report"
        )
        for id_, report, spans, kind, source, cue, *spoken, made_by, confidence, text in self._pages(
            query, where or _exactly("quotation", exact), "quotation.id"
        ):
            placed = _spans(spans)
            speaker, via = self._voices(*spoken)
            yield Quotation(
                id=id_.hex(),
                report=report.hex(),
                spans=placed,
                text=" ".join(span.of(text) for span in placed),
                kind=QuotationKind(kind),
                source=_spans(source),
                cue=_spans(cue),
                speaker=speaker,
                via=via,
                made_by=made_by,
                confidence=confidence,
            )

    def _voices(
        self,
        speaker: str,
        via: str,
        speaker_chains: str,
        via_chains: str,
        decided: str | None,
        decided_chain: bytes | None,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return speaker and carriers: entities, as decided where a person did; printed words for what is no entity."""
        chains = [decided_chain.hex()] if decided_chain else [] if decided else json.loads(speaker_chains)
        return (
            entities_of_chains(self._connection, chains) or tuple(json.loads(decided or speaker)),
            entities_of_chains(self._connection, json.loads(via_chains)) or tuple(json.loads(via)),
        )

    # Words are sliced here, not by SQLite's substr, which stops at a NUL character.

    def read_mentions(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[Mention]:
        """Yield mentions likewise."""
        query = (
            "SELECT mention.id, report.id, start, end, how, label, text, made_by, confidence, chain, iif(decided IS NULL, rule, 'decided'),"
            f" {ENTITY_OF_MENTION}, {ENTITY_STOOD_FOR}"
            " FROM shown_mention AS mention JOIN report ON report.key = mention.report"
        )
        for (
            id_,
            report,
            start,
            end,
            how,
            label,
            text,
            made_by,
            confidence,
            chain,
            rule,
            entity,
            stood_for,
        ) in self._pages(query, where or _exactly("mention", exact), "mention.id"):
            yield Mention(
                id=id_.hex(),
                entity=entity.hex() if entity else None,
                report=report.hex(),
                start=start,
                end=end,
                how=MentionHow(how),
                label=label,
                text=text[start:end],
                made_by=made_by,
                confidence=confidence,
                chain=chain.hex() if chain else None,
                rule=rule,
                stands_for=stood_for.hex() if stood_for else None,
            )

    def read_times(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[Time]:
        """Yield time expressions likewise."""
        query = (
            "SELECT time.id, report.id, text, made_by, start, end, value, start_time, end_time, precision, anchor, rule, type,"
            " reading"
            " FROM shown_time AS time JOIN report ON report.key = time.report"
        )
        for id_, report, text, made_by, start, end, *values in self._pages(
            query, where or _exactly("time", exact), "time.id"
        ):
            value, start_time, end_time, precision, anchor, rule, type_, reading = values
            yield Time(
                id=id_.hex(),
                report=report.hex(),
                start=start,
                end=end,
                value=value,
                start_time=start_time,
                end_time=end_time,
                precision=precision,
                anchor=anchor,
                rule=rule,
                type=type_,
                text=text[start:end],
                made_by=made_by,
                reading=reading,
            )

    def read_drops(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[Drop]:
        """Yield what was left out, in the order of reports and places."""
        del exact  # drops have no ids
        query = "SELECT report.id, stage, reason, start, end FROM dropped JOIN report ON report.key = dropped.report"
        for report, *values in self._pages(query, where, "report.id, stage, start, end, reason"):
            yield Drop(report.hex(), *values)

    def read_judgements(
        self, exact: bytes | None = None, where: tuple[str, tuple[Any, ...]] | None = None
    ) -> Iterator[Judgement]:
        """Yield judgements likewise."""
        query = "SELECT id, left, right, verdict, score, reasons, question, made_by FROM all_judgement AS judgement"
        for id_, left, right, verdict, score, reasons, question, made_by in self._pages(
            query, where or _exactly("judgement", exact), "judgement.id"
        ):
            yield Judgement(
                id_.hex(),
                left.hex(),
                right.hex(),
                Verdict(verdict),
                score,
                tuple(json.loads(reasons)),
                question,
                made_by,
            )

    def read_passages(self, exact: bytes | None = None) -> Iterator[Passage]:
        """Yield passages likewise."""
        return copies.read_passages(self._connection, *(_exactly("passage", exact) or ("", ())))

    def read_derivations(self, exact: bytes | None = None) -> Iterator[Derivation]:
        """Yield derivations, in the order of target and source."""
        del exact  # derivations have no ids
        return copies.read_derivations(self._connection)

    def read_stories(self, exact: bytes | None = None) -> Iterator[Story]:
        """Yield stories likewise."""
        return stories.read_stories(self._connection, *(_exactly("story", exact) or ("", ())))

    def story_of(self, report: str) -> str | None:
        """Return the main story of a report; `None` when reports were not grouped yet."""
        return stories.story_of(self._connection, bytes.fromhex(report))

    def origins_of(self, reports: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return reports by the origin that each has its words from; see `record.origins`."""
        return origins.origins_of(self._connection, reports)

    def find_report(self, id_: str) -> ReportRow | None:
        """Return the report with this id, `None` where the record holds none."""
        return next(iter(self.read_reports(bytes.fromhex(id_))), None)

    def stories_named(self, words: str, limit: int = 5) -> tuple[Story, ...]:
        """Return so many stories whose headline holds all of some words, the latest first."""
        return stories.stories_named(self._connection, words, limit)

    def largest_stories(self, limit: int) -> tuple[Story, ...]:
        """Return so many stories, those with the most reports first."""
        return stories.largest_stories(self._connection, limit)

    def substories_of(self, story: str) -> tuple[Substory, ...]:
        """Return the parts of a story."""
        return tuple(stories.read_substories(self._connection, "WHERE story.id=?", (bytes.fromhex(story),)))

    def judgements_on_story(self, story: str) -> tuple[Judgement, ...]:
        """Return why the reports of a story are together, and why others are not among them."""
        members = (
            "(SELECT report.id FROM story_member JOIN report ON report.key = story_member.report"
            " JOIN story ON story.key = story_member.story WHERE story.id=?1)"
        )
        where = f"WHERE question=?2 AND (left IN {members} OR right IN {members})"
        return tuple(self.read_judgements(where=(where, (bytes.fromhex(story), stories.QUESTION))))

    def datings_of(self, report: str) -> tuple[Dating, ...]:
        """Return when a report was published that does not say so itself, where that is known."""
        return tuple(datings.read_datings(self._connection, "WHERE report.id=?", (bytes.fromhex(report),)))

    def derivations_of(self, report: str) -> tuple[Derivation, ...]:
        """Return from whom a report took text, and who took some from it."""
        condition = "WHERE report.id=?1 OR source=?1"
        return tuple(copies.read_derivations(self._connection, condition, (bytes.fromhex(report),)))

    def passages_of(self, report: str) -> tuple[Passage, ...]:
        """Return what a report shares with others, the longest passages first."""
        found = copies.read_passages(self._connection, "WHERE a.id=?1 OR b.id=?1", (bytes.fromhex(report),))
        return tuple(sorted(found, key=lambda one: (-one.words, one.id)))

    def versions_of(self, report: str) -> tuple[str, ...]:
        """Return all versions of the article that a report is one of, the earliest first; it alone where there is one."""
        return decisions.versions_of(self._connection, report)

    def read_datings(self, exact: bytes | None = None) -> Iterator[Dating]:
        """Yield when undated reports were published, in the order of the reports."""
        del exact  # datings have no ids
        return datings.read_datings(self._connection)

    def read_story_passages(self, exact: bytes | None = None) -> Iterator[StoryPassage]:
        """Yield parts of reports that tell of other stories."""
        del exact  # they have no ids
        return story_passages.read_passages(self._connection)

    def is_round_up(self, report: str) -> bool:
        """Tell whether the paragraphs of a report have next to nothing to do with each other."""
        return story_passages.is_round_up(self._connection, bytes.fromhex(report))

    def passages_of_story(self, story: str) -> tuple[StoryPassage, ...]:
        """Return the parts of other stories' reports that tell of a story."""
        return tuple(story_passages.read_passages(self._connection, "WHERE story.id=?", (bytes.fromhex(story),)))

    def story_passages_in(self, report: str) -> tuple[StoryPassage, ...]:
        """Return the parts of a report that tell of other stories than its own."""
        return tuple(story_passages.read_passages(self._connection, "WHERE report.id=?", (bytes.fromhex(report),)))

    def read_substories(self, exact: bytes | None = None) -> Iterator[Substory]:
        """Yield parts of stories likewise."""
        return stories.read_substories(self._connection, *(_exactly("substory", exact) or ("", ())))

    def read_entities(self, exact: bytes | None = None) -> Iterator[Entity]:
        """Yield entities likewise."""
        condition = ("", ()) if exact is None else ("WHERE id=?", (exact,))
        return entities.read_entities(self._connection, *condition)

    def read_roles(self, exact: bytes | None = None) -> Iterator[Role]:
        """Yield roles, in the order of holder, office and body."""
        del exact  # roles have no ids
        return entities.read_roles(self._connection)

    def read_decisions(self, exact: bytes | None = None) -> Iterator[Decision]:
        """Yield decisions likewise."""
        condition = ("", ()) if exact is None else ("WHERE decision.id=?", (exact,))
        return decisions.read_decisions(self._connection, *condition)

    def decisions_on(self, report: str) -> tuple[Decision, ...]:
        """Return the decisions about a report or words of it."""
        id_ = bytes.fromhex(report)
        return tuple(decisions.read_decisions(self._connection, "WHERE report=?1 OR other_report=?1", (id_,)))

    def decisions_about(self, item: str) -> tuple[Decision, ...]:
        """Return the decisions that are attached to a mention or a quotation."""
        return attaching.decisions_about(self._connection, item)

    def count_hidden(self, report: str) -> int:
        """Return how many quotations of a report are hidden, since a person decided that they are none."""
        return attaching.count_hidden(self._connection, report)


def _day(row: ReportRow) -> str:
    return row.published.start if row.published else "9999"


def _exactly(table: str, exact: bytes | None) -> tuple[str, tuple[Any, ...]] | None:
    return None if exact is None else (f"WHERE {table}.id=?", (exact,))


def _spans(words: str) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in json.loads(words))


def _published(start: str | None, end: str | None, how: str | None) -> Published | None:
    return Published(start, end or start, DateSource(how)) if start and how else None


_SOURCES = {
    "passages": "passage",
    "derivations": "derivation",
    "stories": "story",
    "datings": "dating",
    "story_passages": "story_passage",
    "substories": "substory",
    "entities": "entity",
    "roles": "role",
    "reports": "report",
    "quotations": "shown_quotation",
    "mentions": "shown_mention",
    "times": "shown_time",
    "judgements": "all_judgement",
    "decisions": "decision",
    "drops": "dropped",
}
_WITHOUT_IDS = ("drops", "roles", "derivations", "datings", "story_passages")
_WITH_IDS = {name: source for name, source in _SOURCES.items() if name not in _WITHOUT_IDS}
_READERS = cast(
    "dict[str, Callable[..., Iterator[Any]]]",
    {
        "reports": Reader.read_reports,
        "passages": Reader.read_passages,
        "derivations": Reader.read_derivations,
        "stories": Reader.read_stories,
        "datings": Reader.read_datings,
        "story_passages": Reader.read_story_passages,
        "substories": Reader.read_substories,
        "quotations": Reader.read_quotations,
        "mentions": Reader.read_mentions,
        "times": Reader.read_times,
        "judgements": Reader.read_judgements,
        "entities": Reader.read_entities,
        "roles": Reader.read_roles,
        "decisions": Reader.read_decisions,
        "drops": Reader.read_drops,
    },
)
