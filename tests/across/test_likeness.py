"""How alike two reports are: features that do not know left from right, vetoes, what a whole record speaks of."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from onrecord.across.features import TIMES, find_features
from onrecord.across.likeness import (
    MAX_DAYS,
    MAX_LOGIT,
    MIN_YEARS,
    Likeness,
    Model,
    compare,
    explain,
    shipped,
    why_apart,
)
from onrecord.across.weighing import find_ubiquitous, ordinal, told_day, weigh
from onrecord.records import Clue, Gist, Topic
from tests.across.gists import make_gist, make_topics, weekday

SINKING = make_gist(
    "ferry morwen sank tarsen sailor drown rescue harbour",
    "ferry sank tarsen",
    pairs={"ferri morwen": 1, "sank tarsen": 2},
    persons="Lund Verrick",
    places="tarsen",
    bodies="Coastguard",
    numbers=(("sailor", 12.0, 8), ("$", 40.0, 60), ("", 1250.0, 70)),
    ordinals=(("treaty", 9),),
    days={"2031-05-06": 1.0},
    clues=(weekday(2), Clue("XXXX-05-06", "past", 90, True)),
    years=(2031,),
    published="2031-05-07",
)
INQUIRY = make_gist(
    "ferry morwen inquiry tarsen sailor widow",
    "ferry inquiry opens",
    pairs={"ferri morwen": 3},
    persons="Lund Quillan",
    places="tarsen karrow",
    numbers=(("sailor", 14.0, 8), ("$", 35.0, 60), ("", 1250.0, 3)),
    ordinals=(("treaty", 8),),
    days={"2031-05-06": 0.5, "2031-05-09": 1.0},
    clues=(weekday(2, 300), weekday(5), Clue("XXXX-05-06", "past", 90, True)),
    years=(2029, 2031),
    published="2031-05-10",
)
HARVEST = make_gist("wheat harvest nyland drought", "wheat harvest fails", places="nyland", length=400)


def between(left: Gist, right: Gist) -> dict[str, float]:
    """Return the features of two gists."""
    return find_features(weigh(left), weigh(right))


def likeness(left: Gist, right: Gist, model: Model | None = None) -> Likeness:
    """Return how alike two gists are."""
    return compare(weigh(left), weigh(right), model)


# --- features and scores ---


def test_the_model_weighs_features_that_there_are() -> None:
    """Each weight of the model is that of a feature, and each feature has one."""
    features = between(SINKING, INQUIRY)
    assert shipped().weights.keys() == features.keys()
    assert features.keys() >= TIMES


PAIRS = [("alike", SINKING, INQUIRY), ("unlike", SINKING, HARVEST), ("empty", SINKING, make_gist(length=0))]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in PAIRS], ids=[case[0] for case in PAIRS])
def test_sides_can_be_turned(left: Gist, right: Gist) -> None:
    """Features, scores and reasons against are the same whichever report comes first."""
    assert between(left, right) == pytest.approx(between(right, left), abs=1e-12)
    assert likeness(left, right) == likeness(right, left)
    assert why_apart(weigh(left), weigh(right)) == why_apart(weigh(right), weigh(left))


@pytest.mark.parametrize("seed", range(20))
def test_sides_can_be_turned_by_chance(seed: int) -> None:
    """Features and scores of chance gists are the same whichever report comes first."""
    left, right = (make_chance_gist(random.Random(f"{seed} {side}")) for side in ("left", "right"))
    assert between(left, right) == pytest.approx(between(right, left), abs=1e-12)
    assert likeness(left, right) == likeness(right, left)


def make_chance_gist(chance: random.Random) -> Gist:
    """Return a gist of a few words, names, numbers and days."""
    words = "ferry sank tarsen sailor inquiry treaty border soldier wheat drought".split()

    def some(most: int) -> str:
        return " ".join(chance.sample(words, chance.randint(0, most)))

    day = str(date(2031, 5, 1) + timedelta(chance.randrange(20)))
    return make_gist(
        some(8),
        some(3),
        length=chance.randrange(500),
        pairs={pair: 1 for pair in ("ferri sank", "treati border") if chance.random() < 0.5},
        persons=make_topics(some(3), chance.random() * 9),
        places=some(2),
        bodies=some(2),
        numbers=tuple(("sailor", float(chance.randint(1, 3)), chance.randrange(99)) for _ in range(2)),
        ordinals=(("treaty", chance.randint(1, 2)),),
        days={day: 1.0},
        clues=(weekday(chance.randint(1, 7)),),
        years=tuple({chance.randint(2020, 2031)}),
        published=chance.choice([None, day]),
    )


def test_a_report_is_like_itself_most() -> None:
    """The more of one happening two reports tell, the likelier they are of one."""
    same, related, other = (likeness(SINKING, one).topical for one in (SINKING, INQUIRY, HARVEST))
    assert same > related > 0 > other


TELLING: list[tuple[str, dict[str, Any], dict[str, Any], str, float]] = [
    ("the same number", {"numbers": (("sailor", 12.0, 5),)}, {"numbers": (("sailor", 12.0, 9),)}, "numbers same", 1),
    ("another number", {"numbers": (("sailor", 12.0, 5),)}, {"numbers": (("sailor", 14.0, 9),)}, "numbers other", 1),
    ("other sums", {"numbers": (("$", 12.0, 5),)}, {"numbers": (("$", 14.0, 9),)}, "numbers other", 0),
    ("another noun", {"numbers": (("sailor", 12.0, 5),)}, {"numbers": (("widow", 14.0, 9),)}, "numbers other", 0),
    ("another ordinal", {"ordinals": (("treaty", 1),)}, {"ordinals": (("treaty", 2),)}, "ordinals other", 1),
    ("one ordinal shared", {"ordinals": (("treaty", 1), ("treaty", 2))}, {"ordinals": (("treaty", 2),)}, "ordinals other", 0),
    ("another person", {"persons": "Lund"}, {"persons": "Quillan"}, "other persons", 1),
    ("a person in one alone", {"persons": "Lund"}, {}, "other persons", 0),
    ("a person that the other prints", {"persons": "Lund"}, {"persons": "Quillan", "words": "lund"}, "other persons", 0),
    ("dates", {"clues": (Clue("XXXX-05-06", "", 0, True),)}, {"clues": (Clue("2031-05-06", "", 9, True),)}, "dates same", 1),
    ("a weekday", {"clues": (weekday(2),)}, {"clues": (weekday(2),)}, "weekdays", 1),
    ("a weekday to come", {"clues": (weekday(2),)}, {"clues": (weekday(2, side="future"),)}, "weekdays", 0),
    ("another weekday", {"clues": (weekday(2),)}, {"clues": (weekday(4),)}, "weekdays", -1),
    ("years", {"years": (2019, 2031)}, {"years": (2031,)}, "years same", 1),
    ("other years", {"years": (2031,)}, {"years": (2019,)}, "years apart", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "feature", "sign"), [case[1:] for case in TELLING], ids=[case[0] for case in TELLING]
)
def test_what_tells(left: dict[str, Any], right: dict[str, Any], feature: str, sign: float) -> None:
    """Each kind of evidence shows in its own feature, or not at all."""
    found = between(make_gist(**left), make_gist(**right))[feature]
    assert (found > 0) - (found < 0) == sign


def test_intervals_of_publication() -> None:
    """Reports that may have been published on one day are not apart; what is unknown counts as unknown."""
    week = make_gist(published=("2031-05-01", "2031-05-07"))
    assert between(week, make_gist(published="2031-05-07"))["gap 0"] == 1
    assert between(week, make_gist(published="2031-05-08"))["gap 1"] == 1
    assert between(week, make_gist(published="2031-05-08"))["gap 0"] == 0
    assert between(week, make_gist())["gap known"] == 0


def test_topical_is_without_times() -> None:
    """The topical score is that of the same reports without anything that tells when."""
    model = Model({"words": 1.0, "gap 0": 2.0, "dates same": 0.5}, -1.0)
    found = likeness(SINKING, replace(SINKING, report="other"), model)
    assert (found.score, found.topical) == (2.5, 0.0)


def test_scores_are_bounded_and_rounded() -> None:
    """No score is beyond the bounds, and all are whole thousandths."""
    assert likeness(SINKING, HARVEST, Model({}, -100.0))[:2] == (-MAX_LOGIT, -MAX_LOGIT)
    assert likeness(SINKING, HARVEST, Model({}, 100.0))[:2] == (MAX_LOGIT, MAX_LOGIT)
    assert likeness(SINKING, HARVEST, Model({}, 1.23456))[:2] == (1.235, 1.235)


def test_caps() -> None:
    """What a record speaks of throughout is at most as rare as that in it; other words stay as they are."""
    caps = {"terms": {"morwen": 0.7}, "persons": {"Lund": 0.7}, "pairs": {"ferri morwen": 0.7}}
    free, capped = weigh(SINKING), weigh(SINKING, caps)
    assert capped.terms["morwen"] == capped.title.get("morwen", 0.7) == capped.lead["morwen"] == 0.7
    assert capped.persons.strength["Lund"] == 0.7
    assert capped.pairs["ferri morwen"] == 0.7
    assert capped.terms["tarsen"] == free.terms["tarsen"]
    assert capped.persons.strength["Verrick"] == free.persons.strength["Verrick"] > 0.7
    assert capped.pairs["sank tarsen"] == free.pairs["sank tarsen"]
    assert weigh(SINKING, {"terms": {"morwen": 99.0}}) == free


def test_told_day() -> None:
    """A dated report tells mainly of a day that it names near its own, or else of its own; an undated one of none."""
    assert told_day(make_gist(days={"2031-05-06": 1.0})) is None
    assert told_day(make_gist(published="2031-05-07")) == ordinal("2031-05-07")
    days = {"2031-05-01": 0.5, "2031-05-06": 0.9, "2031-04-01": 3.0, "2031-05-09": 3.0}
    assert told_day(make_gist(published="2031-05-07", days=days)) == ordinal("2031-05-06")


# --- vetoes ---


@pytest.mark.parametrize(("days", "words"), [(MAX_DAYS, ""), (MAX_DAYS + 1, "published 15 days apart")])
def test_published_far_apart(days: int, words: str) -> None:
    """Reports published more than two weeks apart are of two happenings, however alike they are."""
    later = replace(SINKING, published=(str(date(2031, 5, 7) + timedelta(days)), "2031-07-01"))
    assert why_apart(weigh(SINKING), weigh(later)) == words
    assert likeness(SINKING, later).apart is bool(words)
    assert likeness(later, SINKING).apart is bool(words)


def many(name: str) -> dict[str, Topic]:
    """Return a person of whom a report speaks all the time."""
    return {name: Topic(4.0, 9.0, name)}


OLD = make_gist(persons=many("lund"), years=(2019, 2031 - MIN_YEARS))
NEW = make_gist(persons=many("quillan"), years=(2031,))
APART = [
    ("other persons, years apart", OLD, NEW, True),
    ("both dated", replace(OLD, published=("2031-05-01",) * 2), replace(NEW, published=("2031-05-02",) * 2), False),
    ("one dated", OLD, replace(NEW, published=("2031-05-02",) * 2), True),
    ("the same person", OLD, replace(NEW, persons=many("lund")), False),
    ("printed by the other", OLD, replace(NEW, terms={"lund": 1.0}), False),
    ("in passing", OLD, replace(NEW, persons={"quillan": Topic(1.0, 9.0, "quillan")}), False),
    ("nobody else", OLD, replace(NEW, persons={}), False),
    ("years near each other", OLD, replace(NEW, years=(2030,)), False),
    ("no years", OLD, replace(NEW, years=()), False),
]


@pytest.mark.parametrize(("left", "right", "apart"), [case[1:] for case in APART], ids=[case[0] for case in APART])
def test_years_and_persons(left: Gist, right: Gist, apart: bool) -> None:
    """Reports that are not both dated are of two happenings when they name years far apart and other persons."""
    assert likeness(left, right).apart is apart
    words = why_apart(weigh(left), weigh(right))
    assert words == ("the latest years named are 2028 and 2031, and each speaks of others" if apart else "")


# --- what a whole record speaks of ---


def series(count: int, days: int, dated: int | None = None, **fields: Any) -> list[Gist]:
    """Return gists that speak of the same, published one after the other within so many days; the first ones dated."""
    return [
        make_gist(
            report=f"s{number}",
            published=str(date(2031, 5, 1) + timedelta(number * days // count))
            if dated is None or number < dated
            else None,
            **fields,
        )
        for number in range(count)
    ]


OTHERS = [make_gist(f"word{number}", published="2031-05-03") for number in range(40)]
UBIQUITOUS = [
    ("spread over a month", series(10, 30, words="ferry"), 40, True),
    ("fewer than one in eight", series(10, 30, words="ferry"), 71, False),
    ("one in eight", series(10, 30, words="ferry"), 70, True),
    ("fewer than six", series(5, 30, words="ferry"), 0, False),
    ("six", series(6, 30, words="ferry"), 0, True),
    ("within a week", series(10, 8, words="ferry"), 40, False),
    ("half undated", series(10, 60, 5, words="ferry"), 40, True),
    ("most undated", series(10, 60, 4, words="ferry"), 40, False),
    ("none dated", series(10, 60, 0, words="ferry"), 40, False),
]


@pytest.mark.parametrize(
    ("gists", "others", "expected"), [case[1:] for case in UBIQUITOUS], ids=[case[0] for case in UBIQUITOUS]
)
def test_ubiquitous(gists: list[Gist], others: int, expected: bool) -> None:
    """A word that one report in eight holds, dated and over more than a week, is no longer rare in the record."""
    rest = [make_gist(f"word{number}", published="2031-05-03") for number in range(others)]
    assert ("ferry" in find_ubiquitous([*gists, *rest]).get("terms", {})) is expected


def test_what_is_common_anyway() -> None:
    """A word that is as common in all news has no cap: it would change nothing, and have all compared again."""
    often = series(10, 30, words="say crisis", bodies="Senate")
    assert find_ubiquitous([*often, *OTHERS[:10]]) == {"terms": {"crisis": 1.4}, "bodies": {"Senate": 1.4}}
    assert find_ubiquitous([*often, *OTHERS, *OTHERS[:20]]) == {}


def test_one_early_report_spreads_nothing() -> None:
    """Words of one happening are not spread by a single report from long before or after it."""
    gists = [*series(20, 3, words="quake"), make_gist("quake", published="2029-01-01")]
    assert find_ubiquitous([*gists, *OTHERS]) == {}


def test_all_groups_have_caps() -> None:
    """Names and pairs of words are capped like words, each in its own group, and the order of reports is of no account."""
    gists = series(
        12, 30, words="crisis", pairs={"crisis talk": 1}, persons="Lund", places="korsk", bodies="Coastguard"
    )
    found = find_ubiquitous([*gists, *OTHERS])
    assert {group: set(keys) for group, keys in found.items()} == {
        "terms": {"crisis"}, "pairs": {"crisis talk"}, "persons": {"Lund"}, "places": {"korsk"}, "bodies": {"Coastguard"},
    }  # fmt: skip
    mixed = random.Random(1).sample([*gists, *OTHERS], 52)
    assert find_ubiquitous(mixed) == found


def test_the_more_hold_it_the_lower_its_cap() -> None:
    """A word that all reports hold tells hardly anything; caps move in steps, so that one report more changes few."""
    caps = [
        find_ubiquitous([*series(count, 30, words="crisis"), *OTHERS]).get("terms", {}).get("crisis")
        for count in range(6, 200)
    ]
    found = [cap for cap in caps if cap is not None]
    assert found == sorted(found, reverse=True)
    assert 2 < len(set(found)) < 10
    assert find_ubiquitous(series(30, 30, words="crisis"))["terms"]["crisis"] == 0.7


def test_what_else_a_record_holds() -> None:
    """Two reports score the same whatever else there is, as long as nothing is spoken of throughout."""
    few, many_ = find_ubiquitous([SINKING, INQUIRY]), find_ubiquitous([SINKING, INQUIRY, *OTHERS])
    assert few == many_ == {}
    lone = likeness(SINKING, INQUIRY)
    everywhere = find_ubiquitous([SINKING, INQUIRY, *series(30, 30, words="morwen")])
    assert compare(weigh(SINKING, everywhere), weigh(INQUIRY, everywhere)).score < lone.score


# --- reasons ---


def reasons(left: Gist, right: Gist) -> tuple[str, ...]:
    """Return why two gists are alike or not, with some stems as they are printed."""
    return explain(
        weigh(left), weigh(right), {"ferri": "ferry", "lund": "Lund", "verrick": "Verrick", "quillan": "Quillan"}
    )


def test_explained() -> None:
    """What two reports share and what sets them apart is said in words, as the reports print them."""
    assert reasons(SINKING, INQUIRY) == (
        "shared words: morwen, tarsen, ferry, sailor",
        "published 3 days apart",
        "both name the date 05-06",
        "both tell of 2031-05-06",
        "against it: persons: Verrick in one alone, Quillan in the other",
        "against it: treaty number 9 in one, 8 in the other",
    )


EXPLAINED: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("nothing in common", {}, {}, []),
    ("one day", {"published": "2031-05-07"}, {"published": "2031-05-07"}, ["published on the same day"]),
    ("the next day", {"published": "2031-05-07"}, {"published": "2031-05-08"}, ["published 1 day apart"]),
    ("long after", {"published": "2031-05-07"}, {"published": "2035-05-08"}, ["published 1,462 days apart"]),
    ("years", {"years": (2029,)}, {"years": (2031,)}, ["against it: the latest years named are 2029 and 2031"]),
    ("the same year", {"years": (2031,)}, {"years": (2031,)}, []),
    ("years of dated reports", {"years": (2029,), "published": "2031-05-07"}, {"years": (2031,), "published": "2031-05-07"},
     ["published on the same day"]),
    ("numbers", {"numbers": (("sailor", 12.0, 40), ("dog", 3.0, 4), ("", 99.0, 1))},
     {"numbers": (("sailor", 12.0, 2), ("dog", 3.0, 9), ("", 99.0, 1))}, ["the same number: 3 dog"]),
    ("common names", {"persons": {"a": Topic(1.0, 2.0, "a")}}, {"persons": {"b": Topic(1.0, 2.0, "b")}}, []),
    ("at most five words", {"words": "ant bee cow doe elk fox"}, {"words": "ant bee cow doe elk fox"}, ["shared words"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "expected"), [case[1:] for case in EXPLAINED], ids=[case[0] for case in EXPLAINED]
)
def test_each_reason(left: dict[str, Any], right: dict[str, Any], expected: list[str]) -> None:
    """Each reason has its words, and is left out where there is nothing to say."""
    found = reasons(make_gist(**left), make_gist(**right))
    if expected == ["shared words"]:
        assert len(found) == 1
        assert found[0].startswith("shared words: ")
        assert found[0].count(",") == 4
    else:
        assert list(found) == expected


def test_a_veto_is_said_first() -> None:
    """Why two reports cannot be of one happening stands before all that they share, and is said once."""
    found = reasons(SINKING, replace(SINKING, published=("2032-05-07", "2032-05-07")))
    assert found[0] == "published 366 days apart"
    assert sum(reason.startswith("published") for reason in found) == 1
