"""Direct quotations by rule: which words in marks are speech, by which cue, from whom, through whom.

One cue, one quotation: stretches in marks that share a cue are spans of one quotation. Words in marks
without a cue in their sentence are speech only when they continue speech (after "..., he said.") or are a
paragraph of their own beside attributed speech; everything else in marks (titles, terms, nicknames) is
counted as dropped, with its reason. Reported speech without marks is left to a language model.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.language import sentence_spans
from onrecord.reading.anatomy import running_blocks
from onrecord.records import (
    Anatomy,
    Drop,
    Mentions,
    PieceKind,
    Quotation,
    QuotationKind,
    Quotations,
    Report,
    Span,
    make_id,
)
from onrecord.stages import StageResult
from onrecord.within.cues import REPORTING_START
from onrecord.within.marks import Quoted, find_quoted
from onrecord.within.sources import Attribution, find_after, find_before, in_headline
from onrecord.within.speakers import Speakers

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NAMING = re.compile(
    r"(?:so-called|known as|nicknamed|dubbed|named|entitled|titled|codenamed|code-named|headlined|labelled|(?<!\w)called|"
    r"the (?:word|words|term|phrase|name|newspaper|daily|weekly|magazine|agency|ship|vessel|trawler|film|book|novel|song|play|painting|article|"
    r"programme|program|project|operation|hotel|cafe|restaurant|newspapers))\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_TERM_FOR = re.compile(r"\b(?:term|word|name|phrase|expression)s? for (?:this|it|that)\s*[:,]\s*$")
_NICKNAME = re.compile(r"(?:the|a) [A-Z][\w’'-]+\W*$")
_CALLED = re.compile(r"\b(?:called?|calls|calling|nicknamed|dubbed) (?:him|her|it|them|me|us)\s*$")
_CALL_IT_THE = re.compile(r"\bcalls? (?:it|this|that|them) (?:the|an?)\s*$")
_CALLED_BY_SOMEBODY = re.compile(
    r"\b(?:he|she|they|it|i|we|what [\w ]{1,30}|[A-Z][\w’'-]+|be|was|were|is|are) (?:has |have |had )?called(?: the| an?)?\s*$"
)
_OR_NAME = re.compile(r"[\"”’']?,?\s*(?:or|\()\s*[A-Z]{2,}\b")
_PLACE_PHRASE = re.compile(r"\b(?:on|in|at|along|near|across|of|over|around|inside|within|into|beyond|behind)\s*$")
_ASKED = re.compile(r"[?!…]\W{0,8}$")
_NEAR_CHARS = 80
_MAX_CLAUSE = 800  # characters before or behind a mark in which the reporter's clause is looked for
_EARLIER = 8  # stretches in marks that one sentence may hold before the one looked at
_MAX_TERM_WORDS = 4
_MIN_BARE_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Run:
    """One stretch in marks with what stands around it in its paragraph."""

    quoted: Quoted
    block: int
    before: Span  # the sentence so far, from its start or the paragraph's
    holes: tuple[Span, ...]  # earlier stretches in marks inside it
    after: Span  # the words up to the sentence's end or the next stretch in marks
    alone: bool  # the paragraph holds nothing else
    follows_end: bool  # the words between the last run and this one end a sentence


@dataclass(slots=True)
class _Draft:
    """A quotation in the making."""

    runs: list[_Run]
    cue: Attribution | None
    speaker: tuple[str, ...]
    confidence: float


class QuotationRules:
    """Find quoted speech and who is credited with it."""

    name = "quotations.rules.v1"
    needs: tuple[type, ...]
    gives = (Quotations,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Mentions)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc, mentions: Mentions) -> StageResult:
        """Return the quotations of one report, and what in marks was left out."""
        return _Finder(report, anatomy, sentence_spans(doc), mentions, self.name).find()


class _Finder:
    """One pass over one report."""

    def __init__(
        self, report: Report, anatomy: Anatomy, sentences: tuple[Span, ...], mentions: Mentions, made_by: str
    ) -> None:
        self._report = report
        self._text = report.text
        self._made_by = made_by
        self._sentences = sentences
        self._mentions = mentions
        self._sentence_starts = tuple(sentence.start for sentence in sentences)
        self._blocks = _paragraphs(report, anatomy)
        self._block_starts = tuple(block.start for block in self._blocks)
        self._headlines = frozenset(span.start for span in anatomy.spans(PieceKind.TITLE, PieceKind.SUBTITLE))
        self._title_blocks = frozenset(
            number for number, start in enumerate(self._block_starts) if start in self._headlines
        )
        self._speakers = Speakers(report.text, mentions, sentences, ())
        self._drops: list[Drop] = []

    def find(self) -> StageResult:
        """Return the result of the stage."""
        quoted, odd = find_quoted(self._text, self._blocks, REPORTING_START)
        marked = tuple(current.outer for current in quoted)
        self._speakers = Speakers(self._text, self._mentions, self._sentences, marked)
        for mark in odd:
            self._drops.append(Drop(self._report.id, self._made_by, mark.reason, mark.place, mark.place + 1))
        drafts: list[_Draft] = []
        for run in self._runs(quoted):
            self._place(run, drafts)
        quotations = sorted((self._quotation(draft) for draft in drafts), key=lambda quotation: quotation.spans)
        return StageResult((Quotations(quotations),), tuple(self._drops))

    def _runs(self, quoted: tuple[Quoted, ...]) -> Iterator[_Run]:
        """Yield the stretches in marks with their surroundings."""
        for place, current in enumerate(quoted):
            number, block = self._block_of(current.outer.start)
            last = self._block_of(current.outer.end - 1)[1]
            earlier = quoted[place - 1] if place and quoted[place - 1].outer.end > block.start else None
            later = quoted[place + 1] if place + 1 < len(quoted) and quoted[place + 1].outer.start < last.end else None
            lead = Span(max(block.start, current.outer.start - _MAX_CLAUSE), current.outer.start)
            start = self._sentence_start(lead, quoted[max(0, place - _EARLIER) : place])
            rest_end = later.outer.start if later else last.end
            rest = Span(current.outer.end, min(rest_end, current.outer.end + _MAX_CLAUSE))
            yield _Run(
                current,
                number,
                Span(start, current.outer.start),
                tuple(other.outer for other in quoted[max(0, place - _EARLIER) : place] if start <= other.outer.start),
                Span(rest.start, self._sentence_end(current, rest)),
                alone=not self._text[block.start : current.outer.start].strip()
                and not self._text[current.outer.end : last.end].strip(" .,;"),
                follows_end=earlier is not None and start == current.outer.start,
            )

    def _block_of(self, place: int) -> tuple[int, Span]:
        number = bisect_right(self._block_starts, place) - 1
        return number, self._blocks[number]

    def _sentence_start(self, lead: Span, earlier: tuple[Quoted, ...]) -> int:
        """Return where the reporter's sentence that leads up to a mark starts; ends inside other marks do not count."""
        for place in range(bisect_right(self._sentence_starts, lead.end) - 1, -1, -1):
            start = self._sentence_starts[place]
            if start <= lead.start:
                break
            if not any(other.outer.start < start < other.outer.end for other in earlier):
                return start
        return lead.start

    def _sentence_end(self, quoted: Quoted, rest: Span) -> int:
        """Return where the sentence that goes on behind a closing mark ends."""
        place = bisect_right(self._sentence_starts, rest.start)
        if place < len(self._sentence_starts) and not self._text[rest.start : self._sentence_starts[place]].strip():
            if not _ASKED.search(quoted.spans[-1].of(self._text)):
                return rest.start
            place += 1  # "Why?" Falk asked.
        end = self._sentence_starts[place] if place < len(self._sentence_starts) else rest.end
        return min(end, rest.end)

    def _place(self, run: _Run, drafts: list[_Draft]) -> None:
        """Decide what one stretch in marks is, and join it to the quotation it belongs to."""
        reason = self._not_speech(run)
        if reason:
            self._drop(run, reason)
            return
        last = drafts[-1] if drafts else None
        cue = self._cue_of(run)
        if cue is not None:
            for draft in drafts[-3:]:
                if draft.cue is not None and draft.cue.cue == cue.cue:
                    draft.runs.append(run)
                    return
            drafts.append(
                _Draft([run], cue, self._speakers.of(cue, drafts[-1].speaker if drafts else ()), cue.confidence)
            )
        elif last is not None and last.cue is not None and run.follows_end and last.runs[-1].block == run.block:
            last.runs.append(run)  # "...," he said. "..."
        elif run.alone and len(run.quoted.text(self._text).split()) >= _MIN_BARE_WORDS and self._continues(run, last):
            assert last is not None, "continuing nothing"
            drafts.append(_Draft([run], None, self._speakers.topic(run.quoted.outer.start) or last.speaker, 0.6))
        elif (
            run.alone
            and len(run.quoted.text(self._text).split()) >= _MIN_BARE_WORDS
            and run.block not in self._title_blocks
        ):
            drafts.append(_Draft([run], None, self._speakers.topic(run.quoted.outer.start) or (), 0.5))
        elif run.block in self._title_blocks and self._heads_headline(run):
            drafts.append(_Draft([run], None, (), 0.5))
        else:
            self._drop(run, "in marks, but nothing says that it is speech")

    def _heads_headline(self, run: _Run) -> bool:
        """Tell whether a headline starts with speech and a colon: `"It was dark": ferryman cleared`."""
        starts = run.quoted.outer.start == self._blocks[run.block].start
        return starts and self._text[run.quoted.outer.end :][:1] == ":" and len(run.quoted.text(self._text).split()) > 2

    def _continues(self, run: _Run, last: _Draft | None) -> bool:
        return last is not None and 0 <= run.block - self._block_of(last.runs[-1].quoted.outer.end - 1)[0] <= 1

    def _cue_of(self, run: _Run) -> Attribution | None:
        """Return the cue that governs a stretch in marks: before it in its sentence, or after it."""
        block = self._blocks[run.block]
        if block.start in self._headlines:
            return in_headline(self._text, run.before, run.after)
        before = find_before(self._text, run.before, run.holes)
        leads = self._text[run.before.start : run.before.end].strip(" ,—–-\t")
        if before is None or not leads:
            handed_over = self._hands_over(run)
            after = find_after(self._text, run.after, handed_over=handed_over)
            if after is not None and (not leads or before is None):
                own_words = bool(leads) and not self._text[: run.before.end].rstrip().endswith((",", ":"))
                return replace(after, bare=False) if own_words else after
        return before or self._announced(run)

    def _hands_over(self, run: _Run) -> bool:
        """Tell whether a comma, a question or exclamation mark or a dash hands over to a reporting clause."""
        inside = run.quoted.spans[-1].of(self._text)[-1:] in tuple(",?!")
        outside = self._text[run.quoted.outer.end : run.after.end].lstrip()[:1] in tuple(",–—-")
        return inside or (outside and len(run.quoted.text(self._text).split()) > _MAX_TERM_WORDS)

    def _announced(self, run: _Run) -> Attribution | None:
        """Return the cue of a paragraph of speech that the paragraph before announces with a colon."""
        if not run.alone or run.block == 0:
            return None
        above = self._blocks[run.block - 1]
        if above.start in self._headlines or not above.of(self._text).endswith(":"):
            return None
        start = self._sentence_start(above, ())
        found = find_before(self._text, Span(start, above.end))
        return None if found is None else replace(found, bare=True)

    def _not_speech(self, run: _Run) -> str | None:
        """Return why words in marks are a name or a term and no speech, `None` when they may be speech."""
        words = run.quoted.text(self._text)
        place = run.quoted.outer.start
        before = self._text[max(self._blocks[run.block].start, place - _NEAR_CHARS) : place]
        after = self._text[run.quoted.outer.end : run.quoted.outer.end + 12]
        count = len(words.split())
        if not any(character.isalpha() for character in words):
            return "in marks, but no words"
        if _NAMING.search(before) and not _CALLED_BY_SOMEBODY.search(before) and count <= 2 * _MAX_TERM_WORDS:
            return "a name or a term: the words before it say so"
        if _TERM_FOR.search(before) or (_NICKNAME.match(words) and _CALLED.search(before)):
            return "a name or a term: the words before it say so"
        if _CALL_IT_THE.search(before) and count <= _MAX_TERM_WORDS:
            return "a name or a term: the words before it say so"
        if _OR_NAME.match(after):
            return "a term: its abbreviation follows"
        if (
            _is_proper_name(words)
            and not (words[-1:] == "," and not self._text[run.before.start : run.before.end].strip())
            and not (words[-1:] in ",.!?" and REPORTING_START.search(after))
            and not before.isupper()
        ):
            return "a name: every word is capitalised"
        if (
            count <= _MAX_TERM_WORDS
            and re.match(r"(?:the|a|an)\s", words)
            and _PLACE_PHRASE.search(before)
            and after[:1] not in tuple(",.;:")
        ):
            return "a term: a noun phrase after a preposition"
        return None

    def _drop(self, run: _Run, reason: str) -> None:
        outer = run.quoted.outer
        self._drops.append(Drop(self._report.id, self._made_by, reason, outer.start, outer.end))

    def _quotation(self, draft: _Draft) -> Quotation:
        spans = tuple(sorted(span for run in draft.runs for span in run.quoted.spans))
        cue = draft.cue
        return Quotation(
            id=make_id("quotation", self._report.id, spans, cue.cue if cue else None),
            report=self._report.id,
            spans=spans,
            text=" ".join(span.of(self._text) for span in spans),
            kind=self._kind(draft),
            source=(cue.source,) if cue and cue.source else (),
            cue=(cue.cue,) if cue and cue.cue else (),
            speaker=draft.speaker,
            via=self._speakers.carriers(cue) if cue else (),
            made_by=self._made_by,
            confidence=draft.confidence if all(run.quoted.closed for run in draft.runs) else min(draft.confidence, 0.5),
        )

    def _kind(self, draft: _Draft) -> QuotationKind:
        """Direct when the marks hold the whole of what is reported; mixed when the reporter's words are part of it."""
        if draft.cue is None or draft.cue.bare:
            return QuotationKind.DIRECT
        return QuotationKind.MIXED


def _paragraphs(report: Report, anatomy: Anatomy) -> tuple[Span, ...]:
    """Return the paragraphs in which marks are paired.

    Given sentences stand on lines of their own, which are no paragraphs: such a text is one, if its marks pair up.
    """
    whole = Span(0, len(report.text))
    if report.tokens is not None and whole.end and not find_quoted(report.text, (whole,), REPORTING_START)[1]:
        return (whole,)
    return running_blocks(report.text, anatomy)


def _is_proper_name(words: str) -> bool:
    """Tell whether words look like a name: few, all capitalised but small ones, no sentence punctuation."""
    parts = words.rstrip(",").split()
    if not 1 <= len(parts) <= 7 or words.rstrip()[-1:] in ".!?…":
        return False
    small = {"of", "the", "and", "for", "in", "on", "a", "an", "to", "at", "de", "la"}
    if parts[0][:1].islower():
        return False
    return all(part[:1].isupper() or part[:1].isdigit() or part.lower() in small for part in parts)
