"""Whether two printed names can be one person's name: part by part, with a reason.

Names are aligned part by part (given names with given names, family names with family names: the order of parts is
kept), as Christen recommends over one distance of the whole strings ("A comparison of personal name matching", 2006;
"Data Matching", 2012, chapter 5). Parts agree by rules of romanisation (`name_forms`). Jaro-Winkler similarity
(Winkler, "String comparator metrics", 1990) only ever opens a doubt: by it, Marta and Maria are closer than Muhammad
and Mohamed.

The policy is conservative, since a wrong merge is worse than none: SAME needs every shared part to agree by rule
and nothing to contradict. The verdict is about names: two persons can bear one, which is for other evidence to say.
`compare_names(a, b)` and `compare_names(b, a)` give the same verdict, score and reason.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.across.name_agreement import Aligned, agree, align
from onrecord.across.name_forms import Part, PersonName, parse_name
from onrecord.across.name_weights import (
    FIRST_NAME_MISSING,
    FURTHER_FAMILY_NAME,
    MIDDLE_MISSING,
    MIN_LETTERS,
    ONE_INITIAL_EACH,
    ONE_PART_ALONE,
    ONE_PART_EACH,
    ORDER_UNCLEAR,
    OTHER_ORDER,
    SAME_FROM,
    SUFFIX_MISSING,
    UNSURE_FROM,
    Agreement,
)
from onrecord.across.name_words import FAMILY_FIRST, GIVEN_NAME_GROUPS
from onrecord.records import Verdict

NAME = "names.compared.v1"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What comparing two names gave.

    `score` in [0, 1]: how much of the names agrees. `left` and `right` are the parts as aligned, as many on each side
    where both names have parts; an empty string stands where the other name has a part more.
    """

    verdict: Verdict
    score: float
    reason: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def compare_names(left: str, right: str) -> NameMatch:
    """Compare two printed names of persons. What has no letters is UNSURE."""
    if right < left:
        match = compare_names(right, left)
        return replace(match, left=match.right, right=match.left)
    one, other = parse_name(left), parse_name(right)
    if not one.parts or not other.parts:
        return NameMatch(Verdict.UNSURE, 0.0, "no letters to compare", _printed(one.parts), _printed(other.parts))
    match = _with_suffixes(one, other, _compare_parts(one, other))
    if match.verdict is Verdict.DIFFERENT and _script(left) != _script(right):
        return replace(
            match, verdict=Verdict.UNSURE, reason="letters of two scripts, one of which may leave vowels out"
        )
    return match


def _script(printed: str) -> str:
    """Return the script of the first letter, by its Unicode name: LATIN, CYRILLIC, ARABIC."""
    return next((unicodedata.name(sign, "").partition(" ")[0] for sign in printed if sign.isalpha()), "")


def _compare_parts(one: PersonName, other: PersonName) -> NameMatch:
    if [part.folded for part in one.parts] == [part.folded for part in other.parts]:
        return _same_letters(one, other)
    steps = align(one.parts, other.parts)
    match = _judge(one.parts, other.parts, steps)
    if match.verdict is not Verdict.SAME:
        return _in_other_order(one, other) or _written_together(one, other) or match
    return match


def _same_letters(one: PersonName, other: PersonName) -> NameMatch:
    """Judge names of the same letters: SAME, but a single initial and a surname are many people's."""
    left, right = _printed(one.parts), _printed(other.parts)
    given = one.parts[:-1]
    if len(given) == 1 and given[0].is_initial:
        return NameMatch(Verdict.UNSURE, ONE_INITIAL_EACH, "the same letters, but a single initial", left, right)
    score = 1.0 if given else ONE_PART_EACH
    return NameMatch(Verdict.SAME, score, "the same letters", left, right)


def _judge(one: Sequence[Part], other: Sequence[Part], steps: Sequence[Aligned]) -> NameMatch:
    """Return the verdict on an alignment."""
    matched = [step for step in steps if step.agreement is not Agreement.NONE]
    only_left = [step for step in steps if step.right is None]
    only_right = [step for step in steps if step.left is None]
    if not matched or (only_left and only_right):
        return _different(one, other, steps)
    if reason := _contradiction(one, other, steps):
        return _result(Verdict.DIFFERENT, 0.3, reason, one, other, steps)
    if not only_left and not only_right:
        return _judge_matched(one, other, steps, 1.0 if len(one) > 1 else ONE_PART_EACH, "every part agrees")
    return _judge_contained(one, other, steps)


