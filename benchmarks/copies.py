"""Compare the search for copies with others' programs: whole copies with MinHash LSH, passages with text-matcher.

    python benchmarks/copies.py [--copies 300] [--passages 40] [--rounds 3] [--data FILE]

The texts are those of `evals/planted.py`: articles of which other outlets took a whole, a part or a sentence, beside
articles that nobody touched. All run in one process, in turn, in the same run, over the same texts in memory; no record
is made. Given are processor's seconds, the median over the rounds. Both peers come with `pip install -e ".[bench]"`.

**Whole copies** are those taken over whole, reordered or reworded. datasketch: MinHash of 128 permutations over sets of
five words in a row, LSH with a threshold of .5; a pair is what a query returns. onrecord: prints, and the search for
candidate pairs; a pair is one in which a quarter of the prints of the one that has fewer stand in both at one distance.
Wrong are pairs of texts without a story in common.

**Passages**: text-matcher 0.1.6 as it comes (runs of more than three 3-grams of stems, healed and extended) but for
stop words, whose list it would have to download. It compares two texts and searches no pairs, so it is given all of a
smaller set, and then only those that were planted: what it would take if something had found them. onrecord searches
and aligns. Recall and precision are those of the characters, as in `evals/planted.py`; in planted pairs alone nothing
can be wrongly found in others.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import TypeVar

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))  # read at import
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy
from evals.gold import rows
from evals.planted import DATA, Edit, Planted, PlantedText, make_planted, score_passages

from onrecord.across import candidates, copies
from onrecord.across.prints import Prints, make_prints
from onrecord.across.wording import word_text
from onrecord.records import Pairing, Printed, Span

WHOLE = {Edit.WHOLE, Edit.REORDER, Edit.REWRITE}
PARTS = {Edit.CUT_END, Edit.CUT_SCATTERED, Edit.SPLICE_ONE, Edit.SPLICE_FEW, Edit.SPLICE_PARAGRAPHS}
MIN_SHARED = 0.25  # of the prints of the text that has fewer, for a whole copy
PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.5, 5

Pair = tuple[int, int]
Passages = dict[tuple[str, str], list[tuple[Span, Span]]]
Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what some work returns, and the processor's seconds it took."""
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


# --- onrecord ---


def _search(texts: Iterable[PlantedText]) -> tuple[list[Prints], candidates.Pairs]:
    prints = [make_prints([word_text(text.text)])[0] for text in texts]
    chunk = candidates.Chunk(
        numpy.repeat(numpy.arange(len(prints)), [len(one.hashes) for one in prints]),
        numpy.concatenate([one.hashes for one in prints]),
        numpy.concatenate([one.places for one in prints]),
    )
    return prints, candidates.find_candidates(lambda: [chunk])


def find_whole(texts: tuple[PlantedText, ...]) -> set[Pair]:
    """Return the pairs that share many prints."""
    prints, pairs = _search(texts)
    sizes = numpy.array([len(one.hashes) for one in prints])
    kept = pairs.score >= MIN_SHARED * numpy.minimum(sizes[pairs.left], sizes[pairs.right])
    return set(zip(pairs.left[kept].tolist(), pairs.right[kept].tolist(), strict=True))


def find_passages(texts: tuple[PlantedText, ...]) -> Passages:
    """Return the passages of all pairs worth a closer look."""
    _, pairs = _search(texts)
    is_good, _ = candidates.find_partners(pairs, numpy.arange(len(texts)))
    printed = [Printed(text.id, text.text, title=text.title, outlet=text.outlet) for text in texts]
    rights: dict[int, list[int]] = {}
    for left, right in sorted(zip(pairs.left[is_good].tolist(), pairs.right[is_good].tolist(), strict=True)):
        rights.setdefault(left, []).append(right)
    return {
        (texts[left].id, texts[right].id): [
            (Span(one.left.start, one.left.end), Span(one.right.start, one.right.end)) for one in compared.passages
        ]
        for left, others in rights.items()
        for right, compared in zip(
            others, copies.align_reports(Pairing(printed[left], tuple(printed[one] for one in others))), strict=True
        )
    }


# --- the others ---


def find_whole_by_lsh(texts: tuple[PlantedText, ...]) -> set[Pair]:
    """Return the pairs that datasketch's LSH returns."""
    from datasketch import MinHash, MinHashLSH

    index, sketches = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), []
    for place, text in enumerate(texts):
        words = text.text.lower().split()
        shingles = {" ".join(words[at : at + SHINGLE]).encode() for at in range(max(1, len(words) - SHINGLE + 1))}
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch(shingles)
        index.insert(place, sketch)
        sketches.append(sketch)
    return {(left, right) for left, sketch in enumerate(sketches) for right in index.query(sketch) if left < right}


