"""The public data sets, read into one shape: passages of words with the labels that the set has.

`polnear` (Newell et al. 2018): attributions. `worldwide_ner` (Shen et al. 2023): names. `gum` (Zeldes 2017) and
`ewt` (Silveira et al. 2014): universal dependencies. Sentences of all of them, and `sts_headlines`, also teach the
sentence vector.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.language import NAME_LABELS
from onrecord.language.neural import words_of
from onrecord.language.rules import RuleReader
from onrecord.records import Span, make_report
from training.labels import ATTRIBUTION_LABELS, span_tags, spans_to_tags

NAME_TAGS = span_tags(NAME_LABELS)
ATTRIBUTION_TAGS = span_tags(ATTRIBUTION_LABELS)
_TRIMMED = "\"'“”‘’«»„`.,;:!?…-–— "  # marks and end punctuation, which annotators take in or leave out as they like


@dataclass(slots=True)
class Tree:
    """Universal dependencies of a passage: one value a word; `head` is a word of the passage, a root its own head."""

    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    deprel: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Attributions:
    """Attributions of a passage.

    `tags`: a BIOES number a word. `cue_of`: for a word of a content, the first word of its cue, else -1. `source_of`:
    for the first word of a cue, the first word of its source, its own place where it has none; -1 for other words.
    """

    tags: list[int]
    cue_of: list[int]
    source_of: list[int]


@dataclass(slots=True)
class Passage:
    """Words that belong together, with the places where they may be cut and the labels there are.

    `glued`: no white space before the word. `opens_line`: the word opens a line. `cuts`: words that open a sentence.
    """

    name: str
    words: list[str]
    glued: list[bool]
    opens_line: list[bool]
    cuts: list[int]
    tree: Tree | None = None
    names: list[int] | None = None
    attributions: Attributions | None = None
    vectors: Any = None  # one a sentence, float16 [sentences, size], once the teacher has read them
    score: float | None = None  # of a pair of headlines: how alike they are, 0 to 1


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzip-compressed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_names(data: Path, part: str) -> list[Passage]:
    """Return the articles of `worldwide_ner`; a given sentence is a line."""
    passages = []
    for row in rows(data / "worldwide_ner" / f"{part}.jsonl.gz"):
        passage = Passage(row["id"], [], [], [], [], names=[])
        for sentence in row["sentences"]:
            _add_sentence(passage, sentence["tokens"])
            assert passage.names is not None
            passage.names += spans_to_tags(len(sentence["tokens"]), _spans_of_bio(sentence["tags"]), NAME_TAGS)
        passages.append(passage)
    return passages


def _add_sentence(
    passage: Passage, words: list[str], glued: list[bool] | None = None, *, opens_line: bool = True
) -> None:
    passage.cuts.append(len(passage.words))
    passage.words += words
    passage.glued += glued or [False] * len(words)
    passage.opens_line += [opens_line, *([False] * (len(words) - 1))]


def _spans_of_bio(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        if label and tag != f"I-{label}":
            yield start, place, label
            label = ""
        if tag != "O" and not label:
            start, label = place, tag[2:]


def read_attributions(data: Path, part: str) -> list[Passage]:
    """Return the articles of `polnear`, in the words and sentences of the package's own rules."""
    reader = RuleReader()
    passages = []
    for row in rows(data / "polnear" / f"{part}.jsonl.gz"):
        with reader.memory():
            passage, places = _read_text(reader, row["id"], row["text"])
        passage.attributions = _attributions(row, places)
        passages.append(passage)
    return passages


def read_texts(texts: Iterable[tuple[str, str]]) -> list[Passage]:
    """Return texts without labels as passages; each comes with its name."""
    reader = RuleReader()
    passages = []
    for name, text in texts:
        with reader.memory():
            passages.append(_read_text(reader, name, text)[0])
    return passages


def _read_text(reader: RuleReader, name: str, text: str) -> tuple[Passage, list[Span]]:
    doc = reader.read(make_report(text))
    words, places = words_of(doc, given=False)
    lines = set(words.lines)
    opens_line = [place in lines for place in range(len(words.words))]
    passage = Passage(name, list(words.words), list(words.glued), opens_line, list(words.cuts))
    return passage, [Span(doc[place].idx, doc[place].idx + len(doc[place])) for place in places]


