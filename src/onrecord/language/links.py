"""From tags and links to attributions: a cue, its source, and all the stretches of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.language.tags import tag_spans

WordSpan = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WordAttribution:
    """An attribution in words, half-open: one cue, at most one source, the content in one stretch or several."""

    cue: WordSpan
    source: WordSpan | None
    content: tuple[WordSpan, ...]


def link_spans(tags: Sequence[str], cue_links: Any, source_links: Any) -> list[WordAttribution]:
    """Return the attributions of a window, in the order of their cues; a cue without content makes none.

    Args:
        tags: the BIOES tag of each word.
        cue_links: [words, words], how well the word of the column starts the cue of the content word of the row.
        source_links: [words, words], how well the word of the column starts the source of the cue that the word of
            the row starts; on the diagonal, how well it has none.
    """
    import numpy

    spans: dict[str, list[WordSpan]] = {"source": [], "cue": [], "content": []}
    for start, end, label in tag_spans(tags):
        spans[label].append((start, end))
    if not spans["cue"] or not spans["content"]:
        return []
    cue_starts = numpy.array([start for start, _ in spans["cue"]])
    contents: list[list[WordSpan]] = [[] for _ in spans["cue"]]
    for start, end in spans["content"]:
        scores = cue_links[start:end][:, cue_starts]
        shares = numpy.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        contents[int(numpy.log(shares + 1e-9).mean(0).argmax())].append((start, end))
    found = []
    for cue, content in zip(spans["cue"], contents, strict=True):
        if not content:
            continue
        scores = [float(source_links[cue[0], start]) for start, _ in spans["source"]]
        best = max(range(len(scores)), key=lambda number: scores[number], default=None)
        if best is not None and scores[best] <= float(source_links[cue[0], cue[0]]):
            best = None
        found.append(WordAttribution(cue, None if best is None else spans["source"][best], tuple(content)))
    return found
