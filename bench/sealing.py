"""What signing and sealing cost beside the bare primitives, measured in one run.

    .venv/bin/python bench/sealing.py [--json] [--rounds N] [--suite 1|2|3]

For 1, 100 and 1,000 changes in an envelope with two recipients. What is counted, and what on neither side,
says `bench/exchange_bench/sealing_figures.py`. `seal_ratio` and `open_ratio` set the envelope beside the
least anyone could do; `encode_ratio` sets packing the changes (our columns, canonical CBOR, zstd) beside
`json.dumps` and the same compression. With `--suite 2` or 3 the bare side stays that of suite 1, so
the ratio is what the stronger suite costs.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import zstandard

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.exchange_bench.sealing_figures import LEVEL, best_ms, make_bundle, measure_envelope
from sync.bundle_encoding import encode_bundle

SIZES = (1, 100, 1000)


def measure_encoding(changes: int, *, rounds: int) -> float:
    """Give how long packing takes beside compressed JSON with the same content."""
    bundle = make_bundle(changes)

    def encode_json() -> bytes:
        rows = [asdict(change) for change in bundle.items]
        return zstandard.compress(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode(), LEVEL)

    ours, theirs = best_ms(rounds, lambda: encode_bundle(bundle), encode_json)
    return ours / theirs


def measure(changes: int, *, rounds: int, suite: int) -> dict[str, float]:
    figures = measure_envelope(changes, rounds=rounds, suite=suite)
    return {
        "changes": changes,
        "seal_ratio": round(figures.seal_ratio, 2),
        "open_ratio": round(figures.open_ratio, 2),
        "seal_ms": round(figures.seal_ms, 3),
        "open_ms": round(figures.open_ms, 3),
        "encode_ratio": round(measure_encoding(changes, rounds=max(3, rounds // 20)), 2),
        "bytes_per_change": round(figures.envelope_bytes / changes, 1),
        "bytes_over_packed": figures.envelope_bytes - figures.packed_bytes,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--suite", type=int, default=1, choices=(1, 2, 3))
    arguments = parser.parse_args()
    rows = [measure(size, rounds=arguments.rounds, suite=arguments.suite) for size in SIZES]
    if arguments.json:
        print(json.dumps(rows))
        return
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
