"""The judgements on pairs of keys, with the edges and vetoes that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from onrecord.across.clusters import Edge, Refused, Veto
from onrecord.across.nodes import Node
from onrecord.records import Judgement, Verdict, make_id

NAME = "identity.sieve.v1"
QUESTION = "same entity"
AT_ONE_TIME = "one office, two holders at one time"


class Ledger:
    """What was judged so far. Pairs are kept by the smallest chains of their nodes."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._judgements: list[Judgement] = []
        self.edges: list[Edge] = []
        self.vetoes: list[Veto] = []

    def judge(self, left: str, right: str, verdict: Verdict, score: float, *reasons: str) -> None:
        """Keep a judgement on two keys, and the edge where they are the same."""
        left, right = sorted((left, right))
        ids = self._nodes[left].first, self._nodes[right].first
        self._judgements.append(
            Judgement(make_id("judgement", QUESTION, *ids), *ids, verdict, round(score, 4), reasons, QUESTION, NAME)
        )
        if verdict is Verdict.SAME:
            self.edges.append(Edge(left, right, score))

    def judge_rivals(self, rivals: Iterable[tuple[str, str, str]]) -> None:
        """Keep that two persons are said to hold one office at one time: an error, or the day it passed on."""
        for one, other, reason in rivals:
            left, right = sorted((self._nodes[one].first, self._nodes[other].first))
            id_ = make_id("judgement", AT_ONE_TIME, left, right, reason)
            self._judgements.append(Judgement(id_, left, right, Verdict.DIFFERENT, 1.0, (reason,), AT_ONE_TIME, NAME))

    def judgements(self, refusals: Iterable[Refused]) -> Iterator[Judgement]:
        """Yield the judgements; a merge that a veto stood against is a difference, with the veto as a reason."""
        refused = {(refusal.edge.left, refusal.edge.right): refusal.veto.reason for refusal in refusals}
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
