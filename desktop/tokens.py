"""The colours, sizes and type roles every screen is drawn with.

This is the only file that may hold a hex code. The contrast of each pair that is
used together is recomputed by `tests/desktop/test_contrast.py`, so a colour cannot
be changed into something a clerk of fifty cannot read in sunlight.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """What a colour pair says; always accompanied by a word and, where there is room, an icon."""

    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
    INFO = "info"
    OFF = "off"
    BRICK = "brick"
    PRIMARY = "primary"


class TextRole(StrEnum):
    DISPLAY = "display"
    NUMBER = "number"
    H1 = "h1"
    H2 = "h2"
    H3 = "h3"
    LABEL = "label"
    STRONG = "strong"
    BODY = "body"
    SMALL = "small"
    CAPTION = "caption"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour, the soft fill it stands on, and the line around that fill."""

    text: str
    soft: str
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """One complete set of colours; a second set is the high-contrast theme."""

    canvas: str
    surface: str
    surface2: str
    sunken: str
    border: str
    border_strong: str
    ink: str
    ink2: str
    ink3: str
    primary: str
    primary_hover: str
    primary_press: str
    primary_soft: str
    primary_soft_hover: str
    primary_line: str
    on_primary: str
    nav: str
    nav_selected: str
    nav_hover: str
    nav_ink: str
    focus: str
    invalid_fill: str
    drop: str
    mint: str
    brand_top: str
    brand_bottom: str
    tones: dict[Tone, Pair]


LIGHT: Final = Palette(
    canvas="#F4F2EC",
    surface="#FFFFFF",
    surface2="#FAF8F4",
    sunken="#EEEBE3",
    border="#E0DBD0",
    border_strong="#7B8688",
    ink="#14262A",
    ink2="#44565B",
    ink3="#5D6C70",
    primary="#0B686C",
    primary_hover="#09585C",
    primary_press="#074649",
    primary_soft="#E1F0EE",
    primary_soft_hover="#D2E7E4",
    primary_line="#A9D3CF",
    on_primary="#FFFFFF",
    nav="#0F3B40",
    nav_selected="#1F5459",
    nav_hover="#1A4A4F",
    nav_ink="#C9DEDD",
    focus="#C26700",
    invalid_fill="#FFFAF9",
    drop="#E8896F",
    mint="#7FE0C9",
    brand_top="#0F3B40",
    brand_bottom="#0D5C60",
    tones={
        Tone.OK: Pair("#1B7242", "#E3F3E8", "#B5DCC3"),
        Tone.WARN: Pair("#855000", "#FFF0D2", "#F0CF8E"),
        Tone.DANGER: Pair("#B3261E", "#FCE9E7", "#EDB4AF"),
        Tone.INFO: Pair("#1B5A99", "#E6F0FA", "#B4D0EC"),
        Tone.OFF: Pair("#43536A", "#E8ECF2", "#C6CFDC"),
        Tone.BRICK: Pair("#B0442C", "#FBEAE4", "#EBC0B3"),
        Tone.PRIMARY: Pair("#074649", "#E1F0EE", "#A9D3CF"),
    },
)

_PLAIN: Final = "#FFFFFF"
_BLACK: Final = "#000000"

HIGH_CONTRAST: Final = Palette(
    canvas=_PLAIN,
    surface=_PLAIN,
    surface2=_PLAIN,
    sunken="#E6E6E6",
    border=_BLACK,
    border_strong=_BLACK,
    ink=_BLACK,
    ink2=_BLACK,
    ink3="#262626",
    primary="#004B4F",
    primary_hover="#003A3D",
    primary_press="#00282A",
    primary_soft=_PLAIN,
    primary_soft_hover="#E6E6E6",
    primary_line=_BLACK,
    on_primary=_PLAIN,
    nav="#00282A",
    nav_selected="#004B4F",
    nav_hover="#003A3D",
    nav_ink=_PLAIN,
    focus="#9A4A00",
    invalid_fill=_PLAIN,
    drop=_PLAIN,
    mint="#7FE0C9",
    brand_top="#00282A",
    brand_bottom="#003A3D",
    tones={
        Tone.OK: Pair("#0B4A28", _PLAIN, _BLACK),
        Tone.WARN: Pair("#5C3700", _PLAIN, _BLACK),
        Tone.DANGER: Pair("#8B0F09", _PLAIN, _BLACK),
        Tone.INFO: Pair("#0B3A6B", _PLAIN, _BLACK),
        Tone.OFF: Pair("#1F2937", _PLAIN, _BLACK),
        Tone.BRICK: Pair("#7A2412", _PLAIN, _BLACK),
        Tone.PRIMARY: Pair("#00282A", _PLAIN, _BLACK),
    },
)

TYPE: Final[dict[TextRole, tuple[int, int]]] = {
    TextRole.DISPLAY: (40, 700),
    TextRole.NUMBER: (34, 700),
    TextRole.H1: (26, 700),
    TextRole.H2: (21, 700),
    TextRole.H3: (18, 700),
    TextRole.LABEL: (17, 500),
    TextRole.STRONG: (16, 700),
    TextRole.BODY: (16, 400),
    TextRole.SMALL: (15, 400),
    TextRole.CAPTION: (14, 400),
    TextRole.FLOOR: (13, 400),
}

SCALES: Final = (100, 115, 130, 150)

RADIUS_CARD: Final = 12
RADIUS_CONTROL: Final = 10
RADIUS_SMALL: Final = 8
RADIUS_KEY: Final = 5
HEIGHT_CONTROL: Final = 48
HEIGHT_PRIMARY: Final = 56
HEIGHT_SMALL: Final = 44
HEIGHT_OPTION: Final = 50
HEIGHT_ROW: Final = 64
HEIGHT_CHIP: Final = 28
HEIGHT_TOP_CHIP: Final = 36
HEIGHT_PIN: Final = 62
RAIL_WIDE: Final = 196
RAIL_COMPACT: Final = 80
PAGE_MARGIN: Final = 28
PAGE_MARGIN_COMPACT: Final = 16
GAP: Final = 14
TARGET_MINIMUM: Final = 44