def _judge_contained(one: Sequence[Part], other: Sequence[Part], steps: Sequence[Aligned]) -> NameMatch:
    """Judge a name that has all parts of the other, and more."""
    shorter = one if len(one) < len(other) else other
    longer = other if shorter is one else one
    is_first = steps[0].agreement is not Agreement.NONE
    is_last = steps[-1].agreement is not Agreement.NONE
    if len(shorter) == 1:
        is_family = is_last or (is_first and longer[0].folded in FAMILY_FIRST)
        reason = "surname alone" if is_family else "given name alone" if is_first else "one part alone"
        return _judge_matched(one, other, steps, ONE_PART_ALONE, f"{reason}: {shorter[0].printed}", certain=False)
    if is_first and is_last:
        return _judge_matched(one, other, steps, MIDDLE_MISSING, "first and last part agree, a middle one is missing")
    if is_first:
        return _judge_matched(one, other, steps, FURTHER_FAMILY_NAME, "one has a further surname", certain=False)
    return _judge_matched(one, other, steps, FIRST_NAME_MISSING, "one lacks the first part", certain=False)


def _judge_matched(
    one: Sequence[Part],
    other: Sequence[Part],
    steps: Sequence[Aligned],
    at_most: float,
    reason: str,
    *,
    certain: bool = True,
) -> NameMatch:
    """Judge an alignment in which nothing contradicts: by its weakest part, a middle initial apart."""
    matched = [step for step in steps if step.agreement is not Agreement.NONE]
    mean = sum(step.agreement for step in matched) / len(matched)
    score = min(mean, at_most)
    telling = [step for step in matched if not _is_middle_initial(step, steps)] or matched
    weakest = min(telling, key=lambda step: step.agreement)
    if weakest.agreement >= SAME_FROM:
        words = reason if weakest.agreement is Agreement.LETTERS else f"{reason}; {_say(one, other, weakest)}"
        return _result(Verdict.SAME if certain else Verdict.UNSURE, score, words, one, other, steps)
    is_backed = any(step.agreement >= SAME_FROM and not _initial_in(one, step.left) for step in telling)
    needs_more = {Agreement.GENDERED: is_backed, Agreement.NEAR: certain}  # one doubt is enough
    is_open = mean >= UNSURE_FROM and needs_more.get(weakest.agreement, True)
    return _result(
        Verdict.UNSURE if is_open else Verdict.DIFFERENT,
        min(score, FURTHER_FAMILY_NAME),
        _say(one, other, weakest),
        one,
        other,
        steps,
    )


def _contradiction(one: Sequence[Part], other: Sequence[Part], steps: Sequence[Aligned]) -> str:
    """Say what contradicts though one name has all parts of the other: other middle initials, or no contradiction.

    "George W." and "George H. W." share a W, and are two persons: where both write middle names and one is an
    initial, the first ones must agree.
    """
    middle = steps[1:-1]
    has_both = any(step.agreement is not Agreement.NONE for step in middle)
    has_initial = any(_initial_in(one, step.left) or _initial_in(other, step.right) for step in middle)
    ends_agree = all(step.agreement is not Agreement.NONE for step in (steps[0], steps[-1]))
    if has_both and has_initial and ends_agree and middle[0].agreement is Agreement.NONE:
        return "other middle initials"
    return ""


def _different(one: Sequence[Part], other: Sequence[Part], steps: Sequence[Aligned]) -> NameMatch:
    matched = [step for step in steps if step.agreement is not Agreement.NONE]
    left = " ".join(one[step.left].printed for step in steps if step.left is not None and step.right is None)
    right = " ".join(other[step.right].printed for step in steps if step.right is not None and step.left is None)
    where = "no part agrees"
    if matched:
        where = "the surname differs" if steps[-1].agreement is Agreement.NONE else "a given name differs"
    share = sum(step.agreement for step in matched) / max(len(one), len(other))
    return _result(Verdict.DIFFERENT, share * 0.5, f"{where}: {left}, {right}", one, other, steps)


