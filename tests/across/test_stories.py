"""Which reports belong together: best joins first, vetoes that nothing crosses, close groups kept apart."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TypeVar

import pytest

from onrecord.across.likeness import MAX_DAYS, Likeness
from onrecord.across.stories import (
    MAX_PREVIOUS,
    MIN_JOIN,
    MIN_PREVIOUS,
    Compared,
    Group,
    Grouped,
    Member,
    Related,
    find_stories,
)
from onrecord.records import Clue

One = TypeVar("One")
LETTERS = "abcdefghij"
DAY = date(2031, 5, 6).toordinal()

Scores = Mapping[str, float | Likeness]
"""How alike two reports are, each named by a letter; a number is both scores."""


def relate(scores: Scores, members: Iterable[Member] = (), *, same: str = "", different: str = "") -> Related:
    """Return a component of reports, pairs named by two letters; members of which nothing is known need not be given."""
    known = {member.id: member for member in members}
    letters = sorted({letter for pair in [*scores, *same.split(), *different.split()] for letter in pair} | {*known})
    number = {letter: place for place, letter in enumerate(letters)}
    return Related(
        tuple(known.get(letter, Member(letter)) for letter in letters),
        tuple(Compared(number[min(pair)], number[max(pair)], likeness_of(score)) for pair, score in scores.items()),
        tuple((number[pair[0]], number[pair[1]]) for pair in same.split()),
        tuple((number[pair[0]], number[pair[1]]) for pair in different.split()),
    )


def likeness_of(score: float | Likeness) -> Likeness:
    """Return a likeness."""
    return score if isinstance(score, Likeness) else Likeness(score, score, apart=False)


def every_pair(letters: str, score: float) -> dict[str, float]:
    """Return the pairs of all these, equally alike."""
    return {"".join(pair): score for pair in combinations(letters, 2)}


def across_pairs(left: str, right: str, score: float) -> dict[str, float]:
    """Return the pairs of each of some with each of some others."""
    return {one + other: score for one in left for other in right}


def groups_of(grouped: Grouped) -> list[str]:
    """Return the stories, as the letters of their reports."""
    return ["".join(sorted(group.reports)) for group in grouped.groups]


def told(letter: str, day: int | None = None, year: int | None = None) -> Member:
    """Return a report that was published on a day, of which it tells, and that names a year."""
    return Member(letter, published=None if day is None else (day, day), told=day, year=year)


def published(letter: str, day: int) -> Member:
    """Return a report that was published so many days after the first."""
    return told(letter, DAY + day)


# --- joining ---

JOINED: list[tuple[str, Scores, dict[str, str], list[str]]] = [
    ("alike", {"ab": 3.0}, {}, ["ab"]),
    ("just alike enough", {"ab": MIN_JOIN}, {}, ["ab"]),
    ("hardly alike", {"ab": MIN_JOIN - 0.001}, {}, ["a", "b"]),
    ("all alike", every_pair("abcd", 2.0), {}, ["abcd"]),
    ("by the mean", {"ab": 3.0, "bc": 2.0, "ac": -3.9}, {}, ["abc"]),
    ("what was not compared is unlike", {"ab": 3.0, "bc": 2.0}, {}, ["ab", "c"]),
    ("the best join first", {"ab": 1.0, "bc": 3.0, "ac": -6.0}, {}, ["a", "bc"]),
    ("a chain", {"ab": 4.0, "bc": 3.0, "cd": 4.0}, {}, ["ab", "cd"]),
    ("decided to be the same", {"ab": -6.0}, {"same": "ab"}, ["ab"]),
    ("decided, never compared", {}, {"same": "ab cb"}, ["abc"]),
    ("decided to be different", {"ab": 6.0}, {"different": "ab"}, ["a", "b"]),
    ("decided the other way round", {"ab": 6.0, "bc": -6.0}, {"different": "ba", "same": "cb"}, ["a", "bc"]),
    ("different by a third", every_pair("abc", 5.0), {"same": "ab", "different": "bc"}, ["ab", "c"]),
    ("a decision draws others along", {**every_pair("abc", 4.0), **across_pairs("abc", "d", -0.5)}, {"same": "ad"}, ["abcd"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "decided", "expected"), [case[1:] for case in JOINED], ids=[case[0] for case in JOINED]
)
def test_joined(scores: Scores, decided: dict[str, str], expected: list[str]) -> None:
    """Two groups become one story when their reports are alike in the mean, or when a person says so."""
    assert (
        groups_of(find_stories(relate(scores, same=decided.get("same", ""), different=decided.get("different", ""))))
        == expected
    )


def test_alone() -> None:
    """A report with nobody beside it is a story by itself."""
    assert find_stories(Related((Member("a"),))) == Grouped((Group(("a",)),))


APART = Likeness(5.0, 5.0, apart=True)


def test_a_veto() -> None:
    """Two reports that cannot be of one happening are not joined, however alike they are."""
    assert groups_of(find_stories(relate({"ab": APART}))) == ["a", "b"]


def test_a_veto_holds_through_a_third() -> None:
    """What is like both of two reports that cannot be together goes with the one that it is more like."""
    assert groups_of(find_stories(relate({"ab": 5.0, "bc": 4.0, "ac": APART}))) == ["ab", "c"]
    assert groups_of(find_stories(relate({"ab": 4.0, "bc": 5.0, "ac": APART}))) == ["a", "bc"]
    everyone: Scores = {**every_pair("abcdef", 6.0), "af": APART}
    stories = groups_of(find_stories(relate(everyone)))
    assert not any({"a", "f"} <= set(story) for story in stories)


def test_dates_too_far_apart() -> None:
    """No story holds reports published more than two weeks apart, though each is near the next."""
    members = {letter: published(letter, place * 6) for place, letter in enumerate("abcd")}
    stories = groups_of(find_stories(relate(every_pair("abcd", 6.0), members.values())))
    assert len(stories) > 1
    for story in stories:
        days = [members[letter].published for letter in story]
        assert max(day[0] for day in days if day) - min(day[1] for day in days if day) <= MAX_DAYS

    close = {letter: published(letter, place * 4) for place, letter in enumerate("abcd")}
    assert groups_of(find_stories(relate(every_pair("abcd", 6.0), close.values()))) == ["abcd"]


def test_an_undated_report_bridges_nothing() -> None:
    """Two reports of different years are not joined by an undated one between them, compared or not."""
    members = {"a": published("a", 0), "c": published("c", 400)}
    assert groups_of(find_stories(relate({"ab": 5.0, "bc": 4.0}, members.values()))) == ["ab", "c"]


# --- closeness ---


def test_close_groups_stay_apart() -> None:
    """Two groups that hang together closely are two stories though alike; looser ones with the same pairs are one."""
    between = across_pairs("abc", "def", 0.5)
    close = {**every_pair("abc", 5.0), **every_pair("def", 5.0), **between}
    assert groups_of(find_stories(relate(close))) == ["abc", "def"]
    loose = {**every_pair("abc", 0.7), **every_pair("def", 0.7), **between}
    assert groups_of(find_stories(relate(loose))) == ["abcdef"]


def test_a_close_group_takes_a_lone_report() -> None:
    """One report more has no closeness of its own, and joins a close group that it is like."""
    assert groups_of(find_stories(relate({**every_pair("abc", 5.0), **across_pairs("abc", "d", -0.5)}))) == ["abcd"]


# --- reports with no room to be compared with all ---


@pytest.mark.parametrize(("full", "expected"), [("", ["ab", "c"]), ("c", ["abc"]), ("a", ["abc"]), ("b", ["ab", "c"])])
def test_what_there_was_no_room_for(full: str, expected: list[str]) -> None:
    """A pair that was not compared counts as unlike, unless one of the two had no room for all that it is like."""
    members = {letter: Member(letter, is_full=True) for letter in full}
    assert groups_of(find_stories(relate({"ab": 3.0, "bc": 2.0}, members.values()))) == expected


def test_full_reports_hang_together_by_what_is_known() -> None:
    """How close a group of full reports is depends on the pairs that were compared alone."""
    members = {letter: Member(letter, is_full=True) for letter in "abcdefgh"}
    chain = {"ab": 5.0, "bc": 5.0, "cd": 5.0, "ef": 5.0, "fg": 5.0, "gh": 5.0, "de": 0.0}
    assert groups_of(find_stories(relate(chain, members.values()))) == ["abcd", "efgh"]


# --- parts ---


def test_parts() -> None:
    """Closer groups within a story are its parts; a story that is one such group has none."""
    scores = {**every_pair("abc", 4.0), **every_pair("de", 3.0), **across_pairs("abc", "de", 0.8), "fa": 1.0}
    scores |= across_pairs("f", "bcde", 1.0)
    (story,) = find_stories(relate(scores)).groups
    assert story.parts == (("a", "b", "c"), ("d", "e"))
    (whole,) = find_stories(relate(every_pair("abc", 4.0))).groups
    assert whole.parts == ()


def test_vetoes_hold_in_parts() -> None:
    """Decisions hold in the parts of a story as well."""
    scores = {**every_pair("abc", 4.0), **across_pairs("abc", "d", 0.0)}
    (story,) = find_stories(relate(scores, same="ab bc cd", different="ac")).groups
    assert sorted(story.reports) == ["a", "b", "c", "d"]
    assert ("a", "b", "c", "d") not in story.parts


# --- the order of reports, reasons ---


def test_the_most_central_first() -> None:
    """The report that is most like the others of its story stands first."""
    (story,) = find_stories(relate({"ab": 1.0, "bc": 3.0, "ac": 1.0, "bd": 3.0, "cd": 1.0, "ad": 1.0})).groups
    assert story.reports[0] == "b"


def test_joins_are_a_tree() -> None:
    """Each report of a story but the most central is tied by its best pair to one more central, in no circle."""
    chance = random.Random(5)
    scores = {pair: round(chance.uniform(0.5, 5.0), 3) for pair in every_pair(LETTERS, 0.0)}
    grouped = find_stories(relate(scores))
    for story in grouped.groups:
        joins = [(left, right) for left, right, _ in grouped.joins if left in story.reports]
        assert len(joins) == len(story.reports) - 1
        rank = {report: place for place, report in enumerate(story.reports)}
        assert sorted(max(rank[left], rank[right]) for left, right in joins) == list(range(1, len(story.reports)))
    for left, right, likeness in grouped.joins:
        assert left < right
        assert likeness.score == scores[left + right]


def test_refusals() -> None:
    """Of two stories that are alike the most alike pair is told, with how alike it is; of others none."""
    scores: dict[str, float | Likeness] = {**every_pair("abc", 5.0), **every_pair("def", 5.0)}
    scores |= across_pairs("abc", "def", -0.5) | {"be": 1.0, "ag": -2.0}
    assert find_stories(relate(scores)).refusals == (("b", "e", likeness_of(1.0)),)
    assert find_stories(relate({"ab": Likeness(-4.0, 2.0, apart=True)})).refusals == (
        ("a", "b", Likeness(-4.0, 2.0, apart=True)),
    )


# --- earlier stories, days ---


def previous(related: Related) -> dict[str, str]:
    """Return for each story the first letters of those before it."""
    names = groups_of(grouped := find_stories(related))
    return {
        name: "".join(names[place][0] for place in group.previous)
        for name, group in zip(names, grouped.groups, strict=True)
    }


LATER = Likeness(-5.0, MIN_PREVIOUS, apart=True)
PREVIOUS: list[tuple[str, Scores, list[Member], dict[str, str]]] = [
    ("earlier", {"ab": LATER}, [published("a", 0), published("b", 40)], {"a": "", "b": "a"}),
    ("later", {"ab": LATER}, [published("a", 40), published("b", 0)], {"a": "b", "b": ""}),
    ("on one day", {"ab": LATER}, [published("a", 0), published("b", 0)], {"a": "", "b": ""}),
    ("not alike enough", {"ab": Likeness(-1.5, -0.001, apart=True)}, [published("a", 0), published("b", 40)], {"a": "", "b": ""}),
    ("undated", {"ab": LATER}, [told("a"), told("b")], {"a": "", "b": ""}),
    ("by years", {"ab": LATER}, [told("a", year=2031), told("b", year=2019)], {"a": "b", "b": ""}),
    ("years too near", {"ab": LATER}, [told("a", year=2031), told("b", year=2029)], {"a": "", "b": ""}),
    ("one of them dated", {"ab": LATER}, [told("a", DAY, 2031), told("b", year=2019)], {"a": "b", "b": ""}),
    ("days go before years", {"ab": LATER}, [told("a", DAY, 2019), told("b", DAY - 60, 2031)], {"a": "b", "b": ""}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "members", "expected"), [case[1:] for case in PREVIOUS], ids=[case[0] for case in PREVIOUS]
)
def test_previous(scores: Scores, members: list[Member], expected: dict[str, str]) -> None:
    """A story is linked to earlier ones like it: by the days they tell of, or else by years well apart."""
    assert previous(relate(scores, members)) == expected


def test_only_so_many_previous() -> None:
    """Of many earlier stories those most alike are linked, and none that is later."""
    members = {letter: published(letter, place * 30) for place, letter in enumerate("abcdefg")}
    scores = {f"{letter}f": Likeness(-5.0, topical, apart=True) for letter, topical in zip("abcde", (3.0, 1.0, 2.0, 0.5, 4.0), strict=True)}  # fmt: skip
    scores["fg"] = Likeness(-5.0, 6.0, apart=True)
    found = previous(relate(scores, members.values()))
    assert found["f"] == "ace"
    assert len(found["f"]) == MAX_PREVIOUS
    assert found["g"] == "f"


def test_days_of_a_story() -> None:
    """A story spans the days that its reports mainly tell of, undated ones as far as they are dated; or no days."""
    members = {"a": told("a", DAY), "b": told("b", DAY + 2), "c": told("c")}
    (story,) = find_stories(relate({"ab": 5.0}, [members["a"], members["b"]])).groups
    assert story.span == (DAY, DAY + 2)
    (story,) = find_stories(relate(every_pair("abc", 5.0), members.values())).groups
    (dating,) = story.datings
    assert story.span == (
        min(DAY, date.fromisoformat(dating.start).toordinal()),
        max(DAY + 2, date.fromisoformat(dating.end).toordinal()),
    )
    assert find_stories(relate({"ab": 5.0})).groups[0].span is None


def test_dates_come_from_the_own_story() -> None:
    """An undated report is dated by reports of its own story, not by those of one that is only alike."""
    clue = (Clue("XXXX-WXX-2", "past", 0, is_bare=True),)
    members = {letter: published(letter, 0) for letter in "abc"} | {"d": Member("d", clues=clue)}
    joined = find_stories(relate(every_pair("abcd", 5.0), members.values()))
    assert [dating.start for group in joined.groups for dating in group.datings] == ["2031-05-06"]
    alike = find_stories(relate({**every_pair("abc", 5.0), **across_pairs("abc", "d", -2.0)}, members.values()))
    assert groups_of(alike) == ["abc", "d"]
    assert [dating for group in alike.groups for dating in group.datings] == []


# --- properties ---


def chance_related(seed: int) -> Related:
    """Return a component of some groups of reports, some full, some dated, with decisions."""
    chance = random.Random(seed)
    group = {letter: chance.randrange(3) for letter in LETTERS}
    scores: dict[str, float | Likeness] = {}
    for left, right in combinations(LETTERS, 2):
        if chance.random() < 0.7:
            score = round(chance.gauss(2.5 if group[left] == group[right] else -1.5, 1.5), 3)
            scores[left + right] = Likeness(score, score + 0.5, apart=chance.random() < 0.05)
    members = {
        letter: Member(
            letter,
            is_full=chance.random() < 0.2,
            published=None if chance.random() < 0.4 else (day := DAY + chance.randrange(25), day),
            told=None if chance.random() < 0.5 else DAY + chance.randrange(25),
            year=chance.choice([None, 2019, 2031]),
            clues=(Clue(f"XXXX-WXX-{chance.randint(1, 7)}", "past", chance.randrange(400), is_bare=True),),
        )
        for letter in LETTERS
    }
    decided = [left + right for left, right in combinations(LETTERS, 2) if chance.random() < 0.04]
    cut = len(decided) // 2
    return relate(scores, members.values(), same=" ".join(decided[:cut]), different=" ".join(decided[cut:]))


@pytest.mark.parametrize("seed", range(30))
def test_what_always_holds(seed: int) -> None:
    """Stories are a partition in the order of their smallest reports, parts are disjoint, and no veto is crossed."""
    related = chance_related(seed)
    grouped = find_stories(related)

    assert sorted(report for group in grouped.groups for report in group.reports) == list(LETTERS)
    assert [min(group.reports) for group in grouped.groups] == sorted(min(group.reports) for group in grouped.groups)
    for group in grouped.groups:
        parts = [report for part in group.parts for report in part]
        assert len(parts) == len(set(parts))
        assert set(parts) <= set(group.reports)
    together = [{related.members.index(member) for member in related.members if member.id in group.reports} for group in grouped.groups]  # fmt: skip
    forced = set(related.same)
    for members in together:
        if not any({left, right} <= members for left, right in forced):
            assert not any(pair.likeness.apart for pair in related.pairs if {pair.left, pair.right} <= members)
            assert not any({left, right} <= members for left, right in related.different)
            days = [day for number in members if (day := related.members[number].published)]
            assert not days or max(day[0] for day in days) - min(day[1] for day in days) <= MAX_DAYS
    for left, right in forced:
        assert any({left, right} <= members for members in together)
    for place, group in enumerate(grouped.groups):
        assert place not in group.previous
        assert len(group.previous) <= MAX_PREVIOUS


@pytest.mark.parametrize("seed", range(30))
def test_order_of_pairs(seed: int) -> None:
    """The pairs and decisions may come in any order."""
    related = chance_related(seed)
    chance = random.Random(seed)

    def mixed(rows: Sequence[One]) -> tuple[One, ...]:
        return tuple(chance.sample(rows, len(rows)))

    shuffled = Related(related.members, mixed(related.pairs), mixed(related.same), mixed(related.different))
    first, second = find_stories(related), find_stories(shuffled)
    assert second.groups == first.groups
    assert sorted(second.joins) == sorted(first.joins)
    assert sorted(second.refusals) == sorted(first.refusals)


def cluster_slowly(related: Related, least: float) -> list[str]:
    """Return the stories by weighing all pairs of groups anew at every step."""
    groups = [{number} for number in range(len(related.members))]
    for left, right in related.same:
        one, other = (next(group for group in groups if number in group) for number in (left, right))
        if one is not other:
            groups.remove(other)
            one |= other
    while True:
        groups.sort(key=min)
        scored = [
            (score, -place, -after)
            for (place, one), (after, other) in combinations(enumerate(groups), 2)
            if (score := score_slowly(related, one, other)) is not None and score >= least
        ]
        if not scored:
            return ["".join(related.members[number].id for number in sorted(group)) for group in groups]
        _, place, after = max(scored)
        groups[-place] |= groups.pop(-after)


def score_slowly(related: Related, one: set[int], other: set[int]) -> float | None:
    """Return how much two groups speak for being one; `None` where they share no known pair, or cannot be one."""
    between = [pair for pair in related.pairs if len({pair.left, pair.right} & one) == 1 == len({pair.left, pair.right} & other)]  # fmt: skip
    days = [day for number in one | other if (day := related.members[number].published)]
    if not between or any(pair.likeness.apart for pair in between):
        return None
    if any(len({*pair} & one) == 1 == len({*pair} & other) for pair in related.different):
        return None
    if days and max(day[0] for day in days) - min(day[1] for day in days) > MAX_DAYS:
        return None
    scores = [round(pair.likeness.score * 1000) for pair in between]
    scores += unknown(related, {(left, right) for left in one for right in other})
    return sum(scores) / len(scores) / 1000 - 0.9 * min(closeness(related, one), closeness(related, other))


def unknown(related: Related, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return a score for each pair that was not compared, though there was room for all of either."""
    known = {frozenset((pair.left, pair.right)) for pair in related.pairs}
    full = {number for number, member in enumerate(related.members) if member.is_full}
    return [-9000 for pair in pairs if frozenset(pair) not in known and full.isdisjoint(pair)]


def closeness(related: Related, group: set[int]) -> float:
    """Return how closely a group hangs together."""
    inside = [round(pair.likeness.score * 1000) for pair in related.pairs if {pair.left, pair.right} <= group]
    inside += unknown(related, combinations(sorted(group), 2))
    mean = sum(inside) / max(1, len(inside)) / 1000
    return min(4.0, max(0.0, mean)) * (len(group) - 1) / (len(group) + 1)


@pytest.mark.parametrize("seed", range(60))
def test_like_the_slow_way(seed: int) -> None:
    """Weighing all groups anew at every step gives the same stories."""
    related = chance_related(seed)
    assert groups_of(find_stories(related)) == cluster_slowly(related, MIN_JOIN)
