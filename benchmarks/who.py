"""Measure what it costs to find out who and when: by stage in a report, and across reports as they grow.

    python benchmarks/who.py [--rounds 5] [--texts 60] [--sizes 100 1000 10000] [--seed 7]

**Stages.** One process, one thread, nothing cached: each text is read by the language model and then by every stage,
and the processor's time of each is added up over the texts; a round is one pass. Given is each stage's share of the
model's time in the same round, the median over the rounds. Texts are the demo's reports and, where they are at hand,
PolNeAR's development articles and those of `worldwide_ner`.

**Identity.** Small reports are made here without a text, as `mentions.sieve.v1` would leave them: a few of the made-up
persons, by full name, misspelt, by surname or by office alone, with countries and bodies, all drawn unevenly as news
is. A country has one holder of an office at a time. Each size runs in a process of its own: seconds, and the largest
resident size less what the process had before identity began.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from onrecord.across.identity import Identity, identify
from onrecord.benchmark import demo_texts
from onrecord.engine.local import LocalEngine
from onrecord.language import make_reader
from onrecord.pipeline import stages, take_apart
from onrecord.records import (
    Anatomy,
    Chain,
    DateSource,
    EntityKind,
    Form,
    Holding,
    Language,
    Published,
    Report,
    ReportChains,
    make_id,
    make_report,
)
from onrecord.settings import Settings

WHO_AND_WHEN = ("times.grammar.v1", "names.judged.v1", "mentions.sieve.v1")
MODEL = "language model"
Times = dict[str, float]

# --- stages ---


def texts_at_hand(limit: int, seed: int) -> dict[str, list[str]]:
    """Return the texts to read by where they are from, of each so many."""
    from evals.gold import SHARED, rows

    from evals import polnear

    found = {"demo": demo_texts()}
    if articles := polnear.data():
        found["polnear"] = [row["text"] for row in rows(articles)]
    names = SHARED / "data" / "worldwide_ner" / "dev.jsonl.gz"
    if names.exists():
        found["worldwide_ner"] = [
            "\n".join(" ".join(sentence["tokens"]) for sentence in row["sentences"]) for row in rows(names)
        ]
    draw = random.Random(seed)
    return {name: draw.sample(texts, min(limit, len(texts))) for name, texts in found.items()}


def time_stages(texts: Sequence[str], settings: Settings) -> Times:
    """Read texts once; return the processor's seconds of the model and of each stage."""
    from spacy.tokens import Doc

    spent: Times = defaultdict(float)
    reader = make_reader(settings)
    for text in texts:
        taken = take_apart(make_report(text, language="en"), settings)
        with reader.memory():
            started = time.process_time()
            doc = reader.read(taken.report, None)
            spent[MODEL] += time.process_time() - started
            values = {Report: taken.report, Anatomy: taken.anatomy, Language: taken.language, Doc: doc}
            for stage in stages():
                started = time.process_time()
                result = stage.run(*(values[need] for need in stage.needs))
                spent[stage.name] += time.process_time() - started
                values.update(zip(stage.gives, result.given, strict=True))
    return spent


def shares(rounds: Sequence[Times]) -> Times:
    """Return the median share of the model's time of each stage, and of those for who and when together."""
    names = [name for name in rounds[0] if name != MODEL]
    found = {name: median(spent[name] / spent[MODEL] for spent in rounds) for name in names}
    together = [sum(spent[name] for name in WHO_AND_WHEN) / spent[MODEL] for spent in rounds]
    return {**found, "who and when": median(together)}


def measure_stages(rounds: int, texts: int, seed: int) -> None:
    """Print each stage's share, by where the texts are from."""
    settings = Settings(jobs=1)
    for name, chosen in texts_at_hand(texts, seed).items():
        time_stages(chosen[:2], settings)  # what is loaded once
        measured = [time_stages(chosen, settings) for _ in range(rounds)]
        words = sum(len(text.split()) for text in chosen)
        print(f"\n{name}: {len(chosen)} texts, {words:,} words, {rounds} rounds")
        print(f"  {MODEL:<24} {median(spent[MODEL] for spent in measured):8.2f} s")
        for stage, share in shares(measured).items():
            print(f"  {stage:<24} {share:8.1%}")


# --- identity ---

