"""The words of offices: their heads, what stands before them, their domains and standings; which words mean one office.

General lists of English; no name of a person, a state or a body is among them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN_HEADS = (
    "president minister premier chancellor chief leader head chairman chairwoman chairperson chair speaker spokesman spokeswoman spokesperson envoy "
    "ambassador representative commissioner governor mayor director commander negotiator mediator deputy king queen emir prince princess sultan pope "
    "patriarch prosecutor correspondent professor secretary undersecretary senator congressman congresswoman lawmaker diplomat adviser advisor aide "
    "coordinator general admiral colonel major captain lieutenant sergeant corporal private marshal judge justice archbishop bishop cardinal rapporteur "
    "treasurer inspector superintendent sheriff attorney ombudsman councillor consul attache attaché counsel counterpart predecessor successor host premier "
    "monarch ruler dictator strongman boss"
)
KIN = frozenset(
    "brother sister father mother son daughter husband wife widow widower uncle aunt nephew niece cousin grandfather "
    "grandmother grandson granddaughter".split()
)
HEADS = frozenset(_PLAIN_HEADS.split()) | KIN | {"colleague"}
"""The nouns that an office's phrase ends in, or hangs its body on."""

PLURALS = (
    {f"{head}s": head for head in HEADS}
    | {head.replace("man", "men"): head for head in HEADS if head.endswith("man")}
    | {"secretaries": "secretary", "undersecretaries": "undersecretary", "deputies": "deputy", "attorneys": "attorney"}
    | {"bosses": "boss", "attachés": "attaché", "spokespeople": "spokesperson"}
)
COMPOUND_HEADS = {  # printed as one word with a hyphen, or ending in an adjective
    "secretary-general": "secretary general",
    "secretaries-general": "secretary general",
    "under-secretary-general": "under-secretary-general",
    "undersecretary-general": "under-secretary-general",
    "director-general": "director general",
    "attorney-general": "attorney general",
    "vice-president": "vice president",
    "vice-presidents": "vice president",
    "vice-chairman": "vice chairman",
    "commander-in-chief": "commander-in-chief",
    "prosecutor-general": "prosecutor general",
    "governor-general": "governor general",
    "colonel-general": "general",
    "lieutenant-general": "general",
    "major-general": "general",
    "vice-premier": "deputy prime minister",
}
BEFORE_GENERAL = frozenset(("secretary", "director", "attorney", "prosecutor", "governor"))
AFTER_HEAD = {"general"}  # "Secretary General": the head stands before its adjective
RANKS = frozenset(
    "general admiral colonel major captain lieutenant sergeant corporal private marshal commander".split()
)
OF_OFFICES = frozenset(
    "prime foreign defence defense interior finance justice health economy economic energy trade education agriculture transport culture environment labour "
    "labor industry information communications deputy vice first second special permanent presidential government parliamentary parliament general executive chief "
    "managing senior supreme press political military naval army police opposition state assistant principal regional federal national central bank "
    "security intelligence peace human rights crisis council external internal home emergency emergencies refugee climate budget tourism sports science lady "
    "diplomatic party group house senate majority minority committee rebel separatist religious spiritual top chief lead election electoral relations faction "
    "development planning cabinet border customs court water mission delegation office royal under-secretary national".split()
)
"""Words that belong to an office's name and stand before its head."""
DOMAINS = {  # behind "minister of", "for"
    "foreign affairs": "foreign",
    "external affairs": "foreign",
    "foreign relations": "foreign",
    "international relations": "foreign",
    "defence": "defence",
    "defense": "defence",
    "national defence": "defence",
    "national defense": "defence",
    "internal affairs": "interior",
    "the interior": "interior",
    "interior": "interior",
    "finance": "finance",
    "justice": "justice",
    "health": "health",
    "public health": "health",
    "economy": "economy",
    "the economy": "economy",
    "economic affairs": "economy",
    "energy": "energy",
    "trade": "trade",
    "education": "education",
    "agriculture": "agriculture",
    "transport": "transport",
    "culture": "culture",
    "the environment": "environment",
    "the president": "presidential",
    "the presidency": "presidential",
    "the government": "government",
    "environment": "environment",
    "labour": "labour",
    "labor": "labour",
    "industry": "industry",
    "information": "information",
    "emergency situations": "emergency situations",
    "state": "",  # "secretary of state", "head of state": see `WHOLE`
}
WHOLE = frozenset(
    (
        "secretary of state",
        "head of state",
        "head of government",
        "chief of staff",
        "chief of the general staff",
        "minister of state",
    )
)
STANDINGS = {
    "former": "former", "ex": "former", "ex-": "former", "late": "former", "ousted": "former", "deposed": "former", "outgoing": "outgoing",
    "then": "former", "previous": "former", "one-time": "former", "retired": "former", "acting": "acting", "interim": "acting", "caretaker": "acting", "new": "new",
    "newly": "new", "incoming": "designate", "designate": "designate", "elect": "designate", "resigned": "former", "departing": "outgoing", "current": "current",
    "incumbent": "current",
}  # fmt: skip
DETERMINERS = frozenset(
    "the a an this that these those both each every another one two three four five some several all".split()
)
POSSESSIVES = frozenset("his her its their our my your".split())
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
JOINING = frozenset(("of", "for"))
POSTED = frozenset(  # whose office says where or to whom they are sent: "ambassador to the UN"
    word
    for head in "ambassador envoy representative emissary delegate adviser advisor aide consul correspondent mediator coordinator attaché attache".split()
    for word in (head, f"{head}s")
)
_SAME = {  # normal forms of one office
    "premier": "prime minister",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "general secretary": "secretary general",
    "defense": "defence",
    "advisor": "adviser",
    "labor": "labour",
    "head of government": "prime minister",
    "vice premier": "deputy prime minister",
    "prime ministerial": "prime minister",
    "top diplomat": "foreign minister",
    "chief diplomat": "foreign minister",
    "foreign policy chief": "foreign policy chief",
}
_FIRST_OF_A_BODY = frozenset(
    ("secretary general", "president", "prime minister", "chair", "director general", "director", "head", "chancellor", "king", "queen", "emir", "sultan",
     "commissioner", "executive director", "chief executive", "governor", "speaker", "managing director", "head of state", "commander", "monarch", "pope")
)  # fmt: skip
_LEADERS = _FIRST_OF_A_BODY - {
    "speaker",
    "governor",
    "director",
    "commissioner",
    "executive director",
    "managing director",
}
_WIDER = {  # what a loose word for an office may mean
    "chief": _FIRST_OF_A_BODY,
    "boss": _FIRST_OF_A_BODY,
    "head": _FIRST_OF_A_BODY,
    "leader": _LEADERS,
    "ruler": _LEADERS,
    "strongman": _LEADERS,
    "head of state": frozenset(("president", "king", "queen", "emir", "sultan", "monarch")),
    "monarch": frozenset(("king", "queen", "emir", "sultan")),
}
POINTING = frozenset(("counterpart", "predecessor", "successor", "host", "colleague", *KIN))
"""Heads that say only how somebody stands to somebody else."""
_GENERAL = re.compile(r"\bgeneral (secretary|director)\b")
_DEPUTY = re.compile(r"\b(?:first )?(?:deputy|vice)\s")


