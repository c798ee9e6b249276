"""How many option cards stand beside each other: as many as fit without cutting a word."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtGui import QPixmap

from desktop.components.option_card import OptionCheck, OptionRadio
from forms import Choice

NO_PICTURES: Final[Mapping[str, QPixmap]] = MappingProxyType({})
_MOST_SHORT: Final = 3
_MOST_MANY: Final = 4
_FEW: Final = 6
_GAP: Final = 10
_MOST_CARDS: Final = 12
_LONG_LABEL: Final = 14
_LAST_NARROW: Final = 0x2E7F  # what comes after is as wide as it is high


def fitting_columns(cards: Sequence[OptionRadio | OptionCheck], *, width: int, wanted: int = 0) -> int:
    """Give the number of columns for this width; what the form asks for, where it fits."""
    widest = max((card.sizeHint().width() for card in cards), default=1)
    most = wanted or (_MOST_SHORT if len(cards) <= _FEW else _MOST_MANY)
    fitting = (width + _GAP) // (widest + _GAP)
    return max(1, min(most, fitting, len(cards)))


def wanted_columns(choices: Sequence[Choice], appearance: Sequence[str]) -> int:
    """Read how many columns a form asks for: as many as fit for `likert`, n for `columns-n`; 0 for none."""
    if "likert" in appearance or "columns-pack" in appearance:
        return len(choices)
    numbers = (name.removeprefix("columns-") for name in appearance if name.startswith("columns-"))
    return next((int(number) for number in numbers if number.isdigit()), 0)


def needs_search(choices: Sequence[Choice], appearance: Sequence[str]) -> bool:
    """Say whether there are more choices than an eye takes in, or the form asks for a search."""
    return len(choices) > _MOST_CARDS or "autocomplete" in appearance or "search" in appearance


def needs_list(choices: Sequence[Choice], appearance: Sequence[str]) -> bool:
    """Say whether cards would be a wall of text, or the form asks for a list."""
    has_long = any(label_width(choice.label) > _LONG_LABEL for choice in choices)
    return "minimal" in appearance or len(choices) > _MOST_CARDS or (len(choices) > _FEW and has_long)


def label_width(label: str) -> float:
    """Measure a label in Chinese characters; a Latin letter takes about half the room of one."""
    return sum(1.0 if ord(character) > _LAST_NARROW else 0.5 for character in label)
