"""Who is one across reports: chains of single reports brought together into entities, each merge with its reasons.

In the order of certainty:

1. One key, one entity (`entity_keys`): the same full name, the same known place, the same body of the same state.
2. Full names of persons that are spellings of each other (`name_match`). What a comparison leaves unsure is decided by
   evidence beside the name: the same office of the same body at one time.
3. Adjectives go to the one place they are formed from, acronyms to the one full name they stand for.
4. A surname alone goes to the one person of that surname, where both are spoken of with the same office, place or body.
5. An office without a name goes to its holder at the report's date (`tenures`).

Against every merge stand vetoes that no chain of merges crosses (`clusters`): names that contradict each other
(`namesakes`), two full names in one report, "he" and "she", and what a person decided. What stays open is an entity of
its own.

Everything here is a function of the set of reports and decisions. Two passes over the reports find the keys, a third
gives each chain its entity; what is held is by distinct name, not by report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from onrecord.across.clusters import Refused, Veto, cluster
from onrecord.across.entity_keys import Kinds, folded, keys_of, learn_kinds, surname_of
from onrecord.across.full_names import FullNames
from onrecord.across.ledger import NAME, Ledger
from onrecord.across.nodes import Gathered, Node, make_entity, shown_name
from onrecord.engine import Engine
from onrecord.facts import is_adjective_of
from onrecord.records import (
    Entity,
    EntityKind,
    Judgement,
    ReportChains,
    Role,
    Rulings,
    Verdict,
    make_id,
)
from onrecord.settings import Settings

__all__ = ["NAME", "Identity", "identify"]

_SURNAME_SCORE = 0.8
_OFFICE_SCORE = 0.85
_ALIAS_SCORE = 0.95
_START = 4  # letters that an adjective shares with the name it is formed from
_MOST_PLACES = 50  # with one start that an adjective is compared with
_ADJECTIVE_ENDS = ("n", "i", "h", "e", "c", "r", "s")  # of -ian, -an, -i, -ish, -ese, -ic, -er and their plurals


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is one.

    `entity_of_key` gives the entity of each key (`entity_keys.keys_of`); `members_of` yields chain and entity by it.
    """

    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    judgements: tuple[Judgement, ...]
    entity_of_key: Mapping[str, str]
    kinds: Kinds
    alone: frozenset[str]

    def members_of(self, reports: Iterable[ReportChains]) -> Iterator[tuple[str, str]]:
        """Yield each chain's id with its entity's."""
        for row in reports:
            for chain, key in keys_of(row, self.kinds, self.alone).items():
                yield chain, self.entity_of_key[key.text]


def identify(
    reports: Callable[[], Iterable[ReportChains]], engine: Engine, settings: Settings, rulings: Rulings | None = None
) -> Identity:
    """Return the entities, roles and judgements of a set of reports.

    Args:
        reports: called for each pass; must yield the same rows each time, in any order.
        engine: compares the names.
        settings: see `settings.Settings`.
        rulings: what persons decided; it stands above all evidence.
    """
    kinds = learn_kinds(reports())
    rulings = rulings or Rulings()
    gathered = Gathered(kinds, _alone(reports, kinds, rulings), rulings.chains)
    for row in reports():
        gathered.take(row)
    return _Work(gathered, rulings).join(reports, engine, settings)


def _alone(reports: Callable[[], Iterable[ReportChains]], kinds: Kinds, rulings: Rulings) -> frozenset[str]:
    """Return the chains that count each for itself, since a person parted what their key says is one.

    Of a key that somebody parted, that is every chain that anything is decided about; the others stay together.
    """
    if not rulings.different:
        return frozenset()
    ruled = rulings.chains
    keys = {chain: key.text for row in reports() for chain, key in keys_of(row, kinds).items() if chain in ruled}
    parted = {keys[left] for left, right in rulings.different if left in keys and keys[left] == keys.get(right)}
    apart = {chain for chain, key in keys.items() if key in parted}
    return frozenset(apart - _staying(apart, keys, rulings))


