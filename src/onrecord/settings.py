"""All settings in one typed object, each with a default, a unit and a sentence of help.

`docs/settings.md` is made from this module (`python -m onrecord.settings`), and a test fails when it is not.
Importing this module reads no file and no environment; a `Settings` is passed in by whoever runs something.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.errors import SettingsError


def _setting(default: Any, help_: str, unit: str, *, changes_results: bool = False, **limits: Any) -> Any:
    """Declare one setting; `changes_results` puts it into the fingerprint that makes old rows stale."""
    extra: dict[str, Any] = {"unit": unit, "changes_results": changes_results}
    return Field(default, description=help_, json_schema_extra=extra, **limits)


class Settings(BaseModel):
    """How onrecord reads, computes and stores. Frozen; make a changed copy with `replace`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jobs: int | None = _setting(
        None, "Worker processes. Unset: one for each core. The result does not depend on it.", "processes", ge=1
    )
    batch_reports: int = _setting(64, "Reports or rows that travel to a worker together, at the most.", "reports", ge=1)
    batch_bytes: int = _setting(
        4_000_000, "Bytes of input that travel to a worker together; a larger single file travels alone.", "bytes", ge=1
    )
    commit_reports: int = _setting(
        2000,
        "Reports stored in one transaction, or a few more; a stopped build loses no more than these.",
        "reports",
        ge=1,
    )
    cache_mb: int = _setting(64, "Memory that SQLite may use for pages of the record.", "megabytes", ge=1)
    max_file_bytes: int = _setting(
        64_000_000, "A text, page or other file read as one piece may be this large, unpacked.", "bytes", ge=1
    )
    max_report_chars: int = _setting(
        5_000_000, "A report may be this long. Longer ones, and longer rows, fail with this reason.", "characters", ge=1
    )
    max_unpack_ratio: int = _setting(
        200,
        "An archive may unpack to this many times its size (once past 16 MB); beyond, it is refused as a bomb.",
        "times",
        ge=1,
    )
    max_archive_depth: int = _setting(3, "Archives inside archives are opened to this depth.", "levels", ge=1)
    follow_links: bool = _setting(
        True, "Read through symbolic links to files and folders; loops are noticed and skipped.", "yes or no"
    )
    split_files: bool = _setting(
        True,
        "Split a text or Markdown file that joins several texts by break lines. Files read before stay as they are.",
        "yes or no",
    )
    min_language_confidence: float = _setting(
        0.8,
        "Below this, a text's language counts as undetermined, and the text is read as English.",
        "probability",
        changes_results=True,
        ge=0,
        le=1,
    )
    read_languages: tuple[str, ...] = _setting(
        ("en",),
        "Languages in which quotations, names and dates are looked for; others are stored and searchable.",
        "ISO 639-1 codes",
        changes_results=True,
    )
    language_weights: str | None = _setting(
        None,
        "Folder with other weights of the language model. Unset: the package's own.",
        "folder",
        changes_results=True,
        min_length=1,
    )
    spacy_pipeline: str | None = _setting(
        None,
        "Installed spaCy pipeline, such as `en_core_web_trf`, that finds syntax and names in the language model's place. Unset: the model finds them.",
        "name or folder",
        changes_results=True,
        min_length=1,
    )
    version_overlap: float = _setting(
        0.5,
        "Two reports under one address are versions of one article when they share this much of the shorter one's "
        "five-word sequences.",
        "share",
        changes_results=True,
        ge=0,
        le=1,
    )
    max_group_rows: int = _setting(
        200,
        "Reports under one address that are compared with each other; more are split into groups of this size.",
        "reports",
        changes_results=True,
        ge=2,
    )
    max_rows_in_memory: int = _setting(
        1_000_000, "Rows that grouping holds at once; more are grouped in several passes.", "rows", ge=1
    )

    def replace(self, **changes: object) -> Settings:
        """Return a copy with these settings changed.

        Raises:
            SettingsError: a name that does not exist, or a value that cannot be used.
        """
        return load_settings(values={**self.model_dump(), **changes})

    def fingerprint(self) -> str:
        """Return a short hash of the settings that change results (not of jobs, batches or limits)."""
        fields = type(self).model_fields
        shaping = {name: getattr(self, name) for name, field in fields.items() if _changes_results(field)}
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()[:8]


def _changes_results(field: Any) -> bool:
    return bool((field.json_schema_extra or {}).get("changes_results"))


def load_settings(path: Path | None = None, values: dict[str, object] | None = None) -> Settings:
    """Return settings from a TOML file, then from `values`, over the defaults.

    Raises:
        SettingsError: the file cannot be read, a name does not exist, or a value cannot be used.
    """
    merged: dict[str, object] = {}
    if path is not None:
        try:
            merged.update(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(
                f"The settings file {path} cannot be read: {error}.", remedy="It is TOML, one `name = value` a line."
            ) from error
    merged.update(values or {})
    try:
        return Settings(**merged)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        raise SettingsError(_explain(error), remedy="`docs/settings.md` lists every setting.") from error


def _explain(error: ValidationError) -> str:
    """Say which settings are wrong, with their values, and what would have worked."""
    parts = []
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            parts.append(f"There is no setting {name!r}; there are: {', '.join(Settings.model_fields)}.")
        else:
            parts.append(f"The setting {name} cannot be {problem['input']!r}: {problem['msg']}.")
    return " ".join(parts)


def settings_page() -> str:
    """Return `docs/settings.md`, made from the fields above."""
    lines = [
        "# Settings",
        "",
        "Give them on the command line (`--set name=value`, repeated), in a TOML file (`--settings FILE`), or in",
        "Python (`Settings(name=value)`). Those marked *shapes the record* make rows stale when they change: the",
        "next build makes these rows anew. The others change speed and limits only.",
        "",
        "| setting | default | unit | what it does |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        unit = extra["unit"] if isinstance(extra, dict) else ""
        mark = " *Shapes the record.*" if _changes_results(field) else ""
        lines.append(f"| `{name}` | `{json.dumps(field.default)}` | {unit} | {field.description}{mark} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(settings_page(), end="")  # noqa: T201 - this module's command prints its page
