"""How large the packages are, how a frozen start compares with one from source, and whether two builds agree.

    .venv/bin/python bench/package.py [--json] [--place FOLDER] [--rounds N] [--no-second-build]

Builds HEAD twice (minutes) unless FOLDER holds packages of HEAD already (`make package`) or the second build
is waived. onedir_mb, deb_mb: a million bytes each. cold_start_ratio: processor time of `quancai app --once`
until its first window has been painted, frozen over source, medians of starts taken in turn, so that a busy
machine blurs neither. reproducible: the second build holds the same files, and its package the same bytes.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from installers.bundle import DESKTOP, Bundle
from installers.comparing import compare, hash_of
from installers.debian import architecture, debian_version
from installers.making import make
from installers.slimming import Saved
from installers.stamp import read_commit

ROOT: Final = Path(__file__).resolve().parents[1]
GOALS: Final = {"onedir_mb": 300.0, "deb_mb": 100.0, "cold_start_ratio": 1.3}


def main() -> int:
    arguments = _read_arguments()
    bundle, package = _packages(arguments.place.resolve())
    figures: dict[str, object] = {
        "commit": bundle.commit.id,
        "onedir_mb": round(bundle.size_bytes / 1e6, 1),
        "deb_mb": round(package.stat().st_size / 1e6, 1),
        **_cold_start(bundle, rounds=arguments.rounds),
        "reproducible": _is_reproducible(bundle, package) if arguments.second_build else None,
    }
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:26} {value}   {f'(goal: {GOALS[name]})' if name in GOALS else ''}")
    return 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--place", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-second-build", dest="second_build", action="store_false")
    return parser.parse_args()


def _packages(place: Path) -> tuple[Bundle, Path]:
    commit = read_commit(ROOT)
    package = place / f"quancai_{debian_version(commit)}_{architecture()}.deb"
    if not package.is_file():
        make(ROOT, place, what=("bundle", "deb"))
    return Bundle(DESKTOP, commit, place / DESKTOP.name, Saved(0, 0, 0)), package


def _cold_start(bundle: Bundle, *, rounds: int) -> dict[str, float]:
    frozen: list[float] = []
    source: list[float] = []
    for _ in range(rounds + 1):
        frozen.append(_processor_seconds([str(bundle.program)]))
        source.append(_processor_seconds([sys.executable, "-m", "quancai"]))
    # The first of each reads the disk.
    ours, theirs = statistics.median(frozen[1:]), statistics.median(source[1:])
    return {
        "cold_start_ratio": round(ours / theirs, 2),
        "cold_start_frozen_s": round(ours, 2),
        "cold_start_source_s": round(theirs, 2),
    }


def _processor_seconds(program: list[str]) -> float:
    """Start the program on a folder of its own until its window was shown once; give its processor time."""
    folder = tempfile.mkdtemp(prefix="quancai-")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    try:
        command = [*program, "app", "--once", "--data", folder]
        process = os.posix_spawn(shutil.which(command[0]) or command[0], command, environment)
        _, status, spent = os.wait4(process, 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if status != 0:
        raise SystemExit(f"{program[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return spent.ru_utime + spent.ru_stime


def _is_reproducible(bundle: Bundle, package: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="quancai-again-", dir="/var/tmp") as folder:
        again = make(ROOT, Path(folder), what=("bundle", "deb"))
        differences = [one for one in compare(bundle.folder, Path(folder) / DESKTOP.name) if not one.excuse]
        return not differences and hash_of(again.files[0]) == hash_of(package)


if __name__ == "__main__":
    sys.exit(main())