_SYLLABLES = "ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo".split()
_OFFICES = ("president", "prime minister", "foreign minister", "defence minister", "spokesperson")


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person: a name, where they belong, and perhaps an office."""

    given: str
    surname: str
    country: int
    office: str | None


def make_reports(count: int, seed: int) -> list[ReportChains]:
    """Return made-up reports; persons grow with the root of their number, as names in news do."""
    draw = random.Random(seed)
    taken: set[tuple[int, str]] = set()
    persons = [_person(draw, taken) for _ in range(20 + int(20 * count**0.6))]
    return [_report(number, draw, persons) for number in range(count)]


def _person(draw: random.Random, taken: set[tuple[int, str]]) -> Person:
    given, surname = ("".join(draw.choices(_SYLLABLES, k=draw.choice((2, 3)))).title() for _ in range(2))
    country, office = _uneven(draw, 150), draw.choice(_OFFICES)
    if (country, office) in taken:
        return Person(given, surname, country, None)
    taken.add((country, office))
    return Person(given, surname, country, office)


def _uneven(draw: random.Random, count: int) -> int:
    return int(count * draw.random() ** 3)


def _report(number: int, draw: random.Random, persons: Sequence[Person]) -> ReportChains:
    report = make_id("report", number)
    day = (date(2030, 1, 1) + timedelta(days=draw.randrange(2000))).isoformat()
    chains: list[Chain] = []
    holdings: list[Holding] = []

    def add(kind: EntityKind, name: str, *, is_named: bool = True) -> str:
        id_ = make_id("chain", report, len(chains))
        forms = (Form(name, draw.randint(1, 4)),) if is_named else ()
        chains.append(Chain(id_, report, kind, name, forms, is_named, True, None, "made up"))
        return id_

    for _ in range(draw.randint(2, 6)):
        person = persons[_uneven(draw, len(persons))]
        country = add(EntityKind.PLACE, f"Country {person.country}")
        draws = draw.random()
        if draws < 0.1 and person.office:
            holder = add(EntityKind.PERSON, person.office, is_named=False)
        else:
            holder = add(EntityKind.PERSON, _printed(person, draws))
        if person.office:
            place = 10 * len(holdings)
            holdings.append(Holding(holder, person.office, person.office, country, "current", place, place + 9))
    for _ in range(draw.randint(0, 3)):
        add(EntityKind.ORGANISATION, f"Council of Number {_uneven(draw, 2000)}")
    return ReportChains(report, Published(day, day, DateSource.METADATA), tuple(chains), tuple(holdings))


def _printed(person: Person, draws: float) -> str:
    if draws < 0.2:
        return person.surname
    surname = person.surname.replace("k", "kh", 1) if draws < 0.3 else person.surname
    return f"{person.given} {surname}"


def run_identity(reports: Sequence[ReportChains]) -> Identity:
    """Return who is one in made-up reports."""
    with LocalEngine(1) as engine:
        return identify(lambda: iter(reports), engine, Settings(jobs=1))


def measure_identity(size: int, seed: int) -> None:
    """Print what identity of so many reports took this process."""
    reports = make_reports(size, seed)
    before = _peak_mb()
    started = time.perf_counter()
    found = run_identity(reports)
    seconds = time.perf_counter() - started
    verdicts = Counter(judgement.verdict.value for judgement in found.judgements)
    chains = sum(len(row.chains) for row in reports)
    print(
        f"  {size:>8,} reports  {chains:>9,} chains  {len(found.entities):>8,} entities  "
        f"{seconds:8.2f} s  {_peak_mb() - before:8.0f} MiB  {dict(sorted(verdicts.items()))}",
        flush=True,
    )


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def measure_sizes(sizes: Sequence[int], seed: int) -> None:
    """Measure each size in a process of its own."""
    print("\nidentity of made-up reports")
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--identity", str(size), "--seed", str(seed)], check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=60, help="of each collection, at the most")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 10_000], help="made-up reports")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--identity", type=int, help="one size only, in this process")
    return parser.parse_args()


def main() -> None:
    """Measure what the arguments ask for."""
    given = _arguments()
    if given.identity is not None:
        measure_identity(given.identity, given.seed)
        return
    if given.rounds:
        measure_stages(given.rounds, given.texts, given.seed)
    measure_sizes(given.sizes, given.seed)


if __name__ == "__main__":
    main()
