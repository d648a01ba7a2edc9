"""Who took text from whom: credit, then time, then what copying leaves behind; one source each, and no circles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.credits import Named
from onrecord.across.derivation import MARGIN, MIN_WORDS, QUESTION, Derived, Kin, Origin, derive, weigh
from onrecord.across.traces import Trace, Traces
from onrecord.records import DateSource, Published, Span, Verdict

CREDIT = (Named(Span(0, 7), is_credit=True),)
PASSING = (Named(Span(0, 7), is_credit=False),)


def trace(
    share: float = 1.0,
    coherence: float | None = None,
    slips: int = 0,
    fit: float = 0.0,
    named: tuple[Named, ...] = (),
    names_itself: bool = False,
) -> Trace:
    """Return what a text shows; unless told otherwise its words are all shared, and it shows nothing else."""
    return Trace(
        share=share,
        characters=share - 0.1,
        coherence=coherence,
        slips=slips,
        fit=fit,
        named=named,
        names_itself=names_itself,
    )


def kin(
    pair: str, left: Trace | None = None, right: Trace | None = None, words: int = 100, own: int | None = None,
    rests: float | None = None,
) -> Kin:  # fmt: skip
    """Return two reports, each named by a letter, that share words."""
    return Kin(*pair, Traces(left or trace(), right or trace(), rests), words, words if own is None else own)


def origin(
    id_: str, day: int | None = None, outlet: str | None = None, version_of: str | None = None, credits_: str = ""
) -> Origin:
    """Return what is known of a report; the outlets it credits are given with commas."""
    published = None if day is None else Published(*[f"2031-04-{day:02}"] * 2, DateSource.METADATA)
    return Origin(id_, outlet or f"Post {id_}", published, version_of, tuple(filter(None, credits_.split(","))))


def derived(pairs: Iterable[Kin], *origins: Origin) -> Derived:
    """Return who took from whom; reports of which nothing is known need not be given."""
    pairs = list(pairs)
    known = {one.id: one for one in origins}
    ids = {report for one in pairs for report in (one.left, one.right)}
    return derive(pairs, {id_: known.get(id_, origin(id_)) for id_ in ids})


def edges(found: Derived) -> set[str]:
    """Return the derivations among the reports, source first."""
    return {f"{one.from_}{one.to}" for one in found.derivations if not one.unseen}


def unseen(found: Derived) -> list[str]:
    """Return the reports of each source nobody sent us."""
    groups: dict[str, str] = {}
    for one in found.derivations:
        if one.unseen:
            groups[one.from_] = groups.get(one.from_, "") + one.to
    return sorted("".join(sorted(targets)) for targets in groups.values())


# --- two reports ---

PART = trace(share=0.4)
TELLING = [
    ("published a day before", kin("ab"), [origin("a", 2), origin("b", 1)], "ba", "published 2031-04-01, the other 2031-04-02"),
    ("credits the other", kin("ab", left=trace(named=CREDIT)), [], "ba", "credits Post b"),
    ("names the other", kin("ab", left=trace(named=PASSING)), [], "ba", "names Post b"),
    ("names itself", kin("ab", left=trace(names_itself=True)), [], "ab", "the other names its own outlet, Post a"),
    ("an agency's", kin("ab"), [origin("b", outlet="Reuters")], "ba", "Reuters is a news agency"),
    ("cut down", kin("ab", left=trace(1.0), right=trace(0.5)), [], "ba", "100% of it is in the other, of which 50% is shared"),
    ("goes with the rest", kin("ab", trace(0.4, 0.4), trace(0.4, 0.05), rests=0.0), [], "ab",
     "the shared words go with the rest of the texts to 0.40 and 0.05"),
    ("the headline fits", kin("ab", trace(fit=0.1), trace(fit=0.8)), [], "ba", "the headlines go with the shared words to 0.10 and 0.80"),
    ("fails to introduce", kin("ab", trace(slips=2), trace()), [], "ba", "2 and 0 persons are named before they are introduced"),
    ("a later version", kin("ab"), [origin("a", version_of="b")], "ba", "a later version of the same article"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "origins", "expected", "reason"), [case[1:] for case in TELLING], ids=[case[0] for case in TELLING]
)
def test_what_tells_the_source(pair: Kin, origins: list[Origin], expected: str, reason: str) -> None:
    """Each piece of evidence alone tells the source, and stands first among the reasons."""
    found = derived([pair], *origins)
    assert edges(found) == {expected}
    assert found.judgements == ()
    (edge,) = found.derivations
    assert edge.reasons[0] == reason
    assert 0.5 < edge.confidence < 1


@pytest.mark.parametrize(
    ("pair", "origins", "expected"), [case[1:4] for case in TELLING], ids=[case[0] for case in TELLING]
)
def test_sides_can_be_turned(pair: Kin, origins: list[Origin], expected: str) -> None:
    """What tells the source does not depend on which of the two is left."""
    turned = Kin(
        pair.right,
        pair.left,
        Traces(pair.traces.right, pair.traces.left, pair.traces.rests),
        pair.words,
        pair.own_words,
    )
    assert edges(derived([turned], *origins)) == {expected}


STRONGER = [
    ("credit than time", kin("ab", right=trace(named=CREDIT)), [origin("a", 2), origin("b", 1)], "ab"),
    ("credit than agency", kin("ab", right=trace(named=CREDIT)), [origin("b", outlet="Reuters")], "ab"),
    (
        "version than credit",
        kin("ab", right=trace(named=CREDIT)),
        [origin("a", 2, version_of="b"), origin("b", 1)],
        "ba",
    ),
    ("time than a name in passing", kin("ab", right=trace(named=PASSING)), [origin("a", 2), origin("b", 1)], "ba"),
    ("time than headline", kin("ab", trace(fit=1.0), trace(fit=0.0)), [origin("a", 2), origin("b", 1)], "ba"),
    ("credit than a name in passing", kin("ab", trace(named=PASSING), trace(named=CREDIT)), [], "ab"),
]


@pytest.mark.parametrize(
    ("pair", "origins", "expected"), [case[1:] for case in STRONGER], ids=[case[0] for case in STRONGER]
)
def test_what_outweighs_what(pair: Kin, origins: list[Origin], expected: str) -> None:
    """Where two signs disagree the stronger one tells, and the other is said to be against it."""
    found = derived([pair], *origins)
    assert edges(found) == {expected}
    assert any(reason.startswith("against it: ") for reason in found.derivations[0].reasons)


def test_versions_of_an_article() -> None:
    """A later version has the earlier one as its source, even where they share few words that are no quotation."""
    few = kin("ab", words=5, own=0)
    assert edges(derived([few], origin("a", 2, version_of="b"), origin("b", 1))) == {"ba"}
    siblings = [origin("a", 3, version_of="c"), origin("b", 2, version_of="c")]
    assert edges(derived([few], *siblings)) == {"ba"}


def test_share_is_the_targets() -> None:
    """A derivation says how many characters of the report that took are shared, not of the one it took from."""
    (edge,) = derived([kin("ab", trace(0.3), trace(0.95))]).derivations
    assert (edge.from_, edge.to, edge.share, edge.unseen) == ("a", "b", 0.95 - 0.1, False)


def test_words_in_marks_make_nobody_a_copy() -> None:
    """Two reports that share somebody's words alone, days apart, are not connected at all."""
    dated = origin("a", 1), origin("b", 9)
    assert derived([kin("ab", own=MIN_WORDS - 1)], *dated) == Derived((), ())
    assert edges(derived([kin("ab", own=MIN_WORDS)], *dated)) == {"ab"}
    assert edges(derived([kin("ab", right=trace(named=CREDIT), own=0)])) == {"ab"}


