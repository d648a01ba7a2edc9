"""Decisions in words, for people: in results, lists and errors."""

from __future__ import annotations

from onrecord.records import Decision, Ruling, Target

_SHORT_ID = 8
_MAX_WORDS = 60
_SENTENCES = {
    Ruling.SAME: "{target} and {other} are one",
    Ruling.DIFFERENT: "{target} and {other} are not one",
    Ruling.RENAME: "{target} is named {value}",
    Ruling.RETYPE: "{target} is of the kind {value}",
    Ruling.MENTION: "{target} is a mention of {other}",
    Ruling.SPEAKER: "{target} is said by {speaker}",
    Ruling.NO_QUOTATION: "{target} is no quotation",
    Ruling.DATE: "{target} was published {value}",
    Ruling.OUTLET: "{target} was printed by {value}",
    Ruling.FURNITURE: "{target} is furniture",
    Ruling.SAME_STORY: "{target} and {other} are of one story",
    Ruling.OTHER_STORY: "{target} and {other} are not of one story",
    Ruling.COPY: "{target} took from {other}",
    Ruling.NO_COPY: "neither of {target} and {other} took from the other",
}


def sentence_of(decision: Decision) -> str:
    """Return what was decided as a sentence without its full stop."""
    other = words_of(decision.other) if decision.other else ""
    return _SENTENCES[decision.verdict].format(
        target=words_of(decision.target), other=other, value=decision.value, speaker=decision.value or other
    )


def words_of(target: Target) -> str:
    """Return the words a decision is about, with the start of their report's id."""
    if target.text is None:
        return f"report {target.report[:_SHORT_ID]}"
    words = " ".join(target.text.split())
    shown = words if len(words) <= _MAX_WORDS else f"{words[: _MAX_WORDS - 1].rstrip()}…"
    return f"“{shown}” ({target.report[:_SHORT_ID]})"


def authorship_of(decision: Decision) -> str:
    """Return who decided it, when, and why if a reason was given."""
    why = f": {decision.why}" if decision.why else ""
    return f"{decision.who}, {decision.when[:16].replace('T', ' ')}{why}"


def line_of(decision: Decision) -> str:
    """Return a decision in one line: the start of its id, what was decided, who, when and why."""
    return f"{decision.id[:_SHORT_ID]}  {sentence_of(decision)} ({authorship_of(decision)})"
