"""Reports about a fictional crisis by fictional outlets, and their gold, written by reading."""

from __future__ import annotations

from pathlib import Path


def reports_folder() -> Path:
    """Return the folder of the demo's reports, which lies in the installed package."""
    return Path(__file__).parent / "reports"


def gold_folder() -> Path:
    """Return the folder of the demo's gold record, a file for each text and one for what they say together."""
    return Path(__file__).parent / "gold"
