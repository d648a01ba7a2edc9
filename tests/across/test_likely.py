"""Which pairs of reports are worth comparing: by strong words that few hold, the best of each, in any order of rows."""

from __future__ import annotations

import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy
import pytest

from onrecord.across import likely
from onrecord.across.likely import WORDS, Lookup, Words, find_likely, make_keys
from tests.across.gists import make_gist

Row = tuple[int, str, int]
"""A report, a word of it, and its strength there."""

STRONG = 600


def make_words(rows: Sequence[Row]) -> Words:
    """Return words: who holds each, the word, how strong it is there."""
    return Words(
        numpy.array([report for report, _, _ in rows], dtype=numpy.int64),
        numpy.array([zlib.crc32(word.encode()) for _, word, _ in rows], dtype="<u4"),
        numpy.array([strength for _, _, strength in rows], dtype=numpy.int64),
    )


def search(count: int, rows: Sequence[Row]) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the pairs worth comparing, and the reports that have more partners than they take."""
    found = find_likely(count, make_words(rows))
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True)), set(
        numpy.flatnonzero(found.full).tolist()
    )


def slowly(count: int, rows: Sequence[Row]) -> tuple[list[tuple[int, int]], set[int]]:
    """Return the same by going through all pairs."""
    words: dict[int, dict[str, int]] = {report: {} for report in range(count)}
    for report, word, strength in rows:
        words[report][word] = strength
    holders: dict[str, int] = defaultdict(int)
    for _, word, _ in rows:
        holders[word] += 1
    partners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in combinations(range(count), 2):
        shared = sum(
            min(words[left][word], words[right][word])
            for word in words[left]
            if word in words[right] and holders[word] <= likely.MAX_HOLDERS
        )
        if shared >= STRONG:
            partners[left].append((-shared, right))
            partners[right].append((-shared, left))
    kept = {
        (min(one, other), max(one, other))
        for one, found in partners.items()
        for _, other in sorted(found)[: likely.MAX_PARTNERS]
    }
    return sorted(kept), {one for one, found in partners.items() if len(found) > likely.MAX_PARTNERS}


def chance_rows(seed: int, count: int = 25) -> list[Row]:
    """Return reports that hold some of a few words."""
    chance = random.Random(seed)
    words = [f"w{number}" for number in range(30)]
    return [
        (report, word, chance.randrange(100, 700, 100))
        for report in range(count)
        for word in chance.sample(words, chance.randint(2, 9))
    ]


# --- paragraphs ---


@pytest.mark.parametrize("seed", range(6))
def test_beside(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph is compared with the best few reports that share enough strong words with it, never with its own."""
    monkeypatch.setattr(likely, "MAX_HOLDERS", 10)
    monkeypatch.setattr(likely, "MAX_BESIDE", 3)
    monkeypatch.setattr(likely, "_MIN_BESIDE", STRONG)
    monkeypatch.setattr(likely, "_MIN_WORDS", 2)
    known, asked = chance_rows(seed), chance_rows(seed + 100)
    hosts = [number % 7 for number in range(25)]
    found = Lookup(make_words(known)).find_beside(make_words(asked), numpy.array(hosts))

    holders = Counter(word for _, word, _ in known)
    held: dict[int, dict[str, int]] = defaultdict(dict)
    for report, word, strength in known:
        held[report][word] = strength
    expected = set()
    for paragraph in range(25):
        mine = {word: strength for one, word, strength in asked if one == paragraph and holders[word] <= 10}
        shared = {
            report: sum(min(strength, words[word]) for word, strength in mine.items() if word in words)
            for report, words in held.items()
        }
        enough = [
            report
            for report, sum_ in shared.items()
            if sum_ >= STRONG and len(mine.keys() & held[report].keys()) >= 2 and report != hosts[paragraph]
        ]
        expected |= {(paragraph, one) for one in sorted(enough, key=lambda one: (-shared[one], one))[:3]}
    assert expected
    assert set(zip(*(one.tolist() for one in found), strict=True)) == expected


def test_nothing_beside() -> None:
    """Where there are no reports, or no words, no paragraph is compared with anything."""
    none, some = make_words([]), make_words([(one, word, 900) for one in (0, 1) for word in "abcd"])
    for known, asked in ((none, none), (none, some), (some, none)):
        assert [len(one) for one in Lookup(known).find_beside(asked, numpy.array([5, 5]))] == [0, 0]
    assert Lookup(some).find_beside(some, numpy.array([1, 5]))[1].tolist() == [0, 0, 1]


