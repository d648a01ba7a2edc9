"""Lemmas as edit scripts: what to do with a word's letters to get its lemma.

A script says how many letters to take off the end, what to put there, and whether capitals stay. Words that are
bent alike share a script, so a lemma is one of a few hundred classes (Chrupała 2006; Straka et al. 2016).
"""

from __future__ import annotations

from functools import lru_cache

IDENTITY = "lower 0 "
_MAX_KEPT_CHARS = 100  # of a word whose lemma is kept


def make_script(word: str, lemma: str) -> str:
    """Return the script that turns `word` into `lemma`; `apply_script` applies it."""
    case, base = ("lower", word.lower()) if lemma == lemma.lower() else ("keep", word)
    kept = next(
        (place for place, (left, right) in enumerate(zip(base, lemma, strict=False)) if left != right),
        min(len(base), len(lemma)),
    )
    return f"{case} {len(base) - kept} {lemma[kept:]}"


def apply_script(word: str, script: str) -> str:
    """Return the lemma of `word`; where the script would leave nothing of it, the word in lower case."""
    return _apply_script(word, script) if len(word) <= _MAX_KEPT_CHARS else _apply_script.__wrapped__(word, script)


@lru_cache(maxsize=50_000)
def _apply_script(word: str, script: str) -> str:
    case, taken, put = script.split(" ", 2)
    base = word.lower() if case == "lower" else word
    if int(taken) > len(base):
        return word.lower()
    return base[: len(base) - int(taken)] + put or word.lower()
