"""Which of many names can be one person's: every pair that blocking brings together, compared.

The number of comparisons grows with the number of names, not with its square: a block of more than
`_ALL_PAIRS` names is not compared all with all. Its names are sorted by sound, and each is compared with
the few that follow (the sorted neighbourhood of Hernández and Stolfo, "The merge/purge problem for large databases",
1995). An initial or a lone surname is compared with whole names only where few share it: else it is no evidence of
identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from onrecord.across.clusters import Veto
from onrecord.across.name_forms import parse_name
from onrecord.across.name_keys import ALONE, INITIAL, name_keys
from onrecord.across.name_match import NameMatch, compare_names
from onrecord.engine import Engine, Failed
from onrecord.records import Verdict
from onrecord.settings import Settings

_ALL_PAIRS = 50  # names of a block that are compared all with all
_MAX_NAMESAKES = 24  # whole names under the key of a brief one; among more it could be anybody's
_WINDOW = 12  # names that follow, each of which is compared, in a block too large to compare all with all
_MAX_ROWS = 20_000  # names of a block that travel together; sorted by sound, so that a cut parts few spellings


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two printed names, `left` before `right`, and what comparing them gave."""

    left: str
    right: str
    match: NameMatch


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A name under one of its keys."""

    key: str
    name: str


def match_names(names: Iterable[str], engine: Engine, settings: Settings) -> Iterator[NamePair]:
    """Yield the pairs of distinct names that are SAME or UNSURE, sorted, each once, whatever the order of the names.

    `Settings.max_group_rows`, where it is smaller than `_ALL_PAIRS`, takes its place.
    """
    distinct = sorted(set(names))

    def rows() -> Iterator[_Keyed]:
        for name in distinct:
            for key in name_keys(name):
                yield _Keyed(key, name)

    found: dict[tuple[str, str], NamePair] = {}
    blocks = engine.groups(
        rows, _key, compare_block, min(_ALL_PAIRS, settings.max_group_rows), order=_order, max_rows=_MAX_ROWS
    )
    for pairs in blocks:
        if not isinstance(pairs, Failed):  # names that cannot be compared stay apart
            found.update(((pair.left, pair.right), pair) for pair in pairs)
    yield from (found[pair] for pair in sorted(found))


def compare_block(block: tuple[_Keyed, ...], all_pairs_to: int) -> list[NamePair]:
    """Compare the names under one key: all with all, or each with the next few where they are too many."""
    names = [row.name for row in block]
    key = block[0].key
    if key.startswith(ALONE):
        close = _with_brief(names, [name for name in names if _is_alone(name)], all_pairs_to)
    elif key.startswith(INITIAL):
        close = _with_brief(names, [name for name in names if _has_initial(name)], all_pairs_to)
    else:
        close = _close(names, all_pairs_to)
    compared = (_compare(left, right) for left, right in close)
    return [pair for pair in compared if pair.match.verdict is not Verdict.DIFFERENT]


def _with_brief(names: Sequence[str], brief: Sequence[str], all_pairs_to: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs in which one is brief (a lone surname, an initial): whole names meet under other keys.

    With whole names only where few share the key: a common surname says nothing about whose it is.
    """
    yield from _close(brief, all_pairs_to)
    whole = sorted(set(names) - set(brief))
    if len(whole) <= _MAX_NAMESAKES:
        yield from product(brief, whole)


def _close(names: Sequence[str], all_pairs_to: int) -> Iterator[tuple[str, str]]:
    """Yield all pairs of few names, of many each with the few that follow it."""
    if len(names) <= all_pairs_to:
        yield from combinations(names, 2)
        return
    for place, name in enumerate(names):
        for other in names[place + 1 : place + 1 + _WINDOW]:
            yield name, other


def _compare(left: str, right: str) -> NamePair:
    first, second = sorted((left, right))
    return NamePair(first, second, compare_names(first, second))


def _is_alone(name: str) -> bool:
    return len(parse_name(name).parts) == 1


def _has_initial(name: str) -> bool:
    parts = parse_name(name).parts
    return len(parts) > 1 and (parts[0].is_initial or parts[-1].is_initial)


def _key(row: _Keyed) -> tuple[str, ...]:
    return (row.key,)


def _order(row: _Keyed) -> tuple[list[str], str]:
    return [part.sound for part in parse_name(row.name).parts], row.name


def find_vetoes(component: Sequence[str]) -> Iterator[Veto]:
    """Yield the pairs of one component's names that contradict each other, though a chain of pairs joins them.

    Every pair is compared, so a component should be no larger than the spellings of a name are.
    """
    for left, right in combinations(sorted(component), 2):
        match = compare_names(left, right)
        if match.verdict is Verdict.DIFFERENT:
            yield Veto(left, right, match.reason)
