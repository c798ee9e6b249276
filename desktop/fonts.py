"""Which typeface the program writes Chinese in.

The system's own Chinese font is sharper on its own screens, so it comes first; the
bundled subset is loaded where there is none, and always when nothing is on a screen
(tests and pictures look the same on every machine).
"""

from functools import cache
from typing import Final

from PySide6.QtGui import QFontDatabase, QGuiApplication

from resources import file_path

BUNDLED_FAMILY: Final = "Noto Sans SC"
_BUNDLED: Final = ("fonts/NotoSansSC-Regular.ttf", "fonts/NotoSansSC-Bold.ttf")
_SYSTEM: Final = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
)


@cache
def load_family() -> str:
    """Give the family to write with, loading the bundled one when it is needed."""
    if QGuiApplication.platformName() != "offscreen":
        for family in _SYSTEM:
            if QFontDatabase.hasFamily(family):
                return family
    for name in _BUNDLED:
        QFontDatabase.addApplicationFont(str(file_path(name)))
    return BUNDLED_FAMILY
