"""Paints a household code card as it is printed and hung beside the door.

The QR code is drawn module by module from the writer's own matrix, at level M and with
the quiet zone of four modules the standard asks for; scaling a picture of it would blur
the edges that decoding lives on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import zxingcpp
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath

from desktop.codecard.errors import CardNotWrittenError
from desktop.fonts import load_family
from desktop.tokens import LIGHT

_WIDTH: Final = 720
_HEIGHT: Final = 940
_HEADER: Final = 140
_RADIUS: Final = 36
_CODE_SIDE: Final = 560
_QUIET_MODULES: Final = 4
_DOTS_PER_METRE: Final = 11811  # 300 dpi


@dataclass(frozen=True, slots=True)
class CardFace:
    """Everything that is printed."""

    heading: str
    code_text: str
    caption: str


def paint_card(face: CardFace) -> QImage:
    """Paint one card, 61 x 80 mm at 300 dpi."""
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter)
    _write(painter, face.heading, QRectF(0, 0, _WIDTH, _HEADER), size=52, colour=LIGHT.on_primary, weight=700)
    paint_code(
        painter, face.code_text, QRectF((_WIDTH - _CODE_SIDE) / 2, _HEADER + 40, _CODE_SIDE, _CODE_SIDE)
    )
    below = QRectF(24, _HEADER + 40 + _CODE_SIDE + 20, _WIDTH - 48, 140)
    _write(painter, face.caption, below, size=44, colour=LIGHT.ink, weight=500)
    painter.end()
    return image


def write_card(face: CardFace, path: Path) -> Path:
    """Paint a card into a PNG file.

    Raises:
        CardNotWrittenError: the folder is missing, full or not ours.

    """
    if not paint_card(face).save(str(path), "PNG"):  # type: ignore[call-overload]
        raise CardNotWrittenError(file=path.name)
    return path


def paint_code(painter: QPainter, text: str, box: QRectF) -> None:
    """Draw the QR code of an ASCII text into a square, quiet zone included."""
    modules = code_matrix(text)
    side = box.width() / modules.shape[0]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(box, Qt.GlobalColor.white)
    for row, column in zip(*np.nonzero(modules), strict=True):
        # Whole pixels for both edges: neighbouring modules must touch without a hairline.
        left, right = round(box.left() + column * side), round(box.left() + (column + 1) * side)
        top, bottom = round(box.top() + row * side), round(box.top() + (row + 1) * side)
        painter.fillRect(left, top, right - left, bottom - top, Qt.GlobalColor.black)
    painter.restore()


def code_matrix(text: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Give the modules of the code, True where it is dark, with its quiet zone."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level="M")
    modules = np.array(barcode.to_image(scale=1, add_quiet_zones=False)) < 128
    padded: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.pad(modules, _QUIET_MODULES)
    return padded


def _paint_ground(painter: QPainter) -> None:
    card = QPainterPath()
    card.addRoundedRect(QRectF(0, 0, _WIDTH, _HEIGHT), _RADIUS, _RADIUS)
    painter.setClipPath(card)
    painter.fillRect(QRectF(0, 0, _WIDTH, _HEIGHT), QColor(LIGHT.surface2))
    painter.fillRect(QRectF(0, 0, _WIDTH, _HEADER), QColor(LIGHT.primary))


def _write(painter: QPainter, text: str, box: QRectF, *, size: int, colour: str, weight: int) -> None:
    font = QFont(load_family())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def card_size() -> QSizeF:
    """Give the size of a card in pixels, for sheets that lay out several."""
    return QSizeF(_WIDTH, _HEIGHT)
