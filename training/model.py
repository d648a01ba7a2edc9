"""The model: one encoder, and small heads that read a word at its first piece.

Each group of heads reads its own mix of the encoder's layers (Peters et al. 2018). Syntax: biaffine arcs and relations
(Dozat & Manning 2017). Names and attributions: BIOES tags with a linear-chain CRF (Lafferty et al. 2001; Lample et al.
2016). Links: from each word of a content to its cue, from each cue to its source, scored as arcs are.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torchcrf import CRF

from onrecord.language.pieces import LAYOUTS
from training.labels import allowed_moves

ARC_SIZE, RELATION_SIZE, LINK_SIZE = 256, 96, 128
_DROPOUT = 0.2  # of what the heads read; the encoder has none
_FORBIDDEN = -100.0
GROUPS = ("syntax", "names", "attributions", "vectors")


class Biaffine(nn.Module):
    """Scores every pair of words: [batch, words, words], dependents in rows."""

    def __init__(self, size: int, hidden: int) -> None:
        super().__init__()
        self.left = nn.Linear(size, hidden)
        self.right = nn.Linear(size, hidden)
        self.product = nn.Linear(hidden, hidden, bias=False)
        self.bias = nn.Linear(hidden, 1, bias=False)
        nn.init.zeros_(self.bias.weight)

    def forward(self, states: Tensor) -> Tensor:
        """Return the scores of `right` words for each `left` word."""
        return self.pairs(self.left(states), self.right(states))

    def pairs(self, left: Tensor, right: Tensor) -> Tensor:
        """Return the scores from what the layers `left` and `right` gave for the words."""
        left, right = nn.functional.gelu(left), nn.functional.gelu(right)
        return self.product(left) @ right.transpose(-1, -2) + self.bias(right).transpose(-1, -2)


class Relations(nn.Module):
    """What scores the relation of each word to its head: its own side is multiplied out, the head's is looked up."""

    def __init__(self, size: int, hidden: int, relations: int) -> None:
        super().__init__()
        self.hidden, self.relations = hidden, relations
        self.left = nn.Linear(size, hidden)
        self.right = nn.Linear(size, hidden)
        self.product = nn.Linear(hidden, relations * hidden)
        self.dependent = nn.Linear(hidden, relations)

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return per word its side [..., relations, hidden], what it adds alone [..., relations], and its side as a head."""
        left = nn.functional.gelu(self.left(states))
        right = nn.functional.gelu(self.right(states))
        product = self.product(left).reshape(*left.shape[:-1], self.relations, self.hidden)
        return product, self.dependent(left), right

    @staticmethod
    def scores(sides: Tensor, shifts: Tensor, heads: Tensor) -> Tensor:
        """Return [batch, words, relations] for dependents' `sides` and `shifts` and the states of their `heads`."""
        return (sides @ heads[..., None]).squeeze(-1) + shifts


def make_crf(tags: list[str]) -> CRF:
    """Return a CRF that starts with all moves that no spans make forbidden."""
    crf = CRF(len(tags), batch_first=True)
    with torch.no_grad():
        allowed = torch.tensor(allowed_moves(tags))
        nn.init.zeros_(crf.transitions)
        crf.transitions.masked_fill_(~allowed, _FORBIDDEN)
        nn.init.zeros_(crf.start_transitions)
        nn.init.zeros_(crf.end_transitions)
    return crf


class LanguageModel(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Any, labels: dict[str, list[str]]) -> None:
        super().__init__()
        size, layers = encoder.config.hidden_size, encoder.config.num_hidden_layers + 1
        self.encoder = encoder
        self.encoder.pooler = None
        self.layouts = nn.Embedding(LAYOUTS, size)
        nn.init.zeros_(self.layouts.weight)  # starts as the official model
        self.mixes = nn.Parameter(torch.linspace(-4, 0, layers).repeat(len(GROUPS), 1))
        self.opens = nn.Linear(size, 1)
        self.upos = nn.Linear(size, len(labels["upos"]))
        self.xpos = nn.Linear(size, len(labels["xpos"]))
        self.lemma = nn.Linear(size, len(labels["lemma"]))
        self.arcs = Biaffine(size, ARC_SIZE)
        self.roots = nn.Linear(size, 1)
        self.relations = Relations(size, RELATION_SIZE, len(labels["deprel"]))
        self.names = nn.Linear(size, len(labels["names"]))
        self.name_crf = make_crf(labels["names"])
        self.attributions = nn.Linear(size, len(labels["attributions"]))
        self.attribution_crf = make_crf(labels["attributions"])
        self.cue_links = Biaffine(size, LINK_SIZE)
        self.source_links = Biaffine(size, LINK_SIZE)
        self.vectors = nn.Linear(size, size)
        with torch.no_grad():
            self.vectors.weight.copy_(torch.eye(size))
            self.vectors.bias.zero_()
        self.dropout = nn.Dropout(_DROPOUT)

    def encode(self, ids: Tensor, layouts: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Return the states of all layers, each [batch, pieces, size]; `ids` and `layouts` are [batch, pieces]."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.layouts(layouts)
        states: tuple[Tensor, ...] = self.encoder(
            inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        return states

    def mix(self, group: str, states: tuple[Tensor, ...], firsts: Tensor | None = None) -> Tensor:
        """Return a group's mix of the layers, of all pieces or of the words whose first pieces are `firsts`, [batch, words]."""
        weights = self.mixes[GROUPS.index(group)].softmax(-1)
        mixed: Tensor = sum(weight * layer for weight, layer in zip(weights, states, strict=True))  # type: ignore[assignment]
        if firsts is None:
            return mixed
        return self.dropout(mixed.gather(1, firsts[..., None].expand(-1, -1, mixed.shape[-1])))

    def arc_scores(self, words: Tensor) -> Tensor:
        """Return the score of each word as each word's head; a word's score for itself is that of being a root."""
        return with_roots(self.arcs(words), self.roots(words))


def with_roots(scores: Tensor, roots: Tensor) -> Tensor:
    """Return the scores of arcs, [..., words, words], with those of being a root, [..., words, 1], on the diagonal."""
    places = torch.arange(scores.shape[-1])
    return torch.where(places[:, None] == places, roots.transpose(-1, -2), scores)
