"""What the server bears, each figure beside what its database bears without us, in one run.

    .venv/bin/python bench/server.py [--json] [--database sqlite|postgresql] [--devices 50,500,5000]
        [--envelopes N] [--stored N] [--parts acceptance,convergence,first-fill,restart,publication]

`by_devices`: envelopes accepted a second over loopback HTTP, each flushed before it is acknowledged, beside
the raw insert rate of the same rows by the driver with a flushed commit for each (`accepted_ratio`) and in
groups as large as the relay's (`accepted_ratio_grouped`), and the waiting time at half that load (`p95_ms`);
with `many` in the name: up to sixteen in a request, `many_ratio` how much more that is; at the top is the
worst of each. `convergence_p95_s`: from a save to its sight on another device of the township, all on the
wake-up stream. `first_fill_s`: one village, its people and the county's vacancies. `publication`: one word to
each of `--everybody` devices, and its longest commit. `restart_s`: after SIGKILL, with `--stored` envelopes
in the log. `rss_mb`: of the relay, at its most. With `--least-ratio` and its like it ends with 1 where a
figure is worse than said.
What is in the figures and what is not: docs/benchmarks.md.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.server_bench.acceptance import Acceptance, percentile
from bench.server_bench.convergence import measure_convergence
from bench.server_bench.databases import ENGINES, opened_places
from bench.server_bench.first_fill import measure_first_fill
from bench.server_bench.fleet import Content
from bench.server_bench.publication import measure_publication
from bench.server_bench.restart import measure_restart

PARTS: Final = ("acceptance", "convergence", "first-fill", "restart", "publication")
_LIMITS: Final = {
    "least_ratio": "accepted_ratio",
    "most_p95_ms": "p95_ms",
    "most_convergence_s": "convergence_p95_s",
    "most_restart_s": "restart_s",
}


def main() -> int:
    asked = _read_arguments()
    with tempfile.TemporaryDirectory(prefix="quancai-server-") as folder:
        figures = measure(Path(folder), asked)
    print(json.dumps(figures) if asked.json else "\n".join(_lines(figures)))
    broken = list(broken_promises(figures, vars(asked)))
    for name in broken:
        print(f"worse than asked: {name} {figures[name]}", file=sys.stderr)
    return 1 if broken else 0


def measure(folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    """Do the parts that were asked for, each on databases of its own."""
    figures: dict[str, object] = {"database": asked.database}
    for part in asked.parts:
        with opened_places(folder / f"{part}-databases", asked.database) as places:
            if part == "acceptance":
                acceptance = Acceptance(folder / part, places, asked.envelopes, _content(asked))
                figures.update(_acceptance(acceptance, asked.devices))
            elif part == "convergence":
                figures.update(_convergence(folder / part, asked))
            elif part == "first-fill":
                seconds = measure_first_fill(folder / part, persons=asked.persons, vacancies=asked.vacancies)
                figures["first_fill_s"] = round(seconds, 2)
            elif part == "publication":
                words = measure_publication(folder / part, devices=asked.everybody, vacancies=200)
                figures["publication"] = {name: asdict(one) for name, one in words.items()}
            else:
                restarted = measure_restart(folder / part, stored=asked.stored)
                figures["restart_s"], figures["stored"] = restarted.full_s, asked.stored
                figures["restart"] = asdict(restarted)
    return figures


def _content(asked: argparse.Namespace) -> Content:
    return Content(asked.changes, asked.photo_bytes)


def _acceptance(acceptance: Acceptance, counts: Sequence[int]) -> dict[str, object]:
    found, size = acceptance.measure(counts)
    return {
        "accepted_ratio": min(one.accepted_ratio for one in found),
        "accepted_ratio_grouped": min(one.accepted_ratio_grouped for one in found),
        "accepted_per_s": min(one.accepted_per_s for one in found),
        "accepted_per_s_many": min(one.accepted_per_s_many for one in found),
        "accepted_ratio_many": min(one.accepted_ratio_many for one in found),
        "accepted_ratio_many_grouped": min(one.accepted_ratio_many_grouped for one in found),
        "many_ratio": min(one.many_ratio for one in found),
        "p95_ms": max(one.p95_ms for one in found),
        "rss_mb": max(one.rss_mb for one in found),
        "envelope_bytes": round(size),
        "by_devices": {str(one.devices): asdict(one) for one in found},
    }


def _convergence(folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    seconds = measure_convergence(folder, devices=asked.live, sharing=asked.sharing, saves=asked.saves)
    return {
        "convergence_p95_s": percentile(seconds, 95),
        "convergence_p50_s": percentile(seconds, 50),
        "live_devices": asked.live,
    }


def broken_promises(figures: Mapping[str, object], limits: Mapping[str, object]) -> Iterator[str]:
    """Name the figures that are worse than the limits that were given for them."""
    for limit, name in _LIMITS.items():
        asked, found = limits.get(limit), figures.get(name)
        if isinstance(asked, float) and isinstance(found, float):
            is_broken = found < asked if limit.startswith("least") else found > asked
            if is_broken:
                yield name


def _lines(figures: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{prefix}{name}.")
        else:
            yield f"{prefix + name:40}{value}"


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument(
        "--devices", type=lambda text: [int(one) for one in text.split(",")], default=[50, 500, 5_000]
    )
    parser.add_argument("--envelopes", type=int, default=5_000, help="of each pass, at least one a device")
    parser.add_argument("--changes", type=int, default=2, help="in an envelope")
    parser.add_argument("--photo-bytes", type=int, default=0, help="in an envelope, beside the changes")
    parser.add_argument("--live", type=int, default=50, help="devices on the wake-up stream")
    parser.add_argument("--sharing", type=int, default=5, help="of them in a township")
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--persons", type=int, default=5_000)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--everybody", type=int, default=3_000, help="devices a word goes to")
    parser.add_argument("--stored", type=int, default=20_000, help="1000000 for the whole figure (minutes)")
    for limit in _LIMITS:
        parser.add_argument(f"--{limit.replace('_', '-')}", type=float)
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
