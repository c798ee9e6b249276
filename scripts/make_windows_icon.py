"""Makes installers/windows/quancai.ico out of installers/linux/quancai.svg, in the sizes Windows asks for.

usage: python scripts/make_windows_icon.py
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import desktop  # noqa: F401 - before PySide6, as everywhere

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 24, 32, 48, 64, 256)
_HEAD = struct.Struct("<HHH")
_ROW = struct.Struct("<BBBBHHII")


def draw(outline: QSvgRenderer, side: int) -> bytes:
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    outline.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def bind(pictures: dict[int, bytes]) -> bytes:
    """Lay PNG pictures into one icon file (ICO of Windows Vista and later)."""
    start = _HEAD.size + _ROW.size * len(pictures)
    rows, body = b"", b""
    for side, content in pictures.items():
        rows += _ROW.pack(side % 256, side % 256, 0, 0, 1, 32, len(content), start + len(body))
        body += content
    return _HEAD.pack(0, 1, len(pictures)) + rows + body


if __name__ == "__main__":
    application = QGuiApplication(["icon"])
    renderer = QSvgRenderer(str(ROOT / "installers/linux/quancai.svg"))
    icon = bind({side: draw(renderer, side) for side in SIZES})
    (ROOT / "installers/windows/quancai.ico").write_bytes(icon)
