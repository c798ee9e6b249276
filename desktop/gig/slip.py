"""The slip a worker takes along: a small page that says what was registered and whom to ask.

A6, black on white, drawn once for the printer, the file and the preview alike. It names the
worker masked, as everything does that may be left lying on a counter.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from desktop.theme import current_theme
from desktop.tokens import TextRole

_DOTS_PER_INCH: Final = 150
_MARGIN_MM: Final = 8.0
_POINTS: Final = 10.0
_MM_PER_INCH: Final = 25.4
_SIZE_MM: Final = QSizeF(105, 148)  # ISO 216, A6
_STYLE: Final = """
h1 { font-size: 15pt; margin-bottom: 4pt; }
.asked { color: #444444; } p { color: #222222; }
"""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on it, line by line."""

    title: str
    number: str
    lines: tuple[tuple[str, str], ...]
    foot: str


def slip_layout() -> QPageLayout:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A6)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def write_slip(slip: Slip) -> bytes:
    """Give the slip as a PDF file of one page."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(slip.title)
    writer.setPageLayout(slip_layout())
    draw_slip(slip, writer, QRectF(0, 0, writer.width(), writer.height()))
    return bytes(buffer.data().data())


def save_slip(slip: Slip, path: Path) -> None:
    """Write the PDF where the person chose.

    Raises:
        OSError: it could not be written there.

    """
    path.write_bytes(write_slip(slip))


def picture_slip(slip: Slip) -> QImage:
    """Give what will be on the paper, margins and all, 150 dots an inch."""
    dots = _DOTS_PER_INCH / _MM_PER_INCH
    image = QImage((_SIZE_MM * dots).toSize(), QImage.Format.Format_RGB32)
    dots_per_metre = round(dots * 1000)
    image.setDotsPerMeterX(dots_per_metre)
    image.setDotsPerMeterY(dots_per_metre)
    image.fill(Qt.GlobalColor.white)
    margin = _MARGIN_MM * dots
    draw_slip(slip, image, QRectF(image.rect()).adjusted(margin, margin, -margin, -margin))
    return image


def draw_slip(slip: Slip, device: QPaintDevice, room: QRectF) -> bool:
    """Draw it into a room of a printer, a file or a picture; say whether the device took it."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    font = QFont(current_theme().font(TextRole.BODY))
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(_html(slip))
    document.setTextWidth(room.width())
    painter.translate(room.topLeft())
    document.drawContents(painter)
    return painter.end()


def _html(slip: Slip) -> str:
    rows = "".join(
        f"<tr><td width='32%' class='asked'>{escape(asked)}</td><td>{escape(said)}</td></tr>"
        for asked, said in slip.lines
    )
    return (
        f"<h1>{escape(slip.title)}</h1><p>{escape(slip.number)}</p><hr>"
        f"<table width='100%' cellspacing='0' cellpadding='3'>{rows}</table><hr><p>{escape(slip.foot)}</p>"
    )
