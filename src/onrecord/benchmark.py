"""How fast this machine reads: what `onrecord bench` measures."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.demo import reports_folder
from onrecord.engine.local import usable_cores
from onrecord.pipeline import build_record
from onrecord.reading.inputs import Walk, read_payload
from onrecord.records import Reading
from onrecord.settings import Settings


@dataclass(frozen=True, slots=True)
class StepTime:
    """The wall time of one step of a build, in seconds."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured: reports and words, processes, and the time of each step."""

    reports: int
    words: int
    jobs: int
    steps: tuple[StepTime, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "reports": self.reports,
            "words": self.words,
            "jobs": self.jobs,
            "seconds": {step.name: step.seconds for step in self.steps},
        }


def measure(reports: int, jobs: int | None) -> Speed:
    """Build a record of so many reports, varied from the demo's, and return the time of each step."""
    texts = demo_texts()
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        rows = Path(folder) / "reports.jsonl"
        words = 0
        with rows.open("w", encoding="utf-8") as out:
            for number in range(reports):
                text = f"{texts[number % len(texts)]}\n\nVariant {number}."
                words += len(text.split())
                out.write(json.dumps({"id": str(number), "text": text}) + "\n")
        tally = build_record([rows], Path(folder) / "bench.db", settings=Settings(jobs=jobs))
    steps = tuple(StepTime(name, seconds) for name, seconds in tally.run.seconds.items() if seconds > 0)
    return Speed(reports, words, jobs or usable_cores(), steps)


def demo_texts() -> list[str]:
    """Return the texts of the demo's reports."""
    settings = Settings(jobs=1)
    found = [
        reading for payload in Walk([reports_folder()], settings) for reading in read_payload(payload, settings).found
    ]
    return [reading.report.text for reading in found if isinstance(reading, Reading)]
