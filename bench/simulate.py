"""Runs seeded schedules of a whole realm and holds every promise against each.

    .venv/bin/python bench/simulate.py --seeds 200 --start 0 [--devices 3] [--json]
    .venv/bin/python bench/simulate.py --replay 4711 --trace

Ends with 1 at the first broken promise, naming its seed, and prints what happened step by
step. The last line of a good run says how many schedules there were.
"""

import argparse
import json
import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.simulation.run import Verdict, simulation


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200, help="how many schedules")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--devices", type=int, default=3, help="laptops at the beginning, 1 to 5")
    parser.add_argument("--replay", type=int, help="run this one seed again")
    parser.add_argument("--trace", action="store_true", help="print every step")
    parser.add_argument("--json", action="store_true", help="figures as JSON before the last line")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # the server tells of every fault we plant
    first = options.start if options.replay is None else options.replay
    count = options.seeds if options.replay is None else 1
    began = time.perf_counter()
    verdicts: list[Verdict] = []
    with simulation(laptops=options.devices) as realm:
        for seed in range(first, first + count):
            verdict = realm.run(seed)
            verdicts.append(verdict)
            if verdict.broken or options.trace:
                print("\n".join(verdict.trace))
            if verdict.broken:
                return _tell_broken(verdict, devices=options.devices)
    if options.json:
        print(json.dumps(_figures(verdicts, seconds=time.perf_counter() - began)))
    print(f"{count} schedules, 0 broken promises")
    return 0


def _tell_broken(verdict: Verdict, *, devices: int) -> int:
    for one in verdict.broken:
        print(f"{one.promise} is broken: {one.what}")
    again = f"--replay {verdict.seed} --devices {devices} --trace"
    print(f"seed {verdict.seed}: python bench/simulate.py {again}")
    return 1


def _figures(verdicts: list[Verdict], *, seconds: float) -> dict[str, float]:
    return {
        "schedules": len(verdicts),
        "seconds": round(seconds, 1),
        "seconds_each": round(seconds / max(len(verdicts), 1), 3),
        "visits": sum(one.acts for one in verdicts),
        "statements": sum(one.statements for one in verdicts),
        "restarts": sum(one.restarts for one in verdicts),
    }


if __name__ == "__main__":
    sys.exit(main())
