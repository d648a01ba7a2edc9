"""Which language a text is in: py3langid, a naive Bayes classifier over byte n-grams that carries its model.

Running English prose is recognised by its commonest words first, which costs a tenth of the classifier.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from onrecord.records import Language

_SAMPLE_CHARS = 160  # from the start and as much from the middle: enough for certainty, whatever the length
_MIN_LETTERS = 12
_ENGLISH_WORDS = frozenset(
    "the of and to in a is that for on was with as by at from his he it be are this an were have has had which or its "
    "not but they their been who will would said i you we she her him my our your all about there if up out when can "
    "no more what so could than other into after over before between through during while also some any where how "
    "them these those did do does should may must because against under both each such only just one two".split()
)
_ENGLISH_SAMPLE_CHARS = 400  # the more words, the surer
_ENGLISH_SHARE = 0.22  # of the words of the sample
_ENGLISH_ARTICLE_SHARE = 0.015
_ENGLISH_MIN_WORDS = 30
_ENGLISH_CONFIDENCE = 0.99


def identify_language(text: str, given: str | None, min_confidence: float) -> Language:
    """Return the language `given` with the text, believed, or the one recognised; unknown below `min_confidence`."""
    if given:
        return Language(given, 1.0)
    if _is_plain_english(_sample(text, _ENGLISH_SAMPLE_CHARS)):
        return Language("en", _ENGLISH_CONFIDENCE)
    sample = _sample(text, _SAMPLE_CHARS)
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return Language(None, 0.0)
    code, confidence = _identifier().classify(sample)
    return Language(code if confidence >= min_confidence else None, round(float(confidence), 4))


def _sample(text: str, chars: int) -> str:
    """Return as many characters from the start of a text and from its middle; a shorter text whole."""
    middle = len(text) // 2
    return text if len(text) <= 2 * chars else f"{text[:chars]} {text[middle : middle + chars]}"


def _is_plain_english(sample: str) -> bool:
    """Tell whether the commonest words of English, its article among them, are as frequent as in no other language."""
    words = sample.lower().split()
    return (
        len(words) >= _ENGLISH_MIN_WORDS
        and sum(map(_ENGLISH_WORDS.__contains__, words)) >= len(words) * _ENGLISH_SHARE
        and words.count("the") >= len(words) * _ENGLISH_ARTICLE_SHARE
    )


def identifier_version() -> str:
    """Return the version of the classifier, part of what its results depend on."""
    return version("py3langid")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy and the model: only when asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
