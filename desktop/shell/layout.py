"""How much room there is, in the words pages understand.

Measured in logical pixels divided by the text scale, so a large text on a wide window
is laid out like a normal text on a narrow one.
"""

from dataclasses import dataclass
from typing import Final

FULL_WIDTH: Final = 1240
ONE_PANE_WIDTH: Final = 1000
LOW_HEIGHT: Final = 640


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """How the rail stands (with words, with icons, or behind a button), and whether height is scarce.

    Narrow is compact too: a page that knows only the second stays right.
    """

    is_compact: bool
    is_low: bool
    is_narrow: bool = False


def adapt(page: object, layout: WindowLayout) -> None:
    """Tell a page how much room it has, if it has an `adapt(layout)` and arranges itself by that."""
    own = getattr(page, "adapt", None)
    if callable(own):
        own(layout)


def layout_for(*, width: int, height: int, percent: int) -> WindowLayout:
    return WindowLayout(
        is_compact=width * 100 / percent < FULL_WIDTH,
        is_low=height * 100 / percent < LOW_HEIGHT,
        is_narrow=width * 100 / percent < ONE_PANE_WIDTH,
    )
