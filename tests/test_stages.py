from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from onrecord.errors import PipelineError
from onrecord.records import Drop
from onrecord.stages import Stage, StageResult, check_stages, run_stages


class Text(str):
    """What the smallest pipeline starts from."""

    __slots__ = ()


class Words(tuple[str, ...]):
    """The words of a text."""

    __slots__ = ()


class Count(int):
    """How many there are."""


class Capitals(tuple[str, ...]):
    """The words in capitals."""

    __slots__ = ()


@dataclass(frozen=True)
class Step:
    """A stage built by hand."""

    name: str
    needs: tuple[type, ...]
    gives: tuple[type, ...]
    run: Callable[..., StageResult] = field(default=lambda *_: StageResult(()))


def split(text: Text) -> StageResult:
    """Give the words of a text, leaving out numbers."""
    words = Words(word for word in text.split() if not word.isdigit())
    drops = tuple(Drop("r", "words.rules.v1", f"a number: {word}") for word in text.split() if word.isdigit())
    return StageResult((words,), drops)


def measure(words: Words, text: Text) -> StageResult:
    """Give the count of words and those in capitals."""
    given = (Count(len(words)), Capitals(word for word in words if word.isupper()))
    return StageResult(given, (Drop("r", "count.rules.v1", f"of {len(text)} characters"),))


SPLIT = Step("words.rules.v1", (Text,), (Words,), split)
MEASURE = Step("count.rules.v1", (Words, Text), (Count, Capitals), measure)


@pytest.mark.parametrize(
    ("stages", "given"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param((SPLIT,), (Text,), id="one"),
        pytest.param((SPLIT, MEASURE), (Text,), id="two-in-order"),
        pytest.param((MEASURE,), (Text, Words), id="needs-given-from-outside"),
        pytest.param((Step("start.rules.v1", (), (Text,)), SPLIT), (), id="needs-nothing"),
    ],
)
def test_stages_that_fit_are_accepted(stages: tuple[Stage, ...], given: tuple[type, ...]) -> None:
    """An order is accepted when every need is given from outside or by an earlier stage."""
    check_stages(stages, given)


@pytest.mark.parametrize(
    ("stages", "given", "message"),
    [
        pytest.param(
            (MEASURE, SPLIT),
            (Text,),
            "The stage count.rules.v1 needs Words, and nothing before it gives that (there is: Text). "
            "Put the stage that gives it earlier in the order.",
            id="wrong-order",
        ),
        pytest.param(
            (SPLIT, Step("late.rules.v1", (Text, Count), ())),
            (Text,),
            "The stage late.rules.v1 needs Count, and nothing before it gives that (there is: Text, Words). "
            "Put the stage that gives it earlier in the order.",
            id="second-need-missing",
        ),
        pytest.param(
            (Step("self.rules.v1", (Words,), (Words,)),),
            (Text,),
            "The stage self.rules.v1 needs Words, and nothing before it gives that (there is: Text). "
            "Put the stage that gives it earlier in the order.",
            id="needs-its-own-gift",
        ),
        pytest.param(
            (SPLIT, Step("words.model.v1", (Text,), (Words,))),
            (Text,),
            "The stage words.model.v1 gives Words, which an earlier stage gives already. Take one of the two out.",
            id="given-twice",
        ),
    ],
)
def test_stages_that_do_not_fit_are_refused(stages: tuple[Stage, ...], given: tuple[type, ...], message: str) -> None:
    """A gap or a double in the order stops everything before any work, naming the stage and the type."""
    with pytest.raises(PipelineError) as caught:
        check_stages(stages, given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("stages", "given", "words"),
    [
        pytest.param((SPLIT,), (), ("words.rules.v1", "Text"), id="nothing-given"),
        pytest.param((Step("twice.rules.v1", (), (Count, Count)),), (), ("twice.rules.v1", "Count"), id="twice-by-one"),
        pytest.param(
            (Step("text.rules.v1", (), (Text,)),), (Text,), ("text.rules.v1", "Text"), id="given-from-outside-too"
        ),
    ],
)
def test_odd_orders_are_refused_too(stages: tuple[Stage, ...], given: tuple[type, ...], words: tuple[str, str]) -> None:
    """The rarer mistakes in an order are refused as well, naming the stage and the type."""
    with pytest.raises(PipelineError) as caught:
        check_stages(stages, given)
    assert all(word in str(caught.value) for word in words)


def test_running_gives_all_values_and_all_drops_in_order() -> None:
    """Everything given and made is returned under its type, with the drops of all stages in their order."""
    text = Text("NATO sent 40 envoys")
    values, drops = run_stages((SPLIT, MEASURE), {Text: text})
    assert values == {
        Text: text,
        Words: Words(("NATO", "sent", "envoys")),
        Count: 3,
        Capitals: Capitals(("NATO",)),
    }
    assert [drop.reason for drop in drops] == ["a number: 40", "of 19 characters"]


def test_running_leaves_what_was_given_as_it_was() -> None:
    """The caller's mapping is not modified."""
    given: dict[type, object] = {Text: Text("one")}
    run_stages((SPLIT,), given)
    assert given == {Text: Text("one")}


@pytest.mark.parametrize(
    "given",
    [pytest.param((), id="too-few"), pytest.param((Words(), Count(0)), id="too-many")],
)
def test_a_stage_that_gives_another_number_of_values_is_an_error(given: tuple[object, ...]) -> None:
    """A stage that does not keep to its `gives` is a mistake in the program and is not passed over."""
    stage = Step("odd.rules.v1", (Text,), (Words,), lambda _: StageResult(given))
    with pytest.raises(ValueError, match="argument 2 is"):
        run_stages((stage,), {Text: Text("one")})
