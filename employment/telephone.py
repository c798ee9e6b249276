"""Telephone numbers a person can be reached at: mobile numbers, and landlines with their area code.

Source: 电信网编号计划 (MIIT, edition of 2017). Mobile numbers have eleven digits from 13 to
19, without asking which operator holds a range, because ranges are given out every year.
Area codes have three digits (010, 02x) or four; Quanzhou is 0595 with eight digits behind
it, never seven. Service numbers such as 400 or 12345 reach no person and are refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from employment.errors import TelephoneShapeError


class TelephoneKind(StrEnum):
    """What rings."""

    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, slots=True)
class Telephone:
    """Digits only: eleven of a mobile number, or area code and number of a landline."""

    kind: TelephoneKind
    number: str


_NOISE: Final = re.compile(r"[\s\-‐-―()]")
_COUNTRY: Final = re.compile(r"(?:\+|00)86")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(
    r"0595[2-8][0-9]{7}|(?:010|02[0-9])[2-8][0-9]{7}|(?!0595)0[3-9][0-9]{2}[2-8][0-9]{6,7}"
)
_SHOP_WINDOW: Final = frozenset({"13800138000", "13900139000", "18600186000", "18900189000"})
_RUNS: Final = ("0123456789", "9876543210")
_LONGEST_HONEST_RUN: Final = 6


def parse_telephone(text: str) -> Telephone:
    """Read a number as people write it.

    Raises:
        TelephoneShapeError: it reaches nobody in this numbering plan.

    """
    written = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    abroad = _COUNTRY.match(written)
    digits = written[abroad.end() :] if abroad else written
    if _MOBILE.fullmatch(digits):
        return Telephone(TelephoneKind.MOBILE, digits)
    landline = f"0{digits}" if abroad else digits  # +86 595 … is written without the zero
    if _LANDLINE.fullmatch(landline):
        return Telephone(TelephoneKind.LANDLINE, landline)
    raise TelephoneShapeError


def looks_made_up(mobile: str) -> bool:
    """Tell whether a number looks typed to fill the box: few different digits, a row, or a well-known one."""
    rest = mobile[3:]
    return mobile in _SHOP_WINDOW or len(set(rest)) <= 2 or _longest_run(rest) > _LONGEST_HONEST_RUN


def _longest_run(digits: str) -> int:
    windows = (digits[start:end] for start in range(len(digits)) for end in range(start + 1, len(digits) + 1))
    return max((len(window) for window in windows if any(window in run for run in _RUNS)), default=0)
