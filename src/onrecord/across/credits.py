"""Where a report names an outlet, and whether it names it as where its words are from.

"(AP)", "Estrand contributed to this report", "told the Harbour Post by telephone", "according to CNN" give credit. An
outlet's name elsewhere may be that of a company or a hill; it counts little, and if it is one word, not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.records import Span

_BEFORE = re.compile(
    r"(?:\b(?:according to|material from|contributing:|citing|cited by|quoted by|(?:first )?reported by|obtained by|seen by|reviewed by|provided by"
    r"|tell|tells|told|telling|via|courtesy of|copyright|distributed by|published (?:in|by|on)|appeared (?:in|on)"
    r"|interview(?:ed)? (?:with|by|in|to|on|for)|report(?:s|ed|ing)? (?:in|by|from|for|of)|stor(?:y|ies) (?:in|by|from|of)"
    r"|statements? to|speaking to|spoke (?:to|with)|with files from|sources?:)\s+(?:the\s+)?|[(©/]\s*|[—–]\s*|(?:^|\s)-+\s+)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s*[)/]|(?:['’]s?)?\s+(?:(?:was|also|had|has|have|first|previously|later|all|news|agency|newspaper|magazine"
    r"|website|correspondent|reporters?|and \w+(?: \w+)?)\s+){0,3}(?:report(?:s|ed|ing|er)?|said|says|wrote|writes"
    r"|noted|contributed|quot(?:ed|es|ing)|cit(?:ed|es|ing)|told|tells|announced|published|revealed|learned|confirmed|broke)\b)",
    re.IGNORECASE,
)
_SMALL = frozenset("the of and for a an in on at".split())
_ADDED = re.compile(r"\s*\([^)]*\)|\s+[-–—]\s+(?:News|Opinion|Online|Video)\b.*$|\s+(?:Online|Web)\b", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.|m\.|amp\.)?([\w-]{2,})(?:\.[\w-]{2,})+/?", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W_]+")
_MIN_LETTERS = 2
_DATELINE = re.compile(r"\(\s*[^()]{2,40}\s*\)\s*[-–—]")
_AROUND = 60  # characters before and behind a name that show what it does there
_MAX_CREDIT_WORDS = 8  # of a line that gives credit


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names an outlet; `is_credit` when as the source of words or a finding."""

    span: Span
    is_credit: bool


def find_named(text: str, outlet: str) -> tuple[Named, ...]:
    """Return where a text names an outlet, in order of place.

    Args:
        text: any text.
        outlet: an outlet's name or domain, as it came with a report.
    """
    pattern = _pattern_of(outlet)
    if pattern is None:
        return ()
    found = []
    for match in pattern.finditer(text):
        span = Span(*match.span())
        before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
        is_credit = bool(_BEFORE.search(before) or _AFTER.match(after)) or _is_a_line(before, after)
        if is_credit or _is_telling(match[0]):
            found.append(Named(span, is_credit))
    return tuple(found)


def is_same_outlet(left: str, right: str) -> bool:
    """Tell whether two names are of one outlet: "AP" and "Associated Press", "The Post" and "post.com"."""
    mine, theirs = _words_of(left), _words_of(right)
    names = "".join(mine).lower(), "".join(theirs).lower()
    if not all(names):
        return left == right
    return names[0] == names[1] or left.strip() in _initials(theirs) or right.strip() in _initials(mine)


def is_its_own(text: str, agency: str) -> bool:
    """Tell whether a text with an agency in its dateline is the agency's: no other short line gives credit to it.

    A line "Estrand" or "© Estrand" is put there by somebody who prints its text and does not say who he is.
    """
    lines = [line for line in text.splitlines() if find_named(line, agency)]
    dateline = next((line for line in lines if _DATELINE.search(line)), None)
    return not any(len(line.split()) <= _MAX_CREDIT_WORDS for line in lines if line is not dateline)


def is_agency(outlet: str) -> bool:
    """Tell whether an outlet is a news agency, whose texts others print."""
    return "".join(_words_of(outlet)).lower() in _AGENCIES


