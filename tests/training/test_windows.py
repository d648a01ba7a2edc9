"""What training encodes together, and the noise against learning by heart."""

from __future__ import annotations

from training.corpora import NAME_TAGS, Passage
from training.labels import spans_to_tags
from training.windows import Noise, Window


def passages() -> list[Passage]:
    """Return texts with names, made by hand."""
    made = []
    for name in ("Orla Venn", "Tomas Verrick", "Lea Falk", "Ugo Lind"):
        words = f"{name} left the harbour late at night .".split()
        tags = spans_to_tags(len(words), [(0, 2, "Person")], NAME_TAGS)
        made.append(Passage(name, words, [False] * len(words), [True] + [False] * (len(words) - 1), [0], names=tags))
    return made


def test_noise_of_an_epoch_depends_on_nothing_before() -> None:
    """Training that goes on from a checkpoint draws in an epoch what it would have drawn without a break."""
    found = []
    for drawn_before in (0, 7):
        some = passages()
        noise = Noise(some, seed=1)
        windows = [Window(passage, 0, len(passage.words)) for passage in some] * 5
        for window in windows[:drawn_before]:
            noise.change(window)
        noise.start(2)
        found.append([noise.change(window).passage.words for window in windows])

    assert found[0] == found[1]
    assert any(words != window.passage.words for words, window in zip(found[0], windows, strict=True))
