"""Measure how the search for copies grows with the reports: time, memory, the file, and what adding a hundredth costs.

    python benchmarks/growth.py [--sizes 1000 2000 4000] [--data FOLDER] [--folder FOLDER] [--rarity 1.5]

The reports are made from the train articles of `allsides_stories` (`train.jsonl.gz` under FOLDER/allsides_stories), as
often as are needed. In each world after the first, every word that fewer than 22 articles in a hundred hold stands for
another such word of the same length, the same all over that world, and sentences stand elsewhere in their paragraph. So
the articles of a world share with each other what the real ones share, and those of two worlds some phrases of common
words. `--rarity 3` changes only the words that fewer than five articles in a hundred hold: then two versions of an
article share four passages, as no two reports do that have nothing to do with each other, and all hang together.

Each size runs in a process of its own. Reports are taken in and read first, in no language, which is not measured.
Measured is the comparison of copies alone: prints, pairs, alignment, and who took from whom; then the same again after
a hundredth more reports came. One process does it; the time is the processor's, which other work on the machine hardly
changes, and the memory is the largest resident size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, groupby, islice
from pathlib import Path
from typing import Any

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import

from onrecord.comparing.copying import compare_copies, trace_copies
from onrecord.comparing.progress import ignore
from onrecord.engine.local import LocalEngine
from onrecord.facts.terms import rarity, stem
from onrecord.pipeline import Until, build_record
from onrecord.record.connection import open_for_writing
from onrecord.record.writer import Writer
from onrecord.settings import Settings

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
MIN_RARITY = 1.5  # of words that are others in each world

_WORD = re.compile(r"[A-Za-z']+")
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
_COUNTED = ("aligned WHERE left <> right", "passage", "derivation")

Row = dict[str, Any]


# --- the reports ---


def read_articles(data: Path) -> list[Row]:
    """Return the articles, one row each."""
    with gzip.open(data / "allsides_stories" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        stories = [json.loads(line) for line in lines]
    return [
        {"text": article["text"], "title": article["title"], "outlet": article["outlet"], "published": article["date"]}
        for story in stories
        for article in story["articles"]
    ]


def make_reports(articles: Sequence[Row], min_rarity: float = MIN_RARITY) -> Iterator[Row]:
    """Yield reports without end, world by world."""
    words = {match[0].lower() for article in articles for match in _WORD.finditer(article["text"])}
    rare = sorted(word for word in words if rarity(stem(word)) > min_rarity)
    worlds = chain([lambda text: text], (_make_world(number, rare) for number in count(1)))
    for number, change in enumerate(worlds):
        for place, article in enumerate(articles):
            texts = {name: change(article[name] or "") for name in ("text", "title")}
            yield {**article, **texts, "id": f"{number}-{place}"}


def _make_world(number: int, rare: Sequence[str]) -> Callable[[str], str]:
    """Return what makes a text one of another world."""
    draw, other = random.Random(number), {}
    for _, group in groupby(sorted(rare, key=len), len):  # prints are counted in letters
        words = list(group)
        other.update(zip(words, draw.sample(words, len(words)), strict=True))

    def change_word(match: re.Match[str]) -> str:
        word = match[0]
        found = other.get(word.lower(), word)
        return found.capitalize() if word[0].isupper() else found

    def change(text: str) -> str:
        return "\n".join(_mix(_WORD.sub(change_word, line), number) for line in text.split("\n"))

    return change


def _mix(paragraph: str, seed: int) -> str:
    sentences = _SENTENCE.split(paragraph)
    return " ".join(random.Random(seed).sample(sentences, len(sentences)))


# --- what it costs ---


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to compare reports, and to find who took from whom."""

    comparing: float
    tracing: float

    @property
    def seconds(self) -> float:
        """Both together."""
        return self.comparing + self.tracing


def compare(file: Path, settings: Settings) -> Cost:
    """Compare the reports of a record that are new."""
    with LocalEngine(settings.jobs) as engine, open_for_writing(file, cache_mb=settings.cache_mb) as connection:
        writer = Writer(connection)
        started = time.process_time()
        compare_copies(writer, engine, ignore)
        compared = time.process_time()
        trace_copies(writer, engine)
        return Cost(compared - started, time.process_time() - compared)


def count_rows(file: Path) -> list[int]:
    """Return how many pairs were laid side by side, and how many passages and derivations there are."""
    with open_for_writing(file) as connection:
        return [connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0] for rows in _COUNTED]


def measure(size: int, data: Path, folder: Path, min_rarity: float) -> None:
    """Print a row of what so many reports cost this process."""
    settings = Settings(jobs=1, read_languages=("xx",))
    file, inputs = folder / f"{size}.db", folder / f"{size}.jsonl"
    file.unlink(missing_ok=True)
    reports = make_reports(read_articles(data), min_rarity)
    costs, sizes = [], [0]
    for rows in (size, max(1, size // 100)):
        inputs.write_text("".join(f"{json.dumps(row)}\n" for row in islice(reports, rows)), encoding="utf-8")
        build_record([inputs], file, settings=settings, until=Until.FINDINGS)
        before = file.stat().st_size
        costs.append(compare(file, settings))
        sizes.append(file.stat().st_size - before)
        if len(costs) == 1:
            pairs, passages, derivations = count_rows(file)
    whole, more = costs
    print(
        f"| {size:,} | {whole.comparing:.1f} s | {whole.tracing:.1f} s | {1000 * whole.seconds / size:.2f} ms"
        f" | {pairs:,} | {passages:,} | {derivations:,} | {peak_mb():,.0f} MiB | {sizes[1] / 2**20:,.1f} MiB"
        f" | {more.comparing:.1f} + {more.tracing:.1f} s, {more.seconds / whole.seconds:.1%} |",
        flush=True,
    )


def peak_mb() -> float:
    """Return the largest resident size of this process, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """Return what reads the arguments of a measurement of growth."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 2000, 4000], help="reports")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--folder", type=Path, help="where the records are kept; nowhere by default")
    parser.add_argument("--one", action="store_true", help="the first size only, in this process")
    return parser


def main() -> None:
    """Measure what the arguments ask for."""
    parser = make_parser(__doc__)
    parser.add_argument("--rarity", type=float, default=MIN_RARITY, help="of words that are others in each world")
    given = parser.parse_args()
    if given.one:
        measure(given.sizes[0], given.data, given.folder, given.rarity)
        return
    print("| reports | compared | traced | each | pairs | passages | derivations | memory | file grows | 1 % more |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            kept = str(given.folder or folder)
            command = [sys.executable, __file__, "--one", "--sizes", str(size), "--data", str(given.data)]
            subprocess.run([*command, "--folder", kept, "--rarity", str(given.rarity)], check=True)


if __name__ == "__main__":
    main()
