"""From a source as printed to the speaker's name, where this report makes it certain.

A surname becomes the one full name in the report that ends in it; a pronoun becomes the person spoken of, when
no other person could be meant; an office or a description stays as printed. Anything else is unknown.

Whom the report calls Mr or Mrs, or ties to "he" or "she", is not meant by the other pronoun.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from onrecord.records import Bearer, Bearers, MentionHow, Span, Stretches
from onrecord.within.cues import FIRST_AND_SECOND, SOURCE_PRONOUNS
from onrecord.within.leads import ReportingClause
from onrecord.within.phrases import subject_of_sentence
from onrecord.within.titles import ROLE_NOUNS, TITLES

_PREPOSITIONS = frozenset("of between for from with to in by against at on under about behind near".split())
_DOMAINS = frozenset(
    "State Foreign Defence Defense Interior Finance Justice Health Economy Energy Trade General".split()
)
_FEMALE = frozenset(
    "mrs ms miss madame frau queen princess lady dame baroness congresswoman spokeswoman chairwoman wife daughter sister mother widow niece aunt "
    "grandmother businesswoman policewoman".split()
)
_MALE = frozenset(
    "mr herr monsieur king prince sir lord congressman spokesman chairman husband son brother father widower nephew uncle grandfather businessman "
    "policeman imam sheikh emir sultan".split()
)
_SAYS_OF_ONESELF = re.compile(  # "X said she would", "X called the offer a joke and said her side would"
    r"\b(?:said|says|added|insisted|claimed|argued|explained|admitted|recalled|told \w+(?: \w+)?)(?: that)? (he|she|his|her)\b"
)
_ATTRIBUTIVE = re.compile(  # a common noun at once behind a name: "the Falk supporter", but not "Falk last week"
    r"[ \u00a0](?!(?:and|or|of|for|from|in|at|on|with|to|by|who|whose|himself|herself|later|then|also|as|near|outside|last|this|next|earlier|yesterday|today|"
    r"tonight|has|had|have|was|were|is|are|did|does|do|will|would|could|may|might|should)\b|\w+ly\b|\w+ed\b|\w+n[’']t\b)[a-z]"
)
_NEXT_WORD = re.compile(r"[ \u00a0]([\w-]+)")
_UNQUOTED = re.compile(r"[^“”\"«»:;\n]*")
_SAYING = re.compile(  # a verb whose clause tells what its subject says: who is named in it does not speak
    r"[^.;“”\"]{0,120}?\b(?:said|says|adds|added|notes|noted|argues|argued|insists|insisted|claims|claimed|explains|explained|responds|responded|replies|"
    r"replied|concedes|conceded|admits|admitted|believes|believed|thinks|thought|states|stated|declares|declared|suggests|suggested|acknowledges|"
    r"acknowledged|contends|contended|maintains|maintained|stresses|stressed|announces|announced|asserts|asserted|recalls|recalled|promises|promised|vows|vowed|"
    r"predicts|predicted)\b(?! (?:to|of|about|with|for|alongside)\b)"
)
_REFLEXIVE = re.compile(r" (?:him|her|it|them)sel(?:f|ves)$")
_TURN_LETTERS = frozenset("q a question answer".split())  # of a transcript: no one's name
_SENTENCE_CHARS = 300  # how much of a sentence is read for what it says of a name
_REACH_CHARS = 600  # how far back a pronoun may look for a name


class Speakers:
    """The persons of one report, and who is meant by a source.

    Args:
        text: the report's text.
        mentions: the names found in it, what each names told.
        sentences: its sentences, in order.
        marked: the stretches in quotation marks, whose sentences are not the reporter's.
    """

    def __init__(self, text: str, mentions: Bearers, sentences: tuple[Span, ...], marked: Stretches) -> None:
        self._text = text
        self._sentences = sentences
        self._marked = marked
        self._mentions = tuple(mention for mention in mentions if not _is_adjective(mention))
        self._mention_starts = [mention.start for mention in self._mentions]
        self._persons = [mention for mention in self._mentions if mention.label == "Person"]
        self._person_starts = [person.start for person in self._persons]
        self._names = {person.text for person in self._persons}
        self._full: dict[str, set[str]] = {}
        for mention in self._mentions:
            parts = mention.text.split()
            if len(parts) > 1 and mention.label in ("Person", "Misc"):
                self._full.setdefault(parts[-1], set()).add(mention.text)
        self._last: tuple[int, tuple[str, ...]] = (0, ())
        self._pronouns: dict[str, str | None] = {}  # full name: "he" or "she", `None` where the report says both
        self._shared: frozenset[str] = frozenset()
        self._tie_names()
        self._shared = frozenset(self._find_shared())

    def _tie_names(self) -> None:
        """Tie full names to the pronouns that titles, kinship and `X said he` show."""
        for mention in self._mentions:
            if mention.label in ("Person", "Misc") and (" " in mention.text or mention.text not in self._full):
                for tied in (self._titled(mention), self._says_of_oneself(mention)):
                    self._tie(mention.text, tied)

    def _says_of_oneself(self, mention: Bearer) -> str | None:
        """Return the pronoun by which the sentence goes on about a name, where no other person stands in between."""
        end = min(self._sentence_end(mention.start), mention.end + _SENTENCE_CHARS)
        said = _SAYS_OF_ONESELF.search(self._text, mention.end, end)
        if (
            said is None
            or self._persons_between(mention.end, said.start())
            or self._marked.touching(Span(*said.span()))
        ):
            return None
        return "she" if said[1] in ("she", "her") else "he"

    def _tie(self, name: str, pronoun: str | None) -> None:
        if pronoun is not None:
            self._pronouns[name] = pronoun if self._pronouns.get(name, pronoun) == pronoun else None

    def _titled(self, mention: Bearer) -> str | None:
        """Return the pronoun that goes with what stands before a name: `Mrs`, `spokesman`, `his wife,`."""
        before = (
            self._text[max(0, mention.start - 24) : mention.start].lower().replace(".", "").replace(",", "").split()
        )
        if not before:
            return None
        return "she" if before[-1] in _FEMALE else "he" if before[-1] in _MALE else None

    def _find_shared(self) -> list[str]:
        """Return the surnames that two persons bear, though only one is named in full: `Mr X and his wife, Y X`."""
        shared = []
        for place, mention in enumerate(self._mentions):
            full = self._full.get(mention.text, set())
            if len(full) != 1:
                continue
            (name,) = full
            titled, tied = self._titled(mention), self._pronouns.get(name)
            sentence_end = min(self._sentence_end(mention.start), mention.end + _SENTENCE_CHARS)
            following = self._mentions[place + 1 : place + 8]
            named_after = any(
                other.text == name
                and other.start < sentence_end
                and _UNQUOTED.fullmatch(self._text, mention.end, other.start)
                for other in following
            )
            if named_after or (titled is not None and tied is not None and titled != tied):
                shared.append(mention.text)
        return shared

    def _sentence_end(self, place: int) -> int:
        number = bisect_right(self._sentences, (place, len(self._text) + 1)) - 1
        return self._sentences[number].end if 0 <= number < len(self._sentences) else place

    def of(self, cue: ReportingClause, previous: tuple[str, ...]) -> tuple[str, ...]:
        """Return the printed names of who is credited; empty when unknown. `previous` is the last speaker."""
        if cue.source is None:
            if cue.cue is not None:
                self.lose(cue.cue.end)
            return ()
        source = _without_reflexive(self._text, cue.source)
        words = source.of(self._text)
        if words.lower() in FIRST_AND_SECOND or words.lower() in _TURN_LETTERS:
            names: tuple[str, ...] = ()  # who "I" is, an interview's frame knows
        elif words.lower() in SOURCE_PRONOUNS or words.lower() in ("him", "her", "them"):
            names = self._behind_pronoun(words.lower(), source.start, previous)
        else:
            names = self._named(source) or self._described(words)
        self._last = (source.end, names)
        return names

    def of_reported(self, cue: ReportingClause) -> tuple[str, ...]:
        """Return who is credited with reported speech.

        Pronouns behind it go on to mean whom they meant before where it says nothing of a person: not by a pronoun
        that stays open, nor by the name of a body or a place.
        """
        last = self._last
        names = self.of(cue, ())
        if not names or (cue.source is not None and self._is_body(cue.source)):
            self._last = last
        return names

    def _is_body(self, source: Span) -> bool:
        """Tell whether a source's words start and end with names, none of them a person's: `Baku and Yerevan`."""
        start = _tight_name(self._text, source).start
        inside = [mention for mention in self._mentions_between(start, source.end) if mention.end <= source.end]
        return (
            bool(inside)
            and inside[0].start == start
            and inside[-1].end == source.end
            and all(mention.label != "Person" for mention in inside)
        )

    def lose(self, place: int) -> None:
        """Forget who spoke last: at `place` somebody else did, and it is not known who."""
        self._last = (place, ())

    def carriers(self, cue: ReportingClause) -> tuple[str, ...]:
        """Return the printed names of those through whom the words came, outermost first."""
        return tuple(
            name
            for span in cue.via
            for name in (self._body(span) or self._named(span) or self._described(span.of(self._text)))
        )

    def _body(self, source: Span) -> tuple[str, ...]:
        """Return the organisation that a phrase ends with: `Vardania’s state broadcaster, RTV-1`."""
        inside = [
            mention
            for mention in self._mentions_between(source.start, source.end)
            if mention.end <= source.end and mention.label == "Organization"
        ]
        return (inside[-1].text,) if inside and inside[-1].end == source.end else ()

    def _described(self, words: str) -> tuple[str, ...]:
        """Return an office or description as it is printed; nothing for one that only points back ("his deputy")."""
        first = words.partition(" ")[0].lower()
        if first in ("his", "her", "its", "their", "this", "that", "these", "those", "him"):
            return ()
        if words.rpartition(" ")[2].lower() in ("latter", "former"):
            return ()
        described = _without_article(words)
        if " and " not in described:
            described = described.partition(",")[0]  # "a statement, seen by BRX"
        return (described,)

    def _named(self, source: Span) -> tuple[str, ...]:
        """Return the full names of the persons or the body that a source's words name."""
        inside = [
            person
            for person in self._persons_between(source.start, source.end)
            if person.end <= source.end and self._leads(person, source)
        ]
        if inside:
            first = inside[0]
            joined = [first] + [
                person
                for left, person in pairwise(inside)
                if self._text[left.end : person.start].strip() in ("and", ", and", ",")
            ]
            chosen = joined if len(joined) == len(inside) and " and " in source.of(self._text) else [first]
            return tuple(self._full_name(person) for person in chosen)
        named = [
            mention
            for mention in self._mentions_between(source.start + 1, source.end)
            if self._names_whom(mention, source)
        ]
        if named:
            return (self._full_name(named[-1]),)
        start = _tight_name(self._text, source).start
        for mention in self._mentions_between(start, start + 1):  # a name, with a description behind it or alone
            if mention.end <= source.end and self._text[mention.end : source.end][:1] in ("", ",", " "):
                alone = mention.end == source.end or self._text[mention.end] == ","
                return (self._full_name(mention),) if alone else ()
        return ()

    def _owns(self, person: Bearer) -> bool:
        """Tell whether the name is only an owner: Falk's in "Falk's spokesman"."""
        return self._text[person.end : person.end + 2] in ("’s", "'s")

    def _names_whom(self, mention: Bearer, source: Span) -> bool:
        """Tell whether a name closes a description of its bearer: `the minister of construction Yelka Dorn`."""
        alone = self._text[source.start : mention.start].rstrip().endswith(",")
        closes = mention.end == source.end or self._text[mention.end] == ","
        return (
            closes
            and mention.label in ("Person", "Misc")
            and (" " in mention.text or alone)
            and self._leads(mention, source)
        )

    def _leads(self, person: Bearer, source: Span) -> bool:
        """Tell whether the phrase names this person, and not somebody of theirs ("the mediator between X and Y")."""
        before = self._text[source.start : person.start].rpartition(",")[2].split()
        if self._owns(person) or (before and before[-1].lower() in _PREPOSITIONS):
            return False
        if _ATTRIBUTIVE.match(self._text, person.end, source.end):
            return False  # "the Falk supporter"
        following = _NEXT_WORD.match(self._text, person.end, source.end)
        if following is not None and following[1] in TITLES:
            return False  # "Vardanian Foreign Minister Lea Falk": the people, taken for a person
        if before and before[-1].lower() in ("and", "the") and _PREPOSITIONS & {word.lower() for word in before}:
            return False
        return not _has_office_behind_preposition(before)

    def _full_name(self, mention: Bearer) -> str:
        name = mention.text
        if " " in name:
            return name
        full = self._full.get(name, set())
        titled = self._titled(mention)
        if titled is not None:
            full = {bearer for bearer in full if self._pronouns.get(bearer, titled) == titled}
        known = {bearer for bearer in full if titled is not None and self._pronouns.get(bearer) == titled}
        return next(iter(full)) if len(full) == 1 and (known or name not in self._shared) else name

    def _behind_pronoun(self, printed: str, place: int, previous: tuple[str, ...]) -> tuple[str, ...]:
        """Return the one person that a pronoun can mean; nobody when two fit."""
        if printed in ("it", "they", "them"):
            return ()
        pronoun = "she" if printed in ("she", "her") else "he"
        names = self._spoken_of(pronoun, place, previous)
        if len(names) > 1 or (names and names[0] not in self._names):
            return names
        tied = self._pronouns.get(names[0]) if names else None
        if names and tied == pronoun:
            return names
        if names and tied is None:
            rivals = self._tied_near(pronoun, place) - set(names)
            if rivals:
                return ()
            self._tie(names[0], pronoun)
            return names
        spoke = {name for name in (*self._last[1], *previous) if name in self._names}
        fitting = {name for name in self._named_near(place) | spoke if self._fits(name, pronoun)}
        return tuple(fitting) if len(fitting) == 1 and fitting <= self._tied_near(pronoun, place) else ()

    def _fits(self, name: str, pronoun: str | None) -> bool:
        return pronoun is None or (self._pronouns.get(name) or pronoun) == pronoun

    def _named_near(self, place: int) -> set[str]:
        persons = self._persons_between(max(0, place - _REACH_CHARS), place)
        return {self._full_name(person) for person in persons if not self._owns(person)}

    def _tied_near(self, pronoun: str, place: int) -> set[str]:
        return {name for name in self._named_near(place) if self._pronouns.get(name) == pronoun}

    def _spoken_of(self, pronoun: str, place: int, previous: tuple[str, ...]) -> tuple[str, ...]:
        """Return whom the text before a pronoun speaks of, whoever fits the pronoun."""
        since, names = self._last
        known = names or previous
        topic = self.topic(place, pronoun)
        if topic is not None:
            return topic
        reach = max(place - _REACH_CHARS, since if names else 0)
        between = {
            name
            for mention in self._mentions_between(reach, place)
            if self._may_be_person(mention)
            and not self._owns(mention)
            and self._fits(name := self._full_name(mention), pronoun)
        }
        is_named = any(name in self._names for name in known)
        if known and not is_named and "\n" in self._text[since:place]:
            return ()  # "he" in a new paragraph is not the unnamed spokesman of the last
        if known and place - since <= 2 * _REACH_CHARS and between <= set(known):
            return known
        return tuple(between) if len(between) == 1 and not known and between <= self._names else ()

    def _may_be_person(self, mention: Bearer) -> bool:
        """Tell whether a name is a person's, or an unclassified one of several words that opens a sentence."""
        if mention.label == "Misc" and " " in mention.text:
            at = bisect_left(self._sentences, (mention.start, 0))
            return at < len(self._sentences) and self._sentences[at][0] == mention.start
        return mention.label == "Person"

    def topic(self, place: int, pronoun: str | None = None) -> tuple[str, ...] | None:
        """Return the person that the sentences since the last attribution speak of, by their subjects.

        Sentences are read backwards: a pronoun as subject hands on to the sentence before. Reaching the last
        attribution by pronouns alone gives its speaker; nobody (`()`) comes back where `pronoun` could as well mean
        another person of that sentence; anything else gives `None`.
        """
        since, names = self._last
        sentence_place = bisect_right(self._sentences, (place, place)) - 1
        handed_on = False
        while sentence_place > 0:
            sentence_place -= 1
            sentence = Span(*self._sentences[sentence_place])
            if sentence.end <= since:
                return names if handed_on and names else None
            if place - sentence.start > 2 * _REACH_CHARS:
                return None
            if self._marked.touching(sentence):
                if sentence.start < since:
                    return names if handed_on and names else None
                continue
            subject = subject_of_sentence(self._text, sentence)
            if subject is None:
                return None
            words = subject.of(self._text).lower()
            if words in ("he", "she"):
                if pronoun is not None and words != pronoun:
                    return ()
                handed_on = True
                continue
            if not self._is_person(subject):
                return None
            names = () if " and " in words else self._named(subject)
            return () if self._has_rival(names, Span(subject.end, sentence.end), pronoun) else names
        return None

    def _has_rival(self, names: tuple[str, ...], rest: Span, pronoun: str | None) -> bool:
        """Tell whether the rest of a sentence names another person whom a pronoun could mean."""
        if pronoun is not None and all(self._pronouns.get(name) == pronoun for name in names):
            return False
        saying = _SAYING.match(self._text, *rest)
        told = saying is not None and not saying[0].rpartition(" ")[0].endswith(",")  # "…, said X" tells who X is
        end = saying.end() if saying is not None and told else rest.end
        others = {self._full_name(other) for other in self._persons_between(rest.start, end) if not self._owns(other)}
        return any(self._fits(name, pronoun) for name in others - set(names))

    def _persons_between(self, start: int, end: int) -> list[Bearer]:
        return self._persons[bisect_left(self._person_starts, start) : bisect_left(self._person_starts, end)]

    def _mentions_between(self, start: int, end: int) -> tuple[Bearer, ...]:
        return self._mentions[bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)]

    def _is_person(self, source: Span) -> bool:
        persons = self._persons_between(source.start, source.end)
        return any(person.end <= source.end and self._leads(person, source) for person in persons)


def _has_office_behind_preposition(words: list[str]) -> bool:
    """Tell whether words before a name end in an office that hangs on another: "a spokesman for the former president".

    "Minister of Defence" ends in what an office is about, and hangs on nothing.
    """
    place = next((at for at in range(len(words) - 1, 0, -1) if words[at] in _PREPOSITIONS), None)
    if place is None:
        return False
    return any(
        (word.rstrip(".") in TITLES or word.lower() in ROLE_NOUNS) and word not in _DOMAINS
        for word in words[place + 1 :]
    )


def _is_adjective(mention: Bearer) -> bool:
    """Tell whether a word only says whose something is: "Tarsenian"; a people by itself may speak."""
    return mention.how is MentionHow.DEMONYM and not mention.text.endswith("s")


def _without_reflexive(text: str, source: Span) -> Span:
    """Take `himself` off a source."""
    return Span(source.start, source.start + len(_REFLEXIVE.sub("", source.of(text))))


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else words


def _tight_name(text: str, source: Span) -> Span:
    words = source.of(text)
    return Span(source.start + len(words) - len(_without_article(words)), source.end)
