"""Names of persons, organisations, places and what else bears one, as the language model finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reading.anatomy import running_spans
from onrecord.records import Anatomy, Mention, Mentions, Name, Names, Report, Span, make_id
from onrecord.stages import StageResult

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_ENTITIES = frozenset(("Date", "Money"))  # labels of what nobody is


class ModelNames:
    """Take the model's names, in running text only."""

    name = "names.model.v1"
    needs: tuple[type, ...]
    gives = (Names, Mentions)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc) -> StageResult:
        """Return the names of one report, and those that may be entities as mentions."""
        running = running_spans(report.text, anatomy)
        names = Names(
            Name(entity.start_char, entity.end_char, entity.label_)
            for entity in doc.ents
            if any(span.covers(Span(entity.start_char, entity.end_char)) for span in running)
        )
        mentions = Mentions(self._mention(report, name) for name in names if name.label not in _NO_ENTITIES)
        return StageResult((names, mentions))

    def _mention(self, report: Report, name: Name) -> Mention:
        return Mention(
            id=make_id("mention", report.id, Span(name.start, name.end)),
            entity=None,
            report=report.id,
            start=name.start,
            end=name.end,
            how="name",
            label=name.label,
            text=report.text[name.start : name.end],
            made_by=self.name,
            confidence=0.8,
        )
