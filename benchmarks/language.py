"""Compare how fast texts are read by the package's language model and by spaCy's small pipelines.

    python benchmarks/language.py [--weights FOLDER] [--rounds 5] [--texts 40] [--steps 200]

From raw text to a finished ``Doc``, one thread each, in turn in the same process, the order
changing from round to round. The texts are PolNeAR's development articles. The time is the
processor's, so that a busy machine counts for less; words are tokens that are no white space.

The peer is what ``en_core_web_sm`` is made of, put together here: a tagger, a trainable (edit
tree) lemmatizer and a parser on one CNN of width 96 and depth 4, and names on another, both
``spacy.HashEmbedCNN.v2``; the second pipeline takes over the Docs of the first, and both get
their texts in batches, the fastest way that spaCy has. They start from random weights and are
trained for some hundred steps on the development parts of GUM (syntax) and ``worldwide_ner``
(names): a parser that has learnt nothing makes other moves, and others many, than one in use.
What they find is nothing to go by. Ours gives attributions and sentence vectors besides.

A process of its own measures the model's start (its imports, files and first text) and its
memory: the largest resident size after any text.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
from evals.gold import rows
from evals.language import NAMES, TREEBANKS

from evals import polnear, treebanks
from onrecord.language.encoder import SHIPPED
from onrecord.language.neural import NeuralReader
from onrecord.records import make_report

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

SENTENCES = 10
"""So many sentences of a document are one text to train on: the parser learns to end them."""
BATCH = 8
SEED = 1
Sentence = TypeVar("Sentence")


@dataclass(frozen=True, slots=True)
class Round:
    """The seconds that one pass over the texts took each program."""

    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        """How many words we read while the peer reads one."""
        return self.peer / self.ours


# --- the peer ---


def make_peer(steps: int) -> "tuple[Language, Language]":
    """Return the pipelines for syntax and for names, each trained for so many steps."""
    import spacy

    tok2vec = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 2000,
               "window_size": 1, "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None}  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    syntax = spacy.blank("en")
    syntax.add_pipe("tok2vec", config={"model": tok2vec})
    tagging = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": listener}
    syntax.add_pipe("tagger", config={"model": tagging})
    syntax.add_pipe("trainable_lemmatizer", config={"model": tagging})
    syntax.add_pipe("parser", config={"model": _transitions("parser", listener)})
    names = spacy.blank("en", vocab=syntax.vocab)
    names.add_pipe("ner", config={"model": _transitions("ner", tok2vec)})
    train(syntax, list(syntax_examples(syntax)), steps)
    train(names, list(name_examples(names)), steps)
    return syntax, names


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a transition-based model, as spaCy's own defaults have them."""
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
            "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec}  # fmt: skip


def syntax_examples(pipeline: "Language") -> "Iterator[Example]":
    """Yield stretches of GUM's development documents."""
    from spacy.tokens import Doc
    from spacy.training import Example

    for document in treebanks.read_documents(TREEBANKS["gum"]):
        for stretch in cut(document.sentences):
            words = treebanks.as_tokens(treebanks.Document(document.name, list(stretch))).words
            columns = [column for sentence in stretch for token in sentence.tokens for column in token.words]
            made = Doc(
                pipeline.vocab,
                words=[word.form for word in words],
                tags=[column[4] for column in columns],
                lemmas=[str(word.lemma) for word in words],
                heads=[place if word.head in (-1, None) else int(word.head) for place, word in enumerate(words)],
                deps=[str(word.deprel) for word in words],
            )
            yield Example(Doc(pipeline.vocab, words=[word.form for word in words]), made)


def name_examples(pipeline: "Language") -> "Iterator[Example]":
    """Yield stretches of the development articles of `worldwide_ner`."""
    from spacy.tokens import Doc
    from spacy.training import Example

    for row in rows(NAMES):
        for stretch in cut(row["sentences"]):
            words = [word for sentence in stretch for word in sentence["tokens"]]
            tags = [tag for sentence in stretch for tag in sentence["tags"]]
            yield Example(Doc(pipeline.vocab, words=words), Doc(pipeline.vocab, words=words, ents=tags))


