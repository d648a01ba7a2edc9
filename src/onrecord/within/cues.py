"""Words that report speech: verbs in all their forms, and the prepositions that do the same work.

The lists are of the language, not of any text: reporting verbs as grammars and style books of English give them.
The functions behind them tell whether a word reports where it stands. Used by the quotation rules until a language
model reads cues from context.
"""

from __future__ import annotations

import re

from onrecord.records import Span
from onrecord.within.verb_forms import doubling_forms, regular_forms
from onrecord.within.words import Word

_REGULAR = (
    "accept accuse acknowledge add address admonish advise advocate affirm agree allege announce answer apologise apologize appeal "
    "applaud argue ask assert assess assure authorise authorize avow believe bemoan berate blame blast boast bellow brand bristle call "
    "caution challenge characterise characterize charge chide claim clarify comment commend complain concede conclude concur condemn "
    "confess confide confirm congratulate consider continue contend counter criticise criticize declare decry deem defend demand denounce deny "
    "deplore describe disclose dismiss dispute elaborate emphasise emphasize encourage endorse enthuse estimate exclaim exhort explain "
    "express extol fear fume hail highlight hint hope imply indicate inform inquire insist instruct interject invite joke label lambast "
    "lambaste lament lash laud liken maintain mention mock mumble murmur mutter note object observe offer opine outline phrase plead "
    "pledge point portray praise predict proclaim promise pronounce propose protest question quote react reaffirm reason reassure rebuke recall "
    "reckon recommend recount reflect reiterate reject remark remember remind repeat reply report request respond restate retort reveal "
    "ridicule resolve judge decide determine scoff scold shout signal speculate state stress suggest summarise summarize suppose surmise suspect tease term testify "
    "thank threaten tout tweet underline underscore urge utter vent voice volunteer vow warn welcome whisper wonder worry yell "
    "judge alert bark bawl beam boom caption chant chuckle counsel crow cry decree drawl echo email exult gloat gripe groan grouse growl grumble gush hiss "
    "holler implore instruct interrupt intone laugh lecture marvel moan mouth muse narrate opine plead ponder posit post purr rail rant recite "
    "respond roar snap snarl sneer sob theorise theorize thunder trumpet venture wail whine wisecrack"
)
_DOUBLING = "admit submit refer slam quip rebut brag"
_IRREGULAR = (
    "say says said saying tell tells told telling write writes wrote written writing speak speaks spoke spoken speaking think thinks "
    "thought thinking swear swears swore sworn swearing foresee foresees foresaw foreseeing retell retells retold retelling sees"
)
# Verbs whose bare and -s forms are at least as often nouns ("the report says"): they need a name or a pronoun before them.
_NOUN_LIKE = (
    "address answer appeal blame blast brand call caution challenge charge claim comment demand dispute estimate fear hail highlight hint hope "
    "joke label lament lash mention note object offer outline phrase pledge praise promise protest question quote reason remark reply report "
    "request shout signal state stress suspect tease term tweet vent voice volunteer vow welcome whisper wonder worry yell sound sees thought alert bark beam boom caption chant counsel crow cry decree echo "
    "email gripe groan growl laugh lecture marvel moan mouth muse post rail rant roar snap sob thunder trumpet venture"
)

REPORTING_FORMS = frozenset(
    [form for base in _REGULAR.split() for form in regular_forms(base)]
    + [form for base in _DOUBLING.split() for form in doubling_forms(base)]
    + _IRREGULAR.split()
)
NOUN_LIKE_FORMS = frozenset(form for base in _NOUN_LIKE.split() for form in regular_forms(base)[:2])
BARE_FORMS = frozenset(
    base for base in [*_REGULAR.split(), *_DOUBLING.split(), *_NOUN_LIKE.split()] if not base.endswith("s")
)
PARTICIPLES = frozenset(form for form in REPORTING_FORMS if form.endswith("ing"))

_FINITE = sorted(
    (
        form
        for form in REPORTING_FORMS - NOUN_LIKE_FORMS - PARTICIPLES
        if form.endswith(("s", "ed", "said", "told", "wrote", "spoke"))
    ),
    key=len,
    reverse=True,
)
ADJACENT_FORMS = frozenset(
    "read reads reading go goes went sing sings sang singing run runs ran sign signs signed".split()
)
"""Verbs that report only when the marks follow at once: `a banner reading "..."`."""

REPORTING_START = re.compile(rf"\s?(?:{'|'.join(_FINITE)})\b")
"""A finite reporting verb at the start of a string, behind one space at the most."""

PHRASAL = {
    "chime": ("in",),
    "chip": ("in",),
    "butt": ("in",),
    "cut": ("in",),
    "break": ("in",),
    "weigh": ("in",),
    "put": ("in",),
    "throw": ("in",),
    "jump": ("in",),
    "pipe": ("up",),
    "speak": ("up", "out"),
    "sum": ("up",),
    "call": ("out", "back"),
    "cry": ("out",),
    "shout": ("out", "back"),
    "blurt": ("out",),
    "burst": ("out",),
    "spell": ("out",),
    "hit": ("back",),
    "shoot": ("back",),
    "fire": ("back",),
    "snap": ("back",),
    "bite": ("back",),
    "yell": ("back", "out"),
    "write": ("back",),
    "go": ("on",),
}
"""Verbs that report together with a particle: `"Never," chimed in Falk`."""
_PHRASAL_PAST = {
    "cut": "cut", "broke": "break", "threw": "throw", "put": "put", "hit": "hit", "shot": "shoot", "burst": "burst", "bit": "bite", "wrote": "write", "went": "go", "goes": "go",
    "spoke": "speak", "spelt": "spell",
}  # fmt: skip
PARTICLES_OF = {
    **{form: PHRASAL[base] for base in PHRASAL for form in (*regular_forms(base)[1:3], *doubling_forms(base)[1:3])},
    **{form: PHRASAL[base] for form, base in _PHRASAL_PAST.items()},
}
"""The particles of each finite form of such a verb."""

