"""How well photographs of codes are read: hard ones made here, and empty ones in which nothing may be found.

    .venv/bin/python bench/scan.py [--json] [--seed N] [--only DAMAGE,...] [--empty N] [--keep FOLDER]

Every damage comes in three strengths with every kind of code; a seed makes another set, so that what is
chosen on one can be scored on the next. Figures are explained in docs/benchmarks.md.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import cv2

from bench.scan_bench.hard_pictures import DAMAGES, HardPicture, make_empty_pictures, make_pictures
from bench.scan_bench.scoring import WAYS, score
from desktop.capture.still_reading import read_still


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="damages, with commas between")
    parser.add_argument("--empty", type=int, default=24, help="pictures without a code")
    parser.add_argument("--keep", type=Path, help="write the pictures here, to look at them")
    options = parser.parse_args()
    wanted = frozenset(options.only.split(",")) if options.only else frozenset(DAMAGES)
    cv2.setNumThreads(1)
    made, scores = score(_kept(make_pictures(options.seed, damages=wanted), options.keep))
    found_in_empty = sum(bool(read_still(one)) for one in make_empty_pictures(options.seed, options.empty))
    figures = {
        "seed": options.seed,
        "pictures": made.total(),
        "found_in_empty": found_in_empty,
        **{name: one.as_figures() for name, one in scores.items()},
    }
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    print(f"{'':12} {'of':>4} " + " ".join(f"{name:>6}" for name in WAYS))
    for damage, count in made.items():
        print(f"{damage:12} {count:4} " + " ".join(f"{scores[name].right[damage]:6}" for name in WAYS))
    print(f"{'together':12} {made.total():4} " + " ".join(f"{scores[n].right.total():6}" for n in WAYS))
    print(f"wrong: {[len(scores[name].wrong) for name in WAYS]}, in empty pictures: {found_in_empty}")
    return 0


def _kept(pictures: Iterator[HardPicture], folder: Path | None) -> Iterator[HardPicture]:
    for number, picture in enumerate(pictures):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{number:03d}-{picture.damage}-{picture.strength}.png"
            cv2.imwrite(str(folder / name), picture.pixels)
        yield picture


if __name__ == "__main__":
    sys.exit(main())