# --- words of a report ---


def test_keys() -> None:
    """A report is found by its strongest stems; those of its title and its first words are stronger."""
    keys = make_keys(make_gist("morwen", "morwen", terms={"morwen": 1.0, "verrick": 1.0}))
    strengths = dict(zip(keys.hashes.tolist(), keys.strengths.tolist(), strict=True))
    morwen, verrick = (strengths[zlib.crc32(word)] for word in (b"morwen", b"verrick"))
    assert morwen == pytest.approx(verrick * 1.5 * 1.2, abs=1)
    assert keys.hashes.tolist() == sorted(strengths)


def test_no_more_keys_than_words() -> None:
    """Of a long report only so many stems are looked up, the strongest; how often the strongest is said is capped."""
    terms = {f"word{number:03}": 1 + number / 100 for number in range(100)}
    keys = make_keys(make_gist(terms=terms))
    strongest = {zlib.crc32(f"word{number:03}".encode()) for number in range(100 - WORDS, 100)}
    assert set(keys.hashes.tolist()) == strongest
    often, oftener = (make_keys(make_gist(terms={"morwen": weight})).strengths.tolist() for weight in (6.0, 60.0))
    assert often == oftener


def test_a_report_without_words() -> None:
    """A report without words is found by none."""
    keys = make_keys(make_gist())
    assert (len(keys.hashes), len(keys.strengths)) == (0, 0)


# --- pairs ---


def test_enough_in_common() -> None:
    """Two reports are compared when what they share is strong enough in both, all words together."""
    rows = [(0, "a", 400), (1, "a", 300), (0, "b", 300), (1, "b", 900), (2, "a", 299), (2, "b", 300)]
    assert search(3, rows) == ([(0, 1)], set())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nothing_in_common(count: int) -> None:
    """Reports without a word, or with none in common, are not compared."""
    assert search(count, []) == ([], set())
    assert search(count, [(report, f"w{report}", 900) for report in range(count)]) == ([], set())


def test_words_that_many_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word leads from one report to another up to so many holders, and not beyond."""
    monkeypatch.setattr(likely, "MAX_HOLDERS", 4)
    four = [(report, "a", 900) for report in range(4)]
    assert len(search(5, four)[0]) == 6
    assert search(5, [*four, (4, "a", 100)]) == ([], set())


def test_the_best_partners(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is compared with its best partners, and with those that count it among theirs; it is full, they not."""
    monkeypatch.setattr(likely, "MAX_PARTNERS", 2)
    rows = [row for other in range(1, 5) for row in ((0, f"w{other}", 900), (other, f"w{other}", 600 + other))]
    pairs, full = search(5, rows)
    assert (pairs, full) == ([(0, 1), (0, 2), (0, 3), (0, 4)], {0})

    group = [(report, word, 300) for report in range(1, 5) for word in ("x", "y")]
    pairs, full = search(5, [*rows, *group])
    assert full == {0, 1, 2, 3, 4}
    assert {pair for pair in pairs if 0 in pair} == {(0, 1), (0, 2), (0, 3), (0, 4)}


def test_not_full_with_just_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report with exactly as many partners as it takes has room for all."""
    monkeypatch.setattr(likely, "MAX_PARTNERS", 2)
    assert search(3, [(report, "a", 900) for report in range(3)]) == ([(0, 1), (0, 2), (1, 2)], set())


def test_ties_go_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of partners that are equally good those first in the order of reports are taken."""
    monkeypatch.setattr(likely, "MAX_PARTNERS", 1)
    assert search(4, [(report, "a", 900) for report in range(4)]) == ([(0, 1), (0, 2), (0, 3)], {0, 1, 2, 3})


@pytest.mark.parametrize("seed", range(12))
def test_like_the_slow_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs are those that going through all of them finds, with limits that are met, whatever the order of rows."""
    monkeypatch.setattr(likely, "MAX_HOLDERS", 7)
    monkeypatch.setattr(likely, "MAX_PARTNERS", 2)
    rows = chance_rows(seed)
    expected = slowly(25, rows)
    assert expected[0]
    assert expected[1]
    assert search(25, rows) == expected
    assert search(25, random.Random(seed).sample(rows, len(rows))) == expected


@pytest.mark.parametrize("at_once", [1, 7, 50])
def test_block_by_block(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Summing few pairs at once gives the same as summing all of them."""
    rows = chance_rows(3)
    whole = search(25, rows)
    monkeypatch.setattr(likely, "_PAIRS_AT_ONCE", at_once)
    assert search(25, rows) == whole