def _is_telling(name: str) -> bool:
    return len(_NAME_WORD.findall(name)) > 1


def _is_a_line(before: str, after: str) -> bool:
    """Tell whether a name between these characters is a line of its own, signs apart."""
    around = before.rpartition("\n")[2] + after.partition("\n")[0]
    return not _NAME_WORD.search(around)


@lru_cache(4096)
def _pattern_of(outlet: str) -> re.Pattern[str] | None:
    words = _words_of(outlet)
    if sum(map(len, words)) < _MIN_LETTERS:
        return None
    spaced = r"[\s-]*".join(f"{re.escape(word[0].upper())}(?i:{re.escape(word[1:])})" for word in words)
    forms = [spaced, *(re.escape(form) for form in _initials(words))]
    if len(words) == 1 and (plain := words[0]).islower():
        forms.append(r"[\s-]?".join(f"(?i:{re.escape(letter)})" for letter in plain))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


def _initials(words: list[str]) -> list[str]:
    """Return how a name of two words or more is shortened: `AP` of Associated Press."""
    initials = "".join(word[0].upper() for word in words if word.lower() not in _SMALL)
    return [initials] if len(initials) > 1 else []


def _words_of(outlet: str) -> list[str]:
    """Return the words of an outlet's name, without "the", "(Online)" and the like; of a domain its own part."""
    plain = _ADDED.sub("", outlet).strip()
    if domain := _DOMAIN.fullmatch(plain):
        parts = domain[0].lower().split("//")[-1].rstrip("/").split(".")
        return [max(parts[:-1], key=len)]
    words = _NAME_WORD.findall(plain)
    return words[1:] if len(words) > 1 and words[0].lower() == "the" else words


def _agencies(names: Iterable[str]) -> Iterator[str]:
    """Yield the names in small letters without spaces, and the shortened ones of those known by them."""
    for name in names:
        words = _words_of(name)
        yield "".join(words).lower()
        yield from (form.lower() for form in _initials(words) if form in _SHORTENED)


_SHORTENED = frozenset("AP AFP UPI PTI ANI IANS AAP AA APP NAN KUNA QNA WAFA PA".split())
_AGENCIES = frozenset(
    _agencies(
        (
            "Associated Press", "Agence France-Presse", "Reuters", "Thomson Reuters", "AFP", "UPI", "DPA", "APA", "AAP", "United Press International",
            "Press Association", "PA Media", "Deutsche Presse-Agentur", "Austria Presse Agentur", "Keystone-SDA", "EFE",
            "ANSA", "Adnkronos", "Lusa", "Belga", "ANP", "Ritzau", "NTB", "TT News Agency", "STT", "Kyodo News",
            "Jiji Press", "Yonhap", "Xinhua", "China News Service", "Press Trust of India", "Asian News International",
            "Indo-Asian News Service", "Associated Press of Pakistan", "Bernama", "Antara", "Vietnam News Agency",
            "Canadian Press", "Australian Associated Press", "TASS", "ITAR-TASS", "RIA Novosti", "Interfax", "Sputnik",
            "Ukrinform", "Interfax-Ukraine", "BelTA", "BNS", "ELTA", "LETA", "PAP", "CTK", "TASR", "MTI", "Agerpres",
            "BTA", "Tanjug", "HINA", "STA", "Anadolu Agency", "Demiroren News Agency", "Armenpress", "AZERTAC", "APA",
            "Trend News Agency", "Turan", "Interpressnews", "Kazinform", "KazTAG", "UzA", "IRNA", "ISNA", "Tasnim",
            "Fars News Agency", "SANA", "Petra", "WAFA", "Saudi Press Agency", "Emirates News Agency", "KUNA", "QNA",
            "MENA", "Maghreb Arabe Presse", "Algerie Presse Service", "Tunis Afrique Presse", "News Agency of Nigeria",
            "Agencia Brasil", "Telam", "Notimex", "Prensa Latina", "KCNA",
        )
    )
)  # fmt: skip
