"""Stories in a record's file: what belongs together, and what came before.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.across.likeness import Likeness
from onrecord.across.stories import MIN_JOIN, MIN_LINK, NAME, Compared, Grouped, Member, Related
from onrecord.across.weighing import ordinal, told_day
from onrecord.engine.components import find_components
from onrecord.record.alike import forget_likeness
from onrecord.record.decisions import PUBLISHED_END, PUBLISHED_START, decided_pairs
from onrecord.record.entities import CHAIN_OF_MENTION
from onrecord.record.gists import gists_of, parse_gist
from onrecord.record.origins import origins_of
from onrecord.record.redirects import save_redirect, tidy_redirects
from onrecord.records import Gist, Ruling, Span, Story, Substory, Verdict, make_id

QUESTION = "same story"
"""What judgements on stories decide."""

_HAS_TITLE = "title IS NOT NULL OR printed_title IS NOT NULL"
_DAY = 10  # characters of an ISO date


def forget_stories(connection: sqlite3.Connection) -> None:
    """Have all reports compared and grouped again, by another version."""
    forget_likeness(connection)
    connection.execute("INSERT OR IGNORE INTO touched_story SELECT key FROM report")


def is_touched(connection: sqlite3.Connection) -> bool:
    """Tell whether something changed since all was grouped; reports without a gist are grouped too, and may go."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM touched_story)"
            " OR EXISTS (SELECT 1 FROM report WHERE key NOT IN (SELECT report FROM story_member))"
            " OR EXISTS (SELECT 1 FROM story WHERE key NOT IN (SELECT story FROM story_member))"
        ).fetchone()[0]
    )


# --- what belongs together ---


def touched_components(connection: sqlite3.Connection) -> Iterator[Related]:
    """Yield the components of reports that may belong together with one of them touched; single ones as well.

    Reports that stand behind another as nearly the same text are not among them.
    """
    touched = {
        key
        for (key,) in connection.execute(
            "SELECT report FROM touched_story UNION SELECT key FROM report"
            " WHERE key NOT IN (SELECT report FROM story_member)"
        )
    }
    linked = connection.execute(
        "SELECT left, right FROM alike WHERE score >= ? AND NOT apart OR topical >= ?", (MIN_LINK, MIN_JOIN)
    )
    same, different = (set(decided_pairs(connection, one)) for one in (Ruling.SAME_STORY, Ruling.OTHER_STORY))
    behind = dict(connection.execute("SELECT report, onto FROM print WHERE onto IS NOT NULL"))
    same, different = (
        {pair for left, right in pairs if len(set(pair := (behind.get(left, left), behind.get(right, right)))) == 2}
        for pairs in (same, different)
    )
    components = find_components([*linked, *same, *different])
    seen: set[int] = set()
    for component in components:
        seen.update(component)
        if not touched.isdisjoint(component):
            yield _read_component(connection, component, same, different)
    firsts = {behind.get(key, key) for key in touched}
    for key in sorted(firsts - seen):
        if connection.execute("SELECT 1 FROM report WHERE key=?", (key,)).fetchone():
            yield _read_component(connection, (key,), set(), set())


def _read_component(
    connection: sqlite3.Connection,
    keys: Sequence[int],
    same: set[tuple[int, int]],
    different: set[tuple[int, int]],
) -> Related:
    ids = {key: connection.execute("SELECT id FROM report WHERE key=?", (key,)).fetchone()[0].hex() for key in keys}
    ordered = sorted(keys, key=ids.__getitem__)
    number = {key: place for place, key in enumerate(ordered)}
    gists = {key: parse_gist(text) for key, text in gists_of(connection, ordered).items()}
    full = {key for key in gists if connection.execute("SELECT is_full FROM gist WHERE report=?", (key,)).fetchone()[0]}
    pairs = [
        Compared(number[key], number[right], Likeness(score, topical, bool(apart)))
        for key in ordered
        for right, score, topical, apart in connection.execute(
            "SELECT right, score, topical, apart FROM alike WHERE left=?", (key,)
        )
        if right in number
    ]
    return Related(
        tuple(
            _member(ids[key], gists[key], is_full=key in full) if key in gists else _unread(connection, key, ids[key])
            for key in ordered
        ),
        tuple(sorted(pairs, key=lambda pair: (pair.left, pair.right))),
        _numbered(same, number),
        _numbered(different, number),
    )