def test_a_tie_stays_open() -> None:
    """Two equal texts of which nothing tells are judged unsure, and nobody took anything."""
    found = derived([kin("ab")])
    assert found.derivations == ()
    (judgement,) = found.judgements
    assert (judgement.left, judgement.right, judgement.verdict) == ("a", "b", Verdict.UNSURE)
    assert (judgement.question, judgement.score) == (QUESTION, 0.5)
    assert judgement.reasons == (f"log-odds of 0.0, where {MARGIN} are needed",)


def test_nothing() -> None:
    """No pairs derive nothing."""
    assert derived([]) == Derived((), ())


# --- several reports ---


def test_copies_of_one_original() -> None:
    """Copies that were printed one after the other all have the original as their source, and none has another."""
    pairs = [kin("".join(pair)) for pair in combinations("abcd", 2)]
    found = derived(pairs, origin("c", 1), origin("a", 2), origin("d", 3), origin("b", 4))
    assert edges(found) == {"ca", "cd", "cb"}
    assert found.judgements == ()


def test_a_chain() -> None:
    """Who took a part from somebody who took more has it from him."""
    pairs = [kin("ab", words=200), kin("bc", words=100), kin("ac", words=60)]
    assert edges(derived(pairs, origin("a", 1), origin("b", 2), origin("c", 3))) == {"ab", "bc"}


