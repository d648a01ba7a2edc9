"""Entities in a record's file: chains with their report, and who is one across reports, made anew of all of them.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from onrecord.record.decisions import IDENTITY_MADE_BY, PUBLISHED_END, PUBLISHED_START
from onrecord.record.redirects import save_redirect, tidy_redirects
from onrecord.records import (
    Chain,
    DateSource,
    Entity,
    EntityKind,
    Extent,
    Findings,
    Form,
    Holding,
    Judgement,
    Published,
    ReportChains,
    Role,
    Verdict,
)

CHAIN_OF_MENTION = "coalesce(mention.decided, iif(mention.refuted, NULL, mention.chain))"
_RULE = "iif(mention.decided IS NULL, rule, 'decided')"

ENTITY_OF_MENTION = (
    f"(SELECT entity.id FROM chain JOIN entity ON entity.key = chain.entity WHERE chain.id = {CHAIN_OF_MENTION})"
)
"""SQL: the entity of a row of `mention`."""

_ID = re.compile(r"[0-9a-f]{32}")
_CHAINS_OF = "(SELECT id FROM chain WHERE entity = (SELECT key FROM entity WHERE id=?1))"

ENTITY_STOOD_FOR = (
    "(SELECT entity.id FROM chain JOIN entity ON entity.key = chain.entity WHERE chain.id = mention.stands_for)"
)
"""SQL: the entity that a mention is read as."""


# --- what one report says ---


def save_chains(connection: sqlite3.Connection, key: int, findings: Findings) -> None:
    """Replace the chains, offices and voices of a report."""
    connection.execute("DELETE FROM chain WHERE report=?", (key,))
    connection.execute("DELETE FROM holding WHERE report=?", (key,))
    connection.executemany(
        "INSERT INTO chain(id, report, kind, name, forms, is_named, is_sure, pronoun, facts, generic, owner, made_by)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (_chain_row(key, chain) for chain in findings.chains),
    )
    connection.executemany(
        "INSERT INTO holding(report, holder, office, printed, body, standing, start, end, began, ended)"
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            (
                key, _blob(holding.holder), holding.office, holding.printed, _blob(holding.body), holding.standing,
                holding.start, holding.end, _blob(holding.began), _blob(holding.ended),
            )
            for holding in findings.holdings
        ),
    )  # fmt: skip
    connection.executemany(
        "UPDATE quotation SET speaker_chains=?, via_chains=? WHERE id=?",
        ((json.dumps(voice.speaker), json.dumps(voice.via), _blob(voice.quotation)) for voice in findings.voices),
    )
    forget_identity(connection)


def _chain_row(key: int, chain: Chain) -> tuple[Any, ...]:
    forms = json.dumps([[form.text, form.count] for form in chain.forms], ensure_ascii=False)
    return (
        _blob(chain.id), key, chain.kind.value, chain.name, forms, chain.is_named, chain.is_sure, chain.pronoun,
        chain.key, chain.generic, _blob(chain.owner), chain.made_by,
    )  # fmt: skip


def read_chains(connection: sqlite3.Connection) -> Iterator[ReportChains]:
    """Yield every report's chains and offices, in the order of the reports' ids.

    What stands in lines that its outlet prints again and again is left out: a chain without another mention, an office.
    """
    query = (
        f"SELECT report.id, report.key, {PUBLISHED_START}, {PUBLISHED_END}, chain.id, kind, name, forms, is_named, is_sure,"
        " pronoun, facts, generic, owner, made_by FROM chain JOIN report ON report.key = chain.report"
        " WHERE NOT EXISTS (SELECT 1 FROM recurring_line WHERE recurring_line.report = chain.report)"
        " OR EXISTS (SELECT 1 FROM shown_mention WHERE shown_mention.report = chain.report AND shown_mention.chain = chain.id)"
        " ORDER BY report.id, chain.id"
    )
    rows = connection.execute(query)
    for (report, key, start, end), group in groupby(rows, key=lambda row: row[:4]):
        chains = tuple(_chain(report.hex(), row[4:]) for row in group)
        published = None if start is None else Published(start, end or start, DateSource.METADATA)
        yield ReportChains(report.hex(), published, chains, tuple(_holdings(connection, key)), _dates(connection, key))


def _chain(report: str, row: tuple[Any, ...]) -> Chain:
    id_, kind, name, forms, is_named, is_sure, pronoun, facts, generic, owner, made_by = row
    return Chain(
        id=id_.hex(),
        report=report,
        kind=EntityKind(kind),
        name=name,
        forms=_forms(forms),
        is_named=bool(is_named),
        is_sure=bool(is_sure),
        pronoun=pronoun,
        made_by=made_by,
        key=facts,
        generic=generic,
        owner=owner.hex() if owner else None,
    )


def _forms(words: str) -> tuple[Form, ...]:
    return tuple(Form(text, count) for text, count in json.loads(words))


def _holdings(connection: sqlite3.Connection, key: int) -> Iterator[Holding]:
    rows = connection.execute(
        "SELECT holder, office, printed, body, standing, start, end, began, ended FROM holding WHERE report=?1"
        " AND NOT EXISTS (SELECT 1 FROM recurring_line AS line"
        " WHERE line.report=?1 AND holding.start >= line.start AND holding.end <= line.end)"
        " ORDER BY start, end, holder, office",
        (key,),
    )
    for holder, office, printed, body, standing, start, end, began, ended in rows.fetchall():
        ids = tuple(None if id_ is None else id_.hex() for id_ in (body, began, ended))
        yield Holding(holder.hex(), office, printed, ids[0], standing, start, end, ids[1], ids[2])


def _dates(connection: sqlite3.Connection, key: int) -> dict[str, str]:
    """Return the values of the times that tell since and until when somebody of a report holds an office."""
    rows = connection.execute(
        "SELECT id, value FROM time WHERE report=?1 AND id IN (SELECT began FROM holding WHERE report=?1"
        " UNION SELECT ended FROM holding WHERE report=?1)",
        (key,),
    )
    return {id_.hex(): value for id_, value in rows.fetchall()}


# --- who is one ---


def identity_stands(connection: sqlite3.Connection, version: str) -> bool:
    """Tell whether the entities were made by this version of all that the record holds now."""
    found = connection.execute("SELECT value FROM state WHERE name=?", (IDENTITY_MADE_BY,)).fetchone()
    return found is not None and found[0] == version


def forget_identity(connection: sqlite3.Connection) -> None:
    """Have the entities made anew by the next comparison."""
    connection.execute("DELETE FROM state WHERE name=?", (IDENTITY_MADE_BY,))


def save_identity(
    connection: sqlite3.Connection,
    version: str,
    entities: Iterable[Entity],
    members: Iterable[tuple[str, str]],
    roles: Iterable[Role],
    judgements: Iterable[Judgement],
) -> None:
    """Replace all entities, their chains, roles and judgements. Ids that are no more redirect to what they went into."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS went AS SELECT 0 AS chain, 0 AS old WHERE 0")
    connection.execute("DELETE FROM went")
    connection.execute(
        "INSERT INTO went SELECT min(chain.id), entity.id FROM chain JOIN entity ON entity.key = chain.entity GROUP BY entity.id"
    )
    for table in ("role", "entity_judgement"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE chain SET entity=NULL WHERE entity IS NOT NULL")
    connection.execute("DELETE FROM entity")
    connection.executemany(
        "INSERT INTO entity(id, name, kind, forms, facts) VALUES (?,?,?,?,?)",
        (
            (
                _blob(entity.id), entity.name, entity.kind.value,
                json.dumps([[form.text, form.count] for form in entity.forms], ensure_ascii=False), entity.key,
            )
            for entity in entities
        ),
    )  # fmt: skip
    connection.executemany(
        "UPDATE chain SET entity=(SELECT key FROM entity WHERE id=?) WHERE id=?",
        ((_blob(entity), _blob(chain)) for chain, entity in members),
    )
    _refute_pronouns(connection)
    _save_roles(connection, roles)
    _save_judgements(connection, judgements)
    _save_redirects(connection)
    connection.execute("INSERT OR REPLACE INTO state(name, value) VALUES (?, ?)", (IDENTITY_MADE_BY, version))


def _save_roles(connection: sqlite3.Connection, roles: Iterable[Role]) -> None:
    connection.executemany(
        "INSERT INTO role(entity, office, body, from_time, to_time, evidence, first_seen, last_seen)"
        " SELECT (SELECT key FROM entity WHERE id=?), ?, (SELECT key FROM entity WHERE id=?), ?, ?, ?, ?, ?",
        (
            (
                _blob(role.entity), role.office, _blob(role.body), role.from_, role.to,
                json.dumps([[extent.report, extent.start, extent.end] for extent in role.evidence]),
                role.first_seen, role.last_seen,
            )
            for role in roles
        ),
    )  # fmt: skip


def _save_judgements(connection: sqlite3.Connection, judgements: Iterable[Judgement]) -> None:
    connection.executemany(
        "INSERT INTO entity_judgement(id, left, right, question, verdict, score, reasons, made_by) VALUES (?,?,?,?,?,?,?,?)",
        (
            (
                _blob(judgement.id), _blob(judgement.left), _blob(judgement.right), judgement.question,
                Verdict(judgement.verdict).value, judgement.score, json.dumps(judgement.reasons, ensure_ascii=False),
                judgement.made_by,
            )
            for judgement in judgements
        ),
    )  # fmt: skip


def _save_redirects(connection: sqlite3.Connection) -> None:
    """Send the ids of entities that are no more to the entity that their first chain is of now."""
    gone = connection.execute(
        "SELECT old, entity.id FROM went JOIN chain ON chain.id = went.chain JOIN entity ON entity.key = chain.entity"
        " WHERE old NOT IN (SELECT id FROM entity)"
    ).fetchall()
    for old, new in gone:
        save_redirect(connection, old.hex(), new.hex())
    tidy_redirects(connection)


def decide_mentions(connection: sqlite3.Connection, given: Iterable[tuple[str, str]]) -> None:
    """Give mentions to the chains of other mentions, as persons decided: pairs of ids, the mention and the other.

    A quotation whose source is such a mention has its speaker from it.
    """
    connection.execute("UPDATE mention SET decided=NULL WHERE decided IS NOT NULL")
    connection.execute("UPDATE quotation SET decided_chains=NULL WHERE decided_chains IS NOT NULL")
    to = dict(given)
    connection.executemany(
        "UPDATE mention SET decided=(SELECT chain FROM mention WHERE id=?) WHERE id=?",
        ((_blob(_end_of(mention, to)), _blob(mention)) for mention in to),
    )
    connection.execute(
        "UPDATE quotation SET decided_chains = (SELECT json_array(lower(hex(mention.decided))) FROM mention"
        " WHERE mention.report = quotation.report AND mention.decided IS NOT NULL"
        " AND json(quotation.source) = json_array(json_array(mention.start, mention.end)) LIMIT 1)"
        " WHERE report IN (SELECT report FROM mention WHERE decided IS NOT NULL)"
    )


def _end_of(mention: str, to: Mapping[str, str]) -> str:
    """Return the mention whose chain another has when decisions hand it on; one of those that go round stays."""
    seen = {mention}
    while mention in to and to[mention] not in seen:
        mention = to[mention]
        seen.add(mention)
    return mention


def _refute_pronouns(connection: sqlite3.Connection) -> None:
    """Take pronouns from entities that most other reports call otherwise, "she" where nine say "he", and from places.

    A quotation whose source is such a pronoun has no speaker.
    """
    connection.execute("UPDATE mention SET refuted=0 WHERE refuted")
    connection.execute("UPDATE quotation SET decided_chains=NULL WHERE decided_chains='[]'")
    connection.execute(
        "UPDATE mention SET refuted=1 WHERE how='pronoun' AND chain IN ("
        " SELECT id FROM chain JOIN ("
        "  SELECT entity, sum(pronoun='he') AS he, sum(pronoun='she') AS she FROM chain"
        "  WHERE entity IS NOT NULL AND pronoun IS NOT NULL GROUP BY entity HAVING he > 0 AND she > 0"
        " ) USING (entity) WHERE (pronoun='he' AND she >= 3 * he) OR (pronoun='she' AND he >= 3 * she)"
        " UNION SELECT chain.id FROM chain JOIN entity ON entity.key = chain.entity"
        "  WHERE chain.pronoun IS NOT NULL AND entity.kind <> 'person')"
    )
    connection.execute(
        "UPDATE quotation SET decided_chains='[]' WHERE decided_chains IS NULL"
        " AND report IN (SELECT report FROM mention WHERE refuted) AND EXISTS ("
        " SELECT 1 FROM mention WHERE mention.report = quotation.report AND mention.refuted AND mention.decided IS NULL"
        " AND json(quotation.source) = json_array(json_array(mention.start, mention.end)))"
    )


def chains_of_mentions(connection: sqlite3.Connection, mentions: Iterable[str]) -> dict[str, str]:
    """Return the chains of mentions, by id; those that belong to none are left out."""
    query = f"SELECT {CHAIN_OF_MENTION} FROM mention WHERE id=? AND {CHAIN_OF_MENTION} IS NOT NULL"
    found = {mention: connection.execute(query, (_blob(mention),)).fetchone() for mention in mentions}
    return {mention: row[0].hex() for mention, row in found.items() if row is not None}


# --- reading ---


def read_entities(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Entity]:
    """Yield entities, all or those that a condition picks, in the order of their ids."""
    query = f"SELECT id, name, kind, forms, facts FROM entity {condition} ORDER BY id"
    for id_, name, kind, forms, facts in connection.execute(query, values):
        yield Entity(id_.hex(), name, EntityKind(kind), _forms(forms), facts)


def read_roles(connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()) -> Iterator[Role]:
    """Yield roles, all or those that a condition picks, in the order of holder, office and body."""
    query = (
        "SELECT holder.id, office, body.id, from_time, to_time, evidence, first_seen, last_seen FROM role"
        " JOIN entity AS holder ON holder.key = role.entity LEFT JOIN entity AS body ON body.key = role.body"
        f" {condition} ORDER BY holder.id, office, body.id, evidence"
    )
    for holder, office, body, from_, to, evidence, first, last in connection.execute(query, values):
        extents = tuple(Extent(*extent) for extent in json.loads(evidence))
        yield Role(holder.hex(), office, body.hex() if body else None, from_, to, extents, first, last)


def read_entity_judgements(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Judgement]:
    """Yield judgements on pairs of chains, all or those that a condition picks, in the order of their ids."""
    query = f"SELECT id, left, right, verdict, score, reasons, question, made_by FROM entity_judgement {condition} ORDER BY id"
    for id_, left, right, verdict, score, reasons, question, made_by in connection.execute(query, values):
        yield Judgement(
            id_.hex(), left.hex(), right.hex(), Verdict(verdict), score, tuple(json.loads(reasons)), question, made_by
        )


def entities_of_chains(connection: sqlite3.Connection, chains: Iterable[str]) -> tuple[str, ...]:
    """Return the entities of chains, in the order given, each once."""
    query = "SELECT entity.id FROM chain JOIN entity ON entity.key = chain.entity WHERE chain.id=?"
    found = (connection.execute(query, (_blob(chain),)).fetchone() for chain in chains)
    return tuple(dict.fromkeys(row[0].hex() for row in found if row))


def names_of(connection: sqlite3.Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of entities by their ids; what is no entity's id stays as it is, a printed name."""
    return tuple(_name_of(connection, id_) for id_ in ids)


def _name_of(connection: sqlite3.Connection, id_: str) -> str:
    if not _ID.fullmatch(id_):
        return id_
    found = connection.execute("SELECT name FROM entity WHERE id=?", (_blob(id_),)).fetchone()
    return id_ if found is None else str(found[0])


def entities_printed_as(connection: sqlite3.Connection, words: str) -> tuple[Entity, ...]:
    """Return the entities that are named or printed so, letter case apart, those most often printed first."""
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    exact = read_entities(
        connection,
        "WHERE casefold(name) = ?1"
        " OR EXISTS (SELECT 1 FROM json_each(forms) AS form WHERE casefold(json_extract(form.value, '$[0]')) = ?1)",
        (words.casefold(),),
    )
    return tuple(sorted(exact, key=lambda one: (-sum(form.count for form in one.forms), one.id)))


def entities_near(connection: sqlite3.Connection, words: str, limit: int = 8) -> tuple[Entity, ...]:
    """Return entities with these words in a name or printed form, those most often printed first."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = read_entities(connection, "WHERE name LIKE ?1 ESCAPE '\\' OR forms LIKE ?1 ESCAPE '\\'", (pattern,))
    return tuple(sorted(found, key=lambda one: (-sum(form.count for form in one.forms), one.id))[:limit])


def mention_of(connection: sqlite3.Connection, entity: str, printed: str | None = None) -> str | None:
    """Return the mention that stands for an entity, the same whatever came in which order.

    It is one printed as given where there is one, else one by name.
    """
    found = connection.execute(
        "SELECT mention.id FROM mention JOIN report ON report.key = mention.report"
        f" WHERE {CHAIN_OF_MENTION} IN {_CHAINS_OF}"
        " ORDER BY substr(report.text, start + 1, end - start) IS NOT ?2, how <> 'name', mention.id LIMIT 1",
        (_blob(entity), printed),
    ).fetchone()
    return found[0].hex() if found else None


def first_mentions(
    connection: sqlite3.Connection, entity: str, limit: int
) -> tuple[tuple[str, str, int, int, str, str], ...]:
    """Return so many mentions of an entity: id, report, start, end, how and rule; the earliest published first."""
    rows = connection.execute(
        f"SELECT mention.id, report.id, start, end, how, {_RULE}"
        " FROM shown_mention AS mention JOIN report ON report.key = mention.report"
        f" WHERE {CHAIN_OF_MENTION} IN {_CHAINS_OF}"
        f" ORDER BY coalesce({PUBLISHED_START}, '9999'), report.id, start LIMIT ?2",
        (_blob(entity), limit),
    )
    return tuple((id_.hex(), report.hex(), *rest) for id_, report, *rest in rows)


def reports_mentioning(connection: sqlite3.Connection, entity: str) -> tuple[tuple[str, int], ...]:
    """Return the reports that mention an entity, with how often, the earliest published first."""
    rows = connection.execute(
        "SELECT report.id, count(*) FROM shown_mention AS mention JOIN report ON report.key = mention.report"
        f" WHERE {CHAIN_OF_MENTION} IN {_CHAINS_OF}"
        f" GROUP BY report.id ORDER BY coalesce({PUBLISHED_START}, '9999'), report.id",
        (_blob(entity),),
    )
    return tuple((id_.hex(), count) for id_, count in rows)


def rules_of(connection: sqlite3.Connection, entity: str) -> tuple[tuple[str, int, str], ...]:
    """Return by what rules mentions were tied to an entity inside reports: the rule, how often, an example."""
    rows = connection.execute(
        f"SELECT {_RULE}, text, start, end, mention.id FROM shown_mention AS mention JOIN report ON report.key = mention.report"
        f" WHERE {CHAIN_OF_MENTION} IN {_CHAINS_OF} ORDER BY mention.id",
        (_blob(entity),),
    )
    counts: Counter[str] = Counter()
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, text, start, end, _ in rows:
        counts[rule] += 1
        words[rule][" ".join(text[start:end].split())] += 1
    return tuple(
        (
            rule,
            count,
            ", ".join(form for form, _ in sorted(words[rule].items(), key=lambda item: (-item[1], item[0]))[:4]),
        )
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def count_quotations_by(connection: sqlite3.Connection, entity: str) -> int:
    """Return how many quotations give an entity's words."""
    (count,) = connection.execute(
        "SELECT count(DISTINCT quotation.id) FROM shown_quotation AS quotation, json_each("
        " iif(decided_chain IS NOT NULL, json_array(lower(hex(decided_chain))),"
        " iif(decided_speaker IS NOT NULL, '[]', coalesce(decided_chains, speaker_chains)))) AS spoken"
        " WHERE spoken.value IN (SELECT lower(hex(id)) FROM chain WHERE entity = (SELECT key FROM entity WHERE id=?))",
        (_blob(entity),),
    ).fetchone()
    return int(count)


def judgements_on(connection: sqlite3.Connection, entity: str) -> tuple[Judgement, ...]:
    """Return the judgements on an entity's chains."""
    condition = f"WHERE left IN {_CHAINS_OF} OR right IN {_CHAINS_OF}"
    return tuple(read_entity_judgements(connection, condition, (_blob(entity),)))


def chain_name(connection: sqlite3.Connection, chain: str) -> str:
    """Return the name of a chain."""
    found = connection.execute("SELECT name FROM chain WHERE id=?", (_blob(chain),)).fetchone()
    return str(found[0]) if found else chain


def _blob(id_: str | None) -> bytes | None:
    return None if id_ is None else bytes.fromhex(id_)