@lru_cache(maxsize=4096)
def normal_office(words: str) -> str:
    """Return the form that two ways to print one office share: `prime minister` for "premier"."""
    words = words.replace("defense", "defence").replace("secretary-general", "secretary general")
    words = _GENERAL.sub(r"\1 general", words)
    deputy = _DEPUTY.search(words)
    if deputy is not None and deputy.start():
        words = f"{deputy[0].strip()} {words[: deputy.start()]}{words[deputy.end() :]}".strip()
    last = words.rpartition(" ")
    return _SAME.get(words) or (f"{last[0]} {_SAME.get(last[2], last[2])}".strip())


def is_single(office: str) -> bool:
    """Tell whether a body has one holder of an office at a time: a president, a foreign minister, no spokesman."""
    office = normal_office(office)
    if any(word in office.split() for word in ("deputy", "vice", "assistant", "former", "state")):
        return office == "head of state"
    head = office.rpartition(" ")[2]
    return office in _FIRST_OF_A_BODY - {"head", "director", "commissioner", "commander"} or (
        head == "minister" and " " in office
    )


def is_elective(office: str) -> bool:
    """Tell whether "elected" alone can be said of an office: of a president and a mayor, not of a foreign minister."""
    office = normal_office(office)
    return is_single(office) and (" minister" not in office or office == "prime minister")


def is_telling(office: str) -> bool:
    """Tell whether an office as a title sets its holder apart: "Foreign Minister X", no rank and no loose word."""
    head = normal_office(office).rpartition(" ")[2]
    return head not in RANKS and office not in _WIDER and head not in ("professor", "judge", "justice", "correspondent")


@lru_cache(maxsize=4096)
def offices_agree(mentioned: str, held: str, *, of_body: bool = False) -> bool:
    """Tell whether somebody who holds an office can be meant by another word for it.

    "Minister" can mean a foreign minister; "foreign minister" cannot mean a defence minister. With `of_body`, where it
    is said whose office it is, loose words reach further: "the NATO chief" can mean its secretary general.
    """
    mentioned, held = normal_office(mentioned), normal_office(held)
    if mentioned == held:
        return True
    if mentioned in _WIDER and (of_body or mentioned == "head of state"):
        return held in _WIDER[mentioned] or mentioned in held.split()
    return " " not in mentioned and mentioned not in _WIDER and held.rpartition(" ")[2] == mentioned
