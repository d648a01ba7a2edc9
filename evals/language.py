"""The language model that the package carries: names, attributions, syntax, sentences and vectors, and its size.

All is scored on what `annotate` gives, by the measures that the data sets' own papers use. The model never saw
the parts that are scored here, but it was chosen by them: the sealed test sets are another matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import sqrt
from pathlib import Path
from statistics import correlation
from typing import Any, TypeAlias

from evals import polnear, treebanks
from evals.gold import SHARED, fingerprint, rows
from evals.metrics import score_sets
from evals.scoring import Error, Result
from onrecord.export.annotation import annotate
from onrecord.reading.rows import join_tokens, read_row
from onrecord.records import Reading
from onrecord.settings import Settings

Annotation: TypeAlias = dict[str, Any]
"""What a report says, in the shape of `onrecord annotate --vectors`."""
Annotate: TypeAlias = Callable[[Mapping[str, Any]], Annotation]
"""Whatever annotates an input row."""
MAX_MEGABYTES = 30
NAMES = SHARED / "data" / "worldwide_ner" / "dev.jsonl.gz"
HEADLINES = SHARED / "data" / "sts_headlines" / "train.jsonl.gz"
TREEBANKS = {name: SHARED / "data" / name / "dev.conllu.gz" for name in ("gum", "ewt")}
_HELD_OUT = 10  # every tenth pair of headlines is kept from training
_SAMPLED = 6  # where a sample is scored, every sixth text


def make_annotate(weights: Path) -> Annotate:
    """Return what annotates an input row by the model of a folder."""
    return partial(_annotate_row, Settings(jobs=1, language_weights=str(weights)))


def _annotate_row(settings: Settings, row: Mapping[str, Any]) -> Annotation:
    reading = read_row("row", 1, row, settings)
    assert isinstance(reading, Reading), reading
    return annotate(reading, settings, vectors=True)


def score_language(weights: Path, *, everything: bool, only: str) -> Iterator[tuple[str, Result | str, str]]:
    """Yield each set's name, its result (or why it is skipped) and its data's fingerprint.

    Args:
        weights: the folder of the model.
        everything: score whole data sets, not samples.
        only: score the sets alone whose names start so.
    """
    extent = "" if everything else f", every {_SAMPLED}th text"
    step = 1 if everything else _SAMPLED
    annotate_row = make_annotate(weights)
    sets: dict[str, tuple[tuple[Path, ...], Callable[[], Result]]] = {
        f"names dev{extent}": ((NAMES,), lambda: _score_names(annotate_row, step)),
        f"attributions dev{extent}": (
            (polnear.DATA,),
            lambda: _score_attributions(annotate_row, step),
        ),
        f"syntax dev{extent}": (tuple(TREEBANKS.values()), lambda: _score_syntax(annotate_row, step)),
        "headlines, held out": ((HEADLINES,), lambda: _score_headlines(annotate_row)),
    }
    for name, (paths, score) in sets.items():
        if not name.startswith(only):
            continue
        if not (weights / "model.onnx").is_file():
            yield name, "the model is not at hand", ""
        elif not all(path.exists() for path in paths):
            yield name, "the data is not at hand", ""
        else:
            yield name, score(), fingerprint(b"".join(path.read_bytes() for path in paths))
    if "weights".startswith(only) and weights.is_dir():
        yield "weights", score_size(weights), fingerprint(str(MAX_MEGABYTES).encode())


# --- names ---


def _score_names(annotate: Annotate, step: int) -> Result:
    result = Result()
    for row in list(rows(NAMES))[::step]:
        tokens = [sentence["tokens"] for sentence in row["sentences"]]
        annotation = annotate({"id": row["id"], "tokens": tokens})
        _note_unread(row["id"], annotation, result)
        due = names_of(tokens, [sentence["tags"] for sentence in row["sentences"]])
        score_names(row["id"], annotation, due, result)
    return result


def names_of(tokens: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> set[tuple[int, int, str]]:
    """Return the names of sentences with BIO tags, as `annotate` gives them: start, end and label."""
    _, placed = join_tokens([list(words) for words in tokens])
    return {
        (spans[start].start, spans[end - 1].end, label)
        for spans, sentence in zip(placed, tags, strict=True)
        for start, end, label in _stretches(sentence)
    }


def _stretches(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of BIO tags; an `I-` that continues nothing of its label opens a stretch, as in conlleval."""
    start, label = 0, ""
    for place, tag in enumerate((*tags, "O")):
        if label and tag != f"I-{label}":
            yield start, place, label
            label = ""
        if tag != "O" and not label:
            start, label = place, tag[2:]


