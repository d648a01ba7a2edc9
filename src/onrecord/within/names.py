"""Capitalised names with titles, by rule: persons, organisations, places, and what cannot be told (Misc).

Behind the interface that a language model will fill: labels are those of the contract, but only Person,
Organization, Location and Misc are told apart here, and Misc is the answer whenever the words do not show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.reading.anatomy import running_spans
from onrecord.records import Anatomy, Mention, Mentions, Report, Span, make_id
from onrecord.stages import StageResult
from onrecord.within.cues import BARE_FORMS, NOUN_LIKE_FORMS, REPORTING_FORMS

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_WORD = (
    rf"(?:(?:al|el|ul|d|l|O)[-’'])?{_CAPITAL}(?:\w|(?![’']s\b)[’'&-](?=\w)|\.(?=\w))*(?:(?<=\b[A-Z])\.|(?<=\bSt)\.)?"
)
_PARTICLE = r"(?:de|da|do|dos|du|di|del|della|van|von|der|den|ter|bin|ibn|bint|al|el|la|le|zu|y)"
_SEQUENCE = re.compile(rf"(?<![\w’'-]){_WORD}(?:(?:[ \u00a0]{_PARTICLE}){{0,2}}[ \u00a0]{_WORD})*")
_LINKS = re.compile(rf"[ \u00a0](?:of|for)(?:[ \u00a0]the)?[ \u00a0](?={_CAPITAL})")
_LINKING_HEADS = frozenset(
    "Ministry Office Court Council Republic University Department House Bank Institute Organization Organisation League Union Committee Commission "
    "Conference Association Bureau Board Bishop Kingdom State States Church Group Federation Front Movement Party Congress Chamber Treaty Declaration "
    "Convention Partnership Crossroads Alliance Academy Centre Center Society Fund Foundation Agency Service Gulf Bay Strait Sea Cape Isle".split()
)
TITLES = frozenset(
    "President Vice Prime Minister Premier Secretary General Secretary-General Chancellor King Queen Prince Princess Emir Sultan Sheikh Pope Patriarch "
    "Archbishop Bishop Cardinal Imam Rabbi Senator Sen Rep Representative Congressman Congresswoman MP Governor Gov Mayor Ambassador Envoy Commissioner "
    "Judge Justice Gen Lieutenant Lt Colonel Col Major Maj Captain Capt Sergeant Sgt Corporal Private Admiral Adm Brigadier Marshal Commander Mr Mrs Ms "
    "Miss Dr Prof Professor Sir Dame Lord Lady Baroness Count Rev Father Sister Brother Spokesman Spokeswoman Spokesperson Speaker Chairman Chairwoman "
    "Chair Chief Leader Director Deputy Foreign Defence Defense Interior Finance Justice Health Economy Energy Trade Former Acting Interim Special "
    "Attorney Inspector Detective Superintendent Driver Skipper Analyst Correspondent Coach Opposition State Under-Secretary Undersecretary "
    "Colonel-General Lieutenant-General Major-General Commander-in-Chief Herr Frau Monsieur Madame Señor".split()
)
ROLE_NOUNS = frozenset(
    "spokesman spokeswoman spokesperson minister president premier leader chairman chairwoman chair envoy ambassador commander officer correspondent analyst "
    "mayor governor director secretary chief head deputy negotiator mediator representative official diplomat lawmaker senator judge lawyer prosecutor "
    "general colonel captain major sergeant professor historian economist politician candidate journalist reporter editor author activist teacher doctor "
    "driver farmer skipper counterpart predecessor successor speaker chancellor king queen adviser advisor aide expert scholar politologist commissioner "
    "inspector detective monitor observer daughter son wife husband brother sister father mother manager worker engineer soldier fisherman captain master owner resident "
    "student pilot banker trader shopkeeper pensioner volunteer witness nurse priest pastor bishop archbishop guard policeman policewoman firefighter "
    "businessman businesswoman interviewer moderator host campaigner neighbour neighbor barrister survivor organiser organizer attorney solicitor investigator inspector consultant planner producer presenter".split()
)
_ORGANISATION_WORDS = frozenset(
    "Ministry Council Union Agency Party Bank Court Parliament Committee Commission Army Navy Force Forces Police University Institute Company Corp Inc Ltd "
    "Office Service Services Organization Organisation Alliance Compact Assembly Senate Congress Group Association Federation Fund Foundation News Post "
    "Times Press Herald Tribune Gazette Guardian Telegraph Observer Courier Mercury Mirror Journal Review Radio Television TV Club Secretariat Authority "
    "Board Bureau Department Directorate Administration Government Staff League Front Movement Brigade Battalion Guard Guards Corps Command Cabinet Duma "
    "Knesset Bundestag Treasury Chamber Coalition Society Network Holdings Airlines Railways Aid Watch Cross Crescent Nations".split()
)
_PLACE_WORDS = frozenset(
    "Lake River Mount Mountain Mountains Sea Ocean Bay Gulf Strait Island Islands Valley Peninsula Desert Cape Coast Province Region District County City "
    "Village Bridge Crossing Airport Port Harbour Harbor Street Square Avenue Road Republic Kingdom Caucasus Asia Europe Africa America Heights Basin "
    "Corridor Canal Pass Gate Bank Reef Plateau Delta".split()
)
_PLACE_FRONTS = frozenset(
    "North South East West Northern Southern Eastern Western Central Upper Lower Lake Mount Cape Gulf Port Fort Saint St. New Greater".split()
)
_AT = re.compile(r"\b(?:in|at|near|from|to|outside|across|through|between|towards?|visited|into|of)(?: the)? $")
_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)
_OPENERS = frozenset(
    "The A An He She It They We I In On At But And This That These Those His Her Its Their Our My Your However Meanwhile After Before When While As If For There "
    "Both Some Many Most One Two Three Four Five According Asked Speaking Earlier Later Since Until During Despite Although Though Because Also Still Yet So "
    "Then Now Not No Nobody None Nothing Yes By With Without From To Of Or Nor What Who Which Where Why How Under Over Between Among Such Another Other Each "
    "Every All Any Several Few More Less Only Just Even Here Once Today Yesterday Tomorrow Finally Recently Additionally Furthermore Moreover Instead "
    "Neither Either Nor Perhaps Maybe Whether Unless Upon Within Across Against Beyond Inside Outside Near Officials Regarding Recalling Expressing Meeting "
    "Like Unlike Thank Thanks Please Let Taking Having Being Following Given Based Citing Quoting Referring Describing Answering Residents Witnesses "
    "Did Does Has Had Have Would Could Should Might Must Is Was Were Are Am Shall Dear Poor Hello Goodbye Hey Oh Sorry "
    "Everybody Everyone Somebody Someone Anybody Anyone Everything Something Analysts Diplomats Critics Experts Sources Reporters".split()
)
_QUESTION_OPENERS = frozenset("Will May Can Do".split())  # names too: "Will Dace said", but "Will Dace say so?"
_COMMANDS = frozenset(form.capitalize() for form in BARE_FORMS - NOUN_LIKE_FORMS) | frozenset(
    "Tell Stop Send Bring Give Leave Follow Believe Watch See Hear Forget Meet Join Beat Arrest".split()
)
_COMMON_PLURALS = frozenset(f"{noun}s".capitalize() for noun in ROLE_NOUNS) | frozenset(
    "Fishermen Businessmen Policemen Spokesmen Lawmen Countrymen Women Men People Children Families Police Protesters Voters Rebels Troops".split()
)
_ROMAN = re.compile(r"[IVXLC]+$")
_BARE_VERBS = frozenset(
    "say tell write speak think be have do go come make take get give sign win run stay leave resign pay".split()
)
_QUESTION_CHARS = 160  # how far its question mark may stand behind the name that a question opens with
_TURN = re.compile(r":\s{1,2}[“\"«]")  # of a conversation: `X: "..."`
_MIN_MEMBER_WORDS = 4
_LEADING_THE = re.compile(r"(?:the|The) $")


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    titled: bool  # an office or form of address stands before it
    opens_sentence: bool


class NameRules:
    """Find names by their capitals, titles and the words around them."""

    name = "names.rules.v2"
    needs: tuple[type, ...]
    gives = (Mentions,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc) -> StageResult:
        """Return the names in the running text of one report."""
        text = report.text
        starts = frozenset(sentence.start_char for sentence in doc.sents)
        candidates = [
            candidate
            for span in running_spans(text, anatomy)
            for candidate in _candidates(text, span, starts)
            if candidate.span.of(text)
        ]
        kept = _without_sentence_openers(text, candidates)
        labels = _labels(text, kept)
        mentions = [
            Mention(
                id=make_id("mention", report.id, candidate.span),
                entity=None,
                report=report.id,
                start=candidate.span.start,
                end=candidate.span.end,
                how="name",
                label=labels[candidate.span.of(text)],
                text=candidate.span.of(text),
                made_by=self.name,
                confidence=0.5 if labels[candidate.span.of(text)] == "Misc" else 0.8,
            )
            for candidate in kept
        ]
        return StageResult((Mentions(sorted(mentions, key=lambda mention: mention.start)),))


def _candidates(text: str, within: Span, starts: frozenset[int]) -> Iterator[_Candidate]:
    """Yield capitalised sequences without the titles, calendar words and sentence openers at their start."""
    place = within.start
    while match := _SEQUENCE.search(text, place, within.end):
        span = _linked(text, Span(match.start(), match.end()), within.end)
        place = span.end
        member = _before_its_member(text, span)
        if member is not None:
            yield from _cut(text, Span(span.start, member - 1), starts)
            span = Span(member, span.end)
        yield from _cut(text, span, starts)


def _linked(text: str, span: Span, limit: int) -> Span:
    """Extend `Ministry` over `of Foreign Affairs`, but not over `Minister of ...` or `Falk of ...`."""
    while span.of(text).split()[-1] in _LINKING_HEADS or span.of(text).split()[0] in _LINKING_HEADS:
        link = _LINKS.match(text, span.end, limit)
        following = _SEQUENCE.match(text, link.end(), limit) if link else None
        if following is None:
            break
        span = Span(span.start, following.end())
    return span


def _before_its_member(text: str, span: Span) -> int | None:
    """Return where the person starts in `the Brenn Institute Tim Dace said`: two words behind an organisation's."""
    words = list(re.finditer(r"\S+", span.of(text)))
    if (
        len(words) < _MIN_MEMBER_WORDS
        or not _acts(text, span)
        or not _LEADING_THE.search(text[max(0, span.start - 4) : span.start])
    ):
        return None
    *_, head, first, last = (word[0] for word in words)
    known = _ORGANISATION_WORDS | _PLACE_WORDS | TITLES
    return span.start + words[-2].start() if head in _ORGANISATION_WORDS and not {first, last} & known else None


