"""Quotation marks as a state machine: which stretches of text stand in marks.

Handles curly, straight, low-high, guillemets, ``doubled backticks'', and British single marks; nesting;
paragraphs that reopen without closing; apostrophes, elisions, feet and inches; marks typed the wrong way
round or left out. An odd mark costs at most the stretch it belongs to: what cannot be resolved is reported
with its reason and the rest of the text is read on.

Invariant: returned stretches never overlap, and lie inside their marks and inside one paragraph each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from onrecord.records import Span

_MARK = re.compile(r"``|''|[“”„‟\"«»‹›‘’‚‛'「」『』]")
_OPENING_BEFORE = frozenset(" \t\r\n\u00a0\u202f\u2009([{—–-/‘“«\"'`:")
_CLOSING_AFTER = frozenset(" \t\r\n\u00a0\u202f\u2009.,;:!?…)]}—–-/’”»\"'")
_STOPS = frozenset(".,!?…;:—–-")
_ELISION = re.compile(
    r"(?:\d0?s?\b|\d\d(?:s\b|\b)|tis\b|twas\b|em\b|til\b|cause\b|n\b|round\b|bout\b|cos\b)", re.IGNORECASE
)
_MAX_DEPTH = 8
_LAST_CLAUSE = 60  # characters: a reporting clause that ends a paragraph fits in


class Role(Enum):
    """What a mark can do where it stands."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"
    NONE = "none"


class Family(Enum):
    """Marks that pair with each other; the value is the class within which mixed typing still pairs."""

    CURLY = ("double", "“”„‟")
    STRAIGHT = ("double", '"')
    BACKTICK = ("double", "``''")
    ANGLE = ("angle", "«»")
    SINGLE_ANGLE = ("single angle", "‹›")
    CORNER = ("corner", "「」『』")
    SINGLE = ("single", "‘’‚‛")
    APOSTROPHE = ("single", "'")

    @property
    def kind(self) -> str:
        """The class of marks."""
        return self.value[0]


