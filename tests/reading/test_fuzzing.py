"""A fixed sample of mutated files; `benchmarks/fuzz.py` reads as many as there is time for."""

from __future__ import annotations

import os

import pytest
from tests.fuzzing import fuzz_one, mutated

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="the time limit needs an alarm signal"),
    pytest.mark.filterwarnings("ignore"),  # libraries warn of what they meet in broken files
]


@pytest.mark.parametrize("part", range(8))
def test_mutated_files_are_read_or_refused(part: int) -> None:
    """Whatever bytes a file holds, reading it ends in time and raises nothing."""
    found = [fuzz_one(number, seed=2031) for number in range(part * 40, part * 40 + 40)]
    assert [(one.number, one.name, one.problem) for one in found if one.problem] == []
    assert any(one.reports for one in found)


def test_a_number_makes_the_same_file_every_time() -> None:
    """A mutated file can be made again from its number."""
    assert mutated(17, 1) == mutated(17, 1)
    assert mutated(17, 1) != mutated(17, 2)