def score_names(text: str, annotation: Annotation, due: set[tuple[int, int, str]], result: Result) -> None:
    """Add the scores of one text's names, exact spans and labels, in all and by label."""
    found = {(name["start"], name["end"], name["label"]) for name in annotation["names"]}
    result.add("names", score_sets(found, due))
    for label in sorted({label for _, _, label in found | due}):
        some, others = ({name for name in names if name[2] == label} for names in (found, due))
        result.add(label, score_sets(some, others))
    for kind, names in (("missed", due - found), ("invented", found - due)):
        result.errors += [
            Error(text, f"{label} {kind}", annotation["text"][start:end]) for start, end, label in sorted(names)
        ]


def _note_unread(text: str, annotation: Annotation, result: Result) -> None:
    if annotation["unread"]:
        result.errors.append(Error(text, "not read", annotation["unread"]))


# --- attributions ---


def _score_attributions(annotate: Annotate, step: int) -> Result:
    result = Result()
    for row in list(rows(polnear.DATA))[::step]:
        annotation = annotate({"id": row["id"], "text": row["text"]})
        _note_unread(row["id"], annotation, result)
        polnear.score_attributions(row, annotation, result)
    return result


# --- syntax and sentences ---


def _score_syntax(annotate: Annotate, step: int) -> Result:
    result = Result()
    for name, path in TREEBANKS.items():
        for document in treebanks.read_documents(path)[::step]:
            for form, analysis in (
                ("given words", treebanks.as_tokens(document)),
                ("raw text", treebanks.as_text(document)),
            ):
                annotation = annotate(analysis.row)
                _note_unread(document.name, annotation, result)
                treebanks.score_analysis(analysis, annotation, f"{name}, {form}:", result)
    return result


# --- vectors and size ---


def _score_headlines(annotate: Annotate) -> Result:
    pairs = list(rows(HEADLINES))[::_HELD_OUT]
    likenesses = [likeness(*(annotate({"text": pair[side]})["vectors"] for side in ("a", "b"))) for pair in pairs]
    return Result(figures={"Pearson correlation": correlation(likenesses, [pair["score"] for pair in pairs])})


def likeness(left: Sequence[Sequence[float]], right: Sequence[Sequence[float]]) -> float:
    """Return the cosine of two texts, each the sum of its sentences' vectors; 0 where one has none."""
    both = [[sum(numbers) for numbers in zip(*vectors, strict=True)] for vectors in (left, right)]
    product, *squares = (
        sum(a * b for a, b in zip(one, other, strict=True)) if all(both) else 0.0
        for one, other in (both, (both[0], both[0]), (both[1], both[1]))
    )
    return product / sqrt(squares[0] * squares[1]) if all(squares) else 0.0


def score_size(weights: Path) -> Result:
    """Return 1 where the files of a folder are no larger than the package may carry, else 0."""
    megabytes = sum(path.stat().st_size for path in weights.rglob("*") if path.is_file()) / 1e6
    result = Result(figures={f"at most {MAX_MEGABYTES} MB": float(megabytes <= MAX_MEGABYTES)})
    if megabytes > MAX_MEGABYTES:
        result.errors.append(Error(weights.name, "too large", f"{megabytes:.1f} MB"))
    return result