def _attributions(row: dict[str, Any], places: list[Span]) -> Attributions:
    length = len(places)
    cue_of, source_of = [-1] * length, [-1] * length
    spans: set[tuple[int, int, str]] = set()
    for attribution in row["attributions"]:
        found = {
            role: [
                _words_in(_trimmed(row["text"], span) if role == "content" else span, places)
                for span in attribution[role]
            ]
            for role in ATTRIBUTION_LABELS
        }
        found = {role: [(start, end) for start, end in pairs if start < end] for role, pairs in found.items()}
        spans.update((start, end, role) for role, pairs in found.items() for start, end in pairs)
        if not found["cue"]:
            continue
        cue = found["cue"][0][0]
        source_of[cue] = found["source"][0][0] if found["source"] else cue
        for start, end in found["content"]:
            cue_of[start:end] = [cue] * (end - start)
    tags = spans_to_tags(length, sorted(spans), ATTRIBUTION_TAGS)
    return Attributions(tags, cue_of, source_of)


def _trimmed(text: str, span: list[int]) -> list[int]:
    words = text[span[0] : span[1]]
    return [span[0] + len(words) - len(words.lstrip(_TRIMMED)), span[0] + len(words.rstrip(_TRIMMED))]


def _words_in(span: list[int], places: list[Span]) -> tuple[int, int]:
    """Return the words that a span of characters touches, half-open."""
    inside = [number for number, place in enumerate(places) if place.start < span[1] and span[0] < place.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def read_trees(data: Path, treebank: str, part: str) -> list[Passage]:
    """Return the documents of a treebank; paragraphs are lines. Words are the treebank's syntactic words."""
    passages: list[Passage] = []
    with gzip.open(data / treebank / f"{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        opens_line = True
        block: list[str] = []
        for line in lines:
            if line.startswith("# newdoc"):
                passages.append(Passage(line.partition("=")[2].strip(), [], [], [], [], tree=Tree()))
                opens_line = True
            elif line.startswith("# newpar") and "_block" not in line:
                opens_line = True
            elif line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                _add_tree(passages[-1], block, opens_line=opens_line)
                opens_line, block = False, []
    return passages


def _add_tree(passage: Passage, block: list[str], *, opens_line: bool) -> None:
    tree = passage.tree
    assert tree is not None
    first = len(passage.words)
    words: list[str] = []
    glued: list[bool] = []
    is_glued = ends_glued = False
    token = range(0)  # the words of a token of several
    for line in block:
        if line.startswith("#") or "." in line.split("\t")[0]:
            continue
        number, form, lemma, upos, xpos, _, head, deprel, _, misc = line.split("\t")
        if "-" in number:
            start, end = number.split("-")
            token, ends_glued = range(int(start), int(end) + 1), "SpaceAfter=No" in misc
            continue
        place = int(number)
        glued.append(True if place in token[1:] else is_glued)
        is_glued = ends_glued if place in token else "SpaceAfter=No" in misc
        words.append(form)
        tree.upos.append(upos)
        tree.xpos.append(xpos)
        tree.lemma.append(lemma)
        tree.head.append(first + (int(head) or place) - 1)
        tree.deprel.append(deprel)
    _add_sentence(passage, words, glued, opens_line=opens_line)


def read_headlines(data: Path) -> list[tuple[Passage, Passage]]:
    """Return the pairs of `sts_headlines`, with their score from 0 to 1."""
    pairs = []
    reader = RuleReader()
    for number, row in enumerate(rows(data / "sts_headlines" / "train.jsonl.gz")):
        with reader.memory():
            left, right = (_read_text(reader, f"{number}", row[side])[0] for side in ("a", "b"))
        for passage in (left, right):
            passage.cuts = [0]  # a headline has one vector
        left.score = right.score = row["score"] / 5
        pairs.append((left, right))
    return pairs
