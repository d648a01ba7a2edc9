"""Who is who in a built record, against gold: B-cubed over mentions, what each kind of words came to, offices.

A thing that is scored is some words together with one entity that they point at: "the two ministers" are two
things. A found mention and a gold one are one thing where they have the same words; where words point at several, a
found mention goes with the gold mention of the entity that most mentions of its found entity go with.

Found and gold entities are paired by names first: a found entity without a name is no answer to who a named person
is, for nobody reading the record would know.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from evals.built import Rows, row_span
from evals.demo_gold import Entity, Mention, Role, span_of
from evals.metrics import Score, Shares, b_cubed, match, score_pairs
from evals.scoring import Error, Result
from onrecord.records import Report, Span
from onrecord.within.office_words import normal_office

Words: TypeAlias = tuple[str, Span]
"""The gold's key of a report, and where in it the words stand."""

Outcome = Literal["right", "wrong", "open"]

PERSONS = frozenset(("person",))
BODIES = frozenset(("organisation", "place"))
NAMES = frozenset(("name", "demonym"))
_BEHIND = re.compile(" (?:of|to|for|in) ")
_HOWS = {"names": "name", "offices": "office", "pronouns": "pronoun", "descriptions": "description"}
_PERSON_ROWS = {
    "names": frozenset(("name",)),
    "names and offices": frozenset(("name", "office")),
    "all words": frozenset(_HOWS.values()),
}
_BODY_ROWS = {"names": frozenset(("name",)), "names and demonyms": NAMES}


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that point at one entity: the gold's, or as found, where `None` leaves open who is meant.

    `stands_for`: the entity that is meant by the name of another, as a state is by its capital.
    """

    words: Words
    how: str
    entity: str | None
    stands_for: str | None = None

    @property
    def read(self) -> str | None:
        """The entity that is meant in the end."""
        return self.stands_for or self.entity


@dataclass(frozen=True, slots=True)
class Thing:
    """What is scored: a found and a gold pointer at one entity by the same words; `None` on the side that lacks it."""

    found: Pointer | None
    due: Pointer | None


@dataclass(frozen=True)
class Case:
    """The mentions of a record beside those of its gold.

    Attributes:
        found: the record's.
        due: the gold's.
        kinds: by entity, found entities and gold ones.
        texts: by the gold's keys.
        printed: the gold's entity of each name that only one has, in small letters: what a record calls by no more than
            a name is that entity.
    """

    found: Sequence[Pointer]
    due: Sequence[Pointer]
    kinds: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def gold_of(self) -> dict[str, str]:
        """The gold's entity of each found one: that of most of its names; of most of its mentions where it has none."""
        at = _by_words(self.due)
        votes: dict[str, dict[bool, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for pointer in self.found:
            meant = at.get(pointer.words, ())
            for other in meant:
                is_name = pointer.how in NAMES and other.how in NAMES
                if pointer.entity and other.entity:
                    votes[pointer.entity][is_name][other.entity] += 60 // len(meant)  # a share that adds up exactly
        return {
            entity: min(counts, key=lambda key: (-counts[key], key))
            for entity, by in votes.items()
            if (counts := by.get(True) or by[False])
        }

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """All things of both sides, in order of place."""
        found, due = _by_words(self.found), _by_words(self.due)
        return tuple(
            thing
            for words in sorted(found.keys() | due.keys())
            for thing in self._meet(found.get(words, []), due.get(words, []))
        )

    def _meet(self, found: list[Pointer], due: list[Pointer]) -> Iterator[Thing]:
        """Yield the things at the same words: those of one entity first, the others in order."""
        agreeing = match(
            found, due, lambda left, right: float(self.gold_of.get(left.entity or "") == right.entity), 1.0
        )
        for left, right in agreeing:
            yield Thing(left, right)
        lefts = _without(found, [left for left, _ in agreeing])
        rights = _without(due, [right for _, right in agreeing])
        for number in range(max(len(lefts), len(rights))):
            yield Thing(
                lefts[number] if number < len(lefts) else None, rights[number] if number < len(rights) else None
            )

    @cached_property
    def named(self) -> frozenset[str]:
        """The entities of either side that some words name."""
        return frozenset(one.entity for one in (*self.found, *self.due) if one.entity and one.how in NAMES)

    def is_unlisted(self, found: Pointer) -> bool:
        """Tell whether found words are of a person without a name none of whose words are anybody's in the gold."""
        entity = found.entity
        return (
            entity is not None
            and self.kinds.get(entity) in PERSONS
            and entity not in self.named
            and entity not in self.gold_of
        )

    def outcome(self, found: str | None, due: str) -> Outcome:
        """Tell whether a found entity is a gold one; it leaves that open where it is nobody by name and the other is."""
        meant = None if found is None else self.meant(found)
        is_nobody = meant is None and found not in self.kinds
        if is_nobody or (due in self.named and found in self.kinds and found not in self.named):
            return "open"
        return "right" if meant == due else "wrong"

    def meant(self, found: str) -> str | None:
        """Return the gold's entity of a found one, or of a name that the record prints in the place of one."""
        return self.gold_of.get(found) if found in self.kinds else self.printed.get(found.casefold())

    def outcome_of_all(self, found: Iterable[str], due: Sequence[str]) -> Outcome:
        """Tell the same of several at once: right where all of them are and nobody else.

        Where the gold has nobody ("a senior officer"), nobody by name is neither right nor wrong.
        """
        found = list(found)
        if not found or (not due and not any(one in self.named or self.printed.get(one.casefold()) for one in found)):
            return "open"
        agreeing = match(found, due, lambda left, right: float(self.outcome(left, right) == "right"), 1.0)
        if len(agreeing) == len(found) == len(due):
            return "right"
        rest = _without(found, [left for left, _ in agreeing])
        is_open = all("open" in {self.outcome(left, right) for right in due} for left in rest)
        return "open" if is_open and not agreeing else "wrong"


def make_case(
    rows: Rows,
    mentions: Mapping[str, Iterable[Mention]],
    entities: Sequence[Entity],
    reports: Mapping[str, Report],
    *,
    names_all: bool = False,
) -> Case:
    """Return a record's mentions beside the gold's, which are given by text with their entities and reports.

    Args:
        rows: the record.
        mentions: the gold's.
        entities: the gold's.
        reports: what the gold is about.
        names_all: whether the gold leaves out persons whom no text names ("a spokesman"): such persons of the record
            whose words are nobody's in the gold are then left out as well.
    """
    found = [
        Pointer((key, row_span(row)), row["how"], row["entity"], row.get("stands_for"))
        for key, of_report in rows.by_report("mentions").items()
        for row in of_report
    ]
    due = [
        Pointer((key, span_of(row.span)), row.how, row.entity, getattr(row, "stands_for", None))
        for key, of_text in mentions.items()
        for row in of_text
    ]
    kinds = {row["id"]: row["kind"] for row in rows.of("entities")} | {entity.key: entity.kind for entity in entities}
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for form in (entity.name, *entity.forms):
            bearers[form.casefold()].add(entity.key)
    printed = {form: next(iter(keys)) for form, keys in bearers.items() if len(keys) == 1}
    case = Case(found, due, kinds, {key: report.text for key, report in reports.items()}, printed)
    return replace(case, found=[one for one in found if not case.is_unlisted(one)]) if names_all else case


def score_who(case: Case, result: Result) -> None:
    """Score who is who by every measure here."""
    everything = frozenset(case.kinds.values())
    found, due = clusters(case, everything, None)
    result.scores["entities (B³)"] = shares(found, due)
    result.scores["entities: pairs of mentions"] = score_pairs(found, due)
    for name, hows in _PERSON_ROWS.items():
        _score_clusters(case, f"persons by {name}", PERSONS, hows, result)
    _score_kept_apart(case, result)
    for name, hows in _BODY_ROWS.items():
        _score_clusters(case, f"organisations and places by {name}", BODIES, hows, result)
    _score_clusters(case, "organisations and places, capitals read", BODIES, NAMES, result, is_read=True)
    _score_hows(case, result)


def _score_clusters(
    case: Case, name: str, kinds: frozenset[str], hows: frozenset[str], result: Result, *, is_read: bool = False
) -> None:
    for ending, is_strict in ((" (B³)", True), (", shared (B³)", False)):
        result.scores[name + ending] = shares(*clusters(case, kinds, hows, is_strict=is_strict, is_read=is_read))


def clusters(
    case: Case, kinds: frozenset[str], hows: frozenset[str] | None, *, is_strict: bool = True, is_read: bool = False
) -> tuple[list[set[int]], list[set[int]]]:
    """Return the things of the found and of the gold's entities, a thing as its number.

    Args:
        case: both sides.
        kinds: of which entities, by the gold; by what was found where the gold has nothing.
        hows: by which words, likewise; `None`: by any.
        is_strict: whether things of one side alone are there, too.
        is_read: whether a name that stands for another entity counts as that one.
    """
    found: dict[str, set[int]] = defaultdict(set)
    due: dict[str, set[int]] = defaultdict(set)
    for number, thing in enumerate(case.things):
        judged = thing.due or thing.found
        if judged is None or case.kinds.get(judged.entity or "") not in kinds or (hows and judged.how not in hows):
            continue
        left, right = (None if one is None else one.read if is_read else one.entity for one in (thing.found, thing.due))
        if is_strict or (left and right):
            found[left or ""].add(number)
            due[right or ""].add(number)
    return [found[key] for key in sorted(found) if key], [due[key] for key in sorted(due) if key]


def shares(found: Iterable[set[Any]], due: Iterable[set[Any]]) -> Shares | Score:
    """Return B-cubed; where nothing was found, that nothing was, since B-cubed would call its precision perfect."""
    found, due = list(found), list(due)
    return b_cubed(found, due) if found else Score(0, 0, len(due))


def _score_kept_apart(case: Case, result: Result) -> None:
    """Score persons as wholes by their names: no entity that is two persons, no person in two entities."""
    persons: dict[str, set[str]] = defaultdict(set)
    entities: dict[str, set[str]] = defaultdict(set)
    for found, due in _names_of_persons(case):
        persons[found].add(due)
        entities[due].add(found)
    for name, kind, both in (
        ("persons: entities of one alone", "two persons in one entity", persons),
        ("persons: whole in one entity", "person in several entities", entities),
    ):
        several = {key: others for key, others in both.items() if len(others) > 1}
        result.scores[name] = Score(len(both) - len(several), len(both), len(both))
        result.errors += [
            Error("", kind, " + ".join(sorted(others)) if both is persons else f"{key}: {len(others)}")
            for key, others in sorted(several.items())
        ]


def _names_of_persons(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the found and the gold's entity of each name of a person on which there are both."""
    for thing in case.things:
        if thing.found and thing.due and thing.found.entity and thing.due.entity:
            is_name = thing.found.how == thing.due.how == "name"
            if is_name and case.kinds[thing.due.entity] in PERSONS:
                yield thing.found.entity, thing.due.entity


def _score_hows(case: Case, result: Result) -> None:
    """Score what each kind of words for persons came to: found at all, and whom it was taken to mean."""
    for name, how in _HOWS.items():
        met = found = due = right = answered = 0
        for thing in case.things:
            is_due = thing.due is not None and thing.due.how == how and _is_person(case, thing.due)
            is_found = thing.found is not None and thing.found.how == how and _is_person(case, thing.found)
            due += is_due
            found += (is_due and thing.found is not None) or (is_found and thing.due is None)
            if thing.due is not None and is_due:
                met += thing.found is not None
                outcome = "missed" if thing.found is None else case.outcome(thing.found.entity, thing.due.entity or "")
                right += outcome == "right"
                answered += outcome in ("right", "wrong")
                if outcome != "right":
                    result.errors.append(_error(case, thing, f"person by {how} {outcome}"))
            elif is_found and thing.due is None:
                result.errors.append(_error(case, thing, f"person by {how} invented"))
        result.scores[f"persons: {name} found"] = Score(met, found, due)
        result.scores[f"persons: {name}, who"] = Score(right, answered, due)


def _is_person(case: Case, pointer: Pointer) -> bool:
    """Tell whether words are a person's; those that are left open count as theirs, unless they are a name."""
    if pointer.entity is None:
        return pointer.how not in NAMES
    return case.kinds.get(pointer.entity) in PERSONS


def score_readings(case: Case, result: Result) -> None:
    """Score which names of capitals and seats are read as the state or body they stand for."""
    due = {(one.words, one.stands_for) for one in case.due if one.stands_for}
    found = {(one.words, case.gold_of.get(one.stands_for, one.stands_for)) for one in case.found if one.stands_for}
    result.scores["capitals that stand for a state"] = Score(len(found & due), len(found), len(due))
    for kind, places in (("capital not read", due - found), ("capital read", found - due)):
        result.errors += [
            Error(key, kind, f"{_around(case, (key, span))} = {state}") for (key, span), state in sorted(places)
        ]


def score_roles(case: Case, rows: Rows, roles: Iterable[Role], result: Result) -> None:
    """Score who holds which office of which body, since and until when.

    Offices count in their normal form, the body where the gold tells it, dates to the letter.

    What a gold office says behind its noun ("ambassador to X", "professor of Y") may be left out. Holders whom the gold
    does not know are not looked at where they have no name: it lists offices of unnamed persons by the way.
    """
    roles = list(roles)
    listed = [row for row in rows.of("roles") if row["entity"] in case.gold_of or row["entity"] in case.named]
    found = [
        (case.gold_of.get(row["entity"]), _office(row["office"]), case.gold_of.get(row["body"] or "")) for row in listed
    ]
    due = [(role.entity, _office(role.office), role.body) for role in roles]
    pairs = match(found, due, _is_role, 1.0)
    held = match(found, due, _is_office, 1.0)
    result.scores["roles"] = Score(len(pairs), len(found), len(due))
    result.scores["roles: holder and office alone"] = Score(len(held), len(found), len(due))
    terms_found = [
        (*role, side, row[side])
        for role, row in zip(found, listed, strict=True)
        for side in ("from", "to")
        if row[side]
    ]
    terms_due = [
        (*office, side, day)
        for office, role in zip(due, roles, strict=True)
        for side, day in (("from", role.from_), ("to", role.to))
        if day
    ]
    terms = match(terms_found, terms_due, _is_term, 1.0)
    result.scores["roles: from and to"] = Score(len(terms), len(terms_found), len(terms_due))
    for kind, rest in (
        ("role invented", _without(found, [left for left, _ in pairs])),
        ("role missed", _without(due, [right for _, right in pairs])),
    ):
        result.errors += [Error("", kind, " / ".join(str(part) for part in role)) for role in rest]


def _office(printed: str) -> str:
    return normal_office(printed.casefold().replace("-", " "))


def _is_role(found: tuple[str | None, str, str | None], due: tuple[str, str, str | None]) -> float:
    return _is_office(found, due) * (due[2] in (None, found[2]))


def _is_term(found: tuple[Any, ...], due: tuple[Any, ...]) -> float:
    """Tell whether a date is that of the same holder's same office."""
    return _is_office(found[:3], due[:3]) * (found[3:] == due[3:])


def _is_office(found: tuple[str | None, str, str | None], due: tuple[str, str, str | None]) -> float:
    offices = {due[1], normal_office(_BEHIND.split(due[1])[0])}
    return float(found[0] == due[0] and found[1] in offices)


def _error(case: Case, thing: Thing, kind: str) -> Error:
    """Return an error with the words, and whom they were taken for."""
    one = thing.due or thing.found
    assert one is not None, "a thing has a side"
    said = "" if thing.found is None else _named(case, thing.found.entity)
    due = "none" if thing.due is None else thing.due.entity
    return Error(one.words[0], kind, f"{_around(case, one.words)} = {said} for {due}")


def _named(case: Case, entity: str | None) -> str:
    if entity is None:
        return "open"
    return case.gold_of.get(entity, "nobody") + ("" if entity in case.named else " (unnamed)")


def _around(case: Case, words: Words) -> str:
    """Return words in brackets with what stands around them."""
    text, span = case.texts.get(words[0], ""), words[1]
    return f"{text[max(0, span.start - 50) : span.start]}[{span.of(text)}]{text[span.end : span.end + 30]}"


def _by_words(pointers: Iterable[Pointer]) -> dict[Words, list[Pointer]]:
    at: dict[Words, list[Pointer]] = defaultdict(list)
    for pointer in sorted(pointers, key=lambda one: (one.words, one.entity or "")):
        at[pointer.words].append(pointer)
    return at


def _without(things: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Return things without others, each taken away once."""
    rest = list(things)
    for other in others:
        rest.remove(other)
    return rest
