"""What one report says by itself, as the JSON object that `annotate` prints: no store, one object a report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.engine import Failed
from onrecord.engine.local import LocalEngine
from onrecord.errors import describe
from onrecord.language import VECTORS
from onrecord.pipeline import each_payload, named_quotations, take_apart
from onrecord.pipeline import reading as reading_report
from onrecord.reading.inputs import Payload, Walk, read_payload
from onrecord.record.tables import to_row
from onrecord.records import (
    Attributions,
    Chains,
    Holdings,
    Mentions,
    Names,
    NotRead,
    Quotations,
    Reading,
    Span,
    Times,
    Voices,
)
from onrecord.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_NOTHING: dict[type, tuple[()]] = dict.fromkeys(
    (Names, Attributions, Mentions, Chains, Holdings, Voices, Quotations, Times), ()
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """The annotation of one report, where it came from and what was left out."""

    file: str
    annotation: dict[str, Any]


def annotate_paths(
    paths: Sequence[str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    vectors: bool = False,
    standard_input: BinaryIO | None = None,
) -> Iterator[Annotated | NotRead]:
    """Yield one annotation a report (or input row), in input order, and every input that gave none.

    Args:
        paths: files, folders and `-` for standard input.
        settings: see `settings.Settings`.
        vectors: add `vectors`, one a sentence: numbers whose products tell how alike sentences are.
        standard_input: what `-` stands for; the process's own when not given.
    """
    settings = settings or Settings()
    walk = Walk(paths, settings, standard_input=standard_input)
    with LocalEngine(settings.jobs, batch_rows=settings.batch_reports, batch_bytes=settings.batch_bytes) as engine:
        for result in each_payload(engine, walk, _annotate_payload, (settings, vectors)):
            if isinstance(result, Failed):
                yield NotRead(result.row.file, result.reason)
            else:
                yield from result


def _annotate_payload(payload: Payload, given: tuple[Settings, bool]) -> tuple[Annotated | NotRead, ...]:
    settings, vectors = given
    return tuple(_annotate_alone(found, settings, vectors) for found in read_payload(payload, settings).found)


def _annotate_alone(found: Reading | NotRead, settings: Settings, vectors: bool) -> Annotated | NotRead:
    """Annotate one report; whatever it does to a library, its neighbours are annotated."""
    if isinstance(found, NotRead):
        return found
    try:
        return Annotated(found.location.file, annotate(found, settings, vectors=vectors))
    except Exception as error:  # noqa: BLE001
        return NotRead(found.location.file, describe(error))


def annotate(reading: Reading, settings: Settings, *, vectors: bool = False) -> dict[str, Any]:
    """Return the annotation of one report; offsets are code points of its `text`, half-open."""
    report = reading.report
    taken = take_apart(report, settings)
    with reading_report(report, taken.anatomy, taken.language, settings) as read:
        doc, values = read.doc, {**_NOTHING, **read.values}
        return {
            "id": report.source_id or report.id,
            "report": report.id,
            "file": reading.location.file,
            "part": reading.location.part,
            "text": report.text,
            "language": taken.language.code,
            "unread": read.unread,
            "anatomy": [to_row(piece) for piece in taken.anatomy.pieces],
            "sentences": _sentences(doc),
            "tokens": _tokens(doc),
            "names": [to_row(name) for name in values[Names]],
            "attributions": [to_row(attribution) for attribution in values[Attributions]],
            "quotations": [to_row(quotation) for quotation in named_quotations(values)],
            "times": [to_row(time) for time in values[Times]],
            "mentions": [to_row(replace(mention, entity=mention.chain)) for mention in values[Mentions]],
            "roles": _roles(values[Chains], values[Holdings], values[Times]),
            "drops": [to_row(drop) for drop in read.drops],
            **({"vectors": _vectors(doc)} if vectors else {}),
        }


def _roles(chains: Chains, holdings: Holdings, times: Times) -> list[dict[str, Any]]:
    """Return the offices that a report gives, holder and body as chains with their names."""
    names = {chain.id: chain.name for chain in chains}
    dates = {time.id: time.value for time in times}
    return [
        {
            "entity": holding.holder,
            "name": names[holding.holder],
            "office": holding.printed,
            "body": holding.body,
            "body_name": None if holding.body is None else names[holding.body],
            "standing": holding.standing,
            "from": None if holding.began is None else dates[holding.began],
            "to": None if holding.ended is None else dates[holding.ended],
            "start": holding.start,
            "end": holding.end,
        }
        for holding in holdings
    ]


def _sentences(doc: Doc | None) -> list[list[int]]:
    from onrecord.language import sentence_spans

    return [] if doc is None else _pairs(sentence_spans(doc))


def _tokens(doc: Doc | None) -> list[dict[str, Any]]:
    """Return the tokens that are no white space; `head` counts in this list, -1 for a root."""
    words = [] if doc is None else [token for token in doc if not token.is_space]
    place_of = {token.i: place for place, token in enumerate(words)}

    def head_of(token: Token) -> int:
        head = token.head
        while head.is_space and head.head.i != head.i:  # in the trees of other pipelines
            head = head.head
        return -1 if head.i == token.i else place_of.get(head.i, -1)

    return [
        {
            "start": token.idx,
            "end": token.idx + len(token),
            "upos": token.pos_,
            "lemma": token.lemma_,
            "head": head_of(token),
            "deprel": token.dep_,
            "xpos": token.tag_,
        }
        for token in words
    ]


def _vectors(doc: Doc | None) -> list[list[float]]:
    """Return the sentences' vectors, of length 1, to four digits."""
    return (
        [] if doc is None else [[round(number, 4) for number in vector] for vector in doc.user_data[VECTORS].tolist()]
    )


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
