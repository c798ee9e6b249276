"""What somebody copied elsewhere and pastes here: a picture, a picture's file, or the text of a code.

A household code often comes as a message on the office's computer; copying it there and pressing
Ctrl+V here spares saving a file. The clipboard belongs to whoever copied last, so it is looked at
only when asked, and what comes out of it is held to the same limits as a file.
"""

from pathlib import Path
from typing import Final, cast

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from desktop.capture.errors import NothingToPasteError, PictureUnreadableError
from desktop.capture.frame_source import Pixels
from desktop.capture.picture_source import PICTURE_SUFFIXES

MAX_PASTED_PIXELS: Final = 64_000_000
MAX_PASTED_CHARACTERS: Final = 7_089  # what the largest QR code holds, in digits (ISO/IEC 18004)

Pasted = Pixels | Path | str


def look_at_clipboard() -> Pasted:
    """Give what was copied: pixels (height, width, BGR), the path of a picture, or text.

    Raises:
        NothingToPasteError: nothing was copied, or something that holds no code.
        PictureUnreadableError: a picture larger than any photograph.

    """
    return _what_is_in(_copied())


def holds_text() -> bool:
    """Say whether a field for typing would take what was copied."""
    copied = _copied()
    return copied.hasText() and not _picture_file(copied)


def _copied() -> QMimeData:
    # Qt gives nothing where nothing was copied or the system did not answer, whatever its stub says.
    copied = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return QMimeData() if copied is None else copied


def _what_is_in(copied: QMimeData) -> Pasted:
    # A file manager gives the name of a file as text, too, and a browser the address of a picture.
    if path := _picture_file(copied):
        return path
    image = QImage(copied.imageData()) if copied.hasImage() else QImage()
    if not image.isNull():
        return _pixels_of(image)
    text = copied.text().strip()
    if not text or len(text) > MAX_PASTED_CHARACTERS:
        raise NothingToPasteError
    return text


def _picture_file(copied: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
    return next((path for path in files if path.suffix.lower() in PICTURE_SUFFIXES), None)


def _pixels_of(image: QImage) -> Pixels:
    if image.width() * image.height() > MAX_PASTED_PIXELS:
        raise PictureUnreadableError(file="")
    # What is transparent was seen on something light; as black, a code on it would be gone.
    paper = QImage(image.size(), QImage.Format.Format_BGR888)
    paper.fill(0xFFFFFFFF)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, image)
    rows = np.frombuffer(paper.constBits(), dtype=np.uint8).reshape(paper.height(), paper.bytesPerLine())
    return np.array(rows[:, : paper.width() * 3].reshape(paper.height(), paper.width(), 3))
