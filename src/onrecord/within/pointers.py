"""Words that only point: pronouns, `the latter`, `the two men`, `her counterpart`, `the alliance`.

Pronouns are resolved by salience, as in Lappin and Leass, "An algorithm for pronominal anaphora resolution" (1994):
persons who may be meant are weighed by how near, in what part of the sentence and in which paragraph they were last
mentioned. Where the second weighs nearly as much as the first, nobody is meant. In quoted words "I" is the speaker;
other pronouns there stay open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.facts import organisation_named
from onrecord.records import EntityKind, MentionHow, Quotation, Span, Stretches
from onrecord.within.chains import ChainBook, Growing, Pointing
from onrecord.within.offices import OfficePhrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_FIRST_PERSON = frozenset("i me my mine myself".split())
HONOURS = frozenset("Excellency Majesty Highness Holiness Eminence Grace Honour Honor Lordship Ladyship".split())
"""What somebody is called behind `his` or `her`."""
_WEIGHTS = {  # by what a mention is in its sentence; recency on top, halved with each sentence
    "nsubj": 80.0,
    "nsubj:pass": 80.0,
    "obj": 50.0,
    "iobj": 45.0,
    "obl": 40.0,
    "nmod:poss": 30.0,
    "nmod": 25.0,
    "appos": 40.0,
    "": 40.0,
}
_RECENCY = 100.0
_SAME_PARAGRAPH = 30.0
_KNOWN_PRONOUN = 1.25  # whom the report calls so elsewhere
_ONLY_LABELLED = 0.5  # a name that nothing but the label shows to be a person's
_LAST_WORDS = 300  # characters between quoted words and a pronoun for their speaker
_IN_QUOTES = 0.4  # who is named inside quoted words is seldom whom the reporter goes on about
_SENTENCES_BACK = 3
_MARGIN_OVER_KNOWN = 2.5  # who speaks: than one whom the report calls so, where it does not tell of the best
_PARAGRAPHS_BACK = 3  # with its own, for "the two men"
_MARGIN = 1.25  # how much more the best must weigh than the next
_PAIR_NOUNS: dict[str, str | None] = {
    "men": "he",
    "women": "she",
    "statesmen": "he",
    **dict.fromkeys(("leaders", "politicians", "officials", "diplomats", "ministers"), None),
}
BODY_NOUNS = frozenset(
    "alliance bloc union organisation organization council agency ministry committee commission court party parliament"
    " group federation association company bank university institute league".split()
)


class PointerSieve:
    """Resolves what points back.

    Args:
        doc: the report's Doc.
        book: the chains so far.
        quoted: the stretches in quotation marks.
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
        self._spoken: tuple[list[Span], list[Growing]] = ([], [])  # quoted words, and whose they are
        self._quotation_starts: dict[int, int] = {}  # by where a source stands, where its quoted words begin
        self._sentence_starts = [sentence.start_char for sentence in doc.sents]

    def _sentence(self, place: int) -> int:
        return bisect_right(self._sentence_starts, place) - 1

    def _start_of(self, sentence: int) -> int:
        return self._sentence_starts[max(0, sentence)] if self._sentence_starts else 0

    # --- the latter, the two men ---

    def resolve_pairs(self) -> None:
        """Resolve `the latter`, `the former`, `the two men`, `both men`."""
        for token in self._doc:
            word = token.lower_
            if (
                word in ("latter", "former")
                and token.i
                and token.nbor(-1).lower_ == "the"
                and self._stands_alone(token)
            ):
                self._resolve_latter(token)
            elif word in _PAIR_NOUNS and token.i and self._opens_pair(token.nbor(-1)):
                self._resolve_two(token)

    def _stands_alone(self, token: Token) -> bool:
        following = token.nbor(1) if token.i + 1 < len(self._doc) else None
        return following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")

    def _sayer(self, token: Token) -> Growing | None:
        """Return the subject of the clause whose content a word's own clause is: X in `X said the latter left`."""
        clause = token.head
        while clause.dep_ not in ("ccomp", "root") and clause.head.i != clause.i:
            clause = clause.head
        subject = next((child for child in clause.head.children if child.dep_ == "nsubj"), None)
        return self._chain_at(subject) if clause.dep_ == "ccomp" and subject is not None else None

    def _opens_pair(self, token: Token) -> bool:
        """Tell whether a number counts what was named: `the two`, `both`."""
        return token.lower_ == "both" or (
            token.lower_ == "two" and bool(token.i) and token.nbor(-1).lower_ in ("the", "these", "those")
        )

    def _resolve_latter(self, token: Token) -> None:
        span = Span(token.nbor(-1).idx, token.idx + len(token))
        if self._quoted.touching(span) or not self._running.cover(span):
            return
        sentence = self._sentence(token.idx)
        saying = self._sayer(token)
        found = [chain for chain in self._persons(self._start_of(sentence), span.start) if chain is not saying]
        if token.lower_ == "latter" and found:
            chosen: Growing | None = found[-1]
        else:
            before = self._persons(self._start_of(sentence - 1), span.start)
            pair = before if len(before) == 2 else []
            chosen = pair[token.lower_ == "latter"] if pair else None
        if chosen is None:
            self._book.leave_open(span, "left open: not two persons before it")
            return
        self._book.add(Pointing(span, MentionHow.DESCRIPTION, "Person", (chosen,), "of two named before", 0.8))

    def _resolve_two(self, token: Token) -> None:
        first = token.nbor(-1)
        if first.i and first.nbor(-1).lower_ == "the":
            first = first.nbor(-1)
        span = Span(first.idx, token.idx + len(token))
        if span in self._book.by_span() or not self._running.cover(span):
            return
        pronoun = _PAIR_NOUNS[token.lower_]
        place, found = self._paragraph_of(span.start), []
        for _ in range(_PARAGRAPHS_BACK):
            found = [
                chain
                for chain in self._persons(place, span.start)
                if pronoun is None or chain.pronoun in (None, pronoun)
            ]
            if len(found) >= 2:
                break
            place = self._paragraph_of(max(0, place - 2))
        if len(found) != 2:
            self._book.leave_open(span, "left open: not two persons before it")
            return
        self._book.add(Pointing(span, MentionHow.DESCRIPTION, "Person", tuple(found), "the two named before", 0.8))

    def _persons(self, start: int, end: int) -> list[Growing]:
        """Return the persons mentioned between two places, each once, in the order of their last mention."""
        found = {chain: place for place, chain in self._book.persons_between(start, end)}
        return sorted(found, key=lambda chain: found[chain])

    # --- counterparts, predecessors ---

    def resolve_counterparts(self, phrases: Sequence[OfficePhrase], chain_of: Mapping[Span, Growing]) -> None:
        """Resolve `her Qoravani counterpart`: who holds, there, the office of whom the pronoun means."""
        known = self._book.by_span()
        for phrase in phrases:
            if phrase.office != "counterpart" or phrase.span in known or phrase.is_plural:
                continue
            body = next(
                (chain_of[span] for name in phrase.bodies if (span := Span(name.start, name.end)) in chain_of), None
            )
            found = [
                chain
                for chain in self._book.chains
                if body is not None and chain.kind is EntityKind.PERSON and chain.is_at(body)
            ]
            owner = self._owner(phrase, known)
            if owner is not None:
                found = [chain for chain in found if any(chain.holds(held.office, body) for held in owner.offices)]
            if len(found) == 1:
                self._book.add(
                    Pointing(
                        phrase.span, MentionHow.DESCRIPTION, "Person", (found[0],), "the same office elsewhere", 0.8
                    )
                )

    def _owner(self, phrase: OfficePhrase, known: Mapping[Span, tuple[Growing, ...]]) -> Growing | None:
        if phrase.owner is None:
            return None
        token = self._doc[phrase.owner]
        owners = known.get(Span(token.idx, token.idx + len(token)), ())
        return owners[0] if len(owners) == 1 else None

    # --- bodies ---

    def resolve_bodies(self) -> None:
        """Resolve `the alliance`, `the Council`: the one body of the report whose name ends so."""
        by_noun = self._bodies_by_noun()
        for token in self._doc:
            noun = spelled(token.lower_)
            if noun in by_noun and token.i and token.nbor(-1).lower_ == "the" and self._is_bare(token):
                capital = token.text[0].isupper()
                span = Span(token.idx if capital else token.nbor(-1).idx, token.idx + len(token))
                chains = by_noun[noun]
                if self._running.cover(span) and len(chains) == 1:
                    how = MentionHow.NAME if capital else MentionHow.DESCRIPTION
                    self._book.add(Pointing(span, how, "Organization", (chains[0],), "the one body of that kind", 0.7))

    def _is_bare(self, token: Token) -> bool:
        following = token.nbor(1) if token.i + 1 < len(self._doc) else None
        return following is None or (following.pos_ not in ("NOUN", "PROPN") and following.lower_ not in ("of", "for"))

    def _bodies_by_noun(self) -> dict[str, list[Growing]]:
        """Return the bodies of the report by the nouns that their names, printed or known, end in."""
        found: dict[str, list[Growing]] = defaultdict(list)
        for chain in self._book.chains:
            if chain.kind is not EntityKind.ORGANISATION or not chain.spans:
                continue
            for noun in nouns_of(chain):
                found[noun].append(chain)
        return found

    # --- pronouns ---

    def resolve_pronouns(self, speakers: Iterable[tuple[Quotation, tuple[Growing, ...]]]) -> None:
        """Resolve the pronouns of persons, those of the reporter by salience, "I" in quoted words as the speaker."""
        speakers = list(speakers)
        self._spoken = spoken = _by_span(speakers)
        self._quotation_starts = {
            source.start: min(span.start for span in quotation.spans)
            for quotation, _ in speakers
            if quotation.kind.has_marks
            for source in quotation.source
        }
        for token in self._doc:
            word = token.lower_
            span = Span(token.idx, token.idx + len(token))
            if _is_first_person(token):
                self._resolve_speaker(span, spoken)
            elif (word in _HE or word in _SHE) and not _is_honour(token):
                self._resolve_pronoun(token, span, "he" if word in _HE else "she")

    def resolve_first_person(self, speakers: Iterable[tuple[Quotation, tuple[Growing, ...]]]) -> None:
        """Resolve "I" in words whose speaker was found since `resolve_pronouns`."""
        spoken = _by_span(speakers)
        for token in self._doc:
            if _is_first_person(token):
                self._resolve_speaker(Span(token.idx, token.idx + len(token)), spoken)

    def _resolve_speaker(self, span: Span, spoken: tuple[list[Span], list[Growing]]) -> None:
        speaker = _speaker_at(spoken, span)
        if speaker is not None and speaker.kind is EntityKind.PERSON:
            self._book.add(Pointing(span, MentionHow.PRONOUN, "Person", (speaker,), "the speaker", 0.9))

    def _resolve_pronoun(self, token: Token, span: Span, pronoun: str) -> None:
        if self._quoted.touching(span) or not self._running.cover(span) or self._book.has(span):
            return
        chosen, reason = self._most_salient(token, span, pronoun)
        if chosen is None:
            self._book.leave_open(span, f"pronoun left open: {reason}")
            return
        if chosen.pronoun is None:
            chosen.pronoun = pronoun
        self._book.add(Pointing(span, MentionHow.PRONOUN, "Person", (chosen,), "salience", 0.75))

    def _most_salient(self, token: Token, span: Span, pronoun: str) -> tuple[Growing | None, str]:
        """Return the person whom a pronoun most likely means, or nobody and the reason."""
        antecedent = self._antecedent(token)
        if antecedent is not None:
            chosen = self._chain_at(antecedent)
            fits = chosen is not None and chosen.pronoun in (None, pronoun)
            return (chosen, "") if fits else (None, "whom the clause is about is not known")
        here = min(span.start, self._quotation_starts.get(span.start, span.start))
        sentence = self._sentence(here)
        weights: dict[Growing, float] = {}
        for place, chain in self._book.persons_between(self._start_of(sentence - _SENTENCES_BACK), here):
            if chain.pronoun not in (None, pronoun) or self._is_bound(token, place):
                continue
            weight = self._weight(place, sentence, here) * self._trust(chain, place)
            weights[chain] = max(weight, weights.get(chain, 0.0)) + (5.0 if chain in weights else 0.0)
        if not weights:
            return self._last_speaker(here, pronoun), "nobody near"
        (best, weight), *others = sorted(weights.items(), key=lambda item: (-item[1], item[0].number))
        if others and weight < others[0][1] * _MARGIN:
            return None, "two could be meant"
        known = max((other for chain, other in others if chain.pronoun == pronoun), default=0.0)
        if here < span.start and best.pronoun is None and weight < known * _MARGIN_OVER_KNOWN:
            return None, "two could be meant"
        return best, ""

    def _last_speaker(self, place: int, pronoun: str) -> Growing | None:
        """Return who spoke last before a place, where quoted words alone stand between."""
        spans, chains = self._spoken
        at = bisect_left(spans, (place, place)) - 1
        if at < 0 or place - spans[at].end > _LAST_WORDS or chains[at].kind is not EntityKind.PERSON:
            return None
        return chains[at] if chains[at].pronoun in (None, pronoun) else None

    def _trust(self, chain: Growing, place: int) -> float:
        """Return by how much a mention's weight is raised or lowered by what is known of it."""
        trust = _IN_QUOTES if self._quoted.touching(Span(place, place + 1)) else 1.0
        if chain.pronoun is not None:
            trust *= _KNOWN_PRONOUN
        return trust if chain.is_sure or chain.offices or not chain.is_named else trust * _ONLY_LABELLED

    def _antecedent(self, token: Token) -> Token | None:
        """Return the noun that the relative clause around a pronoun is about: X in `X, who brought her papers`."""
        clause = token
        for _ in range(6):
            if clause.dep_ == "acl:relcl":
                return clause.head if any(child.lower_ == "who" for child in clause.children) else None
            if clause.head.i == clause.i or clause.dep_ in ("ccomp", "advcl", "parataxis"):
                return None
            clause = clause.head
        return None

    def _chain_at(self, token: Token) -> Growing | None:
        """Return the one person whose mention holds a token."""
        found = [
            chain
            for place, chain in self._book.persons_between(max(0, token.idx - 60), token.idx + 1)
            if any(span.start <= token.idx < span.end for span in chain.spans if span.start == place)
        ]
        return found[-1] if found else None

    def _weight(self, place: int, sentence: int, pronoun_at: int) -> float:
        far = sentence - self._sentence(place)
        part = self._part_of(place)
        recency: float = (_RECENCY + _WEIGHTS.get(part, 40.0)) / 2**far
        return recency + (_SAME_PARAGRAPH if self._paragraph_of(place) == self._paragraph_of(pronoun_at) else 0.0)

    def _part_of(self, place: int) -> str:
        """Return what a mention is in its sentence: the relation of its phrase's head."""
        token = self._token(place)
        if token is None:
            return ""
        while (
            token.dep_ in ("compound", "flat", "nmod:desc", "amod", "det", "nummod", "appos", "flat:name", "nmod:poss")
            and token.head.i != token.i
        ):
            if token.dep_ == "nmod:poss" and token.pos_ == "PRON":
                break
            if token.dep_ == "nmod:poss":
                return "nmod:poss"
            token = token.head
        return str(token.dep_)

    def _token(self, place: int) -> Token | None:
        span = self._doc.char_span(place, place + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

    def _is_bound(self, pronoun: Token, place: int) -> bool:
        """Tell whether a plain object cannot be the subject of its own clause: X in `X met him`."""
        if pronoun.lower_ in ("his", "her", "himself", "herself", "he", "she") and pronoun.dep_ not in (
            "obj",
            "obl",
            "iobj",
        ):
            return False
        other = self._token(place)
        if other is None or pronoun.lower_.endswith("self"):
            return False
        while other.dep_ in ("flat", "compound", "nmod:desc", "amod") and other.head.i != other.i:
            other = other.head
        return other.dep_.startswith("nsubj") and other.head.i == pronoun.head.i


def _is_honour(token: Token) -> bool:
    """Tell whether a pronoun is part of a title: `Her Excellency X`."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text in HONOURS


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


def nouns_of(chain: Growing) -> set[str]:
    """Return the nouns that a body may be called by: those its names, printed or known, are built on."""
    forms = {form for form in chain.forms if " " in form} | ({chain.name} if " " in chain.name else set())
    known = organisation_named(chain.name) if chain.key else None
    if known is not None:
        forms |= set(known.forms)
    return {_head_noun(form) for form in forms} & {spelled(noun) for noun in BODY_NOUNS}


def _head_noun(form: str) -> str:
    """Return the noun that a body's name is built on: `council` of "Council of Six Rivers"."""
    words = form.lower().split()
    if len(words) > 2 and words[1] in ("of", "for"):
        return spelled(words[0])
    return spelled(words[-1]) if words else ""


def spelled(word: str) -> str:
    """Return a word the same however -isation is spelled."""
    return word.replace("isation", "ization")
