"""Who took text from whom: one best source for each report, a source nobody sent us, or unknown.

For two reports that share words, what tells which is the source is added up as log-odds (`WEIGHTS`): credit first,
then time, then what copying leaves behind (`traces`). Weights and margin were fitted by logistic regression on planted
copies with known direction (`evals/planted.py`, train part of the public data).

* A report's source is the one that holds most of its shared words; of several, the one the others have theirs from.
* Words that both have in part, in texts that are of one piece both, are from a common source, such as a press release:
  a node of its own, unless credit tells otherwise.
* Words in quotation marks alone make nobody a copy: both may have heard them.
* Where the margin is small, it stays open, with a judgement that says so.

Everything is a function of one connected component of reports that share passages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.across.credits import is_agency, is_same_outlet
from onrecord.across.traces import Trace, Traces
from onrecord.engine.components import find_components
from onrecord.records import Derivation, Judgement, Published, Verdict, make_id

NAME = "derivation.logodds.v1"
QUESTION = "who took it from whom"


class Weights(NamedTuple):
    """What each piece of evidence adds to the log-odds that the one report is the source of the other."""

    version: float = 6.0  # a later version of the same article
    credit: float = 4.0  # the other names its outlet as where words are from
    earlier: float = 3.0  # published before the other, by a day or by the clock
    contained: float = 3.0  # the other is all in it, and it is not all in the other
    named: float = 1.0  # the other names its outlet in passing
    itself: float = 1.0  # it names its own outlet as where words are from, and the other does not name that
    agency: float = 1.0  # it is a news agency's, and the other is not
    coherence: float = 2.5  # times the logarithm of how much better the words fit its rest than the other's, as far as
    # the two are about different things
    share: float = 1.3  # times how much more of the other's words are shared
    fit: float = 1.5  # times how much better its headline fits
    slip: float = 0.4  # times how many more persons the other fails to introduce, for each that it also fails


WEIGHTS = Weights()
MARGIN = 0.2
"""Log-odds below which the direction is unknown."""

MIN_WORDS = 10
"""Words outside of quotation marks that must be shared for one report to be taken from another, unless it says so."""

_CONTAINED = 0.9  # share of its words from which a text is all in another
_IN_PART = 0.8  # share below which it is there in part only
_AS_MUCH = 0.85  # of the words of the best source that another one must hold to be as good
_MIN_COMMON_WORDS = 25  # outside of quotation marks, that make a common source
_OF_PARTS = frozenset(("version", "credit", "coherence"))
_PLAIN = 1.0  # log-odds from which one of these tells
_TIE = 0.05  # log-odds by which one of two sources that are equally good must be the likelier
_WORTH_SAYING = 0.1  # weight from which a sign is among the reasons
_SAME_MATTER = 0.2  # cosine of the rests of two texts that are about one thing
_SMOOTH = 0.02  # added to cosines before they are compared
_MAX_RATIO, _MAX_SLIPS = 1.5, 3
_CREDITED, _IN_COMMON = 0.85, 0.6  # confidence in a source nobody sent us: credited by all, or worked out
_MIN_PARTS, _COMPILED = 3, 0.6  # reports unlike each other that make up so much of another
_DECIDED = "decided by a person"
_NO_SOURCE_AMONG = "shares a part of its words with others, and none of them shows to be the source"


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a report itself: outlet, publication time, the article it is a version of, whom it credits."""

    id: str
    outlet: str | None
    published: Published | None
    version_of: str | None
    credits: tuple[str, ...]

    @property
    def article(self) -> str:
        """The article that it is a version of."""
        return self.version_of or self.id


@dataclass(frozen=True, slots=True)
class Kin:
    """Two reports that share passages: what each shows, how many words are equal, and how many of them nobody said."""

    left: str
    right: str
    traces: Traces
    words: int
    own_words: int

    def trace_of(self, report: str) -> Trace:
        """Return what one of the two shows."""
        return self.traces.left if report == self.left else self.traces.right

    def other(self, report: str) -> str:
        """Return the other of the two."""
        return self.right if report == self.left else self.left


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence: what it adds to the log-odds that the left of two reports is the source, and why."""

    kind: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells that `source` is the source of `target`; the signs that speak for it have weights above 0."""

    source: str
    target: str
    signs: tuple[Sign, ...]

    @property
    def score(self) -> float:
        """The log-odds."""
        return sum(sign.weight for sign in self.signs)

    @property
    def confidence(self) -> float:
        """The probability that goes with the score."""
        return round(1 / (1 + math.exp(-self.score)), 4)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The signs in words, the strongest first, then those against it."""
        ordered = sorted(self.signs, key=lambda sign: (-sign.weight, sign.reason))
        spoken = [sign.reason for sign in ordered if sign.weight >= _WORTH_SAYING]
        return (*spoken, *(f"against it: {sign.reason}" for sign in ordered if sign.weight <= -_WORTH_SAYING))


@dataclass(frozen=True, slots=True)
class Derived:
    """The derivations of one component, and the pairs whose direction stayed open."""

    derivations: tuple[Derivation, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What persons decided about reports: the source of some, and pairs (the smaller id first) that are no copies."""

    source_of: Mapping[str, str] = field(default_factory=dict)
    no_copies: frozenset[tuple[str, str]] = frozenset()


