import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from onrecord.errors import SettingsError
from onrecord.settings import Settings, load_settings, settings_page

SETTINGS_DOC = Path(__file__).parents[1] / "docs" / "settings.md"
REMEDY = "`docs/settings.md` lists every setting."
CHANGED = {
    "jobs": 3,
    "batch_reports": 7,
    "batch_bytes": 1000,
    "commit_reports": 10,
    "cache_mb": 8,
    "max_file_bytes": 1_000,
    "max_report_chars": 1_000,
    "max_unpack_ratio": 10,
    "max_archive_depth": 1,
    "follow_links": False,
    "split_files": False,
    "min_language_confidence": 0.5,
    "read_languages": ("en", "fr"),
    "language_weights": "weights",
    "spacy_pipeline": "en_core_web_trf",
    "version_overlap": 0.25,
    "max_group_rows": 10,
    "max_rows_in_memory": 10,
}
SHAPING = {
    "min_language_confidence",
    "read_languages",
    "language_weights",
    "spacy_pipeline",
    "version_overlap",
    "max_group_rows",
}


def test_every_setting_is_tried_here() -> None:
    """The table of changed values above names every setting, so that a new one cannot be forgotten."""
    assert set(CHANGED) == set(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_a_default_a_unit_and_a_sentence(name: str) -> None:
    """Each setting has a default, a unit and a sentence of help that begins and ends like one."""
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    assert not field.is_required()
    assert field.description is not None
    assert field.description[0].isupper()
    assert field.description.endswith(".")
    assert isinstance(extra, dict)
    assert extra["unit"]


@pytest.mark.parametrize("name", CHANGED)
def test_settings_that_shape_the_record_and_no_others_are_in_the_fingerprint(name: str) -> None:
    """Old rows become stale when a setting that changes results changes, and only then."""
    changed = Settings().replace(**{name: CHANGED[name]})
    assert getattr(changed, name) == CHANGED[name] != getattr(Settings(), name)
    assert (changed.fingerprint() != Settings().fingerprint()) == (name in SHAPING)


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    """A fingerprint depends on the settings alone, never on the process that computes it."""
    program = "from onrecord.settings import Settings; print(Settings().fingerprint())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == Settings().fingerprint()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param(
            {"jobs": 0}, "The setting jobs cannot be 0: Input should be greater than or equal to 1.", id="too-small"
        ),
        pytest.param(
            {"version_overlap": 1.5},
            "The setting version_overlap cannot be 1.5: Input should be less than or equal to 1.",
            id="too-large",
        ),
        pytest.param(
            {"max_group_rows": 1},
            "The setting max_group_rows cannot be 1: Input should be greater than or equal to 2.",
            id="groups-of-one",
        ),
        pytest.param(
            {"cache_mb": "plenty"},
            "The setting cache_mb cannot be 'plenty': "
            "Input should be a valid integer, unable to parse string as an integer.",
            id="no-number",
        ),
        pytest.param(
            {"batch_bytes": 0.5},
            "The setting batch_bytes cannot be 0.5: "
            "Input should be a valid integer, got a number with a fractional part.",
            id="half-a-byte",
        ),
        pytest.param(
            {"read_languages": "en"},
            "The setting read_languages cannot be 'en': Input should be a valid tuple.",
            id="a-word-where-a-list-belongs",
        ),
        pytest.param(
            {"read_languages": ("en", 7)},
            "The setting read_languages.1 cannot be 7: Input should be a valid string.",
            id="inside-a-list",
        ),
        pytest.param(
            {"job": 2},
            f"There is no setting 'job'; there are: {', '.join(Settings.model_fields)}.",
            id="no-such-name",
        ),
        pytest.param(
            {"jobs": 0, "cache_mb": -1},
            "The setting jobs cannot be 0: Input should be greater than or equal to 1. "
            "The setting cache_mb cannot be -1: Input should be greater than or equal to 1.",
            id="two-at-once",
        ),
    ],
)
def test_a_bad_setting_is_refused_with_its_value_and_what_would_work(values: dict[str, object], message: str) -> None:
    """A setting that cannot be used is an error that shows the value and names the page of settings."""
    with pytest.raises(SettingsError) as caught:
        load_settings(values=values)
    assert str(caught.value) == f"{message} {REMEDY}"
    assert isinstance(caught.value.__cause__, ValidationError)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        pytest.param("4", 4, id="a-number-in-words"),
        pytest.param(None, None, id="unset"),
    ],
)
def test_values_from_a_command_line_are_understood(words: str | None, value: int | None) -> None:
    """Numbers arrive from the command line as words and are taken as numbers."""
    assert load_settings(values={"jobs": words}).jobs == value


