"""The number of a version, compared as people count: 0.10.0 comes after 0.9.2."""

import re
from dataclasses import dataclass
from typing import Final

from updates.errors import ReleaseMalformedError

_SPELLING: Final = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){0,3}")
_PARTS: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One to four whole numbers; missing ones count as nought."""

    parts: tuple[int, int, int, int]

    def __str__(self) -> str:
        shown = list(self.parts)
        while len(shown) > 3 and shown[-1] == 0:
            shown.pop()
        return ".".join(map(str, shown))


def parse_version(text: str) -> Version:
    """Read a version.

    Raises:
        ReleaseMalformedError: anything but numbers and points.

    """
    if _SPELLING.fullmatch(text) is None:
        raise ReleaseMalformedError(part="version")
    numbers = [int(part) for part in text.split(".")]
    first, second, third, fourth = (*numbers, *[0] * (_PARTS - len(numbers)))
    return Version((first, second, third, fourth))
