"""The measures of the CoNLL 2018 shared task, on treebanks small enough to work out by hand."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from evals.metrics import Score
from evals.scoring import Result
from evals.treebanks import Document, Word, align, as_text, as_tokens, read_documents, score_analysis

from onrecord.records import Span

CONLLU = """\
# newdoc id = one
# newpar
# text = They don't.
1	They	they	PRON	PRP	_	2	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	SpaceAfter=No
2	do	do	AUX	VBP	_	0	root	_	_
3	n't	not	PART	RB	_	2	advmod:neg	_	_
3.1	go	go	VERB	VB	_	_	_	_	_
4	.	.	PUNCT	.	_	2	punct	_	_

# newpar_block = p (1 s)
# text = Nor I.
1	Nor	nor	CCONJ	CC	_	2	cc	_	_
2	I	_	PRON	PRP	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
# text = “Why?”
1	“	“	PUNCT	``	_	2	punct	_	SpaceAfter=No
2	Why	why	ADV	WRB	_	0	root	_	SpaceAfter=No
3	?	?	PUNCT	.	_	2	punct	_	SpaceAfter=No
4	”	”	PUNCT	''	_	2	punct	_	_

# newdoc id = two
# text = Yes
1	Yes	yes	INTJ	UH	_	0	root	_	_

"""


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    """Return the documents above, read from a file."""
    path = tmp_path / "dev.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    return read_documents(path)


def test_raw_text(documents: list[Document]) -> None:
    """Raw text has a document's white space, blank lines between paragraphs, and its words on their characters."""
    analysis = as_text(documents[0])

    text = analysis.row["text"]
    assert text == "They don't. Nor I.\n\n“Why?”"
    assert [span.of(text) for span in analysis.sentences] == ["They don't.", "Nor I.", "“Why?”"]
    words = ["They", "don't", "don't", ".", "Nor", "I", ".", "“", "Why", "?", "”"]
    assert [word.span.of(text) for word in analysis.words] == words
    assert [word.form for word in analysis.words if word.shares_token] == ["do", "n't"]
    assert [word.head for word in analysis.words] == [1, -1, 1, 1, 5, -1, 5, 8, -1, 8, 8]


def test_given_words(documents: list[Document]) -> None:
    """Given words are the syntactic ones, each on characters of its own."""
    analysis = as_tokens(documents[0])

    assert analysis.row["tokens"][0] == ["They", "do", "n't", "."]
    assert analysis.sentences[:2] == (Span(0, 13), Span(14, 21))
    assert analysis.words[2].span == Span(8, 11)
    assert not any(word.shares_token for word in analysis.words)
    assert as_tokens(documents[1]).row["tokens"] == [["Yes"]]


def word(form: str, start: int, end: int, *, shares: bool = False) -> Word:
    """Return a word without an analysis."""
    return Word(form, Span(start, end), None, None, None, None, shares)


DONT = (word("do", 0, 5, shares=True), word("n't", 0, 5, shares=True))
ALIGNED = [
    ("the same words", (word("a", 0, 1), word("b", 2, 3)), (word("a", 0, 1), word("b", 2, 3)), [(0, 0), (1, 1)]),
    ("due words glued", (word("a", 0, 1), word("b", 1, 2), word("c", 3, 4)), (word("ab", 0, 2), word("c", 3, 4)), [(2, 1)]),
    ("due word split", (word("ab", 0, 2), word("c", 3, 4)), (word("a", 0, 1), word("b", 1, 2), word("c", 3, 4)), [(1, 2)]),
    ("several words split as due", DONT, (word("Do", 0, 2), word("n't", 2, 5)), [(0, 0), (1, 1)]),
    ("several words split otherwise", DONT, (word("don", 0, 3), word("'t", 3, 5)), []),
    ("several words left whole", DONT, (word("don't", 0, 5),), []),
    ("one of several", DONT, (word("d", 0, 1), word("o", 1, 2), word("n't", 2, 5)), [(1, 2)]),
    ("what hangs on is passed", DONT, (word("x", -3, 1), word("n't", 2, 5), word("y", 5, 6)), [(1, 1)]),
    ("nothing found", DONT, (), []),
]  # fmt: skip


@pytest.mark.parametrize(("due", "found", "pairs"), [case[1:] for case in ALIGNED], ids=[case[0] for case in ALIGNED])
def test_alignment(due: tuple[Word, ...], found: tuple[Word, ...], pairs: list[tuple[int, int]]) -> None:
    """Words are the same where they have the same characters; those that share a token, where their forms agree."""
    assert align(due, found) == pairs


def token(start: int, end: int, upos: str, lemma: str, head: int, deprel: str) -> dict[str, Any]:
    """Return a token as `annotate` gives it."""
    return {"start": start, "end": end, "upos": upos, "lemma": lemma, "head": head, "deprel": deprel}


def test_scores(documents: list[Document]) -> None:
    """Every measure counts all words that were found and due; a head is right where the head words are aligned."""
    due = as_text(documents[0])
    annotation = {
        "text": due.row["text"],
        "sentences": [[0, 18], [20, 26]],
        "tokens": [
            token(0, 4, "PRON", "they", 1, "nsubj:outer"),
            token(5, 7, "VERB", "do", -1, "root"),
            token(7, 10, "PART", "not", 1, "advmod"),
            token(10, 11, "PUNCT", ".", 4, "punct"),  # wrong head
            token(12, 15, "CCONJ", "Nor", 5, "cc"),
            token(16, 18, "PRON", "I.", 1, "conj"),  # glued: found one word for two
            token(20, 21, "PUNCT", "“", 7, "punct"),
            token(21, 24, "ADV", "why", -1, "advmod"),  # wrong relation
            token(24, 25, "PUNCT", "?", 7, "punct"),
            token(25, 26, "PUNCT", "”", 7, "dep"),
        ],
    }
    result = Result()

    score_analysis(due, annotation, "x", result)

    assert result.scores == {
        "x sentences": Score(1, 2, 3),
        "x words": Score(9, 10, 11),
        "x UPOS": Score(8, 10, 11),
        "x lemmas": Score(8, 10, 11),
        "x UAS": Score(7, 10, 11),
        "x LAS": Score(5, 10, 11),
        "x LAS with subtypes": Score(3, 10, 11),
    }


def test_unread(documents: list[Document]) -> None:
    """A document that is not read has no words: all that was due is missed."""
    due = as_tokens(documents[1])
    result = Result()

    score_analysis(due, {"text": "Yes", "sentences": [], "tokens": []}, "x", result)

    assert set(result.scores.values()) == {Score(0, 0, 1)}
