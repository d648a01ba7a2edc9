"""Full names of persons that are one: by spelling, by office, by company; and the vetoes against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from onrecord.across.clusters import Veto
from onrecord.across.entity_keys import folded
from onrecord.across.ledger import Ledger
from onrecord.across.name_match import compare_names
from onrecord.across.name_pairs import match_names
from onrecord.across.namesakes import find_torn, name_vetoes
from onrecord.across.nodes import Gathered, Node, best_name, shown_name
from onrecord.engine import Engine
from onrecord.records import ReportChains, Verdict
from onrecord.settings import Settings

_SAME_OFFICE_SCORE = 0.9
_NEAR_NAMES = 0.75  # as alike as one letter more, less or other in a part of a name
_COMPANY_SCORE = 0.82
_COMPANY = 3  # places and bodies that two are spoken of with
_LONG_SURNAME = 6  # letters
_GUTTURALS = re.compile(r"ch|kh|gh|h|g(?=[eiy])|[yj](?=[aeiou])")  # χ, х, γ, ğ as ch, kh, h; γε as ge, ye
_MOST_ALIKE = 40  # names with one given name and surnames that start alike


class FullNames:
    """Judges the full names of persons."""

    def __init__(self, gathered: Gathered, ledger: Ledger) -> None:
        self._gathered = gathered
        self._nodes = gathered.nodes
        self._tenures = gathered.tenures
        self._ledger = ledger

    def judge(self, reports: Callable[[], Iterable[ReportChains]], engine: Engine, settings: Settings) -> None:
        """Judge all pairs that may be one person, and find what stands against it."""
        self._match_full_names(engine, settings)
        self._match_by_office()
        self._match_in_company()
        self._part_namesakes()
        self._veto_pairs(reports)

    def _match_full_names(self, engine: Engine, settings: Settings) -> None:
        """Compare the full names of persons; the same office decides what names leave unsure."""
        by_name: dict[str, list[str]] = defaultdict(list)
        for node in self._nodes.values():
            if node.full_names:
                by_name[best_name(node.full_names)].append(node.key)
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
        known = {(edge.left, edge.right) for edge in self._ledger.edges}
        for left, right in self._tenures.pairs_in_office():
            nodes = self._nodes[left], self._nodes[right]
            if (left, right) in known or not all(node.full_names for node in nodes):
                continue
            if not nodes[0].near.keys() & nodes[1].near.keys():
                continue
            names = [best_name(node.full_names) for node in nodes]
            match = compare_names(*names)
            if match.verdict is Verdict.UNSURE and match.score >= _NEAR_NAMES:
                self._judge_names(left, right, match.verdict, match.score, f"{names[0]} / {names[1]}: {match.reason}")

    def _match_in_company(self) -> None:
        """Join names whose long surnames differ by a guttural written two ways, and that keep the same company."""
        alike: dict[str, list[Node]] = defaultdict(list)
        for node in self._nodes.values():
            parts = folded(best_name(node.full_names)).split() if node.full_names else []
            if len(parts) == 2 and len(parts[1]) >= _LONG_SURNAME:
                alike[f"{parts[0]} {_GUTTURALS.sub('h', parts[1])}"].append(node)
        known = {(edge.left, edge.right) for edge in self._ledger.edges}
        for nodes in alike.values():
            if len(nodes) <= _MOST_ALIKE:
                for left, right in combinations(sorted(nodes, key=lambda node: node.key), 2):
                    shared = sorted(left.near.keys() & right.near.keys())
                    if len(shared) >= _COMPANY and (left.key, right.key) not in known:
                        self._judge_in_company(left, right, shared)

    def _judge_in_company(self, left: Node, right: Node, shared: Sequence[str]) -> None:
        names = [best_name(node.full_names) for node in (left, right)]
        match = compare_names(*names)
        if match.verdict is Verdict.UNSURE and match.score >= _NEAR_NAMES:
            company = ", ".join(shown_name(self._nodes[key]) for key in shared[:_COMPANY])
            reason = f"{names[0]} / {names[1]}: {match.reason}"
            self._ledger.judge(
                left.key, right.key, Verdict.SAME, _COMPANY_SCORE, reason, f"both spoken of with {company}"
            )

    def _judge_names(self, left: str, right: str, verdict: Verdict, score: float, reason: str) -> None:
        shared = self._tenures.shared_office(left, right)
        if verdict is Verdict.UNSURE and shared is not None:
            self._ledger.judge(left, right, Verdict.SAME, _SAME_OFFICE_SCORE, reason, f"both hold one office: {shared}")
        else:
            self._ledger.judge(left, right, verdict, score, reason)

    def _part_namesakes(self) -> None:
        """Keep apart names that contradict each other, though one agrees with both; an office may tell."""
        names = {node.key: best_name(node.full_names) for node in self._nodes.values() if node.full_names}
        vetoes = list(name_vetoes(self._ledger.edges, names))
        self._ledger.vetoes += vetoes
        open_ = {}
        for torn in find_torn(self._ledger.edges, vetoes):
            end = torn.edge.right if torn.between == torn.edge.left else torn.edge.left
            office = self._tenures.shared_office
            if office(torn.between, end) is None or office(torn.between, torn.other) is not None:
                open_[torn.edge.left, torn.edge.right] = f"may be {names[torn.other]} as well"
        self._ledger.edges = [edge for edge in self._ledger.edges if (edge.left, edge.right) not in open_]
        for (left, right), reason in open_.items():
            self._ledger.judge(left, right, Verdict.UNSURE, 0.5, f"{names[left]} / {names[right]}", reason)

    def _veto_pairs(self, reports: Callable[[], Iterable[ReportChains]]) -> None:
        """Keep apart what one report names both in full, and "he" from "she"."""
        rivals: dict[str, set[str]] = defaultdict(set)
        for edge in self._ledger.edges:
            rivals[edge.left].add(edge.right)
            one, other = self._nodes[edge.left].pronouns, self._nodes[edge.right].pronouns
            if len(one) == 1 and len(other) == 1 and one != other:
                self._ledger.vetoes.append(Veto(edge.left, edge.right, "one is spoken of as he, the other as she"))
        if not rivals:
            return
        found: set[Veto] = set()
        for row in reports():
            keys = {key.text for key in self._gathered.keys_of(row).values()}
            for left in keys & rivals.keys():
                found |= {Veto(left, right, "both named in full in one report") for right in rivals[left] & keys}
        self._ledger.vetoes += sorted(found)
