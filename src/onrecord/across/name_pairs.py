"""Which of many names can be one person's: every pair that blocking brings together, compared.

The number of comparisons grows with the number of names, not with its square: a block of more than
`Settings.max_group_rows` names is not compared all with all. Its names are sorted by sound, and each is compared with the
few that follow (the sorted neighbourhood of Hernández and Stolfo, "The merge/purge problem for large databases", 1995).
What is missed there are initials and lone surnames among the commonest names, which are no evidence of identity anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.across.name_forms import parse_name
from onrecord.across.name_keys import ALONE, name_keys
from onrecord.across.name_match import NameMatch, compare_names
from onrecord.engine import Engine, Failed
from onrecord.records import Verdict
from onrecord.settings import Settings

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
    """Yield the pairs of distinct names that are SAME or UNSURE, sorted, each once, whatever the order of the names."""
    distinct = sorted(set(names))

    def rows() -> Iterator[_Keyed]:
        for name in distinct:
            for key in name_keys(name):
                yield _Keyed(key, name)

    found: dict[tuple[str, str], NamePair] = {}
    blocks = engine.groups(rows, _key, compare_block, settings.max_group_rows, order=_order, max_rows=_MAX_ROWS)
    for pairs in blocks:
        if not isinstance(pairs, Failed):  # names that cannot be compared stay apart
            found.update(((pair.left, pair.right), pair) for pair in pairs)
    yield from (found[pair] for pair in sorted(found))


def compare_block(block: tuple[_Keyed, ...], all_pairs_to: int) -> list[NamePair]:
    """Compare the names under one key: all with all, or each with the next few where they are too many."""
    names = [row.name for row in block]
    close = combinations(names, 2) if len(names) <= all_pairs_to else _neighbours(names)
    if block[0].key.startswith(ALONE):  # whole names meet under other keys
        close = ((left, right) for left, right in close if _is_alone(left) or _is_alone(right))
    compared = (_compare(left, right) for left, right in close)
    return [pair for pair in compared if pair.match.verdict is not Verdict.DIFFERENT]


def _compare(left: str, right: str) -> NamePair:
    first, second = sorted((left, right))
    return NamePair(first, second, compare_names(first, second))


def _neighbours(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(names):
        for other in names[place + 1 : place + 1 + _WINDOW]:
            yield name, other


def _is_alone(name: str) -> bool:
    return len(parse_name(name).parts) == 1


def _key(row: _Keyed) -> tuple[str, ...]:
    return (row.key,)


def _order(row: _Keyed) -> tuple[list[str], str]:
    return [part.sound for part in parse_name(row.name).parts], row.name