REPLIES = frozenset("reply answer response retort rejoinder riposte reaction verdict shout cry".split())
"""Nouns that report: `"Never," came the reply from Falk`."""

PREPOSITION = re.compile(r"\b(?:according to|in the (?:words|view|opinion) of|as per)\s+", re.IGNORECASE)
"""Prepositions whose object is the source; the object starts where the match ends."""

AUXILIARIES = frozenset(
    "has have had is are was were be been being will would shall should can could may might must do does did also then later now "
    "further furthermore additionally again once still even just already only simply never not n't yet reportedly publicly "
    "repeatedly immediately finally recently earlier today yesterday so thus therefore however meanwhile instead ever".split()
)
"""Words that stand between a subject and its verb; so do all that end in -ly (see `is_auxiliary`)."""

_NOUNS_IN_LY = frozenset("family ally assembly supply monopoly daily weekly bully".split())


def is_auxiliary(word: str) -> bool:
    """Tell whether a word can stand between a subject and its verb: `has`, `repeatedly`, `didn’t`."""
    lower = word.lower()
    return (
        lower in AUXILIARIES
        or lower.endswith(("n't", "n’t"))
        or lower in ("cannot", "having")
        or (word.islower() and word.endswith("ly") and word not in _NOUNS_IN_LY)
    )


PRONOUNS = frozenset("he she they it i we you who".split())
SOURCE_PRONOUNS = frozenset("he she they it".split())
FIRST_AND_SECOND = frozenset("i we you me us".split())
DETERMINERS = frozenset(
    "the a an his her its their our my this that these those some several many most both all another one two three four five no any "
    "officials diplomats analysts observers critics supporters residents witnesses sources experts authorities police lawmakers "
    "prosecutors investigators opponents allies aides ministers soldiers activists journalists rebels militants".split()
)
"""Words a source's noun phrase starts with when it starts with no name: determiners, and plural nouns that need none."""
_PARTICLES = {
    "call": ("on", "for", "upon"),
    "poin": ("out",),
    "lash": ("out",),
    "hit": ("back", "out"),
    "spea": ("out",),
}
_BE = frozenset("is are was were be been being".split())
_LEADING_VERBS = frozenset("went goes continued wanted used liked likes began".split())  # "he liked to say"


def has_particle(words: list[Word], place: int) -> bool:
    """Tell whether a verb and its particle report together: `chimed in`."""
    return place + 1 < len(words) and words[place + 1].text in PARTICLES_OF.get(words[place].text, ())


def with_particle(words: list[Word], cue: Word) -> Span:
    """Return a cue with the particle that makes it another verb: `called on`, `pointed out`."""
    following = next((word for word in words if word.start > cue.start), None)
    if following is not None and following.lower in _PARTICLES.get(cue.lower[:4], ()):
        return Span(cue.start, following.end)
    return cue.span


def is_reporting(word: Word) -> bool:
    """Tell whether a word has the form of a reporting verb and no capital letter."""
    return word.text.islower() and word.text in REPORTING_FORMS


def is_cue(words: list[Word], place: int, *, shouting: bool = False, headline: bool = False) -> bool:
    """Tell whether a word reports speech here: a verb form, and not one that stands as a noun or infinitive."""
    word = words[place]
    if word.lower not in REPORTING_FORMS or not (word.text.islower() or shouting):
        return False
    before = words[place - 1] if place else None
    if headline and before is not None and word.lower in NOUN_LIKE_FORMS and word.lower not in BARE_FORMS:
        return True
    if word.lower in NOUN_LIKE_FORMS and word.lower in BARE_FORMS:
        return before is not None and before.lower in ("they", "we", "i", "you")  # "they claim", never "Falk claim"
    if word.lower in NOUN_LIKE_FORMS:
        if before is None or not before.is_word or before.lower.endswith(("'s", "’s", "s'", "s’")):
            return False
        named = before.lower in PRONOUNS or before.text[0].isupper() or before.lower == "not"
        return named or (place > 1 and words[place - 2].lower in DETERMINERS and before.lower not in AUXILIARIES)
    if before is None:
        return word.lower in PARTICIPLES or shouting
    if before.lower == "to":
        return any(other.lower in _LEADING_VERBS for other in words[max(0, place - 4) : place])
    if word.lower.startswith("continu") and [following.lower for following in words[place + 1 : place + 2]] == ["to"]:
        return False
    if [following.lower for following in words[place + 1 : place + 3]] in (
        ["not", "to"],
        ["to", "remain"],
    ):  # "asked not to be named"
        return False
    stands_as_noun = before.lower in DETERMINERS and word.lower in PARTICIPLES
    return not stands_as_noun and before.lower not in ("the", "a", "an", "this", "of", "no")


def is_passive(words: list[Word], place: int) -> bool:
    """Tell whether a verb stands in the passive: `was told`."""
    back = place - 1
    while back >= 0 and (
        words[back].lower in ("also", "not", "once", "already", "being", "been") or words[back].lower.endswith("ly")
    ):
        back -= 1
    return back >= 0 and words[back].lower in _BE and words[place].lower.endswith(("ed", "told", "said", "written"))