def _cut(text: str, span: Span, starts: frozenset[int]) -> Iterator[_Candidate]:
    words = [Span(span.start + match.start(), span.start + match.end()) for match in re.finditer(r"\S+", span.of(text))]
    opens = span.start in starts or text[max(0, span.start - 1)] in "“\"‘'«`"
    titled = _role_before(text, span.start)
    if opens and len(words) > 1 and _opens_without_a_name(text, words):
        words, opens = words[1:], len(words) > 2
    if words[0].of(text) == "State" and text[max(0, span.start - 13) : span.start] == "Secretary of ":
        words, titled, opens = words[1:], True, False
    while (
        words
        and (words[0].of(text).rstrip(".") in _OPENERS | _CALENDAR)
        and (len(words) > 1 or words[0].of(text) in _CALENDAR or opens)
    ):
        words, opens = words[1:], False
    last_title = max((place for place, word in enumerate(words) if word.of(text).rstrip(".") in TITLES), default=None)
    if (
        last_title is None
        and opens
        and len(words) > 1
        and words[0].of(text).istitle()
        and words[0].of(text).lower() in ROLE_NOUNS
    ):
        last_title = 0  # "Neighbour Orla Venn": the sentence's start capitalises it
    if last_title is not None and words[0].of(text) not in _LINKING_HEADS:
        ahead = words[: last_title + 1]
        organisation = [word for word in ahead if word.of(text).rstrip(".") not in TITLES]
        if organisation and last_title + 1 <= len(words):
            yield _Candidate(Span(organisation[0].start, organisation[-1].end), titled=False, opens_sentence=opens)
        words, titled, opens = words[last_title + 1 :], True, False
    words = (
        [word for word in words if word.of(text) not in _CALENDAR]
        if words and words[-1].of(text) in _CALENDAR
        else words
    )
    if words and not _is_noise(text, words):
        yield _Candidate(Span(words[0].start, words[-1].end), titled, opens)