NOTHING_DECIDED = Decided()


def derive(kin: Iterable[Kin], origins: Mapping[str, Origin], decided: Decided = NOTHING_DECIDED) -> Derived:
    """Return who took text from whom in one connected component of reports."""
    counted = (one for one in kin if _counts(one, origins) and (one.left, one.right) not in decided.no_copies)
    pairs = sorted(counted, key=lambda one: (one.left, one.right))
    evidence = {(one.left, one.right): weigh(one, origins) for one in pairs}
    source_of = _choose(pairs, evidence, decided.source_of)
    derivations = [_edge(by_pair, evidence[by_pair.left, by_pair.right]) for by_pair in source_of.values()]
    derivations += [_decided_edge(target, source, pairs) for target, source in sorted(decided.source_of.items())]
    forest = {target: one.other(target) for target, one in source_of.items()} | dict(decided.source_of)
    left_over = [one for one in pairs if _root(one.left, forest) != _root(one.right, forest)]
    common = [one for one in left_over if not {one.left, one.right} & forest.keys() and _is_common(one, origins)]
    derivations += _from_unseen(common, origins)
    held = {(one.left, one.right) for one in common}
    open_ = [one for one in left_over if (one.left, one.right) not in held]
    judgements = [_judge_open(evidence[one.left, one.right], one) for one in open_]
    return Derived(
        tuple(sorted(derivations, key=lambda one: (one.to, one.from_))),
        tuple(sorted(judgements, key=lambda one: one.id)),
    )


def _counts(kin: Kin, origins: Mapping[str, Origin]) -> bool:
    """Tell whether what two reports share can make one a copy."""
    is_article = origins[kin.left].article == origins[kin.right].article
    credited = kin.traces.left.gives_credit or kin.traces.right.gives_credit
    return is_article or credited or kin.own_words >= MIN_WORDS


# --- which of two is the source ---


def weigh(kin: Kin, origins: Mapping[str, Origin]) -> Evidence:
    """Return which of two reports is the likelier source, and what tells."""
    left, right = origins[kin.left], origins[kin.right]
    signs = (*_by_version(left, right), *_by_credit(kin, origins), *_by_time(left, right), *_by_text(kin))
    if sum(sign.weight for sign in signs) >= 0:
        return Evidence(kin.left, kin.right, signs)
    turned = tuple(Sign(sign.kind, -sign.weight, sign.reason) for sign in signs)
    return Evidence(kin.right, kin.left, turned)


def _by_version(left: Origin, right: Origin) -> Iterator[Sign]:
    if left.article != right.article:
        return
    orders = ((left, right, 1), (right, left, -1))
    told = [turn for first, second, turn in orders if second.version_of == first.id]
    told += [turn for first, second, turn in orders if _is_before(first, second)]
    if told:
        yield Sign("version", told[0] * WEIGHTS.version, "a later version of the same article")


def _is_before(first: Origin, second: Origin) -> bool:
    return bool(first.published and second.published and first.published.is_before(second.published))


def _by_credit(kin: Kin, origins: Mapping[str, Origin]) -> Iterator[Sign]:
    for source, trace, turn in ((kin.left, kin.traces.right, 1), (kin.right, kin.traces.left, -1)):
        outlet = origins[source].outlet
        if trace.gives_credit:
            yield Sign("credit", turn * WEIGHTS.credit, f"credits {outlet}")
        elif trace.named:
            yield Sign("named", turn * WEIGHTS.named, f"names {outlet}")
        elif kin.trace_of(source).names_itself:
            yield Sign("itself", turn * WEIGHTS.itself, f"the other names its own outlet, {outlet}")
        if outlet and is_agency(outlet) and not is_agency(origins[kin.other(source)].outlet or ""):
            yield Sign("agency", turn * WEIGHTS.agency, f"{outlet} is a news agency")


