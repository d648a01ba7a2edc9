"""The table of real pairs of names, with what their comparison should say."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from onrecord.records import Verdict


class Pair(NamedTuple):
    """Two printed names of public persons, the verdict from the names alone, and the half of the table it is in."""

    part: str
    verdict: Verdict
    left: str
    right: str
    what: str


def read_pairs() -> list[Pair]:
    """Return the pairs of both halves: `dev`, used while the rules were made, and `test`, looked at when they stood."""
    with (Path(__file__).parent / "name_pairs.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Pair(row["part"], Verdict(row["verdict"]), row["left"], row["right"], row["what"])
            for row in csv.DictReader(lines, delimiter="\t")
        ]
