"""Lucide icons, drawn in the colour and size asked for.

The outline files carry `currentColor`; it is replaced before drawing, so one file
serves every tone and both themes. Drawn pictures are kept: a list of a hundred rows
draws each icon once.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import read_text


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """Draw one icon at a size in logical pixels for a screen of that pixel ratio."""
    outline = read_text(f"icons/{name}.svg").replace("currentColor", colour)
    outline = outline.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(outline.encode())).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint_icon(painter: QPainter, name: str, colour: str, box: QRectF, *, stroke: float = 2.0) -> None:
    """Draw an icon into a box of a widget's own painting."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(box.topLeft(), pixmap(name, colour, round(box.width()), ratio, stroke))
