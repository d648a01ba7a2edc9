"""Docs made by hand, for the stages that read what the language model says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import spacy
from spacy.tokens import Doc, Span, SpanGroup, Token

from onrecord.language import ATTRIBUTIONS

_BLANK = spacy.blank("en")

Part = tuple[str, str]  # a label, and the words that bear it


def make_doc(
    text: str,
    names: Sequence[Part] = (),
    attributions: Sequence[Sequence[Part]] = (),
    relations: dict[str, tuple[str, str, str]] | None = None,
) -> Doc:
    """Return a Doc of one sentence a line.

    Args:
        text: its text.
        names: label and words of each name; the words' first place that no name has yet.
        attributions: the parts of each attribution.
        relations: of a word, its part of speech, relation and head; other words are roots.
    """
    doc = _doc_of_lines(text)
    entities: list[Span] = []
    for label, words in names:
        entities.append(_span(doc, words, label, entities))
    doc.ents = tuple(sorted(entities, key=lambda span: span.start))
    doc.spans[ATTRIBUTIONS] = SpanGroup(
        doc,
        spans=[
            Span(doc, found.start, found.end, label=label, span_id=str(number))
            for number, parts in enumerate(attributions)
            for label, words in parts
            for found in (_span(doc, words, label, []),)
        ],
    )
    for word, (upos, relation, head) in (relations or {}).items():
        (token,), (above,) = ([one for one in doc if one.text == some] for some in (word, head))
        token.pos_, token.dep_, token.head = upos, relation, above
    return doc


def _doc_of_lines(text: str) -> Doc:
    tokens = list(_BLANK.make_doc(text))
    return Doc(
        _BLANK.vocab,
        words=[token.text for token in tokens],
        spaces=[bool(token.whitespace_) for token in tokens],
        sent_starts=[not place or "\n" in tokens[place - 1].text for place in range(len(tokens))],
    )


def _span(doc: Doc, words: str, label: str, taken: Sequence[Span]) -> Span:
    for match in re.finditer(re.escape(words), doc.text):
        start, end = match.span()
        span = doc.char_span(start, end, label=label)
        if span is not None and not any(other.start_char < end and start < other.end_char for other in taken):
            return span
    raise AssertionError(f"{words!r} are no tokens of {doc.text!r}, or there are not as many")


_CLOSED = {
    **dict.fromkeys("the a an this that these those both".split(), "DET"),
    **dict.fromkeys("he she him her his hers it they them their i me my mine who whom whose we our".split(), "PRON"),
    **dict.fromkeys("of for in to from at on with by as behind".split(), "ADP"),
    **dict.fromkeys(("and", "or", "but"), "CCONJ"),
    **dict.fromkeys(("is", "was", "were", "are", "been", "has", "had", "will"), "AUX"),
    **dict.fromkeys("former acting new late interim outgoing foreign general prime military national".split(), "ADJ"),
    **dict.fromkeys(("two", "three", "four", "five"), "NUM"),
    **dict.fromkeys(("not", "'s", "’s", "'", "’"), "PART"),
    **dict.fromkeys(
        "said met came left waited spoke resigned elected named called visited opened told took saw gave thanked insisted".split(),
        "VERB",
    ),
}


def make_tagged(
    text: str,
    names: Sequence[Part] = (),
    *,
    tags: dict[str, str] | None = None,
    relations: dict[str, tuple[str, str]] | None = None,
    lemmas: dict[str, str] | None = None,
) -> Doc:
    """Return a Doc of one sentence a line in which each word has a part of speech.

    Args:
        text: its text.
        names: label and words of each name; the words' first place that no name has yet.
        tags: parts of speech of words, over what this module guesses: small closed classes, else capitalised words are
            proper nouns and others nouns.
        relations: of a word its relation and head; "she/2" is the second "she" of the text. Other words are roots.
        lemmas: of a word, in every place.
    """
    doc = make_doc(text, names)
    for token in doc:
        token.pos_ = (tags or {}).get(token.text) or _guessed_tag(token)
        token.lemma_ = (lemmas or {}).get(token.text, token.lower_)
    for word, (relation, head) in (relations or {}).items():
        token = _numbered(doc, word)
        token.dep_, token.head = relation, _numbered(doc, head)
    return doc


def _guessed_tag(token: Token) -> str:
    if token.is_space:
        return "SPACE"
    if token.lower_ in _CLOSED:
        return "PROPN" if _CLOSED[token.lower_] == "ADJ" and token.text.istitle() and token.i else _CLOSED[token.lower_]
    if token.is_punct or not token.text.isalnum():
        return "PUNCT" if token.is_punct or not token.text[0].isalpha() else "PROPN"
    if token.like_num:
        return "NUM"
    return "PROPN" if token.text[0].isupper() else "NOUN"


def _numbered(doc: Doc, word: str) -> Token:
    form, _, number = word.partition("/")
    return [token for token in doc if token.text == form][int(number or 1) - 1]