def _opens_without_a_name(text: str, words: list[Span]) -> bool:
    """Tell whether the first of capitalised words is a question's auxiliary or a command: `Will X say`, "Ask X"."""
    first = words[0].of(text)
    if first in _COMMANDS or (first.endswith("ed") and first.lower() in REPORTING_FORMS):
        return True  # "Ask X", "Continued X"
    if first not in _QUESTION_OPENERS:
        return False
    following = re.match(r" (\w+)", text[words[-1].end : words[-1].end + 24])
    bare = following is not None and (following[1] in BARE_FORMS or following[1] in _BARE_VERBS)
    stop = re.search(r"[.!?]", text[words[-1].end : words[-1].end + _QUESTION_CHARS])
    return bare or (stop is not None and stop[0] == "?")


def _is_noise(text: str, words: list[Span]) -> bool:
    if len(words) > 1:
        return False
    word = words[0].of(text)
    return len(word.rstrip(".")) < 2 or bool(_ROMAN.match(word)) or word in _OPENERS


def _role_before(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start].split()
    return bool(before) and (before[-1].lower().rstrip(",") in ROLE_NOUNS or before[-1].rstrip(".") in TITLES)


def _without_sentence_openers(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """Drop single words that only a sentence's start capitalises, unless they stand capitalised elsewhere."""
    inside = Counter(
        word for candidate in candidates if not candidate.opens_sentence for word in candidate.span.of(text).split()
    )
    kept = []
    for candidate in candidates:
        words = candidate.span.of(text).split()
        doubtful = candidate.opens_sentence and len(words) == 1 and not words[0].isupper()
        is_common = words[0] in _COMMON_PLURALS or words[0].lower() in ROLE_NOUNS
        if not doubtful or inside[words[0]] or (not is_common and _acts(text, candidate.span)):
            kept.append(candidate)
    return kept


def _acts(text: str, span: Span) -> bool:
    """Tell whether a reporting verb follows, as after a surname."""
    following = re.match(r" (?:\w+ly |also |then |later )?(\w+)", text[span.end : span.end + 40])
    preceding = re.search(r"[”\"’'»] (\w+) $", text[max(0, span.start - 20) : span.start])  # "...," said X
    if _TURN.match(text, span.end) and text[max(0, span.start - 1) : span.start] in ("", "\n"):
        return True
    return any(
        verb is not None and verb[1] in REPORTING_FORMS and verb[1].endswith(("ed", "id", "old", "s"))
        for verb in (following, preceding)
    )


def _described(text: str, span: Span) -> bool:
    """Tell whether an appositive says that this is a person: `X, the foreign minister of Y`."""
    if text.startswith(", who ", span.end):
        return True
    following = re.match(r", (?:the |a |an |his |her |its |their )?([^,.;]{0,60})", text[span.end : span.end + 70])
    return following is not None and any(word.rstrip("’'s") in ROLE_NOUNS for word in following[1].split()[:5])


def _labels(text: str, candidates: list[_Candidate]) -> dict[str, str]:
    """Return one label for each printed form in the report: the strongest that any of its places shows."""
    votes: dict[str, Counter[str]] = {}
    for candidate in candidates:
        votes.setdefault(candidate.span.of(text), Counter())[_label_here(text, candidate)] += 1
    labels = {form: _strongest(count) for form, count in votes.items()}
    surnames = {form.split()[-1] for form, label in labels.items() if label == "Person"}
    acting = {
        form
        for form in labels
        if " " in form
        and labels[form] == "Misc"
        and form.split()[-1] in labels
        and labels[form.split()[-1]] == "Person"
    }
    return {
        form: "Person" if (form in surnames and label in ("Misc", "Location")) or form in acting else label
        for form, label in labels.items()
    }


def _strongest(count: Counter[str]) -> str:
    for label in ("Person", "Organization", "Location"):
        if count[label]:
            return label
    return "Person" if count["Acting"] else "Misc"  # a state acts too, but then it stands behind "in" somewhere


def _label_here(text: str, candidate: _Candidate) -> str:
    words = candidate.span.of(text).split()
    before = text[max(0, candidate.span.start - 20) : candidate.span.start]
    if words[-1] in _ORGANISATION_WORDS or words[0] in _ORGANISATION_WORDS:
        return "Organization"
    if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 8 and not words[0].endswith("."):
        return "Organization"
    if words[-1] in _PLACE_WORDS or (words[0] in _PLACE_FRONTS and len(words) > 1):
        return "Location"
    if candidate.titled or _described(text, candidate.span):
        return "Person"
    if _acts(text, candidate.span) and not _LEADING_THE.search(before):
        return "Acting"
    if _AT.search(before) and len(words) <= 2:
        return "Location" if re.search(r"\b(?:in|at|near|outside|into|visited)(?: the)? $", before) else "Misc"
    return "Misc"
