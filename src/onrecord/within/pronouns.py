"""Pronouns of persons, and whom they mean.

They are resolved by salience, as in Lappin and Leass, "An algorithm for pronominal anaphora resolution" (1994):
persons who may be meant are weighed by how near, in what part of the sentence and in which paragraph they were last
mentioned. Where the second weighs nearly as much as the first, nobody is meant; nor is anybody where somebody of
whom the report tells no more than a noun ("a driver") weighs that much. In quoted words "I" is the speaker; other
pronouns there stay open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from onrecord.records import EntityKind, MentionHow, Quotation, Span, Stretches
from onrecord.within.chains import ChainBook, Growing, Pointing
from onrecord.within.sentences import Sentences
from onrecord.within.titles import HONOURS, ROLE_NOUNS, SOURCE_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_FIRST_PERSON = frozenset("i me my mine myself".split())
_PRONOUNS = _HE | _SHE | _FIRST_PERSON
_WEIGHTS = {  # by what a mention is in its sentence; recency on top, halved with each sentence
    "nsubj": 80.0,
    "nsubj:pass": 80.0,
    "obj": 50.0,
    "iobj": 45.0,
    "obl": 40.0,
    "nmod:poss": 30.0,
    "nmod": 25.0,
    "appos": 40.0,
    "compound": 25.0,  # "the X administration"
    "": 40.0,
}
_OBJECTS = ("obj", "iobj", "obl")
_GIVEN_OR_DONE_TO = ("obj", "iobj")
_RECENCY = 100.0
_SAME_PARAGRAPH = 30.0
_KNOWN_PRONOUN = 1.25  # whom the report calls so elsewhere
_ONLY_LABELLED = 0.5  # a name that nothing but the label shows to be a person's
_LAST_WORDS = 300  # characters between quoted words and a pronoun for their speaker
_GOVERNING = 1.5  # the subject of a clause that the pronoun's own is part of: X in `X said she ...`
_UNNAMED_BEFORE = 0.5  # somebody without a name of the paragraphs before
_IN_QUOTES = 0.4  # who is named inside quoted words is seldom whom the reporter goes on about
_SENTENCES_BACK = 3
_MARGIN_OF_SPEAKERS = 2.5  # than one whom the report calls so, where it does not tell of the best: who speaks
_MARGIN_OVER_KNOWN = 1.5  # likewise, elsewhere
_PERSON_NOUNS = ROLE_NOUNS | SOURCE_NOUNS
_INSIDE = frozenset(("compound", "flat", "nmod:desc", "amod", "det", "nummod", "appos", "flat:name"))
_SPEECHES = frozenset(
    "speech address remarks statement letter interview message comments report testimony lecture article column".split()
)
_MEN = ("man", "boy", "father", "son", "brother", "husband", "king")
_WOMEN = ("woman", "girl", "mother", "daughter", "sister", "wife", "queen")
_STRANGER = "somebody without a name could be meant"
_MARGIN = 1.25
_SURE_MARGIN = 3.0
_TOLD = 2  # times that a pronoun must be somebody's for it to be theirs everywhere


class PronounSieve:
    """Resolves the pronouns of persons.

    Args:
        doc: the report's Doc.
        book: the chains so far.
        quoted: the stretches in quotation marks.
        running: the stretches of running text.
        paragraph_of: gives the start of the paragraph that holds a place.
    """

    def __init__(
        self, doc: Doc, book: ChainBook, quoted: Stretches, running: Stretches, paragraph_of: Callable[[int], int]
    ) -> None:
        self._doc = doc
        self._book = book
        self._quoted = quoted
        self._running = running
        self._paragraph_of = paragraph_of
        self._sentences = Sentences(doc)
        self._pronouns = [token for token in doc if token.lower_ in _PRONOUNS]
        self._spoken: tuple[list[Span], list[Growing]] = ([], [])  # quoted words, and whose they are
        self._strangers: list[tuple[int, str | None]] = []
        self._quotation_starts: dict[int, int] = {}  # by where a source stands, where its quoted words begin

    def resolve(self, speakers: Iterable[tuple[Quotation, tuple[Growing, ...]]]) -> None:
        """Resolve the pronouns of persons, those of the reporter by salience, "I" in quoted words as the speaker."""
        speakers = list(speakers)
        self._spoken = spoken = _by_span(speakers)
        self._quotation_starts = {
            source.start: min(span.start for span in quotation.spans)
            for quotation, _ in speakers
            if quotation.kind.has_marks
            for source in quotation.source
        }
        self._strangers = list(self._find_strangers())
        self._learn()
        for token in self._pronouns:
            if _is_first_person(token):
                self._resolve_speaker(_span_of(token), spoken)
            elif (pronoun := _third_person(token)) is not None:
                self._resolve_pronoun(token, pronoun)

    def resolve_first_person(self, speakers: Iterable[tuple[Quotation, tuple[Growing, ...]]]) -> None:
        """Resolve "I" in words whose speaker was found since `resolve`."""
        spoken = _by_span(speakers)
        for token in self._pronouns:
            if _is_first_person(token):
                self._resolve_speaker(_span_of(token), spoken)

    def _learn(self) -> None:
        """Learn who is "he" and who "she" from the pronouns that can hardly mean anybody else, where these agree."""
        told: dict[Growing, list[str]] = defaultdict(list)
        for token in self._pronouns:
            pronoun = _third_person(token)
            if pronoun is not None and self._is_reporters(_span_of(token)):
                chosen, _ = self._most_salient(token, pronoun, _SURE_MARGIN)
                if chosen is not None:
                    told[chosen].append(pronoun)
        for chain, pronouns in told.items():
            if chain.pronoun is None and len(pronouns) >= _TOLD and len(set(pronouns)) == 1:
                chain.pronoun = pronouns[0]

    def _resolve_speaker(self, span: Span, spoken: tuple[list[Span], list[Growing]]) -> None:
        speaker = _speaker_at(spoken, span)
        if speaker is not None and speaker.kind is EntityKind.PERSON:
            self._book.add(Pointing(span, MentionHow.PRONOUN, "Person", (speaker,), "the speaker", 0.9))

    def _is_reporters(self, span: Span) -> bool:
        """Tell whether words are the reporter's own, and of nobody yet."""
        return not self._quoted.touching(span) and self._running.cover(span) and not self._book.has(span)

    def _resolve_pronoun(self, token: Token, pronoun: str) -> None:
        span = _span_of(token)
        if not self._is_reporters(span):
            return
        chosen, reason = self._most_salient(token, pronoun, _MARGIN)
        if chosen is None:
            self._book.leave_open(span, f"pronoun left open: {reason}")
            if reason == _STRANGER:
                insort(self._strangers, (span.start, pronoun))
            return
        if chosen.pronoun is None:
            chosen.pronoun = pronoun
        self._book.add(Pointing(span, MentionHow.PRONOUN, "Person", (chosen,), "salience", 0.75))

    def _most_salient(self, token: Token, pronoun: str, margin: float) -> tuple[Growing | None, str]:
        """Return the person whom a pronoun most likely means, or nobody and the reason.

        `margin`: how much more the best must weigh than the next.
        """
        span = _span_of(token)
        antecedent = self._antecedent(token)
        if antecedent is not None:
            chosen = self._book.person_at(antecedent.idx)
            fits = chosen is not None and chosen.pronoun in (None, pronoun)
            return (chosen, "") if fits else (None, "whom the clause is about is not known")
        pointed = _joined_before(token) or self._subject_behind(token)
        if pointed is not None:
            chosen = self._book.person_at(pointed.idx)
            if chosen is not None and chosen.pronoun in (None, pronoun):
                return chosen, ""
            if chosen is None and pointed.lower_ in _PERSON_NOUNS:
                return None, _STRANGER
        here = min(span.start, self._quotation_starts.get(span.start, span.start))
        sentence, paragraph = self._sentences.at(here), self._paragraph_of(here)
        governor = _governing_subject(token)
        weights: dict[Growing, float] = {}
        for place, chain in self._book.persons_between(self._sentences.start(sentence - _SENTENCES_BACK), here):
            if chain.pronoun not in (None, pronoun) or self._is_bound(token, place):
                continue
            weight = self._weight(place, sentence, here, governor) * self._trust(chain, place, paragraph)
            weights[chain] = max(weight, weights.get(chain, 0.0)) + (5.0 if chain in weights else 0.0)
        if not weights:
            return self._last_speaker(here, pronoun), "nobody near"
        if max(weights.values()) < self._weight_of_strangers(sentence, here, pronoun, governor) * margin:
            return None, _STRANGER
        (best, weight), *others = sorted(weights.items(), key=lambda item: (-item[1], item[0].number))
        if others and weight < others[0][1] * margin:
            return None, "two could be meant"
        known = max((other for chain, other in others if chain.pronoun == pronoun), default=0.0)
        over_known = _MARGIN_OF_SPEAKERS if here < span.start else _MARGIN_OVER_KNOWN
        if best.pronoun is None and weight < known * over_known:
            return None, "two could be meant"
        return best, ""

    def _find_strangers(self) -> Iterator[tuple[int, str | None]]:
        """Yield where somebody acts of whom the report tells no more than a noun, and by which pronoun they may go."""
        for token in self._doc:
            word = token.lower_
            is_part = token.dep_.startswith("nsubj") or token.dep_ in _GIVEN_OR_DONE_TO
            if word not in _PERSON_NOUNS or not is_part or self._is_named(token):
                continue
            if self._running.cover(_span_of(token)) and not self._quoted.touching(_span_of(token)):
                yield token.idx, "she" if word.endswith(_WOMEN) else "he" if word.endswith(_MEN) else None

    def _is_named(self, noun: Token) -> bool:
        """Tell whether a noun's bearer is known: `The host, Foreign Minister X, said`."""
        beside = (token for child in noun.children if child.dep_ == "appos" for token in child.subtree)
        return any(self._book.person_at(token.idx) is not None for token in (noun, *beside))

    def _weight_of_strangers(self, sentence: int, here: int, pronoun: str, governor: Token | None) -> float:
        """Return the weight of whoever else a pronoun may mean."""
        first = bisect_left(self._strangers, self._sentences.start(sentence - _SENTENCES_BACK), key=itemgetter(0))
        last = bisect_left(self._strangers, here, key=itemgetter(0))
        near = (
            place
            for place, goes_by in self._strangers[first:last]
            if goes_by in (None, pronoun) and (self._acts(place) or self._sentences.at(place) == sentence)
        )
        return max((self._weight(place, sentence, here, governor) for place in near), default=0.0)

    def _acts(self, place: int) -> bool:
        """Tell whether somebody is the subject of a clause there."""
        token = self._token(place)
        return token is not None and token.dep_.startswith("nsubj")

    def _last_speaker(self, place: int, pronoun: str) -> Growing | None:
        """Return who spoke last before a place, where quoted words alone stand between."""
        spans, chains = self._spoken
        at = bisect_left(spans, (place, place)) - 1
        if at < 0 or place - spans[at].end > _LAST_WORDS or chains[at].kind is not EntityKind.PERSON:
            return None
        return chains[at] if chains[at].pronoun in (None, pronoun) else None

    def _trust(self, chain: Growing, place: int, paragraph: int) -> float:
        """Return by how much a mention's weight is raised or lowered by what is known of it.

        `paragraph`: where the paragraph of the pronoun starts.
        """
        trust = _IN_QUOTES if self._quoted.touching(Span(place, place + 1)) else 1.0
        if chain.pronoun is not None:
            trust *= _KNOWN_PRONOUN
        if not chain.is_named and self._paragraph_of(place) != paragraph:
            trust *= _UNNAMED_BEFORE
        return trust if chain.is_sure or chain.offices or not chain.is_named else trust * _ONLY_LABELLED

    def _antecedent(self, token: Token) -> Token | None:
        """Return the noun that the relative clause around a pronoun is about: X in `X, who brought her papers`."""
        if token.dep_ in _OBJECTS:
            return None  # "who replaced him"
        clause = token
        for _ in range(6):
            if clause.dep_ == "acl:relcl":
                head = clause.head.head if clause.head.dep_ == "appos" else clause.head  # "X, an engineer who ..."
                return head if any(child.lower_ == "who" for child in clause.children) else None
            if clause.head.i == clause.i or clause.dep_ in ("ccomp", "advcl", "parataxis"):
                return None
            clause = clause.head
        return None

    def _subject_behind(self, token: Token) -> Token | None:
        """Return the subject behind a clause that has none: X in `Asked whether he would go, X said`.

        Spokespersons are asked about somebody else, and who is named before the pronoun may be meant as well.
        """
        if token.dep_ == "nmod:poss" and token.head.dep_ == "obl" and token.head.lower_ in _SPEECHES:
            said = self._subject_of_verb_behind(token)
            if said is not None:
                return said
        clause = token
        while clause.dep_ not in ("advcl", "acl:relcl", "conj", "parataxis") and clause.head.i != clause.i:
            clause = clause.head
        subject = next((child for child in clause.head.children if child.dep_.startswith("nsubj")), None)
        if clause.dep_ != "advcl" or any(child.dep_.startswith("nsubj") for child in clause.children):
            return None
        if subject is None or not clause.i < token.i < subject.i or self._is_object_of(token, clause):
            return None
        chosen = self._book.person_at(subject.idx)
        others = [chain for _, chain in self._book.persons_between(clause.idx, token.idx) if chain is not chosen]
        speaks = chosen is not None and any("spokesperson" in held.office for held in chosen.offices)
        return None if others or speaks else subject

    def _subject_of_verb_behind(self, owner: Token) -> Token | None:
        """Return X of `In her speech, X said`."""
        verb = owner.head.head
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None or subject.i < owner.i or verb.i < owner.i:
            return None
        chosen = self._book.person_at(subject.idx)
        return subject if chosen is not None and chosen.is_named and subject.pos_ == "PROPN" else None

    def _is_object_of(self, pronoun: Token, clause: Token) -> bool:
        return pronoun.head.i == clause.i and not pronoun.lower_.endswith("self")

    def _weight(self, place: int, sentence: int, pronoun_at: int, governor: Token | None) -> float:
        """Return the weight of a mention, by how near it is and what in its sentence."""
        far = sentence - self._sentences.at(place)
        head = self._head_of(place)
        recency: float = (_RECENCY + _WEIGHTS.get("" if head is None else head.dep_, 40.0)) / 2**far
        weight = recency + (_SAME_PARAGRAPH if self._paragraph_of(place) == self._paragraph_of(pronoun_at) else 0.0)
        return weight * _GOVERNING if head is not None and governor is not None and head.i == governor.i else weight

    def _head_of(self, place: int) -> Token | None:
        """Return the head of the phrase that a mention is part of; of `X and Y` that of X. An owner is no part."""
        token = self._token(place)
        while token is not None and token.head.i != token.i:
            is_joined = token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN", "PRON")
            is_aside = token.dep_ == "compound" and token.head.pos_ == "NOUN" and not token.head.ent_type_
            if (token.dep_ not in _INSIDE and not is_joined) or is_aside:
                break
            token = token.head
        return token

    def _token(self, place: int) -> Token | None:
        span = self._doc.char_span(place, place + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

    def _is_bound(self, pronoun: Token, place: int) -> bool:
        """Tell whether a plain object cannot be the subject of its own clause: X in `X met him`."""
        if pronoun.lower_ in ("his", "her", "himself", "herself", "he", "she") and pronoun.dep_ not in _OBJECTS:
            return False
        other = self._token(place)
        if other is None or pronoun.lower_.endswith("self"):
            return False
        while other.dep_ in ("flat", "compound", "nmod:desc", "amod") and other.head.i != other.i:
            other = other.head
        verb = pronoun.head
        is_relative = verb.dep_ == "acl:relcl" and any(child.lower_ == "who" for child in verb.children)
        return (other.dep_.startswith("nsubj") and other.head.i == verb.i) or (is_relative and other.i == verb.head.i)


def _joined_before(pronoun: Token) -> Token | None:
    """Return the noun that a pronoun's own is joined to: X of `X and his aides`."""
    is_joined = pronoun.dep_ == "nmod:poss" and pronoun.head.dep_ == "conj" and pronoun.i > 1
    return pronoun.nbor(-2) if is_joined and pronoun.nbor(-1).lower_ == "and" else None


def _governing_subject(pronoun: Token) -> Token | None:
    """Return the nearest subject around a pronoun, where one clause is part of another: X in `X said she would go`."""
    clause, is_embedded = pronoun, False
    while clause.head.i != clause.i:
        is_embedded = is_embedded or clause.dep_ in ("ccomp", "advcl")
        clause = clause.head
        subject = next((child for child in clause.children if child.dep_.startswith("nsubj")), None)
        if subject is not None and not subject.is_ancestor(pronoun) and subject.i != pronoun.i:
            is_embedded = is_embedded or clause.dep_ in ("ccomp", "advcl")
            return subject if is_embedded and subject.i < pronoun.i else None
    return None


def _is_honour(token: Token) -> bool:
    """Tell whether a pronoun is part of a title: `Her Excellency X`."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text in HONOURS


def _third_person(token: Token) -> str | None:
    """Return "he" or "she" for a pronoun of a third person."""
    if token.lower_ not in _HE | _SHE or _is_honour(token):
        return None
    return "he" if token.lower_ in _HE else "she"


def _span_of(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def _is_first_person(token: Token) -> bool:
    return token.lower_ in _FIRST_PERSON and (token.lower_ != "i" or token.text == "I")


def _by_span(speakers: Iterable[tuple[Quotation, tuple[Growing, ...]]]) -> tuple[list[Span], list[Growing]]:
    """Return the spans in quotation marks whose speaker is one, in order, with the speakers."""
    found = sorted(
        (
            (span, chains[0])
            for quotation, chains in speakers
            if len(chains) == 1 and quotation.kind.has_marks
            for span in quotation.spans
        ),
        key=lambda item: item[0],
    )
    return [span for span, _ in found], [chain for _, chain in found]


def _speaker_at(spoken: tuple[list[Span], list[Growing]], span: Span) -> Growing | None:
    spans, chains = spoken
    place = bisect_right(spans, (span.start, span.end + 1_000_000_000)) - 1
    return chains[place] if place >= 0 and spans[place].covers(span) else None
