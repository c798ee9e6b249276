"""An invitation on paper: its code, what it is for, until when, and whose roots it trusts.

The sheet is handed over by a person to a person and is as secret as a key until it is used, so
it says so and has room for two signatures. Drawn without Qt: a server computer has none.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from resources import file_path
from resources.words import Words
from server_stub.key_files import write_private
from sync.keys.fingerprint import shown_fingerprint

_FONTS: Final = {"quancai": "fonts/NotoSansSC-Regular.ttf", "quancai-bold": "fonts/NotoSansSC-Bold.ttf"}
_MARGIN: Final = 22 * mm
_CODE: Final = 92 * mm
_QUIET_MODULES: Final = 4  # ISO/IEC 18004, quiet zone
_PIXELS_A_MODULE: Final = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one sheet."""

    code: str  # the invitation's text
    places: Sequence[str]  # as people call them
    relay_url: str
    suite: int
    ends: datetime  # in the city's time
    roots_digest: str  # hexadecimal
    name: str = ""  # of the computer, where it is decided
    file: str = ""  # with the same invitation, where one was made


def write_code_picture(code: str, path: Path) -> None:
    """Write the code as a PNG.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    picture = io.BytesIO()
    _make_code(code).save(picture, kind="png", scale=_PIXELS_A_MODULE, border=_QUIET_MODULES)
    write_private(path, picture.getvalue())


def write_sheet(sheet: Sheet, path: Path, *, words: Words) -> None:
    """Write the page (A4) as a PDF.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    write_sheets([sheet], path, words=words)


def write_sheets(sheets: Sequence[Sheet], path: Path, *, words: Words) -> None:
    """Write several as one PDF, a page each.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    pages = io.BytesIO()
    canvas = Canvas(pages, pagesize=A4)
    canvas.setTitle(words.text("terminal.sheet.title"))
    for sheet in sheets:
        draw_sheet(canvas, sheet, words)
        canvas.showPage()
    canvas.save()
    write_private(path, pages.getvalue())


def draw_sheet(canvas: Canvas, sheet: Sheet, words: Words) -> float:
    """Draw everything; give how far above the lower edge it ends."""
    _register_fonts()
    width, height = A4
    top = height - _MARGIN
    top = _say(canvas, words.text("terminal.sheet.title"), top, size=22, font="quancai-bold")
    top = _say(canvas, words.text("terminal.sheet.secret"), top - 2 * mm, size=11)
    top -= 6 * mm
    _draw_code(canvas, sheet.code, left=(width - _CODE) / 2, bottom=top - _CODE)
    top -= _CODE + 8 * mm
    facts = {
        "places": "、".join(sheet.places),
        "relay": sheet.relay_url,
        "suite": sheet.suite,
        "ends": f"{sheet.ends:%Y-%m-%d %H:%M}",
    }
    if sheet.name:
        top = _say(canvas, words.text("terminal.sheet.name", name=sheet.name), top, size=12)
    top = _say(canvas, words.text("terminal.sheet.facts", **facts), top, size=12)
    if sheet.file:
        top = _say(canvas, words.text("terminal.sheet.file", file=sheet.file), top, size=12)
    top = _say(canvas, words.text("terminal.sheet.steps"), top - 3 * mm, size=11)
    top = _say(canvas, words.text("terminal.sheet.roots"), top - 3 * mm, size=11)
    top = _say(canvas, shown_fingerprint(sheet.roots_digest), top, size=11)
    return _say(canvas, words.text("terminal.sheet.signatures"), top - 10 * mm, size=12)


@cache
def _register_fonts() -> None:
    """Read the fonts once a process: for a list of a hundred sheets that is half of the work."""
    for name, file in _FONTS.items():
        registerFont(TTFont(name, str(file_path(file))))


def _say(canvas: Canvas, text: str, top: float, *, size: int, font: str = "quancai") -> float:
    """Write lines below `top`; give where they end."""
    style = ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.5, wordWrap="CJK")
    paragraph = Paragraph(escape(text).strip().replace("\n", "<br/>"), style)
    _, height = paragraph.wrapOn(canvas, A4[0] - 2 * _MARGIN, top)
    paragraph.drawOn(canvas, _MARGIN, top - height)
    return float(top - height)


def _draw_code(canvas: Canvas, code: str, *, left: float, bottom: float) -> None:
    rows: tuple[bytearray, ...] = tuple(_make_code(code).matrix)
    module = _CODE / len(rows)
    for number, row in enumerate(rows):
        for column, is_dark in enumerate(row):
            if is_dark:
                # A hair wider than its place: viewers draw white lines between squares that only touch.
                y = bottom + _CODE - (number + 1) * module
                canvas.rect(left + column * module, y, module * 1.02, module * 1.02, stroke=0, fill=1)


def _make_code(code: str) -> Any:
    return segno.make_qr(code, error="m")
