"""How far a comparison is."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[str, int, int | None, float], None]
"""Called now and then: the step, how much is done, of how much, after how many seconds."""


def ignore(step: str, done: int, of: int | None, seconds: float) -> None:
    """Tell nobody."""
    del step, done, of, seconds
