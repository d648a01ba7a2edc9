"""Quotations: which words in marks are speech, by which cue, from whom, through whom; and reported speech.

One cue, one quotation: stretches in marks that share a cue are spans of one quotation. Words in marks
without a cue in their sentence are speech only when they continue speech (after "..., he said.") or are a
paragraph of their own beside attributed speech; everything else in marks (titles, terms, nicknames) is
counted as dropped, with its reason.

The language model's attributions add what is reported without marks. Where both know a cue, the marks are right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.language import sentence_spans
from onrecord.reading.anatomy import running_blocks
from onrecord.records import (
    Anatomy,
    Attribution,
    Attributions,
    Bearers,
    Drop,
    PieceKind,
    Quotation,
    QuotationKind,
    Quotations,
    Report,
    Span,
    Stretches,
    make_id,
)
from onrecord.stages import StageResult
from onrecord.within.clauses import find_after, in_headline
from onrecord.within.cues import REPORTING_FORMS, REPORTING_START
from onrecord.within.leads import ReportingClause, find_before
from onrecord.within.marks import Quoted, find_quoted
from onrecord.within.reported import bare, end_of, is_speech, without_marks
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
_MAX_CLAUSE_WORDS = 4  # of a reporting clause that starts like a sentence
_MIN_BARE_WORDS = 4
_MIN_REPORTED_WORDS = 3  # fewer name what was spoken about: "welcomed the visit"
_REPORTED = 0.6  # confidence in what the model alone finds
_MARKDOWN = re.compile(r"\s*(?:>\s*)+")
_TURN = (
    re.compile(  # the name and colon that open a turn of a conversation: in a line of its own, or behind the last turn
        r"(?:[\n\r]|[\"”»’])\s*(?P<label>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|van|von|al|bin)){0,4}:\s*)$"
    )
)
_BESIDE = re.compile(  # a reporting clause at once: `"Stop" said X`, `"Stop" - she said`
    rf"[\s,—–-]*(?:(?:he|she|they|(?:[A-Z][\w’'-]*\s){{1,3}}[A-Z][\w’'-]*|[A-Z][\w’'-]*)\s)?(?={REPORTING_START.pattern})"
)


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
    cue: ReportingClause | None
    speaker: tuple[str, ...]
    confidence: float


class QuotationRules:
    """Find quoted speech and who is credited with it."""

    name = "quotations.rules.v4"
    needs: tuple[type, ...]
    gives = (Quotations,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Bearers, Attributions)

    def run(
        self, report: Report, anatomy: Anatomy, doc: Doc, mentions: Bearers, attributions: Attributions
    ) -> StageResult:
        """Return the quotations of one report, and what in marks was left out."""
        return _Finder(report, anatomy, sentence_spans(doc), mentions, attributions, self.name).find()


class _Finder:
    """One pass over one report."""

    def __init__(
        self,
        report: Report,
        anatomy: Anatomy,
        sentences: tuple[Span, ...],
        mentions: Bearers,
        attributions: Attributions,
        made_by: str,
    ) -> None:
        self._report = report
        self._text = report.text
        self._made_by = made_by
        self._attributions = [found for found in attributions if is_speech(found, report.text)]
        self._sentence_starts = tuple(sentence.start for sentence in sentences)
        self._blocks = _paragraphs(report, anatomy)
        self._block_starts = tuple(block.start for block in self._blocks)
        self._headlines = frozenset(span.start for span in anatomy.spans(PieceKind.TITLE, PieceKind.SUBTITLE))
        self._title_blocks = frozenset(
            number for number, start in enumerate(self._block_starts) if start in self._headlines
        )
        self._openings = {
            block.start: _opening(report.text, block, anatomy.spans(PieceKind.DATELINE)) for block in self._blocks
        }
        self._quoted, odd = find_quoted(report.text, self._blocks, REPORTING_START)
        self._marked = Stretches(current.outer for current in self._quoted)
        self._speakers = Speakers(report.text, mentions, sentences, self._marked)
        self._drops = [Drop(report.id, made_by, mark.reason, mark.place, mark.place + 1) for mark in odd]

    def find(self) -> StageResult:
        """Return the result of the stage."""
        waiting = deque(without_marks(self._attributions, self._marked))
        drafts: list[_Draft] = []
        reported: list[Quotation] = []
        for run in self._runs(self._quoted):
            while waiting and end_of(waiting[0]) <= run.quoted.outer.start:
                reported.append(self._reported(waiting.popleft()))
            self._place(run, drafts)
        reported += [self._reported(found) for found in waiting]
        cues = [draft.cue.cue for draft in drafts if draft.cue is not None and draft.cue.cue is not None]
        told = {place for cue in cues for place in range(*cue)}
        reported = [one for one in reported if all(told.isdisjoint(range(*span)) for span in one.cue)]
        quotations = [*(self._quotation(draft) for draft in drafts), *filter(self._is_whole, reported)]
        return StageResult((Quotations(sorted(quotations, key=lambda one: one.spans)),), tuple(self._drops))

    def _reported(self, found: Attribution) -> Quotation:
        """Return what is reported without marks as a quotation."""
        clause = ReportingClause(found.cue[0], found.source[0] if found.source else None)
        spans = bare(found.content, self._text)
        return Quotation(
            id=make_id("quotation", self._report.id, spans, clause.cue),
            report=self._report.id,
            spans=spans,
            text=" ".join(span.of(self._text) for span in spans),
            kind=QuotationKind.INDIRECT,
            source=found.source,
            cue=found.cue,
            speaker=_tidy(self._speakers.of_reported(clause)),
            via=(),
            made_by=self._made_by,
            confidence=_REPORTED,
        )

    def _is_whole(self, found: Quotation) -> bool:
        """Tell whether reported speech says more than what was spoken about; count it as dropped where it does not."""
        if len(found.text.split()) >= _MIN_REPORTED_WORDS:
            return True
        reason = "reported in a word or two, which say what was spoken about"
        self._drops.append(Drop(self._report.id, self._made_by, reason, found.spans[0].start, found.spans[-1].end))
        return False

    def _runs(self, quoted: tuple[Quoted, ...]) -> Iterator[_Run]:
        """Yield the stretches in marks with their surroundings."""
        for place, current in enumerate(quoted):
            number, block = self._block_of(current.outer.start)
            last = self._block_of(current.outer.end - 1)[1]
            earlier = quoted[place - 1] if place and quoted[place - 1].outer.end > block.start else None
            later = quoted[place + 1] if place + 1 < len(quoted) and quoted[place + 1].outer.start < last.end else None
            opening = min(self._openings[block.start], current.outer.start)
            lead = Span(max(opening, current.outer.start - _MAX_CLAUSE), current.outer.start)
            start = self._sentence_start(lead, quoted[max(0, place - _EARLIER) : place])
            rest_end = later.outer.start if later else last.end
            rest = Span(current.outer.end, min(rest_end, current.outer.end + _MAX_CLAUSE))
            yield _Run(
                current,
                number,
                Span(start, current.outer.start),
                tuple(other.outer for other in quoted[max(0, place - _EARLIER) : place] if start <= other.outer.start),
                Span(rest.start, self._sentence_end(current, rest)),
                alone=not self._text[opening : current.outer.start].strip()
                and not self._text[current.outer.end : last.end].strip(" .,;"),
                follows_end=earlier is not None and start == current.outer.start,
            )

    def _block_of(self, place: int) -> tuple[int, Span]:
        number = bisect_right(self._block_starts, place) - 1
        return number, self._blocks[number]

    def _sentence_start(self, lead: Span, earlier: tuple[Quoted, ...]) -> int:
        """Return where the reporter's sentence that leads up to a mark starts; ends inside other marks do not count."""
        turn = _TURN.search(self._text, max(lead.start, lead.end - _NEAR_CHARS), lead.end)
        if turn is not None:
            return turn.start("label")
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
        if cue is not None and cue.unsaid:
            self._drop(run, "nobody is said to have said it: denied, asked, supposed or only possible")
        elif cue is not None:
            for draft in drafts[-3:]:
                if draft.cue is not None and _is_same(draft.cue, cue):
                    draft.runs.append(run)
                    return
            drafts.append(
                _Draft([run], cue, self._speakers.of(cue, drafts[-1].speaker if drafts else ()), cue.confidence)
            )
        elif last is not None and last.cue is not None and run.follows_end and last.runs[-1].block == run.block:
            self._follow(run, last, drafts)
        elif (
            run.alone
            and len(run.quoted.text(self._text).split()) >= _MIN_BARE_WORDS
            and (run.block not in self._title_blocks or self._continues(run, last))
        ):
            drafts.append(self._paragraph(run, last))
        elif run.block in self._title_blocks and self._heads_headline(run):
            drafts.append(_Draft([run], None, (), 0.5))
        else:
            self._drop(run, "in marks, but nothing says that it is speech")

    def _follow(self, run: _Run, last: _Draft, drafts: list[_Draft]) -> None:
        """Settle a stretch without a cue that opens a sentence behind a quotation in the same paragraph."""
        if not self._is_taken_up(run):
            if not self._stands_apart(last, run):
                last.runs.append(run)  # "...," he said. "..."
                return
            topic = self._speakers.topic(run.quoted.outer.start)
            still = topic == last.speaker and not self._is_next_sentence(last.runs[-1])
            drafts.append(_Draft([run], None, last.speaker if still else (), 0.5))
        elif self._hands_over(run):
            drafts.append(_Draft([run], None, (), 0.4))  # somebody's, by a clause that is not understood
            self._speakers.lose(run.after.end)
        else:
            self._drop(run, "in marks, but nothing says that it is speech")

    def _paragraph(self, run: _Run, last: _Draft | None) -> _Draft:
        """Return a paragraph of speech without a cue: by whom the text speaks of, else by the last speaker.

        What follows a question is an answer, and another's.
        """
        topic = self._speakers.topic(run.quoted.outer.start)
        if last is None or not self._continues(run, last):
            return _Draft([run], None, topic or (), 0.5)
        is_answer = last.runs[-1].quoted.text(self._text).endswith("?")
        return _Draft([run], None, topic if topic is not None else () if is_answer else last.speaker, 0.6)

    def _stands_apart(self, last: _Draft, run: _Run) -> bool:
        """Tell whether a whole sentence of the reporter's stands between two stretches: `"...," she said. X shrugged. "..."`."""
        earlier = last.runs[-1]
        end = earlier.after.end
        cue = last.cue.cue if last.cue is not None else None
        if self._is_next_sentence(earlier) and not (cue is not None and earlier.after.covers(cue)):
            return True  # "Why?" X shrugged. "..."
        first = bisect_right(self._sentence_starts, end - 1)
        return any(end <= start < run.quoted.outer.start for start in self._sentence_starts[first : first + 3])

    def _is_next_sentence(self, run: _Run) -> bool:
        """Tell whether the words behind a question or exclamation start like a sentence, which may be a reporting clause."""
        behind = run.after.of(self._text).lstrip()
        return run.quoted.text(self._text)[-1:] in tuple("?!…") and behind[:1].isupper()

    def _is_taken_up(self, run: _Run) -> bool:
        """Tell whether the reporter's words between a closing mark and the full stop may say whose the words in marks are.

        Where nothing hands over to them they only go on with what a whole sentence in marks says.
        """
        after = run.after.of(self._text)
        words = run.quoted.text(self._text)
        if not any(character.isalnum() for character in after):
            return False
        if self._is_next_sentence(run):
            return False  # a sentence of its own: "Why?" Falk left.
        goes_on = len(words.split()) >= _MIN_BARE_WORDS and words[:1].isupper() and not self._hands_over(run)
        return not goes_on or any(word[:1].isupper() or word in REPORTING_FORMS for word in re.findall(r"\w+", after))

    def _heads_headline(self, run: _Run) -> bool:
        """Tell whether a headline starts with speech and a colon: `"It was dark": ferryman cleared`."""
        starts = run.quoted.outer.start == self._blocks[run.block].start
        return starts and self._text[run.quoted.outer.end :][:1] == ":" and len(run.quoted.text(self._text).split()) > 2

    def _continues(self, run: _Run, last: _Draft | None) -> bool:
        return last is not None and 0 <= run.block - self._block_of(last.runs[-1].quoted.outer.end - 1)[0] <= 1

    def _cue_of(self, run: _Run) -> ReportingClause | None:
        """Return the cue that governs a stretch in marks: before it in its sentence, or after it."""
        block = self._blocks[run.block]
        if block.start in self._headlines:
            return in_headline(self._text, run.before, run.after)
        before = find_before(self._text, run.before, run.holes)
        leads = self._text[run.before.start : run.before.end].strip(" ,—–-\t")
        if before is None or before.unsaid or not leads:
            handed_over = self._hands_over(run)
            after = find_after(self._text, run.after, handed_over=handed_over)
            if after is not None and (not leads or before is None or before.unsaid):
                own_words = bool(leads) and not self._text[: run.before.end].rstrip().endswith((",", ":"))
                return replace(after, bare=False) if own_words else after
        return before or self._announced(run)

    def _hands_over(self, run: _Run) -> bool:
        """Tell whether a comma, a question or exclamation mark or a dash hands over to a reporting clause."""
        if self._is_next_sentence(run) and len(run.after.of(self._text).split()) > _MAX_CLAUSE_WORDS:
            return False  # '"Why?" Falk looked at his shoes.'
        inside = run.quoted.spans[-1].of(self._text)[-1:] in tuple(",?!")
        outside = self._text[run.quoted.outer.end : run.after.end].lstrip()[:1] in tuple(",–—-")
        return inside or (outside and len(run.quoted.text(self._text).split()) > _MAX_TERM_WORDS)

    def _announced(self, run: _Run) -> ReportingClause | None:
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
            and not self._is_reported_beside(run)
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

    def _is_reported_beside(self, run: _Run) -> bool:
        """Tell whether marks that open a sentence are followed at once by a reporting clause with its subject."""
        if run.before.of(self._text).strip() or not _BESIDE.match(self._text, run.quoted.outer.end, run.after.end):
            return False
        found = find_after(self._text, run.after)
        return found is not None and found.source is not None

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
            speaker=_tidy(draft.speaker),
            via=_tidy(self._speakers.carriers(cue)) if cue else (),
            made_by=self._made_by,
            confidence=draft.confidence if all(run.quoted.closed for run in draft.runs) else min(draft.confidence, 0.5),
        )

    def _kind(self, draft: _Draft) -> QuotationKind:
        """Direct when the marks hold the whole of what is reported; mixed when the reporter's words are part of it."""
        if draft.cue is None or draft.cue.bare:
            return QuotationKind.DIRECT
        return QuotationKind.MIXED


def _is_same(left: ReportingClause, right: ReportingClause) -> bool:
    """Tell whether two stretches have one cue; a name and a colon are a cue of their own."""
    return left.cue == right.cue and (left.cue is not None or left.source == right.source)


def _opening(text: str, block: Span, datelines: tuple[Span, ...]) -> int:
    """Return where the reporter's words of a paragraph start: behind Markdown's `>` and a dateline."""
    start = next((line.end for line in datelines if block.start <= line.start < block.end), block.start)
    marker = _MARKDOWN.match(text, start, block.end)
    return marker.end() if marker else start


def _tidy(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names with plain single spaces, whatever spaces they are printed with: the same name is the same string."""
    return tuple(" ".join(name.split()) for name in names)


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
