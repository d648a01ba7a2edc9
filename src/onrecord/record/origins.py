"""Independent origins: how many sources really stand behind some reports, in a record's file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.engine.components import find_components
from onrecord.record.decisions import PUBLISHED_START, decided_pairs
from onrecord.records import Ruling

MIN_SHARE = 0.5
"""Share of a report's text from which it is no origin of its own when another has that too."""


def origins_of(connection: sqlite3.Connection, reports: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the reports by the origin that each has its words from, both sorted.

    Two reports that have half of their words in common are of one origin, also where it is not known who took them
    from whom: ten printings of one text are one source. It is named by the id of the report that took from none of the
    others, the earliest of several (which need not be among those given), or of a source nobody sent us.
    """
    members = sorted(set(reports))
    edges, sources = [], set()
    barred = {frozenset(pair) for pair in decided_pairs(connection, Ruling.NO_COPY)}
    seen: set[str] = set()
    waiting = list(members)
    while waiting:
        report = waiting.pop()
        if report in seen:
            continue
        seen.add(report)
        for source in _sources(connection, report):
            edges.append((report, source))
            sources.add(report)
            waiting.append(source)
        edges += [(report, other) for other in _beside(connection, report, barred)]
    found: dict[str, list[str]] = {}
    component_of = {report: component for component in find_components(edges) for report in component}
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for report in members:
        groups[component_of.get(report, (report,))].append(report)
    for component, group in groups.items():
        firsts = [one for one in component if one not in sources] or list(component)
        found[min(firsts, key=lambda one: (_published(connection, one), one))] = group
    return {origin: tuple(group) for origin, group in sorted(found.items())}


def _sources(connection: sqlite3.Connection, report: str) -> list[str]:
    """Return from whom a report has half of its words or more, as far as that is known."""
    rows = connection.execute(
        "SELECT source FROM derivation WHERE target=(SELECT key FROM report WHERE id=?) AND share >= ?",
        (bytes.fromhex(report), MIN_SHARE),
    )
    return [source.hex() for (source,) in rows]


def _beside(connection: sqlite3.Connection, report: str, barred: set[frozenset[int]]) -> Iterator[str]:
    """Yield the reports that have half of their words in common with a report, and it with them."""
    for mine, other in (("left", "right"), ("right", "left")):
        rows = connection.execute(
            f"SELECT a.key, b.key, b.id FROM report AS a JOIN aligned ON aligned.{mine} = a.key"
            f" JOIN report AS b ON b.key = aligned.{other} WHERE a.id=? AND traces IS NOT NULL"
            " AND min(traces ->> '$.left.share', traces ->> '$.right.share') >= ?",
            (bytes.fromhex(report), MIN_SHARE),
        )
        for key, other_key, id_ in rows.fetchall():
            if frozenset((key, other_key)) not in barred and key != other_key:
                yield id_.hex()


def _published(connection: sqlite3.Connection, id_: str) -> str:
    found = connection.execute(f"SELECT {PUBLISHED_START} FROM report WHERE id=?", (bytes.fromhex(id_),)).fetchone()
    return "9999" if found is None or found[0] is None else str(found[0])
