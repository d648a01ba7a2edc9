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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from onrecord.across.clusters import Edge, Refused, Veto, cluster
from onrecord.across.entity_keys import Key, Kinds, folded, keys_of, learn_kinds
from onrecord.across.name_match import compare_names
from onrecord.across.name_pairs import match_names
from onrecord.across.namesakes import find_torn, name_vetoes
from onrecord.across.tenures import Tenure, Tenures
from onrecord.engine import Engine
from onrecord.facts import country_name, is_adjective_of
from onrecord.records import (
    Entity,
    EntityKind,
    Extent,
    Form,
    Judgement,
    ReportChains,
    Role,
    Rulings,
    Verdict,
    make_id,
    moment_of,
)
from onrecord.settings import Settings

NAME = "identity.sieve.v1"
QUESTION = "same entity"
AT_ONE_TIME = "one office, two holders at one time"
_SAME_OFFICE_SCORE = 0.9
_NEAR_NAMES = 0.75  # as alike as one letter more, less or other in a part of a name
_SURNAME_SCORE = 0.8
_COMPANY_SCORE = 0.82
_COMPANY = 3  # places and bodies that two are spoken of with
_LONG_SURNAME = 6  # letters
_MOST_ALIKE = 40  # names with one given name and surnames that start alike
_OFFICE_SCORE = 0.85
_ALIAS_SCORE = 0.95
_MAX_NEIGHBOURS = 40  # of the places and bodies that a person is spoken of with, the most frequent are kept
_OF_A_REPORT = 12


@dataclass(slots=True)
class Node:
    """All chains under one key: what is known of them together."""

    key: str
    kind: EntityKind
    first: str  # the smallest of its chains' ids
    name: str = ""
    facts_key: str | None = None
    forms: Counter[str] = field(default_factory=Counter)
    full_names: Counter[str] = field(default_factory=Counter)
    pronouns: set[str] = field(default_factory=set)
    near: Counter[str] = field(default_factory=Counter)


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
    work = _Work(kinds, rulings, _alone(reports, kinds, rulings))
    for row in reports():
        work.take(row)
    return work.join(reports, engine, settings)


def _alone(reports: Callable[[], Iterable[ReportChains]], kinds: Kinds, rulings: Rulings) -> frozenset[str]:
    """Return the chains that a person took out of what their key says is one."""
    ruled = rulings.chains
    if not rulings.different:
        return frozenset()
    keys = {chain: key.text for row in reports() for chain, key in keys_of(row, kinds).items() if chain in ruled}
    return frozenset(right for left, right in rulings.different if left in keys and keys[left] == keys.get(right))


