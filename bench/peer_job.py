"""The job sync systems are compared on, done with ours: signed, sealed, encrypted at rest and flushed.

    .venv/bin/python bench/peer_job.py [--json] [--records N] [--profile FOLDER]

A pushes 10,000 records of 25 fields, B pulls them; A and B edit 1,000 fields each, 100 of them the same
field of the same record, and exchange; both exchange with nothing to say; 50 clients push 20 records each at
once, three times. What is in the figures and what is not: docs/benchmarks.md. With `--profile`, what the
devices and the platform spend their time on is written there for `python -m pstats`; times are longer then.
"""

import argparse
import cProfile
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peer_bench.job import JobSize, run_job


def size_for(records: int) -> JobSize:
    """Give the whole job, or one as small as its records allow."""
    full = JobSize()
    if records >= full.records:
        return replace(full, records=records)
    edits = max(2, records // 10)
    return JobSize(records, edits, common=max(1, edits // 10), clients=max(1, records // 200), bursts=1)


def lines(figures: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from lines(value, f"{prefix}{name}.")
        else:
            yield f"{prefix + name:48}{value}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--records", type=int, default=JobSize().records)
    parser.add_argument("--profile", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), size_for(asked.records), profile=asked.profile)
    print(json.dumps(figures) if asked.json else "\n".join(lines(figures)))
    return 0


def run(folder: Path, size: JobSize, *, profile: Path | None) -> dict[str, object]:
    if profile is None:
        return run_job(folder, size)
    profile.mkdir(parents=True, exist_ok=True)
    devices = cProfile.Profile()
    try:
        return devices.runcall(run_job, folder, size, profile=profile.resolve() / "platform.prof")
    finally:
        devices.dump_stats(profile / "devices.prof")


if __name__ == "__main__":
    sys.exit(main())
