"""How many photographs of codes are read, and whether any is read wrong; zxing-cpp alone beside it.

The folder holds pictures and a `manifest.tsv` with the columns `file` and `expected`, in which a line
break is written as backslash-n.
"""

import csv
import time
from dataclasses import dataclass
from pathlib import Path

import zxingcpp

from bench.forms_bench.measuring import percentile
from desktop.capture.picture_source import read_picture
from desktop.capture.still_reading import read_still


@dataclass(frozen=True, slots=True)
class StillFigures:
    """Of `pictures`: how many ours reads right, how many wrong, how many zxing-cpp alone reads right."""

    pictures: int
    read: int
    wrong: int
    alone_read: int
    p50_ms: float
    p95_ms: float


def measure_stills(folder: Path) -> StillFigures:
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    read = wrong = alone = 0
    times: list[float] = []
    for row in rows:
        pixels, expected = read_picture(folder / row["file"]), _plain(row["expected"])
        began = time.perf_counter()
        texts = [_plain(scan.text) for scan in read_still(pixels)]
        times.append(1000 * (time.perf_counter() - began))
        read += expected in texts
        wrong += bool(texts) and expected not in texts
        alone += expected in [_plain(one.text) for one in zxingcpp.read_barcodes(pixels)]
    return StillFigures(len(rows), read, wrong, alone, percentile(times, 50), percentile(times, 95))


def _plain(text: str) -> str:
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\r\n", "\n").strip()
