"""How much room there is, in the words pages understand.

Measured in logical pixels divided by the text scale, so a large text on a wide window
is laid out like a normal text on a narrow one.
"""

from dataclasses import dataclass
from typing import Final, Protocol

FULL_WIDTH: Final = 1240
LOW_HEIGHT: Final = 640


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """Whether the rail shows words beside its icons, and whether height is scarce."""

    is_compact: bool
    is_low: bool


class Adapts(Protocol):
    """A page that changes its arrangement with the room it has."""

    def adapt(self, layout: WindowLayout) -> None: ...


def layout_for(*, width: int, height: int, percent: int) -> WindowLayout:
    return WindowLayout(
        is_compact=width * 100 / percent < FULL_WIDTH,
        is_low=height * 100 / percent < LOW_HEIGHT,
    )
