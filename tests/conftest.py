"""What every test shares: fixed seeds, plain settings, and files made by hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis
import pytest

from onrecord.settings import Settings

hypothesis.settings.register_profile("onrecord", deadline=None, max_examples=50, derandomize=True, database=None)
hypothesis.settings.load_profile("onrecord")

WriteFiles = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Return the defaults, in this process alone."""
    return Settings(jobs=1)


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """Return a function that writes files by name into a fresh folder and returns the folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "given"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