def _by_time(left: Origin, right: Origin) -> Iterator[Sign]:
    for source, target, turn in ((left.published, right.published, 1), (right.published, left.published, -1)):
        if source and target and source.is_before(target):
            yield Sign("earlier", turn * WEIGHTS.earlier, f"published {source.start}, the other {target.start}")


def _by_text(kin: Kin) -> Iterator[Sign]:
    left, right = kin.traces.left, kin.traces.right
    for source, target, turn in ((left, right, 1), (right, left, -1)):
        if target.share >= _CONTAINED > source.share:
            reason = f"{target.share:.0%} of it is in the other, of which {source.share:.0%} is shared"
            yield Sign("contained", turn * WEIGHTS.contained, reason)
    share = f"shared are {left.share:.0%} and {right.share:.0%} of the words"
    yield Sign("share", WEIGHTS.share * (right.share - left.share), share)
    if left.coherence is not None and right.coherence is not None:
        ratio = math.log((left.coherence + _SMOOTH) / (right.coherence + _SMOOTH))
        reason = f"the shared words go with the rest of the texts to {left.coherence:.2f} and {right.coherence:.2f}"
        apart = 1 - min(1.0, (kin.traces.rests or 0.0) / _SAME_MATTER)
        yield Sign("coherence", WEIGHTS.coherence * apart * _within(ratio, _MAX_RATIO), reason)
    fit = f"the headlines go with the shared words to {left.fit:.2f} and {right.fit:.2f}"
    yield Sign("fit", WEIGHTS.fit * (left.fit - right.fit), fit)
    slips = (right.slips - left.slips) / (1 + min(left.slips, right.slips))
    reason = f"{left.slips} and {right.slips} persons are named before they are introduced"
    yield Sign("slip", WEIGHTS.slip * _within(slips, _MAX_SLIPS), reason)


def _within(number: float, most: float) -> float:
    return max(-most, min(most, number))


# --- one source each ---


def _choose(
    pairs: Sequence[Kin], evidence: Mapping[tuple[str, str], Evidence], decided: Mapping[str, str]
) -> dict[str, Kin]:
    """Return the pair of each report with its one source, where one can be told; never in a circle."""
    compilations = _find_compilations(pairs)
    offered: dict[str, list[tuple[Evidence, Kin]]] = defaultdict(list)
    sources: dict[str, set[str]] = defaultdict(set)
    most: dict[str, int] = defaultdict(int)  # words that a report shares with one whose source it is not
    for one in pairs:
        found = evidence[one.left, one.right]
        is_told = found.score >= MARGIN and not _in_part(one, found)
        is_told = is_told and (found.source not in compilations or _is_credited(found))
        if is_told:
            offered[found.target].append((found, one))
            sources[found.target].add(found.source)
        for report in (found.target,) if is_told else (one.left, one.right):
            most[report] = max(most[report], one.words)
    chosen: dict[str, Kin] = {}
    forest = dict(decided)
    surest = {name: max(found.score for found, _ in offered[name]) for name in offered.keys() - decided.keys()}
    for target in sorted(surest, key=lambda name: (-surest[name], name)):
        good = [(found, one) for found, one in offered[target] if one.words >= most[target] * _AS_MUCH]
        for found, one in _best_first(good, sources):
            if _root(found.source, forest) != target:
                chosen[target], forest[target] = one, found.source
                break
    return chosen


def _find_compilations(pairs: Sequence[Kin]) -> frozenset[str]:
    """Return the reports that are others joined together: most of each stands whole in others, unlike each other.

    That these are inside it does not show that they were taken from it.
    """
    inside: dict[str, list[tuple[float, str]]] = defaultdict(list)
    beside = {frozenset((one.left, one.right)) for one in pairs}
    for one in pairs:
        for whole, part in ((one.left, one.right), (one.right, one.left)):
            if one.trace_of(part).share >= _CONTAINED > one.trace_of(whole).share:
                inside[whole].append((-one.trace_of(whole).share, part))
    found = set()
    for whole, parts in inside.items():
        apart: list[str] = []
        covered = 0.0
        for share, part in sorted(parts):
            if all(frozenset((part, other)) not in beside for other in apart):
                apart.append(part)
                covered -= share
        if len(apart) >= _MIN_PARTS and covered >= _COMPILED:
            found.add(whole)
    return frozenset(found)


def _is_credited(found: Evidence) -> bool:
    return any(sign.kind in ("version", "credit") and sign.weight > 0 for sign in found.signs)


