"""What the desktop costs the person at it: start, keys, sections, search, memory, camera, photographs.

    .venv/bin/python bench/desktop.py [--json] [--rounds N] [--persons N] [--stills FOLDER] [--only A,B]

Figures and goals are explained in docs/benchmarks.md. Without a screen the windows are drawn offscreen.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench.desktop_bench.camera_figures import measure_camera
from bench.desktop_bench.cold_start import measure_cold_start
from bench.desktop_bench.form_figures import measure_form
from bench.desktop_bench.still_figures import measure_stills
from bench.exchange_bench.store_figures import measure_search
from desktop.application import end_application, make_application
from desktop.theme import apply_theme
from resources.words import Words

_ROOT: Final = Path(__file__).resolve().parents[1]

Figures = Mapping[str, object]

GOALS: Final = {
    "cold_start_ratio": 1.6,
    "keystroke_p95_ms": 16.0,
    "section_open_ms": 100.0,
    "rss_mb": 350.0,
    "frame_p95_ms": 33.0,
}


def main() -> int:
    options = _options()
    logging.disable(logging.CRITICAL)
    apply_theme(make_application())
    measures: dict[str, Callable[[], Figures]] = {
        "start": lambda: _start(options.rounds),
        "form": lambda: asdict(measure_form(Words("zh_CN"), rounds=options.rounds)),
        "camera": lambda: asdict(measure_camera()),
        "memory": _memory,
        "search": lambda: _search(options.persons),
    }
    if options.stills is not None:
        measures["stills"] = lambda: _named("stills", asdict(measure_stills(options.stills)))
    chosen = options.only.split(",") if options.only else list(measures)
    figures: dict[str, object] = {}
    for name in chosen:
        figures |= measures[name]()
    _tell(figures, as_json=options.json)
    sys.stdout.flush()
    end_application()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--rounds", type=int, default=5, help="starts, and walks through the form")
    parser.add_argument("--persons", type=int, default=100_000, help="how many the search goes over")
    parser.add_argument("--stills", type=Path, help="a folder of photographs with its manifest.tsv")
    parser.add_argument("--only", help="start, form, camera, memory, search, stills; with commas between")
    return parser.parse_args()


def _start(rounds: int) -> Figures:
    start = measure_cold_start(rounds)
    ratios = {"ratio": round(start.ratio, 2), "processor_ratio": round(start.processor_ratio, 2)}
    return _named("cold_start", {**ratios, **asdict(start)})


def _search(persons: int) -> Figures:
    figures = measure_search(persons, questions=200)
    return {"search_p95_ms": figures.p95_ms, "search_p50_ms": figures.p50_ms, "search_max_ms": figures.max_ms}


def _memory() -> Figures:
    # The village is joined through the office of the tests, which loads the server's side too.
    from bench.desktop_bench.village import make_village  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        device, passphrase = make_village(Path(folder))
        told = subprocess.run(  # noqa: S603 — our own module
            [sys.executable, "-m", "bench.desktop_bench.memory_figures", str(device), passphrase],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
    return {"rss_mb": float(told.stdout.split()[-1])}


def _named(prefix: str, figures: Figures) -> Figures:
    return {f"{prefix}_{name}": value for name, value in figures.items()}


def _tell(figures: Figures, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        goal = GOALS.get(name)
        shown = f"{value:.2f}" if isinstance(value, float) else value
        print(f"{name:28} {shown!s:>12}" + ("" if goal is None else f"   goal {goal:g}"))


if __name__ == "__main__":
    sys.exit(main())