def _unread(connection: sqlite3.Connection, key: int, id_: str) -> Member:
    """Return a report of which no more is known than when it was published."""
    days = connection.execute(f"SELECT {PUBLISHED_START}, {PUBLISHED_END} FROM report WHERE key=?", (key,)).fetchone()
    first, last = (None if day is None else ordinal(day[:_DAY]) for day in days)
    return Member(id_) if first is None else Member(id_, published=(first, last or first), told=first)


def _member(id_: str, gist: Gist, *, is_full: bool) -> Member:
    published = None if gist.published is None else (ordinal(gist.published[0]), ordinal(gist.published[1]))
    return Member(id_, is_full, published, told_day(gist), max(gist.years, default=None), gist.clues)


def _numbered(pairs: set[tuple[int, int]], number: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((number[left], number[right]) for left, right in pairs if left in number and right in number))


def save_grouped(connection: sqlite3.Connection, related: Related, grouped: Grouped) -> None:
    """Replace the stories of a component's reports. Ids that are no more redirect to where their first report went."""
    keys = {
        id_: connection.execute("SELECT key FROM report WHERE id=?", (bytes.fromhex(id_),)).fetchone()[0]
        for id_ in [member.id for member in related.members]
    }
    followers = {id_: _followers(connection, key) for id_, key in keys.items()}
    for others in followers.values():
        keys |= others
    before = _stories_of(connection, keys.values())
    members = [{id_: keys[id_] for one in group.reports for id_ in (one, *followers[one])} for group in grouped.groups]
    founders = [min(group) for group in members]
    stories = [
        _save_story(connection, founder, _headline(connection, [keys[one] for one in group.reports]), group.span)
        for founder, group in zip(founders, grouped.groups, strict=True)
    ]
    for story, group, ids in zip(stories, grouped.groups, members, strict=True):
        connection.executemany(
            "INSERT OR REPLACE INTO story_member(report, story) VALUES (?,?)", ((key, story) for key in ids.values())
        )
        connection.execute("DELETE FROM substory WHERE story=?", (story,))
        connection.executemany(
            "INSERT OR REPLACE INTO substory(id, story, reports) VALUES (?,?,?)",  # from the story that it was of
            (
                (bytes.fromhex(make_id("substory", min(part))), story, json.dumps(part))
                for part in (sorted(id_ for one in part for id_ in (one, *followers[one])) for part in group.parts)
            ),
        )
    connection.executemany("DELETE FROM story_previous WHERE story=?", ((story,) for story in stories))
    connection.executemany(
        "INSERT INTO story_previous(story, previous) VALUES (?,?)",
        (
            (story, stories[place])
            for story, group in zip(stories, grouped.groups, strict=True)
            for place in group.previous
        ),
    )
    went_to = {
        make_id("story", id_): founder for group, founder in zip(members, founders, strict=True) for id_ in group
    }
    for old in before - {make_id("story", founder) for founder in founders}:
        if old in went_to:
            save_redirect(connection, old, make_id("story", went_to[old]))


def standing_judgements(connection: sqlite3.Connection, related: Related) -> dict[str, tuple[Verdict, float]]:
    """Return what was judged of the reports of a component of which nothing changed since, by the judgement's id."""
    query = (
        "SELECT id, verdict, score FROM judgement WHERE question=? AND left=(SELECT key FROM report WHERE id=?)"
        " AND left NOT IN (SELECT report FROM touched_story) AND right NOT IN (SELECT report FROM touched_story)"
    )
    return {
        id_.hex(): (Verdict(verdict), score)
        for member in related.members
        for id_, verdict, score in connection.execute(query, (QUESTION, bytes.fromhex(member.id)))
    }


