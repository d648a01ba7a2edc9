import hashlib
import json
from pathlib import Path

import pytest

from onrecord.errors import SettingsError
from onrecord.language.encoder import Encoder
from onrecord.language.neural import NeuralReader
from onrecord.records import make_report

FILES = ("model.onnx", "labels.json", "tokenizer.json")
AGAIN = "Install the weights again."


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Return a folder of files that are no model, with the manifest that names them."""
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode())
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in FILES}
    (tmp_path / "manifest.json").write_text(json.dumps({"sha256": digests}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_named(weights: Path, name: str) -> None:
    """A folder that lacks a file holds no model, and the error names the file and what to do."""
    (weights / name).unlink()
    with pytest.raises(SettingsError) as caught:
        Encoder(weights)
    assert str(caught.value) == (
        f"{weights} holds no language model: {name} missing. "
        "Name a folder that `python -m training export` wrote, or leave the setting out."
    )


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(weights: Path, name: str) -> None:
    """A file that is not the one of the manifest is an error before anything is made of it."""
    (weights / name).write_bytes(b"damaged")
    with pytest.raises(SettingsError) as caught:
        Encoder(weights)
    assert str(caught.value) == f"{weights / name} is not the file that its manifest names. {AGAIN}"


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param("{", id="no-json"),
        pytest.param("[]", id="a-list"),
        pytest.param("{}", id="no-digests"),
        pytest.param('{"sha256": 3}', id="a-number"),
        pytest.param("\ufffd", id="garbage"),
    ],
)
def test_a_damaged_manifest_is_refused(weights: Path, manifest: str) -> None:
    """A manifest that names no files is an error that says so, with its cause."""
    (weights / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Encoder(weights)
    assert str(caught.value) == f"{weights / 'manifest.json'} is no manifest of weights. {AGAIN}"
    assert caught.value.__cause__ is not None


def test_a_file_that_the_manifest_does_not_name_is_refused(weights: Path) -> None:
    """Every file that is used must be in the manifest."""
    (weights / "manifest.json").write_text('{"sha256": {}}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"manifest\.json is no manifest of weights"):
        Encoder(weights)


def test_a_reader_of_no_weights_fails_when_it_reads(tmp_path: Path) -> None:
    """Making a reader opens no file; reading without weights is an error of the settings."""
    reader = NeuralReader(tmp_path / "nowhere")
    with reader.memory(), pytest.raises(SettingsError, match="holds no language model"):
        reader.read(make_report("Korsk signed."))
