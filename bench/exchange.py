"""What the exchange and the replica cost, each beside the least it could cost, in one run.

    .venv/bin/python bench/exchange.py [--json] [--records N] [--persons N] [--rows N] [--rounds N]

`seal_ratio` and `open_ratio`: an envelope of 100 changes for two recipients over the bare primitives.
`insert_ratio` and `read_ratio`: the encrypted replica over plain sqlite3, in bulk. `search_p95_ms`: one key
typed into the search over 100,000 persons. `first_fill_s`: a device joins and receives 10,000 records.
`bytes_per_record`: what crosses the wire when 10,000 records are pushed. Exactly what each counts is said
in the modules of `bench/exchange_bench`. `--persons` is for the search, `--rows` for the replica.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.exchange_bench.fill_figures import measure_fill
from bench.exchange_bench.sealing_figures import measure_sealing
from bench.exchange_bench.store_figures import measure_search, measure_store

CHANGES = 100


def measure(*, records: int, persons: int, rows: int, rounds: int) -> dict[str, float]:
    """Measure everything, the noise-shy ratios first."""
    seal_ratio, open_ratio = measure_sealing(CHANGES)
    store = measure_store(rows, rounds=rounds)
    search = measure_search(persons)
    with tempfile.TemporaryDirectory() as folder:
        fill = measure_fill(Path(folder), records)
    return {
        "seal_ratio": seal_ratio,
        "open_ratio": open_ratio,
        "insert_ratio": store.insert_ratio,
        "read_ratio": store.read_ratio,
        "search_p95_ms": search.p95_ms,
        "first_fill_s": fill.first_fill_s,
        "bytes_per_record": fill.bytes_per_record,
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    figures = measure(records=asked.records, persons=asked.persons, rows=asked.rows, rounds=asked.rounds)
    print(json.dumps(figures) if asked.json else "\n".join(f"{key:20}{figures[key]}" for key in figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
