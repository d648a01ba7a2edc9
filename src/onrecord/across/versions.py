"""Edited articles: reports under one address that are versions of each other.

Two reports under the same address are one article when they share enough of the shorter one's five-word
sequences (containment of shingles, as in Broder, "On the resemblance and containment of documents", 1997);
an address that is reused for another text does not make it a version. `version_of` points to the earliest
version by publication time; where times do not tell, to the one with the smallest id, which then says only
that the two are one article, not which came first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations

from courlan import normalize_url

from onrecord.engine import Engine, Failed
from onrecord.records import Addressed, Judgement, Verdict, Version, make_id, moment_of
from onrecord.settings import Settings

NAME = "versions.address.v1"
QUESTION = "same article"
_SHINGLE_WORDS = 5
_WORD = re.compile(r"\w+")


def address_of(url: str | None) -> str | None:
    """Return what two addresses of one article share: no scheme, `www.`, fragment, tracking or trailing slash.

    `None` without a path, since a front page is not an article.
    """
    if not url or len(url) > 2000:
        return None
    try:
        plain = str(normalize_url(url, strict=False))
    except ValueError:
        return None
    bare = re.sub(r"^[a-z]+://(?:www\.|m\.|amp\.)?", "", plain.partition("#")[0], flags=re.IGNORECASE).rstrip("/")
    host, slash, path = bare.partition("/")
    return f"{host.lower()}/{path}" if slash and path and "." in host else None


def find_versions(
    rows: Callable[[], Iterable[Addressed]], engine: Engine, settings: Settings
) -> tuple[list[Version], list[Judgement]]:
    """Return which reports are versions of which, and the judgement on every pair that was compared."""
    judgements: list[Judgement] = []
    groups = engine.groups(
        rows,
        _addresses,
        compare_group,
        settings.version_overlap,
        order=_order,
        max_rows=settings.max_group_rows,
    )
    for result in groups:
        if isinstance(result, Failed):
            continue  # a group that cannot be compared makes nobody a version; its reports stay as they are
        judgements += result
    order = {row.id: _order(row) for row in rows()}
    same = [(judgement.left, judgement.right) for judgement in judgements if judgement.verdict is Verdict.SAME]
    versions = []
    for component in engine.components(same):
        first = min(component, key=lambda id_: order[id_])
        versions += [Version(id_, first) for id_ in component if id_ != first]
    return versions, judgements


def compare_group(group: tuple[Addressed, ...], min_overlap: float) -> list[Judgement]:
    """Compare the reports under one address pair by pair."""
    shingles = {row.id: _shingles(row.text) for row in group}
    return [
        _judge(left, right, shingles[left.id], shingles[right.id], min_overlap)
        for left, right in combinations(group, 2)
    ]


def _judge(
    left: Addressed, right: Addressed, left_shingles: frozenset[str], right_shingles: frozenset[str], min_overlap: float
) -> Judgement:
    smaller = min(len(left_shingles), len(right_shingles))
    share = round(len(left_shingles & right_shingles) / smaller, 4) if smaller else 0.0
    verdict = Verdict.SAME if share >= min_overlap else Verdict.DIFFERENT
    return Judgement(
        id=make_id("judgement", QUESTION, left.id, right.id),
        left=left.id,
        right=right.id,
        verdict=verdict,
        score=share,
        reasons=(
            f"both under {left.address}",
            f"{share:.0%} of the shorter text's {_SHINGLE_WORDS}-word sequences are in the other "
            f"(at least {min_overlap:.0%} needed)",
        ),
        question=QUESTION,
        made_by=NAME,
    )


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    if len(words) < _SHINGLE_WORDS:
        return frozenset([" ".join(words)] if words else [])
    return frozenset(
        " ".join(words[place : place + _SHINGLE_WORDS]) for place in range(len(words) - _SHINGLE_WORDS + 1)
    )


def _addresses(row: Addressed) -> tuple[str, ...]:
    return (row.address,)


def _order(row: Addressed) -> tuple[str, str]:
    return (moment_of(row.published) if row.published else "9999", row.id)
