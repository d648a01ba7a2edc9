"""Measure how well and how fast printed names are matched and clustered.

    python benchmarks/identity.py [--sizes 1000 10000 100000] [--jobs 2] [--seed 7]

The names are made here. Given names and surnames are those of Faker's lists for some thirty countries (the package is
only needed here); a made-up person has one given name, perhaps a middle name, and a surname from one list, the front of
a list drawn more often than its end. No list says who bears a name, and no person meant by one exists.

Each person is printed in one to four ways. Names in Cyrillic are written in Latin letters by the tables below: English
(BGN/PCGN), passport (ICAO), German, French and scholarly usage, one drawn for each printing. Then each of these
happens by chance:

* marks: diacritics are dropped, or German ä, ö, ü written ae, oe, ue
* spelling: one exchange that reporters make (`_SPELLINGS`), the same wherever it fits in the name
* middle: the middle name is dropped or becomes an initial
* initial: the given name becomes an initial
* order: the surname stands first, with a comma or without
* join: a hyphen for a space in a double name, or the reverse

What is measured, against who was printed: the share of true pairs that are judged SAME, or SAME or UNSURE (recall); the
share of pairs judged SAME that are true (precision; two made-up persons may bear spellings of one name, which counts as
wrong here); the same for pairs inside the clusters that SAME pairs make under the vetoes of DIFFERENT ones. Memory is
the resident size of this process and all it started, added up, looked at every 50 ms.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import re
import sys
import threading
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import TracebackType

import psutil

from onrecord.across.clusters import Edge, cluster
from onrecord.across.name_forms import fold
from onrecord.across.name_pairs import NamePair, find_vetoes, match_names
from onrecord.engine.local import LocalEngine
from onrecord.records import Verdict
from onrecord.settings import Settings

_LOCALES = (
    "en_US en_GB de_DE es_ES es_MX fr_FR it_IT pt_BR cs_CZ hu_HU tr_TR az_AZ ro_RO nl_NL sv_SE hr_HR id_ID en_IN "
    "en_PK sl_SI lt_LT lv_LV et_EE fi_FI no_NO da_DK sk_SK yo_NG sw uz_UZ ru_RU uk_UA bg_BG"
).split()

_LETTERS = "абвгдезийклмнопрстуфхцчшщъыьэюяёіїєґ"
_SYSTEMS = {
    "English": "a b v g d e z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya e i yi ye g",
    "passport": "a b v g d e z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia e i i ie g",
    "German": "a b w g d e s i j k l m n o p r s t u f ch z tsch sch schtsch  y  e ju ja jo i ji je g",
    "French": "a b v g d e z i i k l m n o p r s t ou f kh ts tch ch chtch  y  e iou ia e i i ie g",
    "scholarly": "a b v g d e z i j k l m n o p r s t u f ch c č š šč  y  e ju ja e i ji je g",
}
_ZHE = {"English": "zh", "passport": "zh", "German": "sch", "French": "j", "scholarly": "ž"}

_SPELLINGS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?<=\w)y\b", "i"),
        (r"(?<=\w)i\b", "y"),
        (r"(?<=[aeiou])y(?=e)", ""),
        (r"ou", "u"),
        (r"k", "q"),
        (r"q", "k"),
        (r"mm", "m"),
        (r"ss", "s"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ë", "yo"),
        (r"v", "w"),
        (r"j", "y"),
        (r"x", "ks"),
        (r"C(?=[aou])", "K"),
        (r"z\b", "s"),
        (r"u(?=[a-z])", "o"),
        (r"(?<=[a-z])e(?=[a-z])", "a"),
    )
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BARE = str.maketrans({"ı": "i", "ə": "e", "Ə": "E", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O"})
_CHANCES = {"marks": 0.5, "spelling": 0.35, "middle": 0.5, "initial": 0.08, "order": 0.06, "join": 0.5}
_MAX_WAYS = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person's name, in the letters of its list."""

    given: str
    middle: str
    family: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed name: whose it is, and what happened to it."""

    name: str
    person: Person
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part / self.whole:.1%} ({self.part:,} of {self.whole:,})" if self.whole else "none"


class Peak:
    """Watch the resident memory of this process and all it started while in the block."""

    def __init__(self) -> None:
        self.highest = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        here = psutil.Process()
        while not self._ended.wait(0.05):
            self.highest = max(self.highest, sum(map(_resident, [here, *here.children(recursive=True)])))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it ended meanwhile
        return 0


# --- Names ----------------------------------------------------------------------


def make_printed(count: int, seed: int) -> list[Printed]:
    """Return so many distinct printed names."""
    chance = random.Random(seed)
    lists = [_read_lists(locale) for locale in _LOCALES]
    printed: dict[str, Printed] = {}
    seen: set[Person] = set()
    while len(printed) < count:
        person = _make_person(chance, *chance.choice(lists))
        if person in seen:
            continue
        seen.add(person)
        for _ in range(chance.randint(1, _MAX_WAYS)):
            one = _print(person, chance)
            printed.setdefault(one.name, one)
    return list(printed.values())[:count]


def _read_lists(locale: str) -> tuple[list[str], list[str]]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return list(dict.fromkeys(provider.first_names)), list(dict.fromkeys(provider.last_names))


def _make_person(chance: random.Random, given: Sequence[str], family: Sequence[str]) -> Person:
    middle = _draw(chance, given) if chance.random() < 0.25 else ""
    return Person(_draw(chance, given), middle, _draw(chance, family))


def _draw(chance: random.Random, names: Sequence[str]) -> str:
    """Return a name, the front of the list more often: the share of a name falls with its place."""
    return names[int(len(names) * chance.random() ** 1.5)]


def _print(person: Person, chance: random.Random) -> Printed:
    changes = {change for change, share in _CHANCES.items() if chance.random() < share}
    system = chance.choice(list(_SYSTEMS))
    given, middle, family = (_romanise(name, system) for name in (person.given, person.middle, person.family))
    if "middle" in changes:
        middle = chance.choice(("", middle[:1] and middle[:1] + "."))
    if "initial" in changes:
        given = given[:1] + "."
    name = " ".join(part for part in (given, middle, family) if part)
    if "order" in changes:
        behind = " ".join(part for part in (given, middle) if part)
        name = f"{family}{chance.choice((',', ''))} {behind}"
    if "marks" in changes:
        name = _without_marks(name, chance)
    if "join" in changes:
        name = name.replace("-", " ")
    if "spelling" in changes:
        name = _respell(name, chance)
    return Printed(name, person, tuple(sorted(changes)))


def _romanise(name: str, system: str) -> str:
    table = dict(zip(_LETTERS, _SYSTEMS[system].split(" "), strict=True)) | {"ж": _ZHE[system]}
    return (
        "".join(
            table[letter.lower()].capitalize() if letter.isupper() else table[letter]
            for letter in name
            if letter.lower() in table
        )
        if any(letter.lower() in table for letter in name)
        else name
    )


def _without_marks(name: str, chance: random.Random) -> str:
    if chance.random() < 0.3:
        name = name.translate(_UMLAUTS)
    bare = unicodedata.normalize("NFD", name.translate(_BARE))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _respell(name: str, chance: random.Random) -> str:
    fitting = [(pattern, by) for pattern, by in _SPELLINGS if pattern.search(name)]
    if not fitting:
        return name
    pattern, by = chance.choice(fitting)
    return pattern.sub(by, name)


def _processor_seconds() -> float:
    """Return the processor time of this process and of those it started that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


