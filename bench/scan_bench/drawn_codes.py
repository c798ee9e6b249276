"""The codes the bench looks for: what hangs on doors and lies on counters here, and what it must say.

Names are written as cheap printers write them (GBK bytes without a word about it), as careful ones do
(GB18030, declared), as the standard of the country does (hanzi mode) and as everybody else does (UTF-8).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import segno
import zxingcpp

from desktop.capture.frame_source import Pixels

_BASE45: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BAR_MARGIN: Final = 8  # with the border around every code more than the ten modules a bar code asks for
_SURNAMES: Final = "林陈黄蔡许郑吴苏庄洪欧王"
_GIVEN: Final = "秀梅建国丽珠志强永福国珍小燕清源"


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """One code, dark on light, one pixel a module; only a bar code brings margins of its own at both ends."""

    text: str
    modules: Pixels  # 0 dark, 255 light


def draw_codes(dice: random.Random) -> list[DrawnCode]:
    """Draw one of each kind, with another text for every state of the dice."""
    return [draw(dice) for draw in _KINDS]


def draw_bars(dice: random.Random, *, bar_height: int = 34) -> DrawnCode:
    """Draw an identity number as the bar code of a card."""
    text = "".join(dice.choice("0123456789") for _ in range(17)) + dice.choice("0123456789X")
    barcode = zxingcpp.create_barcode(text, zxingcpp.Code128)
    row = np.array(barcode.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8)[:1]
    bars = np.repeat(row, bar_height, axis=0)
    return DrawnCode(text, np.pad(bars, ((0, 0), (_BAR_MARGIN, _BAR_MARGIN)), constant_values=255))


def _signed(dice: random.Random) -> DrawnCode:
    text = "YS1:" + "".join(dice.choice(_BASE45) for _ in range(150))
    return _drawn(text, segno.make(text, error="m", boost_error=False, micro=False))


def _short(dice: random.Random) -> DrawnCode:
    text = f"h-350582001{dice.randrange(1000):03d}-{dice.randrange(10_000):04d}"
    return _drawn(text, segno.make(text, error="m", micro=False))


def _plate(dice: random.Random) -> DrawnCode:
    text = f"https://dz.example.gov.cn/mp?addrcode=35058200{dice.randrange(10**8):08d}"
    return _drawn(text, segno.make(text, error="l", boost_error=False, micro=False))


def _name_unlabelled(dice: random.Random) -> DrawnCode:
    text = _name(dice)
    return _drawn(text, segno.make(text.encode("gbk"), error="m", mode="byte", micro=False))


def _name_declared(dice: random.Random) -> DrawnCode:
    text = _name(dice)
    return _drawn(text, segno.make(text, error="m", mode="byte", encoding="gb18030", eci=True, micro=False))


def _name_in_hanzi(dice: random.Random) -> DrawnCode:
    text = _name(dice)
    return _drawn(text, segno.make(text, error="m", mode="hanzi", micro=False))


def _household(dice: random.Random) -> DrawnCode:
    text = f"象山路 {dice.randrange(1, 200)} 号 {_name(dice)}"
    return _drawn(text, segno.make(text, error="q", mode="byte", encoding="utf-8", micro=False))


def _name(dice: random.Random) -> str:
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, 2))


def _drawn(text: str, code: segno.QRCode) -> DrawnCode:
    dark = np.array(list(code.matrix_iter(border=0)), dtype=bool)
    return DrawnCode(text, np.where(dark, 0, 255).astype(np.uint8))


_KINDS: Final[tuple[Callable[[random.Random], DrawnCode], ...]] = (
    _signed,
    _short,
    _plate,
    _name_unlabelled,
    _name_declared,
    _name_in_hanzi,
    _household,
)
