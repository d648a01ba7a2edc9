"""What a name is made of, and how its parts sound whichever way they are romanised.

A name is split into parts, with titles, particles and suffixes set apart. Each part has three forms, each coarser:
the folded letters (`fold`), the romanised form (`romanised`: what differs between the ways of writing one name in
Latin letters, y/i/j, sh/sch, kh/h, ss/s …) and the sound form (`sound`: vowels and consonants that romanisations
exchange, o/u, k/g/q, z/s …). `skeleton` leaves the vowels out.

The method is that of JRC-Names: normalise by some thirty rules of substitution, gather by the form without vowels,
then compare (Pouliquen and Steinberger, "Automatic construction of multilingual name dictionaries", 2009; Steinberger
et al., "JRC-Names: a freely available, highly multilingual named entity resource", RANLP 2011). That names romanised
from Arabic need classes of letters rather than plain edit distance is shown by Freeman, Condon and Ackerman, "Cross
linguistic name matching in English and Arabic" (NAACL 2006). The rules themselves are drawn up here, after the
romanisation tables of BGN/PCGN and ISO 9 and after German and French usage.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from onrecord.across.name_words import ARTICLES, FRONT_TITLES, PARTICLES, SUFFIXES

_MAX_CHARS = 200  # a longer stretch is no name; what lies behind is not looked at
_MAX_PARTS = 8
_CACHED = 1 << 18

_NON_LETTERS = re.compile(r"[^a-z]+")
_TOKEN = re.compile(r"[^.]+\.?")
_GLUED_INITIALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,3}")  # "JD", "TJ"; with a vowel it may be a name in capitals
_SERVANT = re.compile(r"abd(?:[aeou](?:[lrnstdz]|sh)?)?")
_SERVANT_PREFIX = re.compile(r"^abd[aeou](?:l|r(?=r)|s(?=s)|n(?=n))(?=[a-z]{3})")
_BEFORE_FOLDING = str.maketrans({"ə": "a", "Ə": "A", "đ": "dj", "Đ": "Dj", "ß": "ss"})

_ROMANISATION = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"schtsch|shch", "sh"),  # щ in German and in English
        (r"dsch|dzh|dj", "j"),
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"([bdgt])h", r"\1"),
        (r"ck", "k"),
        (r"x", "ks"),
        (r"qu?", "k"),
        (r"(?<=[oe])ff$", "v"),  # Romanoff
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"oe(?!v$)", "o"),  # German oe, ue beside ö, ü without their dots
        (r"ue", "u"),
        (r"ee", "i"),
        (r"^ye", "e"),
        (r"y|(?<=[aeiou])j", "i"),
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[aou])ie", "e"),  # the glide of Tokayev, Mirziyoyev
        (r"(?<=[aeiou])h$", ""),
        (r"(?<=[sc]h)ev$", "ov"),  # ё printed with its dots and without
        (r"enka$", "enko"),
        (r"vich$", "vic"),
        (r"nder$", "ndr"),
    )
)
_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"zh|j", "i"),
        (r"ch", "4"),  # kept apart from a c that stands alone
        (r"c(?=[ei])|sh|ts|z", "s"),
        (r"[cgq]", "k"),
        (r"u", "o"),
        (r"4", "c"),
    )
)
_FIRST_VOWEL = re.compile(r"i?[^aeio]*[aeio]?")  # an i at the start may be a y or j
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = re.compile(r"[aeiouh]")  # h as well: it comes and goes


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One word of a name: as printed, and its three forms. Told by identity: hashing its forms would cost most."""

    printed: str
    folded: str
    romanised: str
    sound: str

    @property
    def is_initial(self) -> bool:
        """Whether it is a single letter."""
        return len(self.folded) == 1

    @property
    def skeleton(self) -> str:
        """The sound form without vowels and h, but for a first vowel, which counts as `a` whichever it is."""
        return _skeleton(self.sound)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart; `parts` in printed order, a family name before a comma moved to the end.

    `family_first` tells that the printed form itself says so (capitals: "XI Jinping"); `suffix` is `jr`, `sr` or a
    numeral, empty without one; `joined` are the folded letters without spaces.
    """

    printed: str
    parts: tuple[Part, ...]
    suffix: str = ""
    family_first: bool = False
    joined: str = ""


def fold(words: str) -> str:
    """Return the words in small Latin letters without marks; other scripts as anyascii writes them."""
    plain = unicodedata.normalize("NFC", words).translate(_BEFORE_FOLDING)
    return _NON_LETTERS.sub("", anyascii(plain).lower())


@lru_cache(_CACHED)
def make_part(printed: str) -> Part:
    """Return a part of a name with its forms."""
    folded = _SERVANT_PREFIX.sub("abdul", fold(printed))
    romanised = _rewrite(folded, _ROMANISATION)
    return Part(printed, folded, romanised, _sound(romanised))


@lru_cache(_CACHED)
def parse_name(printed: str) -> PersonName:
    """Take a person's name apart. What has no letters gives no parts."""
    text = unicodedata.normalize("NFC", " ".join(printed[:_MAX_CHARS].split()))
    words, suffix = _set_suffix_apart(_in_given_order(text).split())
    words = [*_set_titles_apart(words)]
    tokens = [token for word in words for token in _tokens(word)]
    parts = tuple(make_part(token) for token in _join_servants(tokens))
    parts = tuple(part for part in parts if part.folded)[:_MAX_PARTS]
    return PersonName(printed, parts, suffix, _first_in_capitals(parts), "".join(part.folded for part in parts))


