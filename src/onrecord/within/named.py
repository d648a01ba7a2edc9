"""What the names of a report are names of: persons, places, bodies, agreements, and whose adjective a word is.

The language model labels each name where it stands; unknown names (small places, states that no table lists) it often
takes for persons. Here all places of one form are judged together, by what the report shows: an adjective formed
from it, `in X`, `X's foreign minister`, a title before it, its being part of a full name; then by the tables of
`onrecord.facts`; the label alone decides last, and what it alone decides is not sure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.facts import Standing, is_adjective_of, organisation_named, place_readings
from onrecord.reading.anatomy import running_spans
from onrecord.records import (
    Anatomy,
    Bearer,
    Bearers,
    EntityKind,
    MentionHow,
    Name,
    Names,
    PieceKind,
    Report,
    Span,
    Stretches,
    Times,
)
from onrecord.stages import StageResult
from onrecord.within.office_words import HEADS, OF_OFFICES
from onrecord.within.titles import TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NO_ENTITIES = frozenset(("Date", "Money"))
_KINDS = {
    "Person": EntityKind.PERSON,
    "Organization": EntityKind.ORGANISATION,
    "Location": EntityKind.PLACE,
    "Facility": EntityKind.PLACE,
    "NORP": EntityKind.PEOPLE,
    "Product": EntityKind.OTHER,
    "Misc": EntityKind.OTHER,
}
_LABELS = {EntityKind.PERSON: "Person", EntityKind.PLACE: "Location", EntityKind.ORGANISATION: "Organization"}
_KIND_WORDS = {
    EntityKind.AGREEMENT: "agreement accord accords treaty protocol pact convention armistice truce ceasefire memorandum compact settlement covenant deal",
    EntityKind.DOCUMENT: "declaration charter constitution resolution report communiqué communique statement roadmap framework doctrine decree act bill law letter "
    "paper plan document memoirs annex article",
    EntityKind.PROGRAMME: "programme program initiative mission operation project partnership scheme fund campaign facility",
    EntityKind.ORGANISATION: "ministry ministries council commission committee union organisation organization alliance agency parliament assembly government bank court party "
    "army forces force guard police university institute company corporation group association federation league list front movement television radio news "
    "press post times herald tribune gazette courier observer dispatch department office bureau authority service administration secretariat board chamber "
    "congress senate house bundestag duma knesset majlis rada cabinet staff embassy consulate delegation directorate staff foundation",
    EntityKind.PLACE: "river lake sea ocean mountain mountains valley region province district city town village island islands strait gulf bay peninsula airport port bridge dam "
    "crossing square street palace house hall hospital border corridor desert plateau hills",
}  # fmt: skip
_KIND_OF_WORD = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_GENERIC_TAILS = frozenset(
    "river bridge bank crossing village valley city town border region province district side route states officials forces troops time news".split()
)
_OF_STATES = frozenset(  # what a state has and a person seldom: "X's ..."
    "government parliament army armed foreign defence defense interior finance ambassador president presidents prime capital border borders territory economy constitution "
    "parliamentary military state sovereignty territorial leadership leaders neighbours neighbors ministry airspace security population coast air special".split()
)
_HEADS_OF_STATES = frozenset("king queen emperor sultan emir minister ministers people republic kingdom".split())
_NO_TITLES = frozenset(
    "State Former Deputy Foreign Defence Defense Interior Finance Justice Health Economy Energy Trade Special Opposition Private General".split()
)
_ONLY_OF_PERSONS = frozenset("Mr Mrs Ms Messrs Dr Col Lt Capt Sgt Cpl Gen Maj Adm Brig Sen Gov Rev".split())
_MAX_TITLED = 4  # words
_MAX_GOING_ON = 2  # words that the model leaves off the end of an organisation's name
_IN = frozenset("in inside across throughout near around outside".split())
_FROM = frozenset("from to at into toward towards via".split())
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_CUTS = _POSSESSIVE | {","}
_DIRECTIONS = frozenset("western eastern northern southern west east north south westerners".split())  # nobody's names
_MIN_FORM = 2
_OF_A_STATE = ("ian", "ean", "ese", "ish")
_START = 3  # letters that an adjective shares with the name it is formed from
_MAX_ALIKE = 40  # names with one start that a form is compared with: a list of thousands must not take for ever
_MIN_AGAIN = 4  # letters of a name that is looked for where the model did not find it


class JudgedNames:
    """Judge what each name of a report names."""

    name = "names.judged.v1"
    needs: tuple[type, ...]
    gives = (Bearers,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Names, Times)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc, names: Names, times: Times) -> StageResult:
        """Return the names that may be entities, in order of place; days and hours among them are left out."""
        dated = Stretches(_apart(Span(time.start, time.end) for time in times))
        printed = [
            piece
            for name in names
            if name.label not in _NO_ENTITIES
            and not dated.cover(Span(name.start, name.end))
            and any(letter.isalpha() for letter in report.text[name.start : name.end])
            for piece in _pieces(report.text, doc, name)
        ]
        printed = [_extended(report.text, doc, piece) for piece in printed]
        judge = _Judge(anatomy, doc, printed)
        found = [*judge.judged(), *judge.again(Stretches(running_spans(report.text, anatomy)))]
        return StageResult((Bearers(_without_overlap(found)),))


def _without_overlap(found: Iterable[Bearer]) -> Iterator[Bearer]:
    """Yield names in order of place; of two that overlap the longer."""
    last: Bearer | None = None
    for bearer in sorted(found, key=lambda bearer: (bearer.start, -bearer.end)):
        if last is None or bearer.start >= last.end:
            if last is not None:
                yield last
            last = bearer
        elif bearer.end - bearer.start > last.end - last.start:
            last = bearer
    if last is not None:
        yield last


def _extended(text: str, doc: Doc, piece: _Printed) -> _Printed:
    """Return a name with the capitalised word behind it that makes it a treaty's or a body's: `Sennet` of "Sennet Protocol"."""
    last = piece.last
    if last + 1 < len(doc) and doc[last + 1].text[:1].isupper() and not doc[last].text.isupper():
        kind = _KIND_OF_WORD.get(doc[last + 1].lower_)
        if kind in (EntityKind.AGREEMENT, EntityKind.DOCUMENT, EntityKind.PROGRAMME) and piece.label != "Person":
            return _made(text, doc, piece.first, last + 1, "Misc")
    going_on = range(min(last + _MAX_GOING_ON, len(doc) - 1), last, -1) if piece.label == "Organization" else ()
    for end in going_on:
        if doc[end].text.istitle():
            whole = _made(text, doc, piece.first, end, "Organization")
            if organisation_named(whole.form) is not None:
                return whole  # "Organization for Security and Co-operation" of "... in Europe"
    first = piece.first
    if piece.label == "Person" and first == last and first and _is_given_name(doc[first - 1], doc[first]):
        return _made(text, doc, first - 1, last, "Person")
    return piece


def _is_given_name(before: Token, surname: Token) -> bool:
    """Tell whether a capitalised word is the first part of the name that the model left without it."""
    return (
        before.pos_ == "PROPN"
        and before.text.istitle()
        and not before.ent_type_
        and before.text.rstrip(".") not in TITLES
        and (surname.head.i == before.i or (before.head.i == surname.i and before.dep_ in ("flat", "compound")))
        and surname.dep_ in ("flat", "compound", "appos")
    )


def _made(text: str, doc: Doc, first: int, last: int, label: str) -> _Printed:
    span = Span(doc[first].idx, doc[last].idx + len(doc[last]))
    return _Printed(first, last, label, " ".join(span.of(text).split()), span)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, without those that overlap one before them."""
    end = -1
    for span in sorted(spans):
        if span.start >= end:
            yield span
            end = span.end