_FAMILY_OF: dict[str, Family] = {
    character: family for family in Family for character in family.value[1] if family is not Family.BACKTICK
}
_FAMILY_OF |= {"``": Family.BACKTICK, "''": Family.BACKTICK}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch in quotation marks: one span, or one for each paragraph of a chain that reopens.

    `outer` covers the marks as well; `closed` is false when the closing mark was left out.
    """

    spans: tuple[Span, ...]
    outer: Span
    closed: bool = True

    def text(self, text: str) -> str:
        """Return the quoted words, spans joined by single spaces."""
        return " ".join(span.of(text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class OddMark:
    """A mark that could not be resolved, and why."""

    place: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: Family
    role: Role


@dataclass(slots=True)
class _Open:
    mark: _Mark
    earlier: tuple[Span, ...] = ()
    outer_start: int = 0
    last_nested_close: _Mark | None = None


class _Later(NamedTuple):
    """The single marks behind a mark in its paragraph: what the next one does, and whether any closes."""

    next: Role | None
    closes: bool


def _singles_behind(marks: list[_Mark]) -> list[_Later]:
    """Return, for each mark, the single marks behind it."""
    behind = [_Later(None, closes=False)]
    for mark in reversed(marks[1:]):
        last = behind[-1]
        behind.append(
            _Later(mark.role, last.closes or mark.role is Role.CLOSE) if mark.family.kind == "single" else last
        )
    return behind[::-1] if marks else []


def find_quoted(
    text: str, paragraphs: tuple[Span, ...], reporting: re.Pattern[str]
) -> tuple[tuple[Quoted, ...], tuple[OddMark, ...]]:
    """Return the stretches in marks in these paragraphs, in order, and the marks that made no sense.

    Args:
        text: the whole text; offsets are into it.
        paragraphs: where to look, in order; a chain goes from one to the next in this list.
        reporting: matches a reporting verb at the start of a string ("said ..."): such a verb after a mark
            that looks like an opening one shows that it closes; after an unclosed one, that it was left open.
    """
    machine = _Machine(text, reporting)
    for place, paragraph in enumerate(paragraphs):
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        machine.read(paragraph, following)
    return tuple(machine.quoted), tuple(machine.odd)


class _Machine:
    """The state that runs through the paragraphs: what is open, and what chain goes on."""

    def __init__(self, text: str, reporting: re.Pattern[str]) -> None:
        self._text = text
        self._reporting = reporting
        self._stack: list[_Open] = []
        self.quoted: list[Quoted] = []
        self.odd: list[OddMark] = []

    def read(self, paragraph: Span, following: Span | None) -> None:
        """Read one paragraph; afterwards only a chain that `following` goes on with stays open."""
        marks = list(self._marks(paragraph))
        if self._stack and marks and marks[0].start == paragraph.start:
            self._stack[0].mark = replace(marks[0], role=Role.OPEN)  # the chain reopens
            marks = marks[1:]
        for mark, later in zip(marks, _singles_behind(marks), strict=True):
            role = self._settle(mark, later, paragraph, following)
            if role is Role.OPEN:
                self._open(mark)
            elif role is Role.CLOSE:
                self._close(mark)
        self._end(paragraph, following)

    def _marks(self, paragraph: Span) -> Iterator[_Mark]:
        for match in _MARK.finditer(self._text, paragraph.start, paragraph.end):
            family = _FAMILY_OF[match[0]]
            before = self._text[match.start() - 1] if match.start() > paragraph.start else " "
            after = self._text[match.end()] if match.end() < paragraph.end else " "
            role = self._role(match, family, before, after, paragraph)
            if role is not Role.NONE:
                yield _Mark(match.start(), match.end(), family, role)

    def _role(self, match: re.Match[str], family: Family, before: str, after: str, paragraph: Span) -> Role:
        if family.kind == "single":
            return self._single_role(match, before, after, paragraph)
        opens = before in _OPENING_BEFORE and after not in _CLOSING_AFTER
        closes = before not in _OPENING_BEFORE and after in _CLOSING_AFTER
        if match[0] in "“«‹「『``„‟":
            return Role.CLOSE if closes or self._is_turned(match, before) else Role.OPEN
        if match[0] in "”»›」』":
            return Role.OPEN if opens else Role.CLOSE
        if match[0] == "''":
            return Role.OPEN if opens else Role.CLOSE
        if opens:
            return Role.CLOSE if self._is_turned(match, before) else Role.OPEN
        return Role.CLOSE if closes else Role.EITHER

    def _is_turned(self, match: re.Match[str], before: str) -> bool:
        """Tell whether an opening mark was typed for a closing one: `peace, “said the minister`."""
        if before not in " \u00a0" or self._text[match.start() - 2 : match.start() - 1] not in tuple(",.!?"):
            return False
        return bool(self._reporting.match(self._text, match.end()))

    def _single_role(self, match: re.Match[str], before: str, after: str, paragraph: Span) -> Role:
        if before.isalnum() and after.isalnum():
            return Role.NONE  # don't, 6'4
        if before in _OPENING_BEFORE:
            if not (after.isalnum() or after in '“"«') or _ELISION.match(self._text, match.end()):
                return Role.NONE
            return Role.OPEN if match[0] in "‘‚‛'" or match.start() == paragraph.start else Role.NONE
        if match[0] in "‘‚":
            return Role.NONE
        return Role.CLOSE

    def _settle(self, mark: _Mark, later: _Later, paragraph: Span, following: Span | None) -> Role:
        """Decide what a mark does, now that it is known what is open."""
        if mark.family.kind == "single":
            return self._settle_single(mark, later, paragraph, following)
        if mark.role is Role.EITHER or (mark.role is Role.CLOSE and mark.family is Family.STRAIGHT):
            is_open = any(entry.mark.family.kind == mark.family.kind for entry in self._stack)
            if not is_open and self._text[mark.start - 1 : mark.start].isdigit():
                return Role.NONE  # inches
            if mark.role is Role.EITHER:
                return Role.CLOSE if is_open else Role.OPEN
        return mark.role

    def _settle_single(self, mark: _Mark, later: _Later, paragraph: Span, following: Span | None) -> Role:
        is_open = any(entry.mark.family.kind == "single" for entry in self._stack)
        if mark.role is Role.OPEN:
            if later.closes:
                return Role.OPEN
            chain = mark.start == paragraph.start and self._starts_with(following, mark)
            return Role.OPEN if chain and not is_open else Role.NONE
        if not is_open or (later.next is Role.CLOSE and self._is_possessive(mark)):
            return Role.NONE
        return Role.CLOSE

    def _is_possessive(self, mark: _Mark) -> bool:
        """Tell the owners’ promises’ first mark from a closing one, where a better one closes later."""
        following = self._text[mark.end : mark.end + 8]
        return self._text[mark.start - 1] in "sS" and bool(re.match(r"\s+[^\W\d_]", following))

    def _open(self, mark: _Mark) -> None:
        if len(self._stack) >= _MAX_DEPTH:
            self.odd.append(OddMark(mark.start, "marks nested too deeply"))
            return
        self._stack.append(_Open(mark, outer_start=mark.start))

    def _close(self, mark: _Mark) -> None:
        depth = self._matching(mark)
        if depth is None:
            self.odd.append(OddMark(mark.start, "a closing mark without an opening one"))
            return
        entry = self._stack[depth]
        for inner in self._stack[depth + 1 :]:
            self.odd.append(OddMark(inner.mark.start, "an inner mark that is never closed"))
        del self._stack[depth:]
        if depth == 0:
            self._emit(entry, mark.start, mark.end)
        elif mark.family.kind == self._stack[0].mark.family.kind:
            self._stack[0].last_nested_close = mark  # such a mark may have been meant for the outer one too

    def _matching(self, mark: _Mark) -> int | None:
        """Return the depth of what this mark closes: the innermost of its family, else of its class."""
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].mark.family is mark.family:
                return depth
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].mark.family.kind == mark.family.kind:
                return depth
        return None

    def _emit(self, entry: _Open, end: int, outer_end: int, *, closed: bool = True) -> None:
        last = self._tight(entry.mark.end, end)
        spans = (*entry.earlier, *((last,) if last.start < last.end else ()))
        if spans:
            self.quoted.append(Quoted(spans, Span(entry.outer_start, outer_end), closed))
        else:
            self.odd.append(OddMark(entry.mark.start, "nothing between the marks"))

    def _end(self, paragraph: Span, following: Span | None) -> None:
        """Settle what is open at the end of a paragraph."""
        if not self._stack:
            return
        outermost = self._stack[0]
        nested = outermost.last_nested_close
        reported_after = nested is not None and bool(
            re.match(r"\s+(?:[\w’'-]+\s+){0,4}?" + self._reporting.pattern, self._text[nested.end : paragraph.end])
        )
        reported_last = self._reported_inside(max(outermost.mark.end, paragraph.end - _LAST_CLAUSE), paragraph.end)
        if self._starts_with(following, outermost.mark) and not reported_after and not reported_last:
            part = self._tight(outermost.mark.end, paragraph.end)
            if part.start < part.end:
                outermost.earlier = (*outermost.earlier, part)
            del self._stack[1:]
            return
        self._stack = []
        if nested is not None and not self._reported_inside(outermost.mark.end, nested.start):
            self._emit(outermost, nested.start, nested.end, closed=False)  # one mark closed both
        elif self._reported_inside(outermost.mark.end, paragraph.end):
            self.odd.append(OddMark(outermost.mark.start, "never closed, and the reporter's words follow"))
            if outermost.earlier:
                self.quoted.append(
                    Quoted(outermost.earlier, Span(outermost.outer_start, outermost.earlier[-1].end), closed=False)
                )
        else:
            self.odd.append(OddMark(outermost.mark.start, "never closed: read to the end of the paragraph"))
            self._emit(outermost, paragraph.end, paragraph.end, closed=False)

    def _reported_inside(self, start: int, end: int) -> bool:
        """Tell whether a reporting clause ("..., he said") stands between: then not all of it is quoted."""
        for match in re.finditer(r"[,.!?…]\s+(?:[^\W\d_][\w’'-]*\s+){0,4}?", self._text[start:end]):
            if self._reporting.match(self._text, start + match.end()):
                return True
        return False

    def _starts_with(self, following: Span | None, mark: _Mark) -> bool:
        """Tell whether the next paragraph opens with the same mark, which continues a chain."""
        if following is None:
            return False
        width = mark.end - mark.start
        return self._text[following.start : following.start + width] == self._text[mark.start : mark.end]

    def _tight(self, start: int, end: int) -> Span:
        words = self._text[start:end]
        return Span(
            start + len(words) - len(words.lstrip()), start + max(len(words.rstrip()), len(words) - len(words.lstrip()))
        )
