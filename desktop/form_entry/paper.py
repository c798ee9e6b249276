"""Puts a printed form on paper: A4, black on white, in a table that any printer manages."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter

from desktop.form_entry.printed_form import PrintedForm, PrintedGroup, PrintedLine
from desktop.form_entry.small_picture import read_small, size_of
from desktop.pdf_file import lay_out, paper_font, upright, write_pdf_file

_MARGIN_MM: Final = 16.0
_FOOT_SHARE: Final = 0.04
_PICTURE: Final = QSize(230, 150)  # the largest on a sheet, about six by four centimetres
_DOTS_A_PIXEL: Final = 2
_STYLE: Final = """
h1 { font-size: 16pt; } h2 { font-size: 11pt; margin-top: 10pt; }
td { border-bottom: 1px solid #999999; } .asked { color: #333333; }
"""


def write_pdf(form: PrintedForm) -> bytes:
    """Give the form as a PDF file."""
    return write_pdf_file(form.title, page_layout(), lambda device: draw(form, device))


def save_pdf(form: PrintedForm, path: Path) -> None:
    """Write the PDF where the person chose.

    Raises:
        OSError: it could not be written there.

    """
    path.write_bytes(write_pdf(form))


def page_layout() -> QPageLayout:
    return upright(QPageSize.PageSizeId.A4, margin_mm=_MARGIN_MM)


def draw(form: PrintedForm, device: QPagedPaintDevice) -> bool:
    """Draw page after page on a printer or into a file; say whether the device took it."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    whole = QRectF(0, 0, device.width(), device.height())
    body = whole.adjusted(0, 0, 0, -whole.height() * _FOOT_SHARE)
    document = lay_out(_html(form), style=_STYLE, device=device, pictures=_pictures(form))
    document.setPageSize(body.size())
    for page in range(document.pageCount()):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * body.height())
        document.drawContents(painter, body.translated(0, page * body.height()))
        painter.restore()
        painter.setFont(paper_font())
        painter.drawText(whole, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, form.foot)
        number = f"{page + 1} / {document.pageCount()}"
        painter.drawText(whole, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, number)
    return painter.end()


def _html(form: PrintedForm) -> str:
    groups = "".join(
        f"<h2>{escape(group.title)}</h2><table width='100%' cellspacing='0' cellpadding='4'>"
        + "".join(
            f"<tr><td width='42%' class='asked'>{escape(line.asked)}</td><td>{_answer(line, place)}</td></tr>"
            for place, line in lines
        )
        + "</table>"
        for group, lines in _numbered(form)
    )
    return f"<h1>{escape(form.title)}</h1><p>{escape(form.subject)}</p>{groups}"


def _answer(line: PrintedLine, place: str) -> str:
    """Write an answer; a picture that can be read stands for its words."""
    size = _fitted(line)
    if size.isEmpty():
        return escape(line.answer)
    return f"<img src='{place}' width='{size.width()}' height='{size.height()}'>"


def _pictures(form: PrintedForm) -> Mapping[str, QImage]:
    """Give the pictures of a form as sharp as paper needs, by the place of their line."""
    lines = (each for _, lines in _numbered(form) for each in lines)
    return {
        place: read_small(line.picture, _fitted(line) * _DOTS_A_PIXEL)
        for place, line in lines
        if not _fitted(line).isEmpty()
    }


def _fitted(line: PrintedLine) -> QSize:
    """Give the size of a line's picture in ninety-sixths of an inch; empty where there is none."""
    size = size_of(line.picture)
    return size.scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio) if not size.isEmpty() else QSize()


def _numbered(form: PrintedForm) -> Iterator[tuple[PrintedGroup, list[tuple[str, PrintedLine]]]]:
    for number, group in enumerate(form.groups):
        yield group, [(f"picture:{number}-{row}", line) for row, line in enumerate(group.lines)]