def _staying(apart: Set[str], keys: Mapping[str, str], rulings: Rulings) -> frozenset[str]:
    """Return, of each parted key, the chains that stay with those nothing is decided about: the first and its like.

    The first is the smallest left side of a "different"; what a person called the same as it stays with it.
    """
    firsts: dict[str, str] = {}
    for left, right in sorted(tuple(sorted(pair)) for pair in rulings.different):
        if left in apart and keys[left] == keys.get(right):
            firsts.setdefault(keys[left], left)
    staying = set(firsts.values())
    pairs = [pair for pair in rulings.same if set(pair) <= apart]
    grown = True
    while grown:
        more = {chain for pair in pairs if staying & set(pair) for chain in pair} - staying
        staying |= more
        grown = bool(more)
    return frozenset(staying)


class _Work:
    """Joins what is gathered of all reports, step by step."""

    def __init__(self, gathered: Gathered, rulings: Rulings) -> None:
        self._gathered = gathered
        self._rulings = rulings
        self._nodes = gathered.nodes
        self._tenures = gathered.tenures
        self._key_of = gathered.key_of
        self._ledger = Ledger(gathered.nodes)
        self._refused: tuple[Refused, ...] = ()

    def join(self, reports: Callable[[], Iterable[ReportChains]], engine: Engine, settings: Settings) -> Identity:
        """Return what belongs together."""
        FullNames(self._gathered, self._ledger).judge(reports, engine, settings)
        self._join_adjectives()
        self._join_acronyms()
        groups = self._cluster()
        self._join_surnames(groups)
        groups = self._cluster()
        self._join_offices(groups)
        groups = self._cluster()
        return self._result(groups)

    def _cluster(self) -> dict[str, str]:
        """Return the group of each key: the smallest key in it. The last of several calls leaves its judgements."""
        found = cluster(
            self._nodes,
            self._ledger.edges,
            self._ledger.vetoes,
            must=self._ruled_pairs(self._rulings.same),
            must_not=[Veto(left, right, "decided") for left, right in self._ruled_pairs(self._rulings.different)],
        )
        self._refused = found.refused
        return {key: group[0] for group in found.groups for key in group}

    def _ruled_pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return decided pairs as keys, those whose chains are there."""
        return [
            (self._key_of[left], self._key_of[right])
            for left, right in pairs
            if left in self._key_of and right in self._key_of
        ]

    def _join_adjectives(self) -> None:
        """Join a place known by an adjective alone to the one place that it is formed from."""
        places = [
            node for node in self._nodes.values() if node.kind is EntityKind.PLACE and node.key.startswith("place:")
        ]
        by_start: dict[str, list[Node]] = defaultdict(list)
        for node in places:
            if " " not in node.name:
                by_start[node.key.removeprefix("place:")[:_START]].append(node)
        for group in by_start.values():
            group.sort(key=lambda node: node.key)
            for node in group[:_MOST_PLACES]:
                if not node.name.endswith(_ADJECTIVE_ENDS):
                    continue
                others = [other for other in group[:_MOST_PLACES] if other is not node]
                found = [other for other in others if is_adjective_of(node.name, other.name)]
                if len(found) == 1:
                    self._ledger.judge(
                        node.key,
                        found[0].key,
                        Verdict.SAME,
                        _ALIAS_SCORE,
                        f"{node.name} is formed from {found[0].name}",
                    )

    def _join_acronyms(self) -> None:
        """Join an acronym to the one full name that a report prints it behind."""
        full: dict[str, set[str]] = defaultdict(set)
        for node in self._nodes.values():
            if node.kind is EntityKind.ORGANISATION and node.key.startswith("organisation:"):
                for form in node.forms:
                    if form.isupper() and " " not in form and " " in node.key:
                        full[f"organisation:{folded(form)}"].add(node.key)
        for short, names in full.items():
            if len(names) == 1 and short in self._nodes and short not in names:
                self._ledger.judge(
                    short,
                    next(iter(names)),
                    Verdict.SAME,
                    _ALIAS_SCORE,
                    "the acronym stands behind the full name in a report",
                )

    def _join_surnames(self, groups: Mapping[str, str]) -> None:
        """Join a surname alone to the one person of that surname who is spoken of in the same company."""
        bearers: dict[str, set[str]] = defaultdict(set)
        near: dict[str, Counter[str]] = defaultdict(Counter)
        pronouns: dict[str, set[str]] = defaultdict(set)
        keys_in: dict[str, list[str]] = defaultdict(list)
        for node in self._nodes.values():
            if node.key.startswith("person:"):
                bearers[surname_of(node.name)].add(groups[node.key])
                near[groups[node.key]].update(node.near.keys())
                pronouns[groups[node.key]] |= node.pronouns
                keys_in[groups[node.key]].append(node.key)
        for node in list(self._nodes.values()):
            if not node.key.startswith("surname:"):
                continue
            found = bearers.get(node.key.split(":")[1], set())
            if len(found) != 1:
                continue
            person = next(iter(found))
            shared = sorted(node.near.keys() & near[person].keys())
            other_pronoun = node.pronouns and pronouns[person] and not node.pronouns & pronouns[person]
            other_office = self._tenures.contradict(node.key, keys_in[person])
            if shared and not other_pronoun and not other_office:
                self._ledger.judge(
                    node.key,
                    person,
                    Verdict.SAME,
                    _SURNAME_SCORE,
                    f"the one person of that surname: {shown_name(self._nodes[person])}",
                    f"spoken of with {shown_name(self._nodes[shared[0]])} as well",
                )

    def _join_offices(self, groups: Mapping[str, str]) -> None:
        """Join an office without a name to its holder at the date of the report."""
        self._tenures.settle(groups)
        for tenure in self._tenures.unnamed(self._nodes):
            holder, reason = self._tenures.holder_at(tenure)
            if holder is not None and holder in self._nodes:
                self._ledger.judge(tenure.holder, holder, Verdict.SAME, _OFFICE_SCORE, reason)

    # --- what comes out ---

    def _result(self, groups: Mapping[str, str]) -> Identity:
        members: dict[str, list[Node]] = defaultdict(list)
        for key, group in groups.items():
            members[group].append(self._nodes[key])
        ids = {group: make_id("entity", min(node.first for node in nodes)) for group, nodes in members.items()}
        entity_of_key = {key: ids[group] for key, group in groups.items()}
        entities = sorted(self._entities(groups, ids, members), key=lambda entity: entity.id)
        self._tenures.settle(groups)
        self._ledger.judge_rivals(self._tenures.rivals())
        roles = sorted(
            self._tenures.roles(entity_of_key),
            key=lambda role: (role.entity, role.office, role.body or "", role.evidence),
        )
        judgements = {judgement.id: judgement for judgement in self._ledger.judgements(self._refused)}
        return Identity(
            tuple(entities),
            tuple(roles),
            tuple(judgements[id_] for id_ in sorted(judgements)),
            entity_of_key,
            self._gathered.kinds,
            self._gathered.alone,
        )

    def _entities(
        self, groups: Mapping[str, str], ids: Mapping[str, str], members: Mapping[str, list[Node]]
    ) -> Iterator[Entity]:
        """Yield the entities, named and typed as persons decided where they did."""
        names = {groups[self._key_of[chain]]: name for chain, name in self._rulings.names if chain in self._key_of}
        kinds = {groups[self._key_of[chain]]: kind for chain, kind in self._rulings.kinds if chain in self._key_of}
        for group, nodes in members.items():
            entity = make_entity(ids[group], nodes)
            yield replace(entity, name=names.get(group, entity.name), kind=kinds.get(group, entity.kind))