class _Work:
    """What is gathered of all reports, and joined."""

    def __init__(self, kinds: Kinds, rulings: Rulings, alone: frozenset[str]) -> None:
        self._kinds = kinds
        self._rulings = rulings
        self._ruled = rulings.chains
        self._alone = alone
        self._key_of: dict[str, str] = {}  # of the chains that something is decided about
        self._refused: tuple[Refused, ...] = ()
        self._nodes: dict[str, Node] = {}
        self._tenures = Tenures()
        self._judgements: list[Judgement] = []
        self._edges: list[Edge] = []
        self._vetoes: list[Veto] = []

    # --- gathering ---

    def take(self, row: ReportChains) -> None:
        """Gather what one report tells."""
        keys = keys_of(row, self._kinds, self._alone)
        for chain in row.chains:
            key = keys[chain.id]
            if chain.id in self._ruled:
                self._key_of[chain.id] = key.text
            node = self._nodes.get(key.text)
            if node is None:
                node = self._nodes[key.text] = Node(key.text, key.kind, chain.id, name=chain.name, facts_key=chain.key)
            node.first = min(node.first, chain.id)
            node.name = min(node.name, chain.name)
            for form in chain.forms:
                node.forms[form.text] += form.count
            if key.kind is EntityKind.PERSON and key.text.startswith("person:"):
                node.full_names[chain.name] += 1
            if chain.pronoun:
                node.pronouns.add(chain.pronoun)
        self._take_offices(row, keys)
        self._take_neighbours(row, keys)

    def _take_offices(self, row: ReportChains, keys: Mapping[str, Key]) -> None:
        for holding in row.holdings:
            body = keys[holding.body].text if holding.body in keys and holding.body is not None else None
            day = _day(row)
            extent = Extent(row.report, holding.start, holding.end)
            self._tenures.add(
                Tenure(keys[holding.holder].text, holding.office, holding.printed, body, holding.standing, day, extent)
            )

    def _take_neighbours(self, row: ReportChains, keys: Mapping[str, Key]) -> None:
        """Remember with which places and bodies the persons of a report are spoken of."""
        near = [
            keys[chain.id].text
            for chain in sorted(row.chains, key=lambda chain: (-sum(form.count for form in chain.forms), chain.id))
            if keys[chain.id].is_shared and keys[chain.id].kind in (EntityKind.PLACE, EntityKind.ORGANISATION)
        ][:_OF_A_REPORT]
        for chain in row.chains:
            node = self._nodes[keys[chain.id].text]
            if node.kind is EntityKind.PERSON:
                node.near.update(near)
                if len(node.near) > 2 * _MAX_NEIGHBOURS:
                    node.near = Counter(dict(_first(node.near, _MAX_NEIGHBOURS)))

    # --- joining ---

    def join(self, reports: Callable[[], Iterable[ReportChains]], engine: Engine, settings: Settings) -> Identity:
        """Return what belongs together."""
        self._match_full_names(engine, settings)
        self._match_by_office()
        self._match_in_company()
        self._part_namesakes()
        self._veto_pairs(reports)
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
            self._edges,
            self._vetoes,
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

    def _judge(self, left: str, right: str, verdict: Verdict, score: float, *reasons: str) -> None:
        """Keep a judgement on two keys, and the edge where they are the same."""
        left, right = sorted((left, right))
        ids = self._nodes[left].first, self._nodes[right].first
        self._judgements.append(
            Judgement(make_id("judgement", QUESTION, *ids), *ids, verdict, round(score, 4), reasons, QUESTION, NAME)
        )
        if verdict is Verdict.SAME:
            self._edges.append(Edge(left, right, score))

    def _match_full_names(self, engine: Engine, settings: Settings) -> None:
        """Compare the full names of persons; the same office decides what names leave unsure."""
        by_name: dict[str, list[str]] = defaultdict(list)
        for node in self._nodes.values():
            if node.full_names:
                by_name[_best(node.full_names)].append(node.key)
        for keys in by_name.values():
            keys.sort()
        for pair in match_names(by_name, engine, settings):
            for left in by_name[pair.left]:
                for right in by_name[pair.right]:
                    self._judge_names(
                        left,
                        right,
                        pair.match.verdict,
                        pair.match.score,
                        f"{pair.left} / {pair.right}: {pair.match.reason}",
                    )

    def _match_by_office(self) -> None:
        """Compare the full names of who may hold one office: spellings that no rule of sound brings together."""
        known = {(edge.left, edge.right) for edge in self._edges}
        for left, right in self._tenures.pairs_in_office():
            nodes = self._nodes[left], self._nodes[right]
            if (left, right) in known or not all(node.full_names for node in nodes):
                continue
            if not nodes[0].near.keys() & nodes[1].near.keys():
                continue
            names = [_best(node.full_names) for node in nodes]
            match = compare_names(*names)
            if match.verdict is Verdict.UNSURE and match.score >= _NEAR_NAMES:
                self._judge_names(left, right, match.verdict, match.score, f"{names[0]} / {names[1]}: {match.reason}")

    def _match_in_company(self) -> None:
        """Join full names that differ in a letter of a long surname, where reports name them in the same company."""
        alike: dict[str, list[Node]] = defaultdict(list)
        for node in self._nodes.values():
            parts = folded(_best(node.full_names)).split() if node.full_names else []
            if len(parts) == 2 and len(parts[1]) >= _LONG_SURNAME:
                alike[f"{parts[0]} {parts[1][:2]}"].append(node)
        known = {(edge.left, edge.right) for edge in self._edges}
        for nodes in alike.values():
            if len(nodes) <= _MOST_ALIKE:
                for left, right in combinations(sorted(nodes, key=lambda node: node.key), 2):
                    shared = sorted(left.near.keys() & right.near.keys())
                    if len(shared) >= _COMPANY and (left.key, right.key) not in known:
                        self._judge_in_company(left, right, shared)

    def _judge_in_company(self, left: Node, right: Node, shared: Sequence[str]) -> None:
        names = [_best(node.full_names) for node in (left, right)]
        match = compare_names(*names)
        if match.verdict is Verdict.UNSURE and match.score >= _NEAR_NAMES:
            company = ", ".join(_shown(self._nodes[key]) for key in shared[:_COMPANY])
            reason = f"{names[0]} / {names[1]}: {match.reason}"
            self._judge(left.key, right.key, Verdict.SAME, _COMPANY_SCORE, reason, f"both spoken of with {company}")

    def _judge_names(self, left: str, right: str, verdict: Verdict, score: float, reason: str) -> None:
        shared = self._tenures.shared_office(left, right)
        if verdict is Verdict.UNSURE and shared is not None:
            self._judge(left, right, Verdict.SAME, _SAME_OFFICE_SCORE, reason, f"both hold one office: {shared}")
        else:
            self._judge(left, right, verdict, score, reason)

    def _part_namesakes(self) -> None:
        """Keep apart names that contradict each other, though one agrees with both; an office may tell."""
        names = {node.key: _best(node.full_names) for node in self._nodes.values() if node.full_names}
        vetoes = list(name_vetoes(self._edges, names))
        self._vetoes += vetoes
        open_ = {}
        for torn in find_torn(self._edges, vetoes):
            end = torn.edge.right if torn.between == torn.edge.left else torn.edge.left
            office = self._tenures.shared_office
            if office(torn.between, end) is None or office(torn.between, torn.other) is not None:
                open_[torn.edge.left, torn.edge.right] = f"may be {names[torn.other]} as well"
        self._edges = [edge for edge in self._edges if (edge.left, edge.right) not in open_]
        for (left, right), reason in open_.items():
            self._judge(left, right, Verdict.UNSURE, 0.5, f"{names[left]} / {names[right]}", reason)

    def _veto_pairs(self, reports: Callable[[], Iterable[ReportChains]]) -> None:
        """Keep apart what one report names both in full, and "he" from "she"."""
        rivals: dict[str, set[str]] = defaultdict(set)
        for edge in self._edges:
            rivals[edge.left].add(edge.right)
            one, other = self._nodes[edge.left].pronouns, self._nodes[edge.right].pronouns
            if len(one) == 1 and len(other) == 1 and one != other:
                self._vetoes.append(Veto(edge.left, edge.right, "one is spoken of as he, the other as she"))
        if not rivals:
            return
        found: set[Veto] = set()
        for row in reports():
            keys = {key.text for key in keys_of(row, self._kinds, self._alone).values()}
            for left in keys & rivals.keys():
                found |= {Veto(left, right, "both named in full in one report") for right in rivals[left] & keys}
        self._vetoes += sorted(found)

    def _join_adjectives(self) -> None:
        """Join a place known by an adjective alone to the one place that it is formed from."""
        places = [
            node for node in self._nodes.values() if node.kind is EntityKind.PLACE and node.key.startswith("place:")
        ]
        by_start: dict[str, list[Node]] = defaultdict(list)
        for node in places:
            by_start[node.key.removeprefix("place:")[:3]].append(node)
        for group in by_start.values():
            for node in group:
                found = [other for other in group if other is not node and is_adjective_of(node.name, other.name)]
                if len(found) == 1:
                    self._judge(
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
                self._judge(
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
                bearers[node.key.rpartition(" ")[2]].add(groups[node.key])
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
            other_office = any(self._tenures.contradicts(node.key, key) for key in keys_in[person])
            if shared and not other_pronoun and not other_office:
                self._judge(
                    node.key,
                    person,
                    Verdict.SAME,
                    _SURNAME_SCORE,
                    f"the one person of that surname: {_shown(self._nodes[person])}",
                    f"spoken of with {_shown(self._nodes[shared[0]])} as well",
                )

    def _join_offices(self, groups: Mapping[str, str]) -> None:
        """Join an office without a name to its holder at the date of the report."""
        self._tenures.settle(groups)
        for tenure in self._tenures.unnamed(self._nodes):
            holder, reason = self._tenures.holder_at(tenure)
            if holder is not None and holder in self._nodes:
                self._judge(tenure.holder, holder, Verdict.SAME, _OFFICE_SCORE, reason)

    # --- what comes out ---

    def _result(self, groups: Mapping[str, str]) -> Identity:
        members: dict[str, list[Node]] = defaultdict(list)
        for key, group in groups.items():
            members[group].append(self._nodes[key])
        ids = {group: make_id("entity", min(node.first for node in nodes)) for group, nodes in members.items()}
        entity_of_key = {key: ids[group] for key, group in groups.items()}
        entities = sorted(self._entities(groups, ids, members), key=lambda entity: entity.id)
        self._tenures.settle(groups)
        self._judge_rivals()
        roles = sorted(
            self._tenures.roles(entity_of_key),
            key=lambda role: (role.entity, role.office, role.body or "", role.evidence),
        )
        judgements = {judgement.id: judgement for judgement in self._with_refusals()}
        return Identity(
            tuple(entities),
            tuple(roles),
            tuple(judgements[id_] for id_ in sorted(judgements)),
            entity_of_key,
            self._kinds,
            self._alone,
        )

    def _entities(
        self, groups: Mapping[str, str], ids: Mapping[str, str], members: Mapping[str, list[Node]]
    ) -> Iterator[Entity]:
        """Yield the entities, named and typed as persons decided where they did."""
        names = {groups[self._key_of[chain]]: name for chain, name in self._rulings.names if chain in self._key_of}
        kinds = {groups[self._key_of[chain]]: kind for chain, kind in self._rulings.kinds if chain in self._key_of}
        for group, nodes in members.items():
            entity = _entity(ids[group], nodes)
            yield replace(entity, name=names.get(group, entity.name), kind=kinds.get(group, entity.kind))

    def _judge_rivals(self) -> None:
        """Keep that two persons are said to hold one office at one time: an error, or the day it passed on."""
        for one, other, reason in self._tenures.rivals():
            left, right = sorted((self._nodes[one].first, self._nodes[other].first))
            id_ = make_id("judgement", AT_ONE_TIME, left, right, reason)
            self._judgements.append(Judgement(id_, left, right, Verdict.DIFFERENT, 1.0, (reason,), AT_ONE_TIME, NAME))

    def _with_refusals(self) -> Iterator[Judgement]:
        """Yield the judgements; a merge that a veto stood against is a difference, with the veto as a reason."""
        refused = {(refusal.edge.left, refusal.edge.right): refusal.veto.reason for refusal in self._refused}
        vetoed = {
            make_id("judgement", QUESTION, self._nodes[left].first, self._nodes[right].first): reason
            for (left, right), reason in refused.items()
        }
        for judgement in self._judgements:
            reason = vetoed.get(judgement.id)
            if reason is None:
                yield judgement
            else:
                yield Judgement(
                    judgement.id, judgement.left, judgement.right, Verdict.DIFFERENT, judgement.score,
                    (*judgement.reasons, f"kept apart: {reason}"), QUESTION, NAME,
                )  # fmt: skip


def _entity(id_: str, nodes: Iterable[Node]) -> Entity:
    """Return an entity of its nodes: named as most reports print its fullest name."""
    nodes = sorted(nodes, key=lambda node: node.key)
    forms: Counter[str] = Counter()
    for node in nodes:
        forms.update(node.forms)
    named = [node for node in nodes if node.forms] or nodes
    kinds = Counter(node.kind for node in named)
    kind = max(sorted(kinds), key=lambda kind: kinds[kind])
    key = next((node.facts_key for node in nodes if node.facts_key), None)
    listed = tuple(Form(text, count) for text, count in sorted(forms.items(), key=lambda item: (-item[1], item[0])))
    return Entity(id_, _name(nodes, forms, kind, key), kind, listed, key)


def _name(nodes: list[Node], forms: Counter[str], kind: EntityKind, key: str | None) -> str:
    full: Counter[str] = Counter()
    for node in nodes:
        full.update(node.full_names)
    if full:
        return _best(full)
    if key is not None and key.startswith("country:"):
        return country_name(key.removeprefix("country:"), None) or _best(forms)
    if not forms:
        return min(node.name for node in nodes)
    if kind is EntityKind.PLACE:
        names = {
            form: count for form, count in forms.items() if not any(is_adjective_of(form, other) for other in forms)
        }
    else:
        names = {form: count for form, count in forms.items() if " " in form or key is not None}
    return _best(Counter(names or forms))


def _best(names: Counter[str]) -> str:
    """Return the most frequent name, letter case apart; of its printings one that is not all in capitals.

    Among equals comes the longest, then the first in order.
    """
    counts: Counter[str] = Counter()
    for name, count in names.items():
        counts[name.casefold()] += count
    best = min(counts, key=lambda name: (-counts[name], -len(name), name))
    printed = [name for name in names if name.casefold() == best]
    return min(printed, key=lambda name: (name.isupper(), -names[name], name))


def _shown(node: Node) -> str:
    """Return the name of a node, as reports print it most often."""
    return _best(node.forms) if node.forms else node.name


def _first(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _day(row: ReportChains) -> str | None:
    """Return the day a report was published, `None` when it is not known to the day."""
    if row.published is None:
        return None
    start, end = (moment_of(moment)[:10] for moment in (row.published.start, row.published.end))
    return start if start == end else None
