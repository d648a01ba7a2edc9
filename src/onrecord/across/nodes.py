"""What reports tell of each key, gathered: names, forms, "he" or "she", company, offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.across.entity_keys import Key, Kinds, keys_of
from onrecord.across.tenures import Tenure, Tenures
from onrecord.facts import country_name, is_adjective_of
from onrecord.records import Entity, EntityKind, Extent, Form, ReportChains, moment_of

_OF_A_REPORT = 12  # places and bodies of a report that count as its persons' company, the most often named


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


class Gathered:
    """All that is known of each key before anything is joined.

    Args:
        kinds: what names are names of (`entity_keys.learn_kinds`).
        alone: chains that share their key with no other.
        ruled: chains that somebody decided something about.
    """

    def __init__(self, kinds: Kinds, alone: frozenset[str], ruled: frozenset[str]) -> None:
        self.kinds = kinds
        self.alone = alone
        self.nodes: dict[str, Node] = {}
        self.tenures = Tenures()
        self.key_of: dict[str, str] = {}  # of the chains that something is decided about
        self._ruled = ruled

    def keys_of(self, row: ReportChains) -> dict[str, Key]:
        """Return the key of each chain of a report."""
        return keys_of(row, self.kinds, self.alone)

    def take(self, row: ReportChains) -> None:
        """Gather what one report tells."""
        keys = self.keys_of(row)
        for chain in row.chains:
            key = keys[chain.id]
            if chain.id in self._ruled:
                self.key_of[chain.id] = key.text
            node = self.nodes.get(key.text)
            if node is None:
                node = self.nodes[key.text] = Node(key.text, key.kind, chain.id, name=chain.name, facts_key=chain.key)
            if chain.id < node.first:
                node.first, node.kind = chain.id, key.kind
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
            self.tenures.add(
                Tenure(
                    keys[holding.holder].text,
                    holding.office,
                    holding.printed,
                    body,
                    holding.standing,
                    day,
                    extent,
                    began=row.dates.get(holding.began or ""),
                    ended=row.dates.get(holding.ended or ""),
                )
            )

    def _take_neighbours(self, row: ReportChains, keys: Mapping[str, Key]) -> None:
        """Remember with which places and bodies the persons of a report are spoken of."""
        near = [
            keys[chain.id].text
            for chain in sorted(row.chains, key=lambda chain: (-sum(form.count for form in chain.forms), chain.id))
            if keys[chain.id].is_shared and keys[chain.id].kind in (EntityKind.PLACE, EntityKind.ORGANISATION)
        ][:_OF_A_REPORT]
        for chain in row.chains:
            node = self.nodes[keys[chain.id].text]
            if node.kind is EntityKind.PERSON:
                node.near.update(near)


def make_entity(id_: str, nodes: Iterable[Node]) -> Entity:
    """Return an entity of its nodes: named as most reports print its fullest name."""
    nodes = sorted(nodes, key=lambda node: node.key)
    forms: Counter[str] = Counter()
    for node in nodes:
        forms.update(node.forms)
    named = [node for node in nodes if node.forms] or nodes
    kinds = Counter(node.kind for node in named)
    kind = max(sorted(kinds), key=lambda kind: kinds[kind])
    key = next((node.facts_key for node in nodes if node.facts_key and node.kind is kind), None)
    listed = tuple(Form(text, count) for text, count in sorted(forms.items(), key=lambda item: (-item[1], item[0])))
    return Entity(id_, _name(nodes, forms, kind, key), kind, listed, key)


def _name(nodes: list[Node], forms: Counter[str], kind: EntityKind, key: str | None) -> str:
    full: Counter[str] = Counter()
    for node in nodes:
        full.update(node.full_names)
    if full:
        return best_name(full)
    if key is not None and key.startswith("country:"):
        return country_name(key.removeprefix("country:"), None) or best_name(forms)
    if not forms:
        return min(node.name for node in nodes)
    if kind is EntityKind.PLACE:
        names = {
            form: count for form, count in forms.items() if not any(is_adjective_of(form, other) for other in forms)
        }
    else:
        names = {form: count for form, count in forms.items() if " " in form or key is not None}
    return best_name(Counter(names or forms))


def best_name(names: Counter[str]) -> str:
    """Return the most frequent name, letter case apart; of its printings one that is not all in capitals.

    Among equals comes the longest, then the first in order.
    """
    counts: Counter[str] = Counter()
    for name, count in names.items():
        counts[name.casefold()] += count
    best = min(counts, key=lambda name: (-counts[name], -len(name), name))
    printed = [name for name in names if name.casefold() == best]
    return min(printed, key=lambda name: (name.isupper(), -names[name], name))


def shown_name(node: Node) -> str:
    """Return the name of a node, as reports print it most often."""
    return best_name(node.forms) if node.forms else node.name


def _day(row: ReportChains) -> str | None:
    """Return the day a report was published, `None` when it is not known to the day."""
    if row.published is None:
        return None
    start, end = (moment_of(moment)[:10] for moment in (row.published.start, row.published.end))
    return start if start == end else None
