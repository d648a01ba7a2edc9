"""Units and attention heads taken out of an encoder; needs the extra for training."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is for training only")
pytest.importorskip("transformers", reason="transformers is for training only")
pytest.importorskip("torchcrf", reason="pytorch-crf is for training only")

from training import narrow  # noqa: E402


def make_model(heads: int = 4) -> Any:
    """Return a small encoder as the base model's is built, and nothing around it."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30,
        hidden_size=heads * 2,
        num_hidden_layers=2,
        num_attention_heads=heads,
        intermediate_size=12,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    return SimpleNamespace(encoder=BertModel(config, add_pooling_layer=False).eval())


def test_units_that_give_nothing_are_not_missed() -> None:
    """Without the units whose weights are zero the encoder says what it said before."""
    model = make_model()
    for layer in model.encoder.encoder.layer:
        layer.output.dense.weight.data[:, 3:9] = 0
    ids = torch.arange(10)[None]
    before = model.encoder(ids).last_hidden_state

    narrow.keep_units(model.encoder, 6)

    assert model.encoder.encoder.layer[0].intermediate.dense.out_features == 6
    assert torch.allclose(model.encoder(ids).last_hidden_state, before, atol=1e-6)


def test_heads_that_give_nothing_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So with the heads that weigh least, however many of a layer they are."""
    model = make_model()
    first, second = model.encoder.encoder.layer
    first.attention.output.dense.weight.data[:, 2:8] = 0  # of four heads of two, the first is left
    second.attention.output.dense.weight.data[:, :2] = 0
    weights = [torch.tensor([0.9, 0.1, 0.1, 0.1]), torch.tensor([0.1, 0.8, 0.7, 0.6])]
    monkeypatch.setattr(narrow, "_weigh_heads", lambda *_: weights)
    ids = torch.arange(10)[None]
    before = model.encoder(ids).last_hidden_state

    narrow.keep_heads(model, 4, made=None)  # type: ignore[arg-type]

    assert [layer.attention.self.query.out_features for layer in (first, second)] == [2, 6]
    assert torch.allclose(model.encoder(ids).last_hidden_state, before, atol=1e-6)


def test_a_layer_keeps_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer without heads could not be run, and is refused."""
    model = make_model()
    monkeypatch.setattr(narrow, "_weigh_heads", lambda *_: [torch.zeros(4), torch.ones(4)])
    with pytest.raises(ValueError, match="none"):
        narrow.keep_heads(model, 4, made=None)  # type: ignore[arg-type]
