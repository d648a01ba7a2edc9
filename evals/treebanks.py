"""Treebanks in CoNLL-U, and the measures of the CoNLL 2018 shared task (Zeman et al. 2018) on them.

Found words are aligned with the treebank's by their characters; those of a token that stands for several words
("don't") by the longest common subsequence of their forms. A word's part of speech, lemma, head or relation is
right where the words are aligned and it agrees; a head agrees where the head words are aligned, too. Empty nodes
count for nothing. Our own words never share a token.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.metrics import Score, score_sets
from evals.scoring import Result
from onrecord.reading.rows import join_tokens
from onrecord.records import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word: its token's characters, its analysis, and whether it shares the token with other words.

    `head` is the place of its head among the document's words, -1 for a root.
    """

    form: str
    span: Span
    upos: str | None
    lemma: str | None
    head: int | None
    deprel: str | None
    shares_token: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document as an input row, and what is due in it."""

    row: dict[str, Any]
    words: tuple[Word, ...]
    sentences: tuple[Span, ...]


@dataclass(slots=True)
class _Token:
    """A surface token: how it is printed, and the columns of its words."""

    form: str
    has_space_after: bool
    words: list[list[str]]


@dataclass(slots=True)
class _Sentence:
    opens_paragraph: bool
    tokens: list[_Token] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A document of a treebank."""

    name: str
    sentences: list[_Sentence] = field(default_factory=list)


def read_documents(path: Path) -> list[Document]:
    """Return the documents of a gzip-compressed CoNLL-U file."""
    documents: list[Document] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        opens_paragraph = True
        block: list[str] = []
        for line in lines:
            if line.startswith("# newdoc"):
                documents.append(Document(line.partition("=")[2].strip()))
                opens_paragraph = True
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):  # GUM marks blocks besides
                opens_paragraph = True
            elif line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                documents[-1].sentences.append(_Sentence(opens_paragraph, list(_tokens(block))))
                opens_paragraph, block = False, []
    return documents


def _tokens(block: Sequence[str]) -> Iterator[_Token]:
    """Yield the tokens of a sentence's lines."""
    several: _Token | None = None
    last = 0  # the last word of the token of several
    for line in block:
        columns = line.split("\t")
        number = columns[0]
        if line.startswith("#") or "." in number:
            continue
        has_space_after = "SpaceAfter=No" not in columns[9].split("|")
        if "-" in number:
            last = int(number.partition("-")[2])
            several = _Token(columns[1], has_space_after, [])
        elif several:
            several.words.append(columns)
            if int(number) == last:
                yield several
                several = None
        else:
            yield _Token(columns[1], has_space_after, [columns])


def as_text(document: Document) -> Analysis:
    """Return a document as its raw text: paragraphs with a blank line between them."""
    pieces: list[str] = []
    places: list[Span] = []  # of the tokens
    sentences: list[Span] = []
    place, gap = 0, ""
    for sentence in document.sentences:
        gap = "\n\n" if sentence.opens_paragraph and pieces else gap
        first = len(places)
        for token in sentence.tokens:
            pieces += [gap, token.form]
            places.append(Span(place + len(gap), place + len(gap) + len(token.form)))
            place, gap = places[-1].end, " " if token.has_space_after else ""
        sentences.append(Span(places[first].start, place))
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    spans = [span for span, token in zip(places, tokens, strict=True) for _ in token.words]
    return Analysis(
        {"id": document.name, "text": "".join(pieces)}, tuple(_words(document, spans, shared=True)), tuple(sentences)
    )


def as_tokens(document: Document) -> Analysis:
    """Return a document as its sentences of syntactic words, given."""
    tokens = [[word[1] for token in sentence.tokens for word in token.words] for sentence in document.sentences]
    _, placed = join_tokens(tokens)
    spans = [span for sentence in placed for span in sentence]
    sentences = tuple(Span(sentence[0].start, sentence[-1].end) for sentence in placed)
    return Analysis({"id": document.name, "tokens": tokens}, tuple(_words(document, spans, shared=False)), sentences)


def _words(document: Document, spans: Sequence[Span], *, shared: bool) -> Iterator[Word]:
    first = place = 0
    for sentence in document.sentences:
        for token in sentence.tokens:
            for _, form, lemma, upos, _, _, head, deprel, *_ in token.words:
                above = first + int(head) - 1 if int(head) else -1
                yield Word(form, spans[place], upos, lemma, above, deprel, shared and len(token.words) > 1)
                place += 1
        first = place


def score_analysis(due: Analysis, annotation: Mapping[str, Any], name: str, result: Result) -> None:
    """Add the scores of one document; `annotation` as `annotate` gives it."""
    found = [
        Word(
            annotation["text"][token["start"] : token["end"]],
            Span(token["start"], token["end"]),
            *(token[part] for part in ("upos", "lemma", "head", "deprel")),
        )
        for token in annotation["tokens"]
    ]
    pairs = align(due.words, found)
    place_of = {right: left for left, right in pairs} | {-1: -1}
    aligned = [(due.words[left], found[right]) for left, right in pairs]

    def add(part: str, is_right: Callable[[Word, Word], bool]) -> None:
        right = sum(is_right(word, other) for word, other in aligned)
        result.add(f"{name} {part}", Score(right, len(found), len(due.words)))

    def heads_agree(word: Word, other: Word) -> bool:
        return other.head is not None and place_of.get(other.head) == word.head

    sentences = [Span(*pair) for pair in annotation["sentences"]]
    result.add(f"{name} sentences", score_sets(sentences, due.sentences))
    add("words", lambda word, other: True)  # noqa: ARG005
    add("UPOS", lambda word, other: word.upos == other.upos)
    add("lemmas", lambda word, other: word.lemma in ("_", other.lemma))  # "_": the treebank does not say
    add("UAS", heads_agree)
    add("LAS", lambda word, other: heads_agree(word, other) and _universal(word) == _universal(other))
    add("LAS with subtypes", lambda word, other: heads_agree(word, other) and word.deprel == other.deprel)


def _universal(word: Word) -> str:
    return (word.deprel or "").partition(":")[0]


def align(due: Sequence[Word], found: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the pairs of places of words that are the same, in order; `found` words share no tokens."""
    pairs: list[tuple[int, int]] = []
    left = right = 0
    while left < len(due) and right < len(found):
        word, other = due[left], found[right]
        if word.shares_token and other.span.start >= word.span.start:
            lefts, rights = _starting_before(word.span.end, due, left), _starting_before(word.span.end, found, right)
            pairs += _common(due, lefts, found, rights)
            left, right = lefts.stop, rights.stop
        elif word.span == other.span:
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif word.span.start <= other.span.start:
            left += 1
        else:
            right += 1
    return pairs


def _starting_before(end: int, words: Sequence[Word], first: int) -> range:
    last = first
    while last < len(words) and words[last].span.start < end:
        last += 1
    return range(first, last)


def _common(due: Sequence[Word], lefts: range, found: Sequence[Word], rights: range) -> list[tuple[int, int]]:
    """Return the longest common subsequence of the forms, as pairs of places."""
    best: list[list[tuple[int, int]]] = [[] for _ in range(len(rights) + 1)]  # from each of `rights` on
    for left in reversed(lefts):
        longer = [list[tuple[int, int]]()]
        for number, right in zip(reversed(range(len(rights))), reversed(rights), strict=True):
            if due[left].form.lower() == found[right].form.lower():
                longer.append([(left, right), *best[number + 1]])
            else:
                longer.append(max(best[number], longer[-1], key=len))
        best = longer[::-1]
    return best[0]