def _in_given_order(text: str) -> str:
    """Turn "Orbán, Viktor" round; a suffix behind a comma stays behind."""
    before, comma, behind = text.partition(",")
    if not comma or fold(behind) in SUFFIXES or not behind.strip():
        return f"{before} {behind}"
    return f"{behind} {before}"


def _set_suffix_apart(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and (suffix := SUFFIXES.get(fold(words[-1]))):
        return words[:-1], suffix
    return words, ""


def _set_titles_apart(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start].rstrip(".").casefold() in FRONT_TITLES:
        start += 1
    return words[start:]


def _tokens(word: str) -> list[str]:
    """Return the parts of one word: those its hyphens part, initials one by one; an article before a hyphen in small.

    An apostrophe parts nothing: "O'Neill" is one part.
    """
    pieces = [piece for piece in re.split(r"[-‐‑–—]", word) if piece]
    if len(pieces) > 1 and fold(pieces[0]) in ARTICLES:
        pieces[0] = pieces[0].lower()
    tokens: list[str] = []
    for piece in pieces:
        found = _TOKEN.findall(piece)
        glued = len(found) == 1 and _GLUED_INITIALS.fullmatch(found[0])
        tokens += list(found[0]) if glued else found
    return tokens


def _join_servants(tokens: list[str]) -> list[str]:
    """Leave particles out, and write "Abd al Aziz" and "O Neill" as one part."""
    joined: list[str] = []
    pending = ""
    for place, token in enumerate(tokens):
        is_last = place == len(tokens) - 1
        folded = fold(token)
        if not is_last and _SERVANT.fullmatch(folded):
            pending = "Abdul "
        elif not is_last and folded == "o" and place > 0 and not token.endswith("."):
            pending = "O’"
        elif is_last or not _is_particle(token, folded, place == 0):
            joined.append(pending + token)
            pending = ""
    return joined


def _is_particle(token: str, folded: str, is_first: bool) -> bool:
    """Tell whether a word is a particle: at the start only in small letters, since "Al Gore" has a given name."""
    return folded in PARTICLES and len(token) > 1 and (token.islower() or not is_first)


def _first_in_capitals(parts: tuple[Part, ...]) -> bool:
    """Tell whether the first part alone is in capitals, as some write family names."""
    return (
        len(parts) > 1
        and len(parts[0].printed) > 1
        and parts[0].printed.isupper()
        and not any(part.printed.isupper() for part in parts[1:])
    )


def _rewrite(form: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, by in rules:
        form = pattern.sub(by, form)
    return form


def _sound(romanised: str) -> str:
    """Return the sound form; e counts as a behind the first vowel (Ahmed, Ahmad), where most languages weaken it."""
    form = _rewrite(romanised, _SOUNDS)
    first = _FIRST_VOWEL.match(form)
    behind = first.end() if first else 0
    return _DOUBLED.sub(r"\1", form[:behind] + form[behind:].replace("e", "a"))


def _skeleton(sound: str) -> str:
    first = "a" if sound[:1] in "aeiou" else sound[:1]
    return first + _VOWELS.sub("", sound[1:]) if sound else ""
