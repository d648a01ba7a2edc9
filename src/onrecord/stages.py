"""What a stage is: it has a name, says what it needs and gives, takes records and returns records.

Only the runner knows the order, and `check_stages` compares needs with gives before any work starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.errors import PipelineError
from onrecord.records import Drop


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage gives, in the order of its `gives`, and what it left out and why."""

    given: tuple[object, ...]
    drops: tuple[Drop, ...] = ()


class Stage(Protocol):
    """One step in reading a report."""

    @property
    def name(self) -> str:
        """Kind, method and version, joined by dots: `names.rules.v2`."""
        ...

    @property
    def needs(self) -> tuple[type, ...]:
        """The types of what `run` takes, in its order."""
        ...

    @property
    def gives(self) -> tuple[type, ...]:
        """The types of what `run` returns, in its order."""
        ...

    @property
    def run(self) -> Callable[..., StageResult]:
        """The pure function of the stage."""
        ...


def check_stages(stages: Sequence[Stage], given: Iterable[type]) -> None:
    """Refuse an order in which a stage needs what nothing before it gives, or two stages give the same.

    Raises:
        PipelineError: with the stage, what it lacks, and what there is.
    """
    there = list(given)
    for stage in stages:
        for need in stage.needs:
            if need not in there:
                names = ", ".join(kind.__name__ for kind in there)
                raise PipelineError(
                    f"The stage {stage.name} needs {need.__name__}, and nothing before it gives that "
                    f"(there is: {names}).",
                    remedy="Put the stage that gives it earlier in the order.",
                )
        for gift in stage.gives:
            if gift in there:
                raise PipelineError(
                    f"The stage {stage.name} gives {gift.__name__}, which an earlier stage gives already.",
                    remedy="Take one of the two out.",
                )
            there.append(gift)


def run_stages(stages: Sequence[Stage], given: dict[type, Any]) -> tuple[dict[type, Any], tuple[Drop, ...]]:
    """Run the stages in order on what is given; return everything there is afterwards, and all drops."""
    values = dict(given)
    drops: list[Drop] = []
    for stage in stages:
        result = stage.run(*(values[need] for need in stage.needs))
        values.update(zip(stage.gives, result.given, strict=True))
        drops += result.drops
    return values, tuple(drops)