# --- Measuring ------------------------------------------------------------------


def measure(printed: Sequence[Printed], jobs: int) -> None:
    """Match and cluster the names, and print what came of it."""
    whose = {one.name: one.person for one in printed}
    began = _processor_seconds()
    with Peak() as peak, LocalEngine(jobs=jobs) as engine:
        started = time.perf_counter()
        pairs = list(match_names(whose, engine, Settings()))
        matched = time.perf_counter()
        same = [pair for pair in pairs if pair.match.verdict is Verdict.SAME]
        components = engine.components((pair.left, pair.right) for pair in same)
        vetoes = [veto for component in components for veto in find_vetoes(component)]
        edges = [Edge(pair.left, pair.right, pair.match.score) for pair in same]
        clusters = cluster(whose, edges, vetoes)
        ended = time.perf_counter()
    print(
        f"\n{len(printed):,} names of {len(set(whose.values())):,} persons: {ended - started:.1f} s "
        f"(pairs {matched - started:.1f}, clusters {ended - matched:.1f}; processor time "
        f"{_processor_seconds() - began:.1f} s in all processes), peak {peak.highest / (1 << 20):,.0f} MiB"
    )
    report_pairs(printed, pairs, whose)
    grouped = [pair for group in clusters.groups for pair in combinations(group, 2)]
    right = sum(whose[left] == whose[other] for left, other in grouped)
    print(f"  clusters: precision {Share(right, len(grouped))}, recall {Share(right, len(list(true_pairs(printed))))}")
    largest = max(map(len, components), default=0)
    print(f"  largest component {largest}, vetoes {len(vetoes):,}, edges refused {len(clusters.refused):,}")


