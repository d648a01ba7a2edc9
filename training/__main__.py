"""`python -m training`: make the language model, step by step.

prepare   read the data sets and the teacher's vectors into one file (about ten minutes)
fit       train, or go on from the last checkpoint
export    write the folder that the package reads
terms     count how common words are in news (seconds)
stories   fit how alike reports of one happening are (some minutes)
"""

from __future__ import annotations

import argparse
import logging
import math
from pathlib import Path

from onrecord.language.encoder import SHIPPED
from training.export import export
from training.fit import Recipe, fit
from training.prepare import load_prepared, prepare
from training.stories import fit_stories
from training.terms import write_terms


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(dest="step", required=True)
    preparing = steps.add_parser("prepare", help="read the data sets into one file")
    preparing.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    preparing.add_argument("--into", type=Path, required=True, help="the file to write")
    fitting = steps.add_parser("fit", help="train, or go on training")
    fitting.add_argument("--prepared", type=Path, required=True, help="what `prepare` wrote")
    fitting.add_argument("--into", type=Path, required=True, help="the folder for checkpoints, scores and the model")
    fitting.add_argument("--epochs", type=int, default=Recipe.epochs, help="passes over the data (%(default)s)")
    fitting.add_argument("--start", type=Path, help="a `model.pt` to start from (the official weights)")
    fitting.add_argument("--units", type=int, default=Recipe.units, help="inner units to keep in a layer (%(default)s)")
    fitting.add_argument("--heads", type=int, default=Recipe.heads, help="attention heads to keep in all (%(default)s)")
    fitting.add_argument(
        "--rate", type=float, default=Recipe.encoder_rate, help="the encoder's learning rate (%(default)s)"
    )
    fitting.add_argument("--seed", type=int, default=Recipe.seed, help="of everything that is random (%(default)s)")
    fitting.add_argument(
        "--minutes",
        type=float,
        default=math.inf,
        help="stop at the first checkpoint after this long; run again to go on",
    )
    exporting = steps.add_parser("export", help="write the package's folder of weights")
    exporting.add_argument("--model", type=Path, required=True, help="`model.pt` of a training folder")
    exporting.add_argument("--data", type=Path, help="the folder with the data sets, for the manifest")
    exporting.add_argument("--into", type=Path, default=SHIPPED, help="the folder to write (the package's own)")
    exporting.add_argument("--whole-range", action="store_true", help="use all of int8 (can saturate without VNNI)")
    counting = steps.add_parser("terms", help="count how common words are in news")
    counting.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    linking = steps.add_parser("stories", help="fit how alike reports of one happening are")
    linking.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.step == "prepare":
        prepare(options.data, options.into)
    elif options.step == "fit":
        recipe = Recipe(
            units=options.units,
            heads=options.heads,
            epochs=options.epochs,
            encoder_rate=options.rate,
            head_rate=options.rate * 5,
            seed=options.seed,
        )
        prepared = load_prepared(options.prepared)
        fit(prepared, recipe, options.into, start=options.start, max_minutes=options.minutes)
    elif options.step == "terms":
        write_terms(options.data)
    elif options.step == "stories":
        fit_stories(options.data)
    else:
        export(options.model, options.into, data=options.data, reduce_range=not options.whole_range)


if __name__ == "__main__":
    main()