def _in_part(kin: Kin, found: Evidence) -> bool:
    """Tell whether two texts share a part, and nothing shows which of them it was written for.

    Time does not: a third text may be older than both.
    """
    if max(kin.traces.left.share, kin.traces.right.share) >= _IN_PART:
        return False
    return not any(sign.kind in _OF_PARTS and sign.weight >= _PLAIN for sign in found.signs)


def _best_first(offered: Sequence[tuple[Evidence, Kin]], sources: Mapping[str, set[str]]) -> list[tuple[Evidence, Kin]]:
    """Return sources equally good by their words: credited ones first, then those that others have theirs from.

    Nothing where the first two are as likely as each other.
    """

    def rank(item: tuple[Evidence, Kin]) -> tuple[bool, int]:
        found, _ = item
        is_credited = any(sign.kind == "credit" and sign.weight > 0 for sign in found.signs)
        return not is_credited, -sum(found.source in sources[other.source] for other, _ in offered)

    ordered = sorted(offered, key=lambda item: (rank(item), -item[0].score, item[0].source))
    is_tie = (
        len(ordered) > 1 and rank(ordered[0]) == rank(ordered[1]) and ordered[0][0].score - ordered[1][0].score < _TIE
    )
    return [] if is_tie else ordered


def _root(report: str, forest: Mapping[str, str]) -> str:
    while report in forest:
        report = forest[report]
    return report


def _edge(kin: Kin, found: Evidence) -> Derivation:
    trace = kin.trace_of(found.target)
    return Derivation(
        from_=found.source,
        to=found.target,
        share=trace.characters,
        confidence=found.confidence,
        reasons=found.reasons,
        unseen=False,
        made_by=NAME,
    )


def _decided_edge(target: str, source: str, pairs: Sequence[Kin]) -> Derivation:
    shares = (one.trace_of(target).characters for one in pairs if {one.left, one.right} == {target, source})
    return Derivation(source, target, next(shares, 0.0), 1.0, (_DECIDED,), unseen=False, made_by=NAME)


# --- sources that nobody sent us ---


def _is_common(kin: Kin, origins: Mapping[str, Origin]) -> bool:
    """Tell whether two reports have what they share from a third: both have it in part, or both credit one."""
    if _credited_by_both(kin, origins):
        return True
    return max(kin.traces.left.share, kin.traces.right.share) < _IN_PART and kin.own_words >= _MIN_COMMON_WORDS


def _credited_by_both(kin: Kin, origins: Mapping[str, Origin]) -> str | None:
    """Return the outlet that both credit, which is neither's own; the name as the left one prints it."""
    left, right = origins[kin.left], origins[kin.right]
    own = [outlet for outlet in (left.outlet, right.outlet) if outlet]
    for name in left.credits:
        is_shared = any(is_same_outlet(name, other) for other in right.credits)
        if is_shared and not any(is_same_outlet(name, outlet) for outlet in own):
            return name
    return None


def _from_unseen(common: Sequence[Kin], origins: Mapping[str, Origin]) -> Iterator[Derivation]:
    """Yield a derivation of each report from the unseen source of its group."""
    groups = find_components((one.left, one.right) for one in common)
    group_of = {report: group for group in groups for report in group}
    members: dict[tuple[str, ...], dict[str, list[Kin]]] = defaultdict(lambda: defaultdict(list))
    for one in common:
        for report in (one.left, one.right):
            members[group_of[report]][report].append(one)
    for group, by_report in members.items():
        id_ = make_id("source", *group)
        for report, pairs in by_report.items():
            share = max(one.trace_of(report).characters for one in pairs)
            names = sorted({name for one in pairs if (name := _credited_by_both(one, origins))})
            reasons = tuple(f"credits {name}, as others that share its words do" for name in names[:1])
            confidence = _CREDITED if names else _IN_COMMON
            yield Derivation(id_, report, share, confidence, reasons or (_NO_SOURCE_AMONG,), unseen=True, made_by=NAME)


def _judge_open(found: Evidence, kin: Kin) -> Judgement:
    if found.score < MARGIN:
        reason = f"log-odds of {found.score:.1f}, where {MARGIN} are needed"
    elif _in_part(kin, found):
        reason = "both have it in part, and nothing shows which was written for it"
    else:
        reason = "one of them has another source, or others are as likely"
    return Judgement(
        id=make_id("judgement", QUESTION, kin.left, kin.right),
        left=kin.left,
        right=kin.right,
        verdict=Verdict.UNSURE,
        score=found.confidence,
        reasons=(reason, *found.reasons),
        question=QUESTION,
        made_by=NAME,
    )
