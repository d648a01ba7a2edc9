"""Edited articles: reports under one address that are versions of each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.across.versions import QUESTION, address_of, compare_group, find_versions
from onrecord.engine.local import LocalEngine
from onrecord.records import Addressed, Verdict, make_id
from onrecord.settings import Settings

SAME_ADDRESS = [
    ("scheme", "http://nordlet.example/pier"),
    ("www", "https://www.nordlet.example/pier"),
    ("mobile", "https://m.nordlet.example/pier"),
    ("host in capitals", "https://Nordlet.Example/pier"),
    ("trailing slash", "https://nordlet.example/pier/"),
    ("fragment", "https://nordlet.example/pier#comments"),
    ("tracking", "https://nordlet.example/pier?utm_source=letter"),
]


@pytest.mark.parametrize("url", [case[1] for case in SAME_ADDRESS], ids=[case[0] for case in SAME_ADDRESS])
def test_same_address(url: str) -> None:
    """What differs between two addresses of one article is left out."""
    assert address_of(url) == address_of("https://nordlet.example/pier") == "nordlet.example/pier"


@pytest.mark.parametrize(
    "url",
    ["https://nordlet.example/ferry", "https://karrow.example/pier", "https://nordlet.example/pier?id=7"],
    ids=["path", "host", "query that names the article"],
)
def test_other_address(url: str) -> None:
    """Another path, host or article number is another address."""
    assert address_of(url) not in (None, address_of("https://nordlet.example/pier"))


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://nordlet.example",
        "https://nordlet.example/",
        "pier",
        "https://[broken/pier",
        "https://x.example/" + "a" * 3000,
    ],
    ids=["none", "empty", "front page", "front page with a slash", "no host", "malformed", "endless"],
)
def test_no_address(url: str | None) -> None:
    """A front page, and what is no address, is shared by nobody."""
    assert address_of(url) is None


WORDS = "the two unions of the bay agreed on saturday to share the new pier after a year of talks and one long winter".split()


def row(name: str, text: str, published: str | None = None, address: str = "nordlet.example/pier") -> Addressed:
    """Return a report under an address; its id is made from its name."""
    return Addressed(make_id("report", name), address, text, published)


def versions_of(rows: Sequence[Addressed], **changes: object) -> dict[str, str]:
    """Return which report is a version of which."""
    given = Settings(jobs=1).replace(**changes)
    with LocalEngine(1) as engine:
        versions, _ = find_versions(lambda: iter(rows), engine, given)
    assert len({version.report for version in versions}) == len(versions)
    return {version.report: version.version_of for version in versions}


def test_edited_report_is_a_version_of_the_earliest() -> None:
    """Of reports that share their words, the later point to the one published first, whatever order they come in."""
    text = " ".join(WORDS)
    rows = [
        row("third", f"{text} the mayor was pleased", "2031-05-05"),
        row("first", text, "2031-05-03"),
        row("second", f"{text} nobody was hurt", "2031-05-04"),
    ]
    expected = {rows[0].id: rows[1].id, rows[2].id: rows[1].id}

    assert versions_of(rows) == versions_of(rows[::-1]) == expected


def test_undated_versions() -> None:
    """Where times do not tell, the smallest id stands for the article."""
    rows = [row("one", " ".join(WORDS)), row("two", " ".join(WORDS) + " again")]
    first, last = sorted(one.id for one in rows)

    assert versions_of(rows) == {last: first}


def test_reused_address() -> None:
    """Another text under the same address is no version; the judgement says so."""
    rows = (row("pier", " ".join(WORDS)), row("ferry", "the night ferry left karrow on monday with eighty passengers"))

    (judgement,) = compare_group(rows, 0.5)

    assert versions_of(rows) == {}
    assert judgement.verdict is Verdict.DIFFERENT


def test_other_address_is_not_compared() -> None:
    """The same text under two addresses is not compared at all."""
    rows = [row("one", " ".join(WORDS)), row("two", " ".join(WORDS), address="karrow.example/pier")]

    assert versions_of(rows) == {}


def test_chain_of_edits() -> None:
    """What hangs together through steps is one article, though its ends share little."""
    rows = [
        row("one", " ".join(WORDS[:16]), "2031-05-01"),
        row("two", " ".join(WORDS[4:20]), "2031-05-02"),
        row("three", " ".join(WORDS[9:]), "2031-05-03"),
    ]

    assert versions_of(rows) == {rows[1].id: rows[0].id, rows[2].id: rows[0].id}


def test_judgement_explains_itself() -> None:
    """A comparison gives its score, its reasons with the values it looked at, and both reports."""
    text = " ".join(WORDS)
    left, right = row("one", text), row("two", f"{text} the mayor was pleased")

    (judgement,) = compare_group((left, right), 0.5)

    assert (judgement.left, judgement.right, judgement.question) == (left.id, right.id, QUESTION)
    assert (judgement.verdict, judgement.score) == (Verdict.SAME, 1.0)
    assert any("nordlet.example/pier" in reason for reason in judgement.reasons)
    assert any("100%" in reason for reason in judgement.reasons)


@pytest.mark.parametrize(("needed", "expected"), [(0.9, Verdict.DIFFERENT), (0.3, Verdict.SAME)])
def test_share_that_is_needed(needed: float, expected: Verdict) -> None:
    """How much must be shared is a setting."""
    rows = (row("one", " ".join(WORDS[:12])), row("two", " ".join([*WORDS[:8], *"but nobody came to see it".split()])))

    (judgement,) = compare_group(rows, needed)

    assert judgement.verdict is expected


@pytest.mark.parametrize("text", ["", "pier", "…"], ids=["empty", "a word", "no word"])
def test_short_texts(text: str) -> None:
    """Texts too short for a sequence of words are compared all the same."""
    (judgement,) = compare_group((row("one", text), row("two", " ".join(WORDS))), 0.5)

    assert judgement.verdict is Verdict.DIFFERENT


def slow_versions(rows: Sequence[Addressed], needed: float) -> dict[str, str]:
    """Return the versions by comparing everything with everything, obviously."""

    def shingles(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}

    groups = [{one.id} for one in rows]
    for left, right in combinations(rows, 2):
        smaller = min(len(shingles(left.text)), len(shingles(right.text)))
        if left.address == right.address and len(shingles(left.text) & shingles(right.text)) / smaller >= needed:
            joined = [group for group in groups if group & {left.id, right.id}]
            groups = [group for group in groups if group not in joined] + [set[str]().union(*joined)]
    order = {one.id: (one.published or "9999", one.id) for one in rows}
    return {
        id_: min(group, key=order.__getitem__)
        for group in groups
        for id_ in group
        if id_ != min(group, key=order.__getitem__)
    }


REPORTS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.integers(8, 20),
        st.sampled_from([None, "2031-05-01", "2031-05-02"]),
        st.sampled_from("ab"),
    ),
    max_size=9,
    unique=True,
)


@given(REPORTS, st.integers(0, 1000))
@settings(max_examples=100)
def test_against_the_obvious_way(cuts: list[tuple[int, int, str | None, str]], seed: int) -> None:
    """Versions are those that comparing all pairs gives, whatever the order of the reports and however few are held."""
    rows = [
        row(
            f"{start} {length} {published} {address}",
            " ".join((WORDS * 2)[start : start + length]),
            published,
            f"x.example/{address}",
        )
        for start, length, published, address in cuts
    ]
    shuffled = random.Random(seed).sample(rows, len(rows))
    expected = slow_versions(rows, 0.5)

    assert versions_of(rows) == versions_of(shuffled) == expected
    assert versions_of(shuffled, max_rows_in_memory=2) == expected


def test_group_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group that cannot be compared makes nobody a version, and the others go on."""
    good = [row("one", " ".join(WORDS), "2031-05-01"), row("two", " ".join(WORDS) + " again", "2031-05-02")]
    bad = [row("three", "x", address="broken.example/a"), row("four", "y", address="broken.example/a")]

    def fails(group: tuple[Addressed, ...], needed: float, real: Callable[..., object] = compare_group) -> object:
        if group[0].address.startswith("broken"):
            raise RuntimeError("broken")
        return real(group, needed)

    monkeypatch.setattr("onrecord.across.versions.compare_group", fails)

    assert versions_of([*bad, *good]) == {good[1].id: good[0].id}
