"""The model's file, run: a window's pieces in, the scores of every head out.

One window is one call. The int8 products take their scale from all that is encoded together (dynamic quantisation),
so windows that shared a call would change each other's results.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from onrecord.errors import SettingsError
from onrecord.language.pieces import CLS, SEP, WordPieces
from onrecord.language.tags import Moves

SHIPPED = Path(__file__).parent / "weights"
_FILES = ("model.onnx", "labels.json", "tokenizer.json", "manifest.json")


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say about a window's words; see `training/model.py` for how each is made.

    `opens` [words]; `upos`, `xpos`, `lemma` [words], label numbers; `arcs` [words, words], dependents in rows;
    `relations` [words, labels, size] and `heads` [words, size], whose product and `shifts` [words, labels] score
    labels; `names` and `attributions` [words, tags]; `cue_links` and `source_links` [words, words]; `vectors` [pieces,
    size].
    """

    opens: Any
    upos: Any
    xpos: Any
    lemma: Any
    arcs: Any
    relations: Any
    shifts: Any
    heads: Any
    names: Any
    attributions: Any
    cue_links: Any
    source_links: Any
    vectors: Any


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of the heads, by number, and how tags may follow each other."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemma: tuple[str, ...]
    deprel: tuple[str, ...]
    names: Moves
    attributions: Moves


class Encoder:
    """The model of one folder of weights."""

    def __init__(self, folder: Path) -> None:
        """Load the model; takes about a third of a second.

        Raises:
            SettingsError: the folder holds no such model, or its files are not those of its manifest.
        """
        _check_digests(folder)
        onnxruntime = load_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the engine uses the cores
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.labels = _read_labels(folder / "labels.json")
        self.pieces = WordPieces(folder / "tokenizer.json")

    def run(self, pieces: Sequence[tuple[int, ...]], layouts: Sequence[int]) -> tuple[Scores, list[int]]:
        """Return the scores of a window's words, and the first piece of each and the end, counted as `vectors` are."""
        import numpy

        firsts = [1]
        for word in pieces:
            firsts.append(firsts[-1] + len(word))
        ids = numpy.array([CLS, *(piece for word in pieces for piece in word), SEP], dtype="int64")
        by_piece = numpy.zeros(len(ids), dtype="int64")
        by_piece[1:-1] = numpy.repeat(numpy.array(layouts, dtype="int64"), [len(word) for word in pieces])
        given = {"ids": ids, "layouts": by_piece, "firsts": numpy.array(firsts[:-1], dtype="int64")}
        scores = Scores(*self._session.run(None, given))
        by_label = scores.relations.reshape(*scores.shifts.shape, -1)  # here it costs nothing, in the model a copy
        return replace(scores, relations=by_label), firsts


def load_onnxruntime() -> ModuleType:
    """Return onnxruntime, its telemetry off: from version 1.29 on it writes to the home folder and calls its makers.

    The variable counts only before the first import. A program that imports onnxruntime itself before it reads a
    report has to set it.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows
    return cast("ModuleType", onnxruntime)


@cache
def weights_version(folder: Path) -> str:
    """Return what tells these weights, labels and pieces from others: eight digits, from the manifest alone.

    Raises:
        SettingsError: see `Encoder`.
    """
    digests = _named_digests(folder)
    return hashlib.sha256(" ".join(digests[name] for name in _FILES[:-1]).encode()).hexdigest()[:8]


@cache
def load_encoder(folder: Path) -> Encoder:
    """Return the model of a folder, loaded once a process."""
    return Encoder(folder)


def _named_digests(folder: Path) -> dict[str, str]:
    """Return the digests that the manifest of a folder names."""
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise SettingsError(
            f"{folder} holds no language model: {', '.join(missing)} missing.",
            remedy="Name a folder that `python -m training export` wrote, or leave the setting out.",
        )
    try:
        named = json.loads((folder / "manifest.json").read_text("utf-8"))["sha256"]
        return {name: str(named[name]) for name in _FILES[:-1]}
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{folder / 'manifest.json'} is no manifest of weights.", remedy="Install the weights again."
        ) from error


def _check_digests(folder: Path) -> None:
    """Refuse files that are not those of the manifest."""
    for name, digest in _named_digests(folder).items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise SettingsError(
                f"{folder / name} is not the file that its manifest names.", remedy="Install the weights again."
            )


def _read_labels(path: Path) -> Labels:
    import numpy

    read = json.loads(path.read_text("utf-8"))

    def moves(name: str) -> Moves:
        arrays = {part: numpy.array(values, dtype="float32") for part, values in read["moves"][name].items()}
        return Moves(tuple(read[name]), arrays["between"], arrays["start"], arrays["end"])

    return Labels(
        upos=tuple(read["upos"]),
        xpos=tuple(read["xpos"]),
        lemma=tuple(read["lemma"]),
        deprel=tuple(read["deprel"]),
        names=moves("names"),
        attributions=moves("attributions"),
    )
