"""What the tests of the language model share: the stand-in for it, and the package's own where it is there."""

from pathlib import Path

import pytest
from tests.stand_in_model import StandIn, StandInReader

from onrecord.language.encoder import SHIPPED
from onrecord.language.neural import NeuralReader


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the folder of the package's own weights; skips where a checkout has none."""
    if not (SHIPPED / "model.onnx").is_file():
        pytest.skip("the package has no weights in this checkout; `python -m training export` makes them")
    return SHIPPED


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    """Return a model whose scores are drawn."""
    return StandIn(tmp_path)


@pytest.fixture(params=["stand-in", "shipped"])
def reader(request: pytest.FixtureRequest) -> NeuralReader:
    """Return a neural reader: one with drawn scores, then one with the package's own weights."""
    if request.param == "shipped":
        return NeuralReader(request.getfixturevalue("shipped"))
    return StandInReader(request.getfixturevalue("stand_in"))