def test_values_stand_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    """What is given by hand wins over the file, and the file over the defaults."""
    path = tmp_path / "settings.toml"
    path.write_text('jobs = 2\ncache_mb = 8\nread_languages = ["en", "fr"]\n', encoding="utf-8")
    loaded = load_settings(path, {"cache_mb": 16})
    assert (loaded.jobs, loaded.cache_mb, loaded.read_languages) == (2, 16, ("en", "fr"))
    assert loaded.batch_reports == Settings().batch_reports


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"jobs: 2\n", id="not-toml"),
        pytest.param(b"jobs = 2\njobs = 3\n", id="twice"),
        pytest.param(b'read_languages = ["\xff"]\n', id="not-utf-8"),
        pytest.param(None, id="no-such-file"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """A file that is missing or is no TOML is an error that names the file and what it should hold."""
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert str(caught.value).startswith(f"The settings file {path} cannot be read: ")
    assert str(caught.value).endswith(". It is TOML, one `name = value` a line.")
    assert caught.value.__cause__ is not None


def test_a_bad_name_in_a_file_is_refused(tmp_path: Path) -> None:
    """A name that does not exist is an error in a file too, never passed over."""
    path = tmp_path / "settings.toml"
    path.write_text("batch = 2\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^There is no setting 'batch'; there are: jobs, "):
        load_settings(path)


def test_settings_are_frozen() -> None:
    """Settings cannot be changed after they were made."""
    with pytest.raises(ValidationError):
        setattr(Settings(), "jobs", 2)  # noqa: B010 - as an assignment, a type checker refuses it


def test_replace_makes_a_checked_copy() -> None:
    """A changed copy is made and checked, and the original stays as it was."""
    original = Settings()
    assert original.replace(jobs=2) == Settings(jobs=2)
    assert original == Settings()
    with pytest.raises(SettingsError):
        original.replace(jobs=-1)
    with pytest.raises(SettingsError):
        original.replace(workers=2)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_page_has_a_row_for_every_setting(name: str) -> None:
    """The page shows each setting once, in a row of four cells, with its default and help."""
    rows = [line for line in settings_page().splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    cells = [cell.strip() for cell in rows[0].strip("|").split(" | ")]
    assert len(cells) == 4
    assert str(Settings.model_fields[name].description) in cells[3]
    assert ("*Shapes the record.*" in cells[3]) == (name in SHAPING)


def test_the_settings_page_is_the_one_in_the_docs() -> None:
    """The documentation's page of settings is what the code makes, word for word."""
    assert SETTINGS_DOC.read_text(encoding="utf-8") == settings_page()


def test_the_module_prints_its_page() -> None:
    """Running the module prints the page and nothing else, so that it can be sent into the file."""
    done = subprocess.run([sys.executable, "-m", "onrecord.settings"], capture_output=True, check=True)
    assert done.stdout.decode() == settings_page()
    assert done.stderr == b""


def test_importing_the_settings_reads_no_environment() -> None:
    """A variable of the environment named like a setting has no effect."""
    program = "from onrecord.settings import Settings; print(Settings().model_dump())"
    environment = {f"{prefix}{name}".upper(): "1" for name in Settings.model_fields for prefix in ("", "onrecord_")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    assert ast.literal_eval(done.stdout) == Settings().model_dump()
