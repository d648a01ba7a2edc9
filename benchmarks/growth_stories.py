"""Measure how the search for stories grows with the reports: time, memory, the file, and what adding a hundredth costs.

    python benchmarks/growth_stories.py [--sizes 1000 2000 4000] [--data FOLDER] [--folder FOLDER]

What reports are about (their gists, and those of their paragraphs) is made from the train articles of
`allsides_stories` (`train.jsonl.gz` under FOLDER/allsides_stories), as often as are needed: these are read once. In
each world after the first, every stem that fewer than 22 articles in a hundred hold stands for another such stem, the
same all over that world, names too, and everything happened so many weeks later. So the reports of a world are as much
alike as the real ones, and those of two worlds share common words, countries and names of common words.

Each size runs in a process of its own. Reports are put into a record with their gists, which is not measured. Measured
is what finds stories, their dates and the paragraphs that tell of others; then the same again after a hundredth more
reports came. One process does it; the time is the processor's, and the memory is the largest resident size.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import

from growth import MIN_RARITY, make_parser, peak_mb, read_articles
from onrecord.comparing.grouping import group_stories
from onrecord.comparing.progress import ignore
from onrecord.engine.local import LocalEngine
from onrecord.facts.terms import rarity, stem
from onrecord.pipeline import Until, build_record
from onrecord.record.connection import Transactions, open_for_reading, open_for_writing
from onrecord.record.gists import parse_gist, read_paragraphs, save_gist
from onrecord.record.writer import Writer
from onrecord.records import Gist, Paragraph, Topic
from onrecord.settings import Settings

_DAY = len("2031-04-08")
_WEEKS_APART = 5
_COMMIT_ROWS = 1000
_COUNTED = ("alike", "beside", "story", "story_passage")

Told = tuple[Gist, list[Paragraph]]
"""What a report is about, and its paragraphs."""


# --- the reports ---


def read_articles_into(file: Path, data: Path) -> None:
    """Read the articles into a record, unless that is there."""
    if not file.exists():
        inputs = file.with_suffix(".jsonl")
        inputs.write_text("".join(f"{json.dumps(row)}\n" for row in read_articles(data)), encoding="utf-8")
        build_record([inputs], file, until=Until.FINDINGS)


def read_gists(file: Path) -> list[Told]:
    """Return what the articles of a record are about."""
    with open_for_reading(file) as connection:
        rows = connection.execute("SELECT report, gist FROM gist ORDER BY report").fetchall()
        return [(parse_gist(gist), list(read_paragraphs(connection, key).values())) for key, gist in rows]


def make_reports(articles: Sequence[Told]) -> Iterator[Told]:
    """Yield what reports are about without end, world by world."""
    stems = {one for gist, _ in articles for one in gist.terms}
    rare = sorted(one for one in stems if rarity(one) > MIN_RARITY)
    for world in chain([0], count(1)):
        other = dict(zip(rare, random.Random(world).sample(rare, len(rare)), strict=True)) if world else {}
        change = partial(_change, other=other, later=timedelta(weeks=_WEEKS_APART * world))
        for gist, paragraphs in articles:
            yield change(gist), [replace(one, gist=change(one.gist)) for one in paragraphs]


def _change(gist: Gist, other: dict[str, str], later: timedelta) -> Gist:
    """Return a gist in other words, of a later time."""

    def word(one: str) -> str:
        return other.get(one, one)

    def move(day: str) -> str:
        return (date.fromisoformat(day) + later).isoformat()

    published = gist.published
    return replace(
        gist,
        terms=_sorted(gist.terms, word),
        lead=_sorted(gist.lead, word),
        title=tuple(sorted(map(word, gist.title))),
        pairs=_sorted(gist.pairs, lambda pair: " ".join(map(word, pair.split(" ")))),
        persons=_renamed(gist.persons, word),
        places=_renamed(gist.places, word),
        bodies=_renamed(gist.bodies, word),
        first_names={},
        numbers=tuple(sorted((word(noun), value, place) for noun, value, place in gist.numbers)),
        ordinals=tuple(sorted((word(noun), place) for noun, place in gist.ordinals)),
        days=_sorted(gist.days, move),
        clues=tuple(one._replace(value=move(one.value)) if one.value[0] != "X" else one for one in gist.clues),
        published=None if published is None else (move(published[0]), move(published[1])),
    )


def _sorted(weighed: object, change: Callable[[str], str]) -> dict[str, float]:
    assert isinstance(weighed, dict)
    return dict(sorted((change(one), value) for one, value in weighed.items()))


def _renamed(topics: object, word: Callable[[str], str]) -> dict[str, Topic]:
    assert isinstance(topics, dict)
    names = {
        key if ":" in key else " ".join(word(stem(one)) for one in key.split(" ")): topic
        for key, topic in topics.items()
    }
    return {key: topic._replace(word=word(topic.word)) for key, topic in sorted(names.items())}


# --- what it costs ---


def put(file: Path, articles: Path, size: int, first: int) -> None:
    """Put so many reports into a record, from a first one on, with what they are about."""
    inputs = file.with_suffix(".jsonl")
    rows = ({"id": str(number), "text": f"{number}."} for number in range(first, first + size))
    inputs.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    build_record([inputs], file, settings=Settings(jobs=1, read_languages=("xx",)), until=Until.FINDINGS)
    reports = islice(make_reports(read_gists(articles)), first, first + size)
    with open_for_writing(file) as connection, Transactions(connection, _COMMIT_ROWS) as transactions:
        keys = connection.execute("SELECT key, id FROM report ORDER BY key LIMIT -1 OFFSET ?", (first,)).fetchall()
        for (key, id_), (gist, paragraphs) in zip(keys, reports, strict=True):
            save_gist(connection, key, replace(gist, report=id_.hex()), paragraphs)
            transactions.add(1)


def group(file: Path) -> float:
    """Find the stories of a record; return the seconds that it takes the processor."""
    settings = Settings(jobs=1)
    with LocalEngine(settings.jobs) as engine, open_for_writing(file, cache_mb=settings.cache_mb) as connection:
        started = time.process_time()
        group_stories(Writer(connection), engine, ignore)
        return time.process_time() - started


def measure(size: int, folder: Path) -> None:
    """Print a row of what so many reports cost this process."""
    file, articles = folder / f"stories{size}.db", folder / "articles.db"
    file.unlink(missing_ok=True)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:  # whose memory is not ours
        other.submit(put, file, articles, size, 0).result()
    before = file.stat().st_size
    whole = group(file)
    grown = file.stat().st_size - before
    with open_for_reading(file) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        other.submit(put, file, articles, max(1, size // 100), size).result()
    more = group(file)
    print(
        f"| {size:,} | {1000 * whole / size:.2f} ms | {' | '.join(f'{one:,}' for one in counts)}"
        f" | {peak_mb():,.0f} MiB | {before / 2**20:,.0f} + {grown / 2**20:,.0f} MiB"
        f" | {more:.1f} s, {more / whole:.1%} |",
        flush=True,
    )


def main() -> None:
    """Measure what the arguments ask for."""
    given = make_parser(__doc__).parse_args()
    if given.one:
        measure(given.sizes[0], given.folder)
        return
    print("| reports | each | pairs | of paragraphs | stories | passages | memory | file | 1 % more |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        kept = str(given.folder or folder)
        read_articles_into(Path(kept, "articles.db"), given.data)
        for size in given.sizes:
            command = [sys.executable, __file__, "--one", "--sizes", str(size), "--folder", kept]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
