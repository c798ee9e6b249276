"""A page that people take along, as a PDF file: what a printer gets, written instead to a file.

The printed form and the slip of a gig worker differ in what they draw, never in how a file is made of it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPdfWriter,
    QTextDocument,
)

from desktop.theme import current_theme
from desktop.tokens import TextRole

DOTS_PER_INCH: Final = 150
_POINTS: Final = 10.0
_NO_PICTURES: Final[Mapping[str, QImage]] = MappingProxyType({})


def upright(size: QPageSize.PageSizeId, *, margin_mm: float) -> QPageLayout:
    """Give a sheet of this size, higher than wide, with the same margin (mm) on every side."""
    margins = QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm)
    return QPageLayout(
        QPageSize(size), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def write_pdf_file(title: str, layout: QPageLayout, draw: Callable[[QPagedPaintDevice], bool]) -> bytes:
    """Give what `draw` puts on the pages as a PDF file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle(title)
    writer.setPageLayout(layout)
    draw(writer)
    return bytes(buffer.data().data())


def paper_font() -> QFont:
    """Give the type of everything on paper: the program's own, at a size paper is read in."""
    font = QFont(current_theme().font(TextRole.BODY))
    font.setPointSizeF(_POINTS)
    return font


def lay_out(
    html: str, *, style: str, device: QPaintDevice, pictures: Mapping[str, QImage] = _NO_PICTURES
) -> QTextDocument:
    """Give the words set for this device; who calls gives them their page or width.

    `pictures` are those the words show, by the address they show them under.
    """
    document = QTextDocument()
    for address, picture in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(address), picture)
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(paper_font())
    document.setDefaultStyleSheet(style)
    document.setHtml(html)
    return document