def forget_judgements(connection: sqlite3.Connection, related: Related, kept: Container[str]) -> None:
    """Take out what was judged of the reports of a component, and of those behind them, but for some judgements."""
    mine = "(SELECT key FROM report WHERE id=?2)"
    query = (
        f"SELECT id FROM judgement WHERE question=?1 AND left={mine}"
        f" UNION SELECT id FROM judgement WHERE question=?1 AND left IN (SELECT report FROM print WHERE onto={mine})"
    )
    for member in related.members:
        found = connection.execute(query, (QUESTION, bytes.fromhex(member.id))).fetchall()
        gone = ((id_,) for (id_,) in found if id_.hex() not in kept)
        connection.executemany("DELETE FROM judgement WHERE id=?", gone)


def _followers(connection: sqlite3.Connection, key: int) -> dict[str, int]:
    """Return the reports that stand behind one as nearly the same text."""
    rows = connection.execute(
        "SELECT report.id, report.key FROM print JOIN report ON report.key = print.report WHERE onto=?", (key,)
    )
    return {id_.hex(): report for id_, report in rows}


def _stories_of(connection: sqlite3.Connection, keys: Iterable[int]) -> set[str]:
    query = "SELECT story.id FROM story_member JOIN story ON story.key = story_member.story WHERE report=?"
    return {id_.hex() for key in keys for (id_,) in connection.execute(query, (key,))}


def _save_story(
    connection: sqlite3.Connection, founder: str, headline: int | None, span: tuple[int, int] | None
) -> int:
    days = (None, None) if span is None else tuple(date.fromordinal(day).isoformat() for day in span)
    (key,) = connection.execute(
        "INSERT INTO story(id, headline, start, end, made_by) VALUES (?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET"
        " headline=excluded.headline, start=excluded.start, end=excluded.end, made_by=excluded.made_by RETURNING key",
        (bytes.fromhex(make_id("story", founder)), headline, *days, NAME),
    ).fetchone()
    return int(key)


def _headline(connection: sqlite3.Connection, keys: Iterable[int]) -> int | None:
    """Return the first of some reports that has a title."""
    for key in keys:
        if connection.execute(f"SELECT {_HAS_TITLE} FROM report WHERE key=?", (key,)).fetchone()[0]:
            return key
    return None


def mark_grouped(connection: sqlite3.Connection) -> None:
    """Say that all touched reports were grouped; stories without a report go."""
    connection.execute("DELETE FROM touched_story")
    connection.execute("DELETE FROM story WHERE key NOT IN (SELECT story FROM story_member)")
    tidy_redirects(connection)


# --- reading ---

_MAX_NAMED = 12
_MIN_OF_PLACES, _MIN_OF_ACTORS = 20, 5  # said so many times less than the best, one does not lead
_MIN_REPORTS = {True: 5, False: 3}  # places, others: in so many times fewer reports than there are, one does not lead


def read_stories(connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()) -> Iterator[Story]:
    """Yield stories, all or those that a condition picks, in the order of their ids."""
    rows = connection.execute(
        f"SELECT key, id, headline, start, end, made_by FROM story {condition} ORDER BY id", values
    ).fetchall()
    for key, id_, headline, start, end, made_by in rows:
        reports = connection.execute(
            "SELECT report.id FROM story_member JOIN report ON report.key = story_member.report WHERE story=?"
            " ORDER BY report.id",
            (key,),
        ).fetchall()
        before = connection.execute(
            "SELECT story.id FROM story_previous JOIN story ON story.key = previous WHERE story_previous.story=?"
            " ORDER BY start, story.id",
            (key,),
        ).fetchall()
        places, others = _leading_names(connection, key, len(reports))
        yield Story(
            id_.hex(),
            tuple(report.hex() for (report,) in reports),
            _title_of(connection, headline),
            start,
            end,
            places,
            others,
            tuple(story.hex() for (story,) in before),
            len(origins_of(connection, (report.hex() for (report,) in reports))),
            made_by,
        )