def test_the_credited_source_wins() -> None:
    """Of two earlier texts that both hold all words, the one that gets credit is the source."""
    pairs = [kin("ab"), kin("ac"), kin("bc", right=trace(named=CREDIT))]
    assert edges(derived(pairs, origin("a", 1), origin("b", 2), origin("c", 3))) == {"ab", "bc"}


def test_the_one_with_most_words_wins() -> None:
    """Of two earlier texts the one that holds clearly more of the words is the source, though the other gets credit."""
    pairs = [kin("ac", words=100), kin("bc", right=trace(named=CREDIT), words=40)]
    assert edges(derived(pairs, origin("a", 1), origin("b", 1), origin("c", 2))) == {"ac"}


def test_two_equally_good_sources() -> None:
    """Where two texts are as likely to be the source, neither is, and both pairs stay open."""
    found = derived([kin("ac"), kin("bc")], origin("a", 1), origin("b", 1), origin("c", 2))
    assert edges(found) == set()
    assert [(one.left, one.right) for one in sorted(found.judgements, key=lambda one: one.left)] == [
        ("a", "c"),
        ("b", "c"),
    ]


# --- sources that nobody sent us ---


def test_a_common_source() -> None:
    """Two texts that share a part of each, with nothing to tell whose it was, have it from a source nobody sent us."""
    found = derived([kin("ab", trace(0.5), trace(0.6))])
    assert unseen(found) == ["ab"]
    assert found.judgements == ()
    assert [(one.to, one.share) for one in found.derivations] == [("a", 0.4), ("b", 0.5)]
    assert {one.reasons for one in found.derivations} == {
        ("shares a part of its words with others, and none of them shows to be the source",)
    }


def test_time_does_not_tell_of_parts() -> None:
    """That the one was printed before the other does not make a shared part its own; credit does."""
    dated = origin("a", 1), origin("b", 5)
    assert unseen(derived([kin("ab", PART, PART)], *dated)) == ["ab"]
    assert edges(derived([kin("ab", PART, trace(0.4, named=CREDIT))], *dated)) == {"ab"}


def test_one_source_for_a_group() -> None:
    """Three texts that share a part have one source together, whatever pairs of them were compared."""
    assert unseen(derived([kin("ab", PART, PART), kin("bc", PART, PART)])) == ["abc"]
    assert unseen(derived([kin("ab", PART, PART), kin("cd", PART, PART)])) == ["ab", "cd"]


def test_few_words_in_common() -> None:
    """A clause that two texts share in part makes no common source; it stays open."""
    found = derived([kin("ab", PART, PART, words=24)])
    assert found.derivations == ()
    assert len(found.judgements) == 1
    assert unseen(derived([kin("ab", PART, PART, words=25)])) == ["ab"]


def test_both_credit_a_third() -> None:
    """Two equal texts that both credit an agency nobody sent us have it as their source, by that reason."""
    found = derived([kin("ab")], origin("a", credits_="Quay Radio,QRS"), origin("b", credits_="Quay Radio Service"))
    assert unseen(found) == ["ab"]
    assert {one.reasons for one in found.derivations} == {("credits QRS, as others that share its words do",)}
    assert found.judgements == ()


CREDITED = [
    ("by one only", "Estrand", ""),
    ("different ones", "Estrand", "Quay Radio"),
    ("the outlet of one of them", "Post b", "Post b"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in CREDITED], ids=[case[0] for case in CREDITED])
def test_no_common_credit(left: str, right: str) -> None:
    """Credit that is not given by both, or that one has earned, makes no source nobody sent us."""
    found = derived([kin("ab")], origin("a", credits_=left), origin("b", credits_=right))
    assert unseen(found) == []
    assert len(found.judgements) == 1


def test_who_took_from_another_is_not_from_the_unseen() -> None:
    """Of a common source the first text of each tree is a target; those that took from it have it from there."""
    pairs = [kin("ab", PART, PART), kin("ac", trace(0.5), trace(1.0)), kin("bc", PART, PART)]
    found = derived(pairs, origin("a", 1), origin("b", 1), origin("c", 2))
    assert edges(found) == {"ac"}
    assert unseen(found) == ["ab"]


