"""The documentation names what there is: every command, option, table, column, field, stage, setting and format."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from onrecord.across import identity, recurring, versions
from onrecord.cli.app import app
from onrecord.language.encoder import SHIPPED
from onrecord.pipeline import STAGE_NAMES, TAKEN_APART_BY
from onrecord.reading.fields import FIELD_NAMES
from onrecord.reading.formats import FORMATS
from onrecord.record.tables import TABLES
from onrecord.settings import settings_page

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = (*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of a page, up to the next of its rank."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no section {heading!r}"
    return found[1]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described(table: object) -> None:
    """Each table has a section that lists its columns, all of them, in their order."""
    described = re.findall(r"^\| `(\w+)` \|", section("record.md", table.name), re.MULTILINE)  # type: ignore[attr-defined]
    assert tuple(described) == table.columns  # type: ignore[attr-defined]


def test_every_field_name_is_described() -> None:
    """The forgiving names of columns are those that the code knows."""
    text = (DOCS / "reading.md").read_text(encoding="utf-8")
    rows = {
        row[1]: tuple(re.findall(r"`(\w+)`", row[2]))
        for row in re.finditer(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE)
    }
    assert {field: rows.get(field) for field in FIELD_NAMES} == FIELD_NAMES


def test_every_stage_is_described() -> None:
    """The page of the stages names each component with its version."""
    text = (DOCS / "stages.md").read_text(encoding="utf-8")
    names = (*STAGE_NAMES, *TAKEN_APART_BY, versions.NAME, recurring.NAME, identity.NAME)
    assert [name for name in names if f"`{name}`" not in text] == []


def test_settings_page_is_the_code_s() -> None:
    """The page of the settings is made from the code: `python -m onrecord.settings > docs/settings.md`."""
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == settings_page()


def test_every_ending_is_described() -> None:
    """Each ending that is read stands on the page about reading."""
    text = (DOCS / "reading.md").read_text(encoding="utf-8")
    endings = {suffix for known in FORMATS for suffix in known.suffixes if suffix}
    assert sorted(ending for ending in endings if f"`{ending}`" not in text) == []


COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    """Each command has a section that names all its options."""
    described = section("commands.md", f"onrecord {name}")
    verdicts = getattr(COMMANDS[name], "commands", {})
    parameters = [one for command in (COMMANDS[name], *verdicts.values()) for one in command.params]
    options = [option for parameter in parameters for option in (*parameter.opts, *parameter.secondary_opts)]
    assert [option for option in options if option.startswith("-") and f"`{option}" not in described] == []
    assert [verdict for verdict in verdicts if f"`{verdict}" not in described] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a page or a heading of this project leads to one."""
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        file = page.parent / target if target else page
        assert file.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


LANGUAGE_SAMPLES = re.findall(
    r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?",
    (DOCS / "language.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.skipif(not (SHIPPED / "model.onnx").is_file(), reason="the package has no weights in this checkout")
@pytest.mark.parametrize(("program", "printed"), LANGUAGE_SAMPLES)
def test_samples_of_the_language_model_run(program: str, printed: str, tmp_path: Path) -> None:
    """Each sample of the page runs by itself and, where the page shows what it prints, prints that."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr  # a warning is none: spaCy has one for a model that finds nothing
    assert done.stdout == printed or not printed