def true_pairs(printed: Sequence[Printed]) -> Iterator[tuple[Printed, Printed]]:
    """Yield the pairs of names of one person."""
    by_person: defaultdict[Person, list[Printed]] = defaultdict(list)
    for one in printed:
        by_person[one.person].append(one)
    for ways in by_person.values():
        yield from combinations(ways, 2)


def report_pairs(printed: Sequence[Printed], pairs: Sequence[NamePair], whose: dict[str, Person]) -> None:
    """Print precision and recall of the pairs, and recall where only one thing happened to either name."""
    verdicts = {(pair.left, pair.right): pair.match.verdict for pair in pairs}
    true = [
        (one, other, verdicts.get((min(one.name, other.name), max(one.name, other.name))))
        for one, other in true_pairs(printed)
    ]
    same = [pair for pair in pairs if pair.match.verdict is Verdict.SAME]
    right = sum(whose[pair.left] == whose[pair.right] for pair in same)
    print(f"  SAME: precision {Share(right, len(same))}, recall {Share(right, len(true))}")
    wrong = [pair for pair in same if whose[pair.left] != whose[pair.right]]
    namesakes = sum(_are_namesakes(whose[pair.left], whose[pair.right]) for pair in wrong)
    print(f"    of the wrong ones, persons of one given name and surname: {Share(namesakes, len(wrong))}")
    found_at_all = sum(verdict is not None for *_, verdict in true)
    print(f"  SAME or UNSURE: {len(pairs):,} pairs, recall {Share(found_at_all, len(true))}")
    by_change: defaultdict[str, Counter[Verdict | None]] = defaultdict(Counter)
    for one, other, verdict in true:
        for change in {*one.changes} ^ {*other.changes}:
            by_change[change][verdict] += 1
    for change, found in sorted(by_change.items()):
        shares = ", ".join(
            f"{verdict} {found[verdict] / found.total():.0%}" for verdict in (Verdict.SAME, Verdict.UNSURE)
        )
        print(f"    {change:<9} in one of the two: {shares}, not found {found[None] / found.total():.0%}")


def _are_namesakes(one: Person, other: Person) -> bool:
    """Tell whether two persons have one given name and surname, in other marks at the most."""
    return (fold(one.given), fold(one.family)) == (fold(other.given), fold(other.family))


def main() -> int:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="distinct names")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--seed", type=int, default=7, help="of the made-up names (7)")
    arguments = parser.parse_args()
    for size in arguments.sizes:
        measure(make_printed(size, arguments.seed), arguments.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