# --- properties, over made-up components ---

LETTERS = "abcdef"
traces_of = st.builds(
    trace,
    st.sampled_from([0.2, 0.5, 0.85, 0.95, 1.0]),
    st.sampled_from([None, 0.05, 0.4]),
    st.integers(0, 2),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([(), (), PASSING, CREDIT]),
    st.booleans(),
)
origins_of = st.fixed_dictionaries(
    {
        letter: st.builds(
            origin,
            st.just(letter),
            st.sampled_from([None, 1, 2, 3]),
            st.sampled_from([None, "Reuters", "Estrand"]),
            st.sampled_from([None, None, *LETTERS[: at + 1]][: at + 2]),
            st.sampled_from(["", "Quay Radio", "Estrand,Quay Radio"]),
        )
        for at, letter in enumerate(LETTERS)
    }
)
kin_of = st.lists(
    st.builds(
        kin,
        st.sampled_from(["".join(pair) for pair in combinations(LETTERS, 2)]),
        traces_of,
        traces_of,
        st.sampled_from([8, 30, 90, 100]),
        st.sampled_from([None, 0, 26]),
        st.sampled_from([None, 0.0, 0.5]),
    ),
    unique_by=lambda one: (one.left, one.right),
    max_size=12,
)


def climb(report: str, source_of: Mapping[str, str]) -> list[str]:
    """Return a report, its source, the source of that, and so on, as far as there are no more than reports."""
    path = [report]
    while path[-1] in source_of and len(path) <= len(LETTERS) + 1:
        path.append(source_of[path[-1]])
    return path


@given(kin_of, origins_of)
def test_a_forest(pairs: list[Kin], origins: dict[str, Origin]) -> None:
    """Each report has one source at the most, seen or unseen, no report is its own, and nobody's by any way round."""
    found = derive(pairs, origins)
    assert max(Counter(one.to for one in found.derivations).values(), default=1) == 1
    source_of = {one.to: one.from_ for one in found.derivations}
    assert all(len(climb(letter, source_of)) <= len(LETTERS) + 1 for letter in LETTERS)
    assert all(one.unseen == (one.from_ not in origins) for one in found.derivations)


@given(kin_of, origins_of, st.randoms(use_true_random=False))
def test_order_does_not_matter(pairs: list[Kin], origins: dict[str, Origin], chance: random.Random) -> None:
    """Shuffling what is given changes nothing: neither who took from whom nor what stays open."""
    expected = derive(pairs, origins)
    ids = list(origins)
    chance.shuffle(pairs)
    chance.shuffle(ids)
    assert derive(pairs, {id_: origins[id_] for id_ in ids}) == expected


@given(kin_of, origins_of)
def test_every_edge_has_evidence(pairs: list[Kin], origins: dict[str, Origin]) -> None:
    """A report took from another only where the two share words, the log-odds are large enough, and both agree with `weigh`."""
    weighed = {(found.source, found.target): found for found in (weigh(one, origins) for one in pairs)}
    for one in derive(pairs, origins).derivations:
        if not one.unseen:
            assert weighed[one.from_, one.to].score >= MARGIN
            assert weighed[one.from_, one.to].confidence == one.confidence
        assert one.reasons


@given(kin_of, origins_of)
def test_what_is_open_is_not_told(pairs: list[Kin], origins: dict[str, Origin]) -> None:
    """A pair that stays open was compared, and its reports are not in one tree."""
    found = derive(pairs, origins)
    source_of = {one.to: one.from_ for one in found.derivations if not one.unseen}
    given_ = {(one.left, one.right) for one in pairs}
    for judgement in found.judgements:
        assert (judgement.left, judgement.right) in given_
        assert climb(judgement.left, source_of)[-1] != climb(judgement.right, source_of)[-1]
        assert judgement.verdict is Verdict.UNSURE


@given(kin_of, origins_of)
def test_strangers_change_nothing(pairs: list[Kin], origins: dict[str, Origin]) -> None:
    """Two components derived together are what each is alone."""
    other = [kin("xy", words=100)]
    known = {"x": origin("x", 1), "y": origin("y", 2)}
    together = derive([*other, *pairs], origins | known)
    alone, theirs = derive(pairs, origins), derive(other, known)
    assert set(together.derivations) == {*alone.derivations, *theirs.derivations}
    assert set(together.judgements) == {*alone.judgements, *theirs.judgements}
