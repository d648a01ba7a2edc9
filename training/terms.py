"""Count in how many news articles each stem stands: the table behind `onrecord.facts.terms`.

Counted are the train parts of `allsides_stories`, `ecbplus`, `polnear` and `worldwide_ner`. Stems of fewer than
`MIN_ARTICLES` articles are left out. What is written are counts; no text can be had back from them.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.across.wording import word_text
from onrecord.facts.terms import FILE, stem

MIN_ARTICLES = 3


def write_terms(data: Path, file: Path = FILE) -> int:
    """Write the table; return how many stems it holds."""
    articles, counts = 0, Counter[str]()
    for text in _texts(data):
        counts.update({stem(form) for form in word_text(text).forms})
        articles += 1
    by_count: dict[int, list[str]] = defaultdict(list)
    for one, count in counts.items():
        if count >= MIN_ARTICLES:
            by_count[count].append(one)
    lines = [str(articles), *(f"{count} {' '.join(sorted(by_count[count]))}" for count in sorted(by_count))]
    file.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    return sum(map(len, by_count.values()))


def _texts(data: Path) -> Iterator[str]:
    for story in _rows(data, "allsides_stories"):
        yield from (article["text"] for article in story["articles"])
    for row in _rows(data, "ecbplus"):
        yield " ".join(row["tokens"])
    for row in _rows(data, "polnear"):
        yield row["text"]
    for row in _rows(data, "worldwide_ner"):
        yield "\n".join(" ".join(sentence["tokens"]) for sentence in row["sentences"])


def _rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / name / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