@dataclass(frozen=True, slots=True)
class _Printed:
    """A name's tokens, its label and its form."""

    first: int
    last: int
    label: str
    form: str
    span: Span


def _pieces(text: str, doc: Doc, name: Name) -> Iterator[_Printed]:
    """Yield the names inside a name: `Qoravan` and `Leyla Qasimbay` of "Qoravan's Leyla Qasimbay"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return
    tokens = [token for token in span if not token.is_space]
    joined = _joined_places(text, doc, name)
    if joined:
        yield from joined
        return
    cut = next((at for at, token in enumerate(tokens[:-1]) if at and token.text in _CUTS), None)
    if cut is None:
        yield from _trimmed(text, tokens, name.label)
        return
    left = (
        name.label
        if tokens[cut].text == ","
        else "Location"
        if name.label in ("Person", "Location", "NORP")
        else "Organization"
    )
    yield from _trimmed(text, tokens[:cut], left)
    yield from _trimmed(text, tokens[cut + 1 :], name.label)


def _joined_places(text: str, doc: Doc, name: Name) -> list[_Printed]:
    """Return the two places of `Armenia-Azerbaijan`, and the place of `U.S.-backed`."""
    words = text[name.start : name.end]
    left, hyphen, right = words.partition("-")
    if not hyphen or " " in words or not any(_is_name_of(reading.standing) for reading in place_readings(left)):
        return []
    if right.islower():
        return [
            _Printed(
                *_tokens_at(doc, name.start, name.start + len(left)),
                "Location",
                left,
                Span(name.start, name.start + len(left)),
            )
        ]
    if not any(_is_name_of(reading.standing) for reading in place_readings(right)):
        return []
    spans = (Span(name.start, name.start + len(left)), Span(name.end - len(right), name.end))
    return [_Printed(*_tokens_at(doc, *span), "Location", span.of(text), span) for span in spans]


def _tokens_at(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the first and the last token that hold these characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None, "a name stands in its text"
    return span.start, span.end - 1


def _trimmed(text: str, tokens: Sequence[Token], label: str) -> Iterator[_Printed]:
    """Yield a name without what does not belong to it: signs, articles, titles, "river" behind a river's name."""
    tokens = list(tokens)
    while tokens and (not tokens[0].text[0].isalnum() or tokens[0].lower_ in ("the", "a", "an")):
        tokens = tokens[1:]
    while tokens and (
        tokens[-1].text in _POSSESSIVE or (not tokens[-1].text[-1].isalnum() and tokens[-1].text[-1] != ".")
    ):
        tokens = tokens[:-1]
    while (
        len(tokens) > 1
        and tokens[-1].text.islower()
        and (tokens[-1].lower_ in _GENERIC_TAILS or tokens[-1].pos_ in ("VERB", "AUX"))
    ):
        tokens = tokens[:-1]
    if not tokens or not any(token.text[0].isupper() or token.text[0].isdigit() for token in tokens):
        return
    if 1 < len(tokens) <= _MAX_TITLED and tokens[0].text.rstrip(".") in _ONLY_OF_PERSONS:
        label = "Person"
    if label == "Person":
        while len(tokens) > 1 and tokens[0].text.rstrip(".") in TITLES:
            tokens = tokens[1:]
    span = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
    form = " ".join(span.of(text).split())
    if len(form) >= _MIN_FORM and form.lower() not in _DIRECTIONS:
        yield _Printed(tokens[0].i, tokens[-1].i, label, form, span)


