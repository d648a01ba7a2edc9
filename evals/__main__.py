"""`python -m evals`: score, print a report in Markdown, and hold the scores against the pinned floors.

Exit code 1 when a score fell below its floor, or the gold changed without the floors being measured again
(`--pin` writes them; a lower one needs a line in the changelog).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from evals import copies, demo_gold, gold, mention_gold, pages, polnear, stories, timebank
from evals.language import make_annotate, score_language
from evals.metrics import Score
from evals.scoring import Result, score_set
from evals.tables import score_demo
from evals.who_and_when import score_marked
from onrecord.language.encoder import SHIPPED

FLOORS = Path(__file__).parent / "floors.json"
_SAMPLE_ARTICLES = 25
_SHOWN_KINDS = 10
_SAMPLE_PAGES, _ALL_PAGES = 100, 1000
_SAMPLE_PLANTED, _ALL_PLANTED = 60, 300
_SAMPLE_PAIRS = 20
_SAMPLE_STORIES = 40
_SAMPLE_DOCUMENTS = 100


def main() -> int:
    """Score and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the errors, for reading")
    parser.add_argument("--all", action="store_true", help="score whole data sets, not their pinned samples")
    parser.add_argument("--pin", action="store_true", help="write the scores as the new floors")
    parser.add_argument("--only", default="", help="score this set alone, by the start of its name")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="the language model's folder (the package's own)")
    options = parser.parse_args()
    measured: dict[str, dict[str, object]] = {}
    for name, result, fingerprint in _results(options):
        figures = _figures(result)
        measured[name] = {"fingerprint": fingerprint, "scores": figures}
        _print_result(name, result, figures, errors=options.errors)
    if options.pin:
        FLOORS.write_text(json.dumps(_floors() | measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    return _check(measured)


def _results(options: argparse.Namespace) -> Iterator[tuple[str, Result, str]]:
    """Yield each set's name, result and fingerprint; a set whose texts are not at hand is skipped, with the reason."""
    everything, only = options.all, options.only
    makers = {
        "fresh dev": partial(gold.fresh, "dev"),
        "fresh test": partial(gold.fresh, "test"),
        "seeds": gold.seeds,
    }
    for name, make in makers.items():
        if name.startswith(only):
            one = make()
            if one is None:
                print(f"{name}: skipped, the texts are not at hand\n")
            else:
                yield one.name, score_set(one), one.fingerprint
    if "demo".startswith(only):
        yield "demo", score_demo(demo_gold.load()), demo_gold.fingerprint()
    yield from _who_and_when(only)
    name = "polnear dev" if everything else f"polnear dev, first {_SAMPLE_ARTICLES}"
    if name.startswith(only):
        articles = polnear.data()
        if articles is None:
            print(f"{name}: skipped, the data is not at hand\n")
        else:
            yield name, *polnear.score_articles(articles, None if everything else _SAMPLE_ARTICLES)
    for part, path in timebank.PARTS.items():
        name = f"timebank {part}"
        if name.startswith(only):
            if path.exists():
                yield name, *timebank.score_times(path, make_annotate(options.weights))
            else:
                print(f"{name}: skipped, the data is not at hand\n")
    yield from _across(only, everything=everything)
    count = _ALL_PAGES if everything else _SAMPLE_PAGES
    name = f"pages, {count}"
    if name.startswith(only):
        saved = pages.articles()
        if saved is None:
            print(f"{name}: skipped, the data is not at hand\n")
        else:
            ours, theirs = pages.score_pages(saved, count)
            yield name, ours, gold.fingerprint(pages.DATA.read_bytes())
            print("trafilatura's defaults on the same pages, F1: " + _listed(theirs) + "\n")
    for name, outcome, mark in score_language(options.weights, everything=everything, only=only):
        if isinstance(outcome, Result):
            yield name, outcome, mark
        else:
            print(f"{name}: skipped, {outcome}\n")


def _across(only: str, *, everything: bool) -> Iterator[tuple[str, Result, str]]:
    """Yield the same for the sets of copies and stories."""
    count = _ALL_PLANTED if everything else _SAMPLE_PLANTED
    pairs = None if everything else _SAMPLE_PAIRS
    some = None if everything else _SAMPLE_STORIES
    documents = None if everything else _SAMPLE_DOCUMENTS
    makers = {
        "allsides dev" if everything else f"allsides dev, first {some}": (
            stories.ALLSIDES,
            partial(stories.score_allsides, some),
        ),
        "dates of allsides dev" if everything else f"dates of allsides dev, first {some}": (
            stories.ALLSIDES,
            partial(stories.score_dates, some),
        ),
        "round-ups of allsides dev" if everything else f"round-ups of allsides dev, first {some}": (
            stories.ALLSIDES,
            partial(stories.score_round_ups, some),
        ),
        "ecbplus dev" if everything else f"ecbplus dev, first {documents}": (
            stories.ECBPLUS,
            partial(stories.score_ecbplus, documents),
        ),
        f"planted copies, {count}": (copies.DATA, partial(copies.score_planted, count)),
        "reuse pairs" if everything else f"reuse pairs, first {pairs}": (
            copies.PAIRS,
            partial(copies.score_pairs, pairs),
        ),
    }
    for name, (data, score) in makers.items():
        if name.startswith(only):
            if data.exists():
                yield name, *score()
            else:
                print(f"{name}: skipped, the data is not at hand\n")


def _who_and_when(only: str) -> Iterator[tuple[str, Result, str]]:
    """Yield the same for the sets of who and when."""
    makers = {
        "seeds": mention_gold.load_seeds,
        "twins dev": partial(mention_gold.load_twins, "dev"),
        "twins test": partial(mention_gold.load_twins, "test"),
    }
    for set_name, make in makers.items():
        name = f"who and when: {set_name}"
        if name.startswith(only):
            marked = make()
            if marked is None:
                print(f"{name}: skipped, the texts are not at hand\n")
            else:
                yield name, score_marked(marked), marked.fingerprint


def _listed(result: Result) -> str:
    return ", ".join(f"{name.removeprefix('pages: ')} {score.f1:.3f}" for name, score in result.scores.items())


def _figures(result: Result) -> dict[str, float]:
    figures = {
        f"{name} {part}": round(getattr(score, part), 4)
        for name, score in result.scores.items()
        for part in ("precision", "recall")
    }
    speakers = sum(count for name, count in result.shares.items() if name.startswith("speaker"))
    if speakers:
        figures["speaker right"] = round(result.shares["speaker right"] / speakers, 4)
        figures["speaker not wrong"] = round(1 - result.shares["speaker wrong"] / speakers, 4)
    return figures | {name: round(figure, 4) for name, figure in result.figures.items()}


def _print_result(name: str, result: Result, figures: dict[str, float], *, errors: bool) -> None:
    print(f"## {name}\n")
    if result.scores:
        print("| | precision | recall | F1 | right / found / due |\n|---|---|---|---|---|")
    for part, score in result.scores.items():
        counts = f"{score.right} / {score.found} / {score.due}" if isinstance(score, Score) else ""
        print(f"| {part} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {counts} |")
    for part, figure in result.figures.items():
        print(f"{part}: {figure:.3f}")
    if "speaker right" in figures:
        shares = ", ".join(
            f"{count} {outcome.removeprefix('speaker ')}" for outcome, count in sorted(result.shares.items())
        )
        print(f"\nSpeakers where one is named: {shares}.")
    kinds = Counter(error.kind for error in result.errors).most_common(_SHOWN_KINDS)
    if kinds:
        print("\nCommonest kinds of error: " + ", ".join(f"{kind} {count}" for kind, count in kinds) + ".")
    if errors:
        print()
        for error in result.errors:
            print(f"- {error.text}: **{error.kind}**: {' '.join(error.words.split())[:160]}")
    print()


def _check(measured: dict[str, dict[str, object]]) -> int:
    """Compare with the floors; print what fell."""
    floors = _floors()
    fallen = 0
    for name, entry in measured.items():
        floor = floors.get(name)
        if floor is None:
            continue
        if floor["fingerprint"] != entry["fingerprint"]:
            print(f"{name}: the gold changed; measure again with --pin")
            fallen += 1
            continue
        scores = entry["scores"]
        assert isinstance(scores, dict), "made above"
        for part, least in floor["scores"].items():
            if scores.get(part, 0.0) < least - 1e-9:
                print(f"{name}: {part} fell to {scores.get(part, 0.0):.4f}, its floor is {least:.4f}")
                fallen += 1
    print(f"{len(measured)} sets scored, {fallen} scores below their floors")
    return 1 if fallen else 0


def _floors() -> dict[str, Any]:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


if __name__ == "__main__":
    sys.exit(main())
