"""Which language a text is in (py3langid, a naive Bayes classifier over byte n-grams that carries its model)."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from onrecord.records import Language

_SAMPLE_CHARS = 160  # from the start and as much from the middle: enough for certainty, whatever the length
_MIN_LETTERS = 12


def identify_language(text: str, given: str | None, min_confidence: float) -> Language:
    """Return the language `given` with the text, believed, or the one recognised; unknown below `min_confidence`."""
    if given:
        return Language(given, 1.0)
    middle = len(text) // 2
    sample = (
        text if len(text) <= 2 * _SAMPLE_CHARS else text[:_SAMPLE_CHARS] + " " + text[middle : middle + _SAMPLE_CHARS]
    )
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return Language(None, 0.0)
    code, confidence = _identifier().classify(sample)
    return Language(code if confidence >= min_confidence else None, round(float(confidence), 4))


def identifier_version() -> str:
    """Return the version of the classifier, part of what its results depend on."""
    return version("py3langid")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy and the model: only when asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
