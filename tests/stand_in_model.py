"""A model that stands in for the language model: its scores are drawn, from the words alone, and mean nothing.

What must hold whatever a model says is tested with it; scores without sense are the hardest there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy

from onrecord.language import NAME_LABELS
from onrecord.language.encoder import Labels, Scores
from onrecord.language.neural import NeuralReader
from onrecord.language.pieces import UNKNOWN, WordPieces
from onrecord.language.tags import FORBIDDEN, Moves

SIZE = 16  # of vectors
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-"
UPOS = ("ADJ", "NOUN", "PROPN", "PUNCT", "VERB", "X")
DEPREL = ("dep", "nsubj", "obj", "punct", "root")
SCRIPTS = ("lower 0 ", "keep 0 ", "lower 1 ", "lower 2 y", "lower 9 ")


def write_vocabulary(path: Path) -> Path:
    """Write a tokenizer that knows single letters and a few words, with the special marks where BERT has them."""
    pieces = [f"[unused{number}]" for number in range(UNKNOWN)] + ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces += [*LETTERS, *(f"##{letter}" for letter in LETTERS), "korsk", "said", "treat", "##y"]
    path.write_text(
        json.dumps(
            {
                "version": "1.0",
                "added_tokens": [],
                "normalizer": {
                    "type": "BertNormalizer",
                    "clean_text": True,
                    "handle_chinese_chars": True,
                    "strip_accents": None,
                    "lowercase": True,
                },
                "pre_tokenizer": {"type": "BertPreTokenizer"},
                "model": {
                    "type": "WordPiece",
                    "unk_token": "[UNK]",
                    "continuing_subword_prefix": "##",
                    "max_input_chars_per_word": 100,
                    "vocab": {piece: number for number, piece in enumerate(pieces)},
                },
            }
        ),
        encoding="utf-8",
    )
    return path


def make_moves(labels: Sequence[str]) -> Moves:
    """Return the moves of BIOES tags, those that spell no spans forbidden."""
    tags = ("O", *(f"{place}-{label}" for label in labels for place in "BIES"))

    def fits(left: str, right: str) -> bool:
        opens, goes_on = left[0] in "BI", right[0] in "IE"
        return opens == goes_on and (not opens or left[2:] == right[2:])

    between = numpy.array([[0 if fits(left, right) else FORBIDDEN for right in tags] for left in tags], dtype="float32")
    start = numpy.array([0 if fits("O", tag) else FORBIDDEN for tag in tags], dtype="float32")
    end = numpy.array([0 if fits(tag, "O") else FORBIDDEN for tag in tags], dtype="float32")
    return Moves(tags, between, start, end)


class StandIn:
    """Offers what `Encoder` does; `calm` makes its words hang on those before them, which takes no search for a tree."""

    def __init__(self, folder: Path, *, calm: bool = False) -> None:
        self.calm = calm
        self.labels = Labels(
            UPOS, ("NN", "VB", "."), SCRIPTS, DEPREL, make_moves(NAME_LABELS), make_moves(("source", "cue", "content"))
        )
        self.pieces = WordPieces(write_vocabulary(folder / "tokenizer.json"))

    def run(self, pieces: Sequence[tuple[int, ...]], layouts: Sequence[int]) -> tuple[Scores, list[int]]:
        """See `Encoder.run`."""
        drawn = numpy.random.default_rng(crc32(repr((list(pieces), list(layouts))).encode()))
        words, firsts = len(pieces), [1]
        for ids in pieces:
            firsts.append(firsts[-1] + len(ids))

        def draw(*shape: int) -> Any:
            return drawn.standard_normal(shape, dtype="float32")

        scores = Scores(
            opens=draw(words) - 1,
            upos=drawn.integers(0, len(UPOS), words),
            xpos=drawn.integers(0, 3, words),
            lemma=drawn.integers(0, len(SCRIPTS), words),
            arcs=draw(words, words) + self.calm * (50 * numpy.eye(words) + 100 * numpy.eye(words, k=-1)),
            relations=draw(words, len(DEPREL), 4),
            shifts=draw(words, len(DEPREL)),
            heads=draw(words, 4),
            names=draw(words, len(self.labels.names.tags)),
            attributions=draw(words, len(self.labels.attributions.tags)),
            cue_links=draw(words, words),
            source_links=draw(words, words),
            vectors=draw(firsts[-1] + 1, SIZE),
        )
        return scores, firsts


class StandInReader(NeuralReader):
    """The neural reader with the stand-in for its model."""

    def __init__(self, encoder: StandIn) -> None:
        super().__init__()
        self.stand_in = encoder

    @property
    def _encoder(self) -> Any:
        return self.stand_in