def find_passages_by_matcher(texts: tuple[PlantedText, ...], pairs: Iterable[Pair]) -> tuple[Passages, int]:
    """Return the passages that text-matcher finds in some pairs, and in how many of these it fails."""
    from text_matcher.matcher import Matcher, Text

    found: Passages = {}
    failed = 0
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it finds
        known = [Text(text.text, text.id, removeStopwords=False) for text in texts]
        for left, right in pairs:
            try:
                _, mine, theirs = Matcher(known[left], known[right], removeStopwords=False).match()
            except (IndexError, RecursionError):  # of texts that share nothing, or more than it can extend
                failed += 1
                continue
            if mine:
                spans = [(Span(*one), Span(*other)) for one, other in zip(mine, theirs, strict=True)]
                found[texts[left].id, texts[right].id] = spans
    return found, failed


# --- the tables ---


def measure_whole(planted: Planted, rounds: int) -> None:
    """Print a table of whole copies."""
    place = {text.id: at for at, text in enumerate(planted.texts)}
    due = {
        (min(ends), max(ends))
        for copy in planted.copies
        if WHOLE & set(copy.edits) and not PARTS & set(copy.edits)
        for ends in [(place[copy.source], place[copy.derived])]
    }
    print(f"\n{len(planted.texts)} texts, {len(due)} whole copies\n")
    print("| | seconds | whole copies found | pairs without a story in common |\n|---|---|---|---|")
    seconds: dict[str, list[float]] = {}
    pairs: dict[str, set[Pair]] = {}
    for _ in range(rounds):
        for name, find in (("onrecord", find_whole), ("datasketch", find_whole_by_lsh)):
            pairs[name], spent = timed(lambda find=find: find(planted.texts))  # type: ignore[misc]
            seconds.setdefault(name, []).append(spent)
    for name, found in pairs.items():
        wrong = sum(not set(planted.texts[a].stories) & set(planted.texts[b].stories) for a, b in found)
        print(f"| {name} | {median(seconds[name]):.2f} | {len(due & found) / len(due):.1%} | {wrong} |")
    ratios = [peer / ours for ours, peer in zip(seconds["onrecord"], seconds["datasketch"], strict=True)]
    print(
        f"\ndatasketch takes {median(ratios):.1f} times as long ({min(ratios):.1f} to {max(ratios):.1f}).", flush=True
    )


def measure_passages(planted: Planted, rounds: int) -> None:
    """Print a table of passages."""
    texts = planted.texts
    place = {text.id: at for at, text in enumerate(texts)}
    known = [(place[copy.source], place[copy.derived]) for copy in planted.copies]
    everything = list(combinations(range(len(texts)), 2))
    print(f"\n{len(texts)} texts, {len(known)} copies of any kind, {len(everything):,} pairs\n")
    print("| | seconds | of ours | precision | recall | failed pairs |\n|---|---|---|---|---|---|")
    ours = [timed(lambda: find_passages(texts)) for _ in range(rounds)]
    own = median(spent for _, spent in ours)

    def show(name: str, found: Passages, seconds: float, failed: int) -> None:
        score = score_passages(found, planted.copies, texts)
        print(
            f"| {name} | {seconds:.2f} | {seconds / own:.1f} | {score.precision:.3f} | {score.recall:.3f} | {failed} |",
            flush=True,
        )

    show("onrecord, searched and aligned", ours[0][0], own, 0)
    for name, pairs in (("text-matcher, all pairs", everything), ("text-matcher, planted pairs alone", known)):
        (found, failed), spent = timed(lambda pairs=pairs: find_passages_by_matcher(texts, pairs))  # type: ignore[misc]
        show(name, found, spent, failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=300, help="planted for the first table")
    parser.add_argument("--passages", type=int, default=40, help="copies planted for the second table")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=DATA, help="train articles of allsides_stories")
    return parser.parse_args()


def main() -> None:
    """Measure what the arguments ask for."""
    given = _arguments()
    articles = list(rows(given.data))
    measure_whole(make_planted(articles, copies=given.copies, unrelated=given.copies // 3), given.rounds)
    measure_passages(make_planted(articles, copies=given.passages, unrelated=given.passages // 3), given.rounds)


if __name__ == "__main__":
    main()
