"""Unified social credit codes (GB 32100-2015): a business's number, also inside licence addresses."""

import re
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z: too like 1, 0, 5, U, 2
_SHAPE: Final = re.compile(rf"(?<![0-9A-Z])([{_ALPHABET}]{{18}})(?![0-9A-Z])")


def find_credit_code(text: str) -> str | None:
    """Give the first credit code whose check character is right, or None."""
    candidates = _SHAPE.findall(text.upper())
    return next((code for code in candidates if _check_character(code[:17]) == code[17]), None)


def _check_character(first17: str) -> str:
    total = sum(_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first17))
    return _ALPHABET[(31 - total % 31) % 31]
