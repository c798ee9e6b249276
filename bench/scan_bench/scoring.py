"""How many hard pictures are read: by zxing-cpp alone, by our chain, and by the chain with its readers.

Times are of the processor, so that neighbours on the machine do not count. A picture counts as wrong when
something was read in it and the text of its code was not among that.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import zxingcpp

from bench.forms_bench.measuring import percentile
from bench.scan_bench.hard_pictures import HardPicture
from desktop.capture.barcode_decoder import decode_still
from desktop.capture.frame_source import Pixels
from desktop.capture.second_reader import SecondReader, find_second_reader

ALONE: Final = "alone"
CHAIN: Final = "chain"
READ: Final = "read"
WAYS: Final = (ALONE, CHAIN, READ)


@dataclass(slots=True)
class Score:
    """Of one way to read."""

    right: Counter[str] = field(default_factory=Counter)  # by damage
    wrong: list[str] = field(default_factory=list)
    spent_ms: list[float] = field(default_factory=list)

    def as_figures(self) -> dict[str, object]:
        return {
            "right": sum(self.right.values()),
            "wrong": len(self.wrong),
            "p50_ms": round(percentile(self.spent_ms, 50), 1),
            "p95_ms": round(percentile(self.spent_ms, 95), 1),
            "by_damage": dict(self.right),
        }


def score(pictures: Iterable[HardPicture]) -> tuple[Counter[str], dict[str, Score]]:
    """Read every picture in every way; give how many there were of each damage, and the scores."""
    made: Counter[str] = Counter()
    scores = {name: Score() for name in WAYS}
    read_by_others = partial(_read_by, find_second_reader())
    for picture in pictures:
        made[picture.damage] += 1
        alone, alone_ms = _timed(_read_alone, picture.pixels)
        chain, chain_ms = _timed(_read_by_chain, picture.pixels)
        # The readers beside the chain are only asked where it found nothing, as `read_still` does.
        rest, rest_ms = ([], 0.0) if chain else _timed(read_by_others, picture.pixels)
        _note(scores[ALONE], picture, alone, alone_ms)
        _note(scores[CHAIN], picture, chain, chain_ms)
        _note(scores[READ], picture, chain or rest, chain_ms + rest_ms)
    return made, scores


def _read_alone(pixels: Pixels) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(pixels)]


def _read_by_chain(pixels: Pixels) -> list[str]:
    return [one.text for one in decode_still(pixels)]


def _read_by(reader: SecondReader, pixels: Pixels) -> list[str]:
    return [one.decoded.text for one in reader.read(pixels)]


def _timed(read: Callable[[Pixels], list[str]], pixels: Pixels) -> tuple[list[str], float]:
    began = time.process_time()
    texts = read(pixels)
    return texts, 1000 * (time.process_time() - began)


def _note(score_of: Score, picture: HardPicture, texts: list[str], spent_ms: float) -> None:
    score_of.spent_ms.append(spent_ms)
    if picture.text in texts:
        score_of.right[picture.damage] += 1
    elif texts:
        score_of.wrong.append(f"{picture.damage}-{picture.strength}: {picture.text} / {texts}")