def _in_other_order(one: PersonName, other: PersonName) -> NameMatch | None:
    """Compare with the first part of one name moved to its end: "Kim Jong Un", "Jong Un Kim".

    `None` unless that part agrees with the last one of the other name, and nothing contradicts then.
    """
    if len(one.parts) == 1 or len(other.parts) == 1:
        return None
    turned = [_turn(one, other), _turn(other, one, swapped=True)]
    return max((match for match in turned if match), key=lambda match: match.score, default=None)


def _turn(turned: PersonName, straight: PersonName, *, swapped: bool = False) -> NameMatch | None:
    """Compare one name as if its family name stood first; `swapped`: it is the right one of the two."""
    if agree(turned.parts[0], straight.parts[-1]) < SAME_FROM:
        return None
    moved = (*turned.parts[1:], turned.parts[0])
    one, other = (straight.parts, moved) if swapped else (moved, straight.parts)
    match = _judge(one, other, align(one, other))
    if match.verdict is Verdict.DIFFERENT:
        return None
    says_so = turned.family_first or _reads_family_first(turned)
    if match.verdict is Verdict.SAME and says_so and len(one) == len(other):
        reason = "the same parts, the family name first in one"
        return replace(match, score=min(match.score, OTHER_ORDER), reason=reason)
    reason = f"the same parts in another order: {match.reason}"
    return replace(match, verdict=Verdict.UNSURE, score=min(match.score, ORDER_UNCLEAR), reason=reason)


def _reads_family_first(name: PersonName) -> bool:
    """Tell whether a name begins with a family name that stands first, and no other part is a known given name."""
    return name.parts[0].folded in FAMILY_FIRST and not any(
        part.folded in GIVEN_NAME_GROUPS or part.is_initial for part in name.parts[1:]
    )


def _written_together(one: PersonName, other: PersonName) -> NameMatch | None:
    """Compare the letters regardless of spaces: "Jong Un", "Jongun"; `None` unless they agree."""
    if one.joined != other.joined or len(one.joined) < MIN_LETTERS[Agreement.SOUND]:
        return None
    left, right = _printed(one.parts), _printed(other.parts)
    return NameMatch(Verdict.SAME, OTHER_ORDER, "the same letters, written together in one", left, right)


def _with_suffixes(one: PersonName, other: PersonName, match: NameMatch) -> NameMatch:
    """Weigh Jr., Sr. and numerals: another one contradicts, one on one side only leaves a doubt."""
    if one.suffix == other.suffix or match.verdict is Verdict.DIFFERENT:
        return match
    if one.suffix and other.suffix:
        return replace(match, verdict=Verdict.DIFFERENT, score=0.3, reason=f"{one.suffix} and {other.suffix}")
    reason = f"{one.suffix or other.suffix} in one only"
    return replace(match, verdict=Verdict.UNSURE, score=min(match.score, SUFFIX_MISSING), reason=reason)


def _is_middle_initial(step: Aligned, steps: Sequence[Aligned]) -> bool:
    return step.agreement is Agreement.INITIAL and step is not steps[0] and step is not steps[-1]


def _initial_in(parts: Sequence[Part], place: int | None) -> bool:
    return place is not None and parts[place].is_initial


_SAID = {
    Agreement.LETTERS: "same letters",
    Agreement.ROMANISED: "two romanisations",
    Agreement.SOUND: "spellings of one sound",
    Agreement.EPENTHESIS: "one vowel more",
    Agreement.SHORT_FORM: "forms of one given name, perhaps",
    Agreement.INITIAL: "an initial",
    Agreement.NEAR: "near spellings, by no rule",
    Agreement.GENDERED: "a man's and a woman's form",
}


def _say(one: Sequence[Part], other: Sequence[Part], step: Aligned) -> str:
    left = one[step.left or 0].printed
    right = other[step.right or 0].printed
    return f"{_SAID[step.agreement]}: {left}, {right}"


def _result(
    verdict: Verdict,
    score: float,
    reason: str,
    one: Sequence[Part],
    other: Sequence[Part],
    steps: Sequence[Aligned],
) -> NameMatch:
    left = tuple("" if step.left is None else one[step.left].printed for step in steps)
    right = tuple("" if step.right is None else other[step.right].printed for step in steps)
    return NameMatch(verdict, round(score, 4), reason, left, right)


def _printed(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(part.printed for part in parts)
