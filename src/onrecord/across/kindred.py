"""One connected component of reports that share passages: what of it is stock background, and who took from whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.across import derivation, stock
from onrecord.across.derivation import NOTHING_DECIDED, Decided, Derived, Kin, Origin, derive
from onrecord.across.stock import Shown, find_background
from onrecord.across.traces import Traces
from onrecord.records import Passage, PassageKind

NAME = "+".join((stock.NAME, derivation.NAME))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of the component: what they show, and the passages they share."""

    left: str
    right: str
    traces: Traces
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Kindred:
    """A component: all of its pairs and reports."""

    pairs: tuple[Pair, ...]
    origins: tuple[Origin, ...]
    decided: Decided = NOTHING_DECIDED


@dataclass(frozen=True, slots=True)
class Traced:
    """What a component shows: passages that are background (by id), derivations, judgements."""

    reports: tuple[str, ...]
    background: frozenset[str]
    derived: Derived


def trace(component: Kindred, given: None = None) -> Traced:
    """Return what is background in a component, and who took from whom in it."""
    del given
    origins = {origin.id: origin for origin in component.origins}
    background = find_background(
        (passage for pair in component.pairs for passage in pair.passages),
        {(pair.left, pair.right): max(pair.traces.left.share, pair.traces.right.share) for pair in component.pairs},
        {origin.id: Shown(origin.outlet, origin.published) for origin in component.origins},
    )
    kin = list(_kin(component, background))
    return Traced(tuple(sorted(origins)), background, derive(kin, origins, component.decided))


def _kin(component: Kindred, background: frozenset[str]) -> Iterator[Kin]:
    for pair in component.pairs:
        text = [one for one in pair.passages if one.kind is not PassageKind.FURNITURE and one.id not in background]
        if text:
            own_words = sum(round(one.words * (1 - one.quoted)) for one in text)
            yield Kin(pair.left, pair.right, pair.traces, sum(one.words for one in text), own_words)