class _Judge:
    """Judges the forms of one report."""

    def __init__(self, anatomy: Anatomy, doc: Doc, printed: Sequence[_Printed]) -> None:
        self._doc = doc
        self._printed = printed
        self._datelines = Stretches(anatomy.spans(PieceKind.DATELINE))
        self._at: dict[str, list[_Printed]] = defaultdict(list)
        for piece in printed:
            self._at[_folded(piece.form)].append(piece)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for form, pieces in self._at.items():
            if " " not in form:
                self._by_start[form[:_START]].append(pieces[0].form)
        self._surnames = _parts_of_full_names(printed)
        self._sure_places: set[str] = set()
        self._places = {form for form, pieces in self._at.items() if self._looks_like_place(form, pieces)}
        self._verdicts = {form: self._judge(form, pieces) for form, pieces in self._at.items()}

    def judged(self) -> Iterator[Bearer]:
        """Yield every name with what it names."""
        for piece in self._printed:
            verdict = self._verdicts[_folded(piece.form)]
            yield replace(verdict, start=piece.span.start, end=piece.span.end, text=piece.form)

    def _judge(self, form: str, pieces: list[_Printed]) -> Bearer:
        first = pieces[0]
        label = Counter(piece.label for piece in pieces).most_common(1)[0][0]
        named = Bearer(*first.span, first.form, label, _KINDS[label])
        by_word = _KIND_OF_WORD.get(first.form.rpartition(" ")[2].lower()) or _KIND_OF_WORD.get(
            first.form.partition(" ")[0].lower()
        )
        if " " in first.form and (
            label == "Person" or (by_word is None and any(self._is_titled(piece) for piece in pieces))
        ):
            return _as(named, EntityKind.PERSON)
        adjective = self._adjective(first.form, pieces)
        if adjective is not None:
            return adjective
        if any(self._is_credited(piece) for piece in pieces):
            return _as(named, EntityKind.ORGANISATION)
        known = organisation_named(first.form)
        if known is not None and (label != "Person" or (" " not in first.form and form not in self._surnames)):
            return _as(named, EntityKind.ORGANISATION, known.key)
        if form in self._surnames and label != "NORP":
            return _as(named, EntityKind.PERSON)
        reading = next((reading for reading in place_readings(first.form) if _is_name_of(reading.standing)), None)
        if reading is not None and (label in ("Location", "NORP", "Facility") or form in self._places):
            return _as(named, EntityKind.PLACE, reading.key)
        if by_word is not None and label != "Person" and (" " in first.form or label in ("Misc", "Organization")):
            return _as(named, by_word)
        if form in self._places and label != "Facility" and (label != "Organization" or form in self._sure_places):
            return _as(named, EntityKind.PLACE)
        return named

    def again(self, running: Stretches) -> Iterator[Bearer]:
        """Yield the sure names of the report where the model did not find them, of one word, letter by letter the same."""
        found = {piece.first for piece in self._printed}
        known = {
            form: verdict
            for piece in self._printed
            if (verdict := self._verdicts[_folded(form := piece.form)]).is_sure
            and " " not in form
            and len(form) >= _MIN_AGAIN
        }
        for token in self._doc:
            found_again = known.get(token.text) or (known.get(token.text.title()) if token.text.isupper() else None)
            if found_again is not None and token.i not in found and not token.ent_type_:
                span = Span(token.idx, token.idx + len(token))
                if running.cover(span) and self._stands_alone(token):
                    yield replace(found_again, start=span.start, end=span.end, text=token.text)
        yield from self._adjectives_again(running)

    def _adjectives_again(self, running: Stretches) -> Iterator[Bearer]:
        """Yield capitalised adjectives of the report's places that are in no name: "Vestmerian" beside "Vestmere"."""
        verdicts: dict[str, bool] = {}
        for token in self._doc:
            if (
                token.ent_type_
                or not token.text.istitle()
                or token.pos_ not in ("ADJ", "PROPN", "NOUN")
                or _folded(token.text) in self._at
            ):
                continue
            if token.text not in verdicts:
                verdicts[token.text] = _stands_in_office(token) or any(
                    _folded(other) in self._places and is_adjective_of(token.text, other)
                    for other in self._alike(token.text)
                )
            span = Span(token.idx, token.idx + len(token))
            if verdicts[token.text] and running.cover(span):
                yield Bearer(*span, token.text, "NORP", EntityKind.PLACE, MentionHow.DEMONYM, None, True)

    def _stands_alone(self, token: Token) -> bool:
        """Tell whether no other capitalised word stands beside a name, so that it is no part of another."""
        around = (token.nbor(-1) if token.i else None, token.nbor(1) if token.i + 1 < len(self._doc) else None)
        return not any(other is not None and other.text.istitle() and other.ent_type_ for other in around)

    # adjectives

    def _adjective(self, form: str, pieces: list[_Printed]) -> Bearer | None:
        """Return a word as the adjective or the people of a place: by the tables, else by its form and use."""
        if " " in form or "-" in form:
            return None
        first = pieces[0]
        label = Counter(piece.label for piece in pieces).most_common(1)[0][0]
        named = Bearer(*first.span, first.form, "NORP", EntityKind.PLACE, MentionHow.DEMONYM, None, True)
        for reading in place_readings(form):
            if not _is_name_of(reading.standing):
                return replace(named, key=reading.key)
            return None
        if label == "NORP" or any(self._is_used_as_adjective(piece) for piece in pieces):
            if any(is_adjective_of(form, other) for other in self._alike(form)):
                return named
            if label == "NORP" and form.endswith(("ian", "ians", "ese")):
                return named
        return None

    def _is_used_as_adjective(self, piece: _Printed) -> bool:
        """Tell whether a name stands before the noun or adjective that it says something of, without being an owner."""
        following = self._next(piece)
        if following is None:
            return piece.form.endswith("s")
        return following.pos_ in ("NOUN", "ADJ", "PROPN") or piece.form.endswith("s") or following.pos_ == "VERB"

    def _alike(self, form: str) -> list[str]:
        """Return the other names of one word that start as a form does: its place's, or its adjectives'."""
        folded = _folded(form)
        alike = self._by_start.get(folded[:_START], [])[:_MAX_ALIKE]
        return [other for other in alike if _folded(other) != folded]

    # places

    def _looks_like_place(self, form: str, pieces: list[_Printed]) -> bool:
        """Tell whether a report shows that a form names a place."""
        if form in self._surnames or any(self._is_titled(piece) for piece in pieces):
            return False
        votes = sum(self._place_votes(piece) for piece in pieces)
        if any(is_adjective_of(other, pieces[0].form) for other in self._alike(pieces[0].form)):
            votes += 3
        if votes >= 3:
            self._sure_places.add(form)
        return votes >= 2 or (votes > 0 and votes * 2 >= len(pieces))

    def _place_votes(self, piece: _Printed) -> int:
        """Return how strongly the words around a name show that it is a place's."""
        if self._datelines.cover(piece.span):
            dateline = next(span for span in self._datelines.touching(piece.span))
            return 3 if piece.span.start == dateline.start else 0
        before = self._before(piece)
        following = self._next(piece)
        owns = following is not None and following.text in _POSSESSIVE
        if owns:
            owned = self._doc[following.i + 1] if following is not None and following.i + 1 < len(self._doc) else None
            return 2 if owned is not None and owned.lower_ in _OF_STATES else 0
        if before in _IN or (before == "of" and piece.label != "Organization" and self._is_state_with(piece)):
            return 2
        return 1 if before in _FROM and piece.label != "Person" else 0

    def _is_state_with(self, piece: _Printed) -> bool:
        """Tell whether what a state has stands before a name and `of`: "the government of X"."""
        return piece.first > 1 and self._doc[piece.first - 2].lower_ in _OF_STATES | _HEADS_OF_STATES

    def _is_credited(self, piece: _Printed) -> bool:
        """Tell whether a name is the agency's in a dateline: "ROME (ANSA) —"."""
        before = self._before(piece)
        return before in ("(", "/") and self._datelines.cover(piece.span)

    def _is_titled(self, piece: _Printed) -> bool:
        before = self._doc[piece.first - 1] if piece.first else None
        return before is not None and before.text.rstrip(".") in TITLES and before.text not in _NO_TITLES

    def _before(self, piece: _Printed) -> str:
        return self._doc[piece.first - 1].lower_ if piece.first else ""

    def _next(self, piece: _Printed) -> Token | None:
        return self._doc[piece.last + 1] if piece.last + 1 < len(self._doc) else None


def _stands_in_office(token: Token) -> bool:
    """Tell whether a word that looks like the adjective of a state stands before an office: "Lorvanian President"."""
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return token.text.endswith(_OF_A_STATE) and (following in HEADS or following in OF_OFFICES)


def _as(named: Bearer, kind: EntityKind, key: str | None = None) -> Bearer:
    """Return a name as one of a kind that more than its label shows."""
    label = named.label if _KINDS[named.label] is kind else _LABELS.get(kind, "Misc")
    return replace(named, kind=kind, key=key, label=label, is_sure=True)


def _is_name_of(standing: Standing) -> bool:
    """Tell whether a reading is a name, and not an adjective or a people."""
    return standing not in (Standing.ADJECTIVE, Standing.DEMONYM)


def _parts_of_full_names(printed: Iterable[_Printed]) -> frozenset[str]:
    """Return the last and first words of the persons' full names."""
    return frozenset(
        _folded(part)
        for piece in printed
        if piece.label == "Person" and " " in piece.form
        for part in (piece.form.split()[0], piece.form.split()[-1])
    )


def _folded(form: str) -> str:
    """Return a form without the difference between ILVANKA and Ilvanka."""
    return form.casefold()