def story_of(connection: sqlite3.Connection, report: bytes) -> str | None:
    """Return the main story of a report; `None` when it was not grouped yet."""
    found = connection.execute(
        "SELECT story.id FROM report JOIN story_member ON story_member.report = report.key"
        " JOIN story ON story.key = story_member.story WHERE report.id=?",
        (report,),
    ).fetchone()
    return found[0].hex() if found else None


def stories_named(connection: sqlite3.Connection, words: str, limit: int) -> tuple[Story, ...]:
    """Return so many stories whose headline holds all of some words, the latest first."""
    printed = "substr(text, (printed_title ->> 0) + 1, (printed_title ->> 1) - (printed_title ->> 0))"
    title = f"(SELECT coalesce(title, {printed}) FROM report WHERE key = headline)"
    parts = words.split()
    condition = " AND ".join(f"instr(lower({title}), ?)" for _ in parts)
    query = f"SELECT id FROM story WHERE {condition or 0} ORDER BY start DESC, id LIMIT ?"
    return _chosen(connection, query, (*(part.lower() for part in parts), limit))


def largest_stories(connection: sqlite3.Connection, limit: int) -> tuple[Story, ...]:
    """Return so many stories, those with the most reports first."""
    size = "(SELECT count(*) FROM story_member WHERE story_member.story = story.key)"
    return _chosen(connection, f"SELECT id FROM story ORDER BY {size} DESC, start DESC, id LIMIT ?", (limit,))


def _chosen(connection: sqlite3.Connection, query: str, values: tuple[Any, ...]) -> tuple[Story, ...]:
    """Return the stories whose ids a query picks, in its order."""
    rows = connection.execute(query, values).fetchall()
    return tuple(story for (id_,) in rows for story in read_stories(connection, "WHERE id=?", (id_,)))


def _title_of(connection: sqlite3.Connection, key: int | None) -> str | None:
    if key is None:
        return None
    title, printed, text = connection.execute(
        "SELECT title, printed_title, text FROM report WHERE key=?", (key,)
    ).fetchone()
    return title or (Span(*json.loads(printed)).of(text) if printed else None)


def _leading_names(connection: sqlite3.Connection, story: int, reports: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the places and the other entities that a story speaks most of, those further up in its reports first.

    States act as well as lie somewhere: they are among both, and behind the other places.
    """
    rows = connection.execute(
        "SELECT entity.id, entity.kind = 'place', count(DISTINCT mention.report),"
        " sum(900000 / (900 + start)) AS said,"
        " entity.facts LIKE 'country:%' OR EXISTS (SELECT 1 FROM role WHERE role.body = entity.key)"
        " FROM story_member JOIN shown_mention AS mention ON mention.report = story_member.report"
        f" JOIN chain ON chain.id = {CHAIN_OF_MENTION} JOIN entity ON entity.key = chain.entity"
        " WHERE story=? AND chain.is_named GROUP BY entity.key ORDER BY said DESC, entity.id",
        (story,),
    ).fetchall()
    named = [row for row in rows if row[2] * _MIN_REPORTS[bool(row[1])] >= reports]
    places = [(id_.hex(), said, is_state) for id_, is_place, _, said, is_state in named if is_place]
    actors = [(id_.hex(), said) for id_, is_place, _, said, is_state in named if is_state or not is_place]
    sites = [id_ for id_, said, is_state in places if said * _MIN_OF_PLACES >= places[0][1] and not is_state]
    states = [id_ for id_, said, is_state in places if said * _MIN_OF_ACTORS >= places[0][1] and is_state]
    leading = [id_ for id_, said in actors if said * _MIN_OF_ACTORS >= actors[0][1]]
    return tuple((*sites, *states)[:_MAX_NAMED]), tuple(leading[:_MAX_NAMED])


def read_substories(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Substory]:
    """Yield parts of stories likewise."""
    rows = connection.execute(
        "SELECT substory.id, story.id, reports FROM substory JOIN story ON story.key = substory.story"
        f" {condition} ORDER BY substory.id",
        values,
    )
    for id_, story, reports in rows:
        yield Substory(id_.hex(), story.hex(), tuple(json.loads(reports)))
