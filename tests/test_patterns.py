"""Regular expressions that every version of Python matches alike."""

import ast
import re
from pathlib import Path

import pytest

import onrecord
from onrecord.patterns import end_of_run

SOURCES = sorted(Path(onrecord.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param("ab ab c", 0, 6, id="up-to-what-does-not-match"),
        pytest.param("ab ab ", 0, 6, id="all"),
        pytest.param("c", 0, 0, id="nothing"),
        pytest.param("c ab", 2, 4, id="from-a-place-on"),
        pytest.param("abb a", 0, 5, id="each-as-it-first-matches"),
    ],
)
def test_a_run_ends_where_the_next_match_would_begin_and_does_not(text: str, start: int, end: int) -> None:
    """Matches stand one behind another; none is tried in another way than it first matches."""
    assert end_of_run(re.compile(r"ab*\s*"), text, start) == end


def test_a_run_of_empty_matches_ends() -> None:
    """A part that can match nothing does not run for ever."""
    assert end_of_run(re.compile("x*"), "xxy") == 2


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_pattern_has_a_possessive_group(path: Path) -> None:
    """Python 3.11.0 to 3.11.4 match possessive and atomic groups wrongly; possessive characters are safe."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in documented:
            pattern = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            assert not re.search(r"(?<!\\)\)[*+?]\+|\(\?>", pattern), f"line {node.lineno}"
