"""The slip a worker takes along: a small page that says what was registered and whom to ask.

A6, black on white, drawn once for the printer, the file and the preview alike. It names the
worker masked, as everything does that may be left lying on a counter.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPaintDevice, QPainter

from desktop.pdf_file import DOTS_PER_INCH, lay_out, upright, write_pdf_file

_MARGIN_MM: Final = 8.0
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
    return upright(QPageSize.PageSizeId.A6, margin_mm=_MARGIN_MM)


def write_slip(slip: Slip) -> bytes:
    """Give the slip as a PDF file of one page."""
    return write_pdf_file(
        slip.title,
        slip_layout(),
        lambda device: draw_slip(slip, device, QRectF(0, 0, device.width(), device.height())),
    )


def save_slip(slip: Slip, path: Path) -> None:
    """Write the PDF where the person chose.

    Raises:
        OSError: it could not be written there.

    """
    path.write_bytes(write_slip(slip))


def picture_slip(slip: Slip) -> QImage:
    """Give what will be on the paper, margins and all, 150 dots an inch."""
    dots = DOTS_PER_INCH / _MM_PER_INCH
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
    document = lay_out(_html(slip), style=_STYLE, device=device)
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
