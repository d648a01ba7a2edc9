"""Names of persons, organisations, places and what else bears one, as the language model finds them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.reading.anatomy import running_spans
from onrecord.records import Anatomy, Name, Names, Report, Span, Stretches
from onrecord.stages import StageResult
from onrecord.within.titles import TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Entity


class ModelNames:
    """Take the model's names, in running text only."""

    name = "names.model.v1"
    needs: tuple[type, ...]
    gives = (Names,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc) -> StageResult:
        """Return the names of one report."""
        running = Stretches(running_spans(report.text, anatomy))
        entities = [entity for entity in doc.ents if running.cover(Span(entity.start_char, entity.end_char))]
        labels = _labels(entities)
        return StageResult((Names(_name(entity, labels[entity]) for entity in entities),))


def _name(entity: Entity, label: str) -> Name:
    """Return a name without the titles in front of a person's, which the model now and then takes in."""
    first = 0
    if label == "Person":
        while first < len(entity) - 1 and (entity[first].is_space or entity[first].text.rstrip(".") in TITLES):
            first += 1
    return Name(entity[first].idx, entity.end_char, label)


def _labels(entities: Sequence[Entity]) -> dict[Entity, str]:
    """Return the label of each name: the one that its printed form has most often in the report, if it has one."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        votes[_form(entity)][entity.label_] += 1
    labels = {}
    for entity in entities:
        (best, count), *others = votes[_form(entity)].most_common(2)
        is_clear = not others or count > others[0][1]
        labels[entity] = best if is_clear else entity.label_
    return labels


def _form(entity: Entity) -> str:
    """Return a name's words, however white space parts them."""
    return " ".join(entity.text.split())