def cut(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """Yield the sentences of a document in stretches to train on."""
    for start in range(0, len(sentences), SENTENCES):
        yield sentences[start : start + SENTENCES]


def train(pipeline: "Language", examples: "Sequence[Example]", steps: int) -> None:
    """Train a pipeline for so many steps, texts drawn with a fixed seed."""
    from thinc.api import fix_random_seed

    fix_random_seed(SEED)
    draw = random.Random(SEED)
    optimizer = pipeline.initialize(lambda: examples)
    losses: dict[str, float] = {}
    for _ in range(steps):
        losses = {}
        pipeline.update(draw.sample(examples, BATCH), sgd=optimizer, losses=losses)
    print("trained:", ", ".join(f"{name} {loss:.0f}" for name, loss in losses.items()), "(loss)", flush=True)


def make_peer_pass(pipelines: "tuple[Language, Language]", texts: Sequence[str]) -> Callable[[], None]:
    """Return what reads all texts by the peer."""
    syntax, names = pipelines

    def read() -> None:
        for doc in names.pipe(syntax.pipe(texts)):
            assert doc.has_annotation("ENT_IOB")

    return read


# --- ours ---


def make_our_pass(weights: Path, texts: Sequence[str]) -> Callable[[], None]:
    """Return what reads all texts here."""
    reader = NeuralReader(weights)
    reports = [make_report(text) for text in texts]

    def read() -> None:
        for report in reports:
            with reader.memory():
                assert reader.read(report).has_annotation("ENT_IOB")

    return read


def count_words(texts: Sequence[str]) -> int:
    """Return how many tokens the texts have that are no white space."""
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    return sum(not token.is_space for text in texts for token in tokenizer(text))


def read_alone(weights: Path, count: int) -> None:
    """Print, as JSON, what a process of its own needs: seconds to the first Doc, and bytes."""
    started = time.perf_counter()
    reader = NeuralReader(weights)
    with reader.memory():
        reader.read(make_report("The minister said on Tuesday that talks would go on."))
    seconds = time.perf_counter() - started
    process = psutil.Process()
    sizes = [process.memory_info().rss]
    for text in texts_of(count):
        with reader.memory():
            reader.read(make_report(text))
        sizes.append(process.memory_info().rss)
    print(json.dumps({"seconds": seconds, "started": sizes[0], "most": max(sizes)}))


# --- measuring ---


def texts_of(count: int) -> list[str]:
    """Return the first texts of PolNeAR's development articles."""
    return [row["text"] for row, _ in zip(rows(polnear.DATA), range(count), strict=False)]


def seconds_of(read: Callable[[], None]) -> float:
    """Return the processor's seconds for one pass."""
    started = time.process_time()
    read()
    return time.process_time() - started


def measure_rounds(ours: Callable[[], None], peer: Callable[[], None], rounds: int, words: int) -> list[Round]:
    """Measure and print every round; the program that goes first changes."""
    ours()  # both have met every word once
    peer()
    measured = []
    for number in range(rounds):
        first, second = (ours, peer) if number % 2 else (peer, ours)
        seconds = seconds_of(first), seconds_of(second)
        measured.append(Round(*(seconds if number % 2 else seconds[::-1])))
        print(f"round {number + 1}: {_listed(measured[-1].ours, measured[-1].peer, words)}", flush=True)
    return measured


def _listed(ours: float, peer: float, words: int) -> str:
    return f"onrecord {words / ours:,.0f} words/s, spaCy {words / peer:,.0f} words/s, ratio {peer / ours:.2f}"


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="the model's folder (the package's own)")
    parser.add_argument("--rounds", type=int, default=5, help="passes of each program (5)")
    parser.add_argument("--texts", type=int, default=40, help="articles a pass (40, at most 84)")
    parser.add_argument("--steps", type=int, default=200, help="training steps of the peer (200)")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Measure and print; return the exit code."""
    arguments = read_arguments()
    needed = (arguments.weights / "model.onnx", polnear.DATA, NAMES, TREEBANKS["gum"])
    missing = [path for path in needed if not path.exists()]
    if missing:
        print(f"not at hand: {', '.join(map(str, missing))}", file=sys.stderr)
        return 1
    if arguments.alone:
        read_alone(arguments.weights, arguments.texts)
        return 0
    asked = [sys.executable, __file__, "--alone", "--weights", arguments.weights, "--texts", str(arguments.texts)]
    alone = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    print(
        f"onrecord alone: first Doc after {alone['seconds']:.1f} s, then {alone['started'] / 2**20:,.0f} MiB; "
        f"at most {alone['most'] / 2**20:,.0f} MiB over {arguments.texts} texts",
        flush=True,
    )
    texts = texts_of(arguments.texts)
    words = count_words(texts)
    print(f"{len(texts)} texts, {words:,} words")
    ours, peer = make_our_pass(arguments.weights, texts), make_peer_pass(make_peer(arguments.steps), texts)
    measured = measure_rounds(ours, peer, arguments.rounds, words)
    middle = _listed(median(one.ours for one in measured), median(one.peer for one in measured), words)
    print(f"median of the ratios {median(one.ratio for one in measured):.2f}; by median times: {middle}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
