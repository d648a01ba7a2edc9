"""Tokens by spaCy's English tokenizer and sentences by rule: no model, no download.

A sentence ends at a paragraph's end, or at closing punctuation that is no abbreviation's, with the marks and
brackets that close behind it.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from onrecord.reading.blocks import find_blocks
from onrecord.records import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_END = re.compile(r"(?<![.!?…])[.!?…]++(?:''|[\"”’»)\]])*(?=\s+(?:``|[\"“„«‘'(\[])*\s?[^\Wa-zà-öø-ÿ_])")
_REPORTS_IN_ZONE = 50  # whose words spaCy keeps at once
_UNBROKEN = re.compile(r"\S{500}")  # no word: a ruler, an encoded picture
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Messrs|Dr|Prof|St|Sr|Jr|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Brig|Sen|Rep|Gov|Rev|Hon|Pres|Amb|Insp|Supt|No|Nos|"
    r"vs|etc|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Ave|Blvd|Mt|Ft|art|para|pp?|vol|fig)"
    r"|\b[A-Z]|\b(?:[A-Za-z]\.){1,4}[A-Za-z])\.$"
)
_STARTERS = re.compile(
    r"(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|Those|His|Her|Its|Their|Our|However|Meanwhile|After|Before|"
    r"When|While|As|If|For|There|Both|Some|Many|Most|One|According)\b"
)


class RuleReader:
    """Read a text by spaCy's tokenizer and the sentence rules above."""

    name = "language.rules.v1"

    def read(self, report: Report) -> Doc:
        """See `LanguageReader.read`."""
        if report.tokens is not None:
            return _given_doc(report.text, report.tokens)
        import numpy

        doc = _pipeline().make_doc(report.text)
        starts = _sentence_starts(report.text)
        opens = numpy.full(len(doc), -1, dtype="int64")  # -1: starts no sentence
        pending = True
        for token in doc:
            pending = pending or token.idx in starts
            if pending and not token.is_space:
                opens[token.i] = 1
                pending = False
        doc.from_array(["SENT_START"], cast("Any", opens.view("uint64").reshape(-1, 1)))  # token by token: n² time
        return doc

    def memory(self) -> AbstractContextManager[object]:
        """See `LanguageReader.memory`."""
        return _ZONE


class _Zone:
    """A spaCy memory zone that lasts for some reports: to make the same words anew for each takes long."""

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._inside = self._left = 0

    def __enter__(self) -> None:
        if self._left <= 0 and not self._inside:
            self._opened.enter_context(_pipeline().memory_zone())
            self._left = _REPORTS_IN_ZONE
        self._inside += 1
        self._left -= 1

    def __exit__(self, *_: object) -> None:
        self._inside -= 1
        if self._left <= 0 and not self._inside:
            self._opened.close()


_ZONE = _Zone()


@cache
def _pipeline() -> Language:
    import spacy  # takes most of a second: only when a text is read

    pipeline = spacy.blank("en")
    pipeline.max_length = 2**31 - 1  # the limit guards parsers; a tokenizer needs none
    tokenizer: Any = pipeline.tokenizer
    tokenizer.token_match = _UNBROKEN.match  # kept whole: signs are taken off one by one, in n² time
    return pipeline


def _sentence_starts(text: str) -> set[int]:
    """Return the offsets at which sentences start."""
    starts = set()
    for block in find_blocks(text):
        starts.add(block.start)
        for match in _END.finditer(text, block.start, block.end):
            if not _is_abbreviated(text, match):
                following = re.compile(r"\s*").match(text, match.end())
                starts.add(following.end() if following else match.end())
    return starts


def _is_abbreviated(text: str, match: re.Match[str]) -> bool:
    """Tell whether the full stop belongs to an abbreviation that the sentence goes on after."""
    if match[0] != ".":
        return False
    before = text[max(0, match.end() - 20) : match.end()]
    if not _ABBREVIATION.search(before):
        return False
    after = text[match.end() : match.end() + 20].lstrip()
    ends_possibly = re.search(r"(?:[A-Za-z]\.){2}$|\b(?:etc|al)\.$", before)  # "in the U.S. The ..."
    return not (ends_possibly and _STARTERS.match(after))


def _given_doc(text: str, sentences: tuple[tuple[Span, ...], ...]) -> Doc:
    """Return a Doc with exactly the given tokens; what stands between them becomes spaces."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    place = 0

    def fill(end: int) -> None:
        nonlocal place
        gap = text[place:end]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
            starts.append(not starts)
        place = end

    for sentence in sentences:
        opens = True
        for token in sentence:
            if token.start < token.end:  # an empty word is nowhere
                fill(token.start)
                words.append(token.of(text))
                spaces.append(False)
                starts.append(opens)
                opens = False
                place = token.end
    fill(len(text))
    return Doc(_pipeline().vocab, words=words, spaces=spaces, sent_starts=cast("list[Any]", starts))
