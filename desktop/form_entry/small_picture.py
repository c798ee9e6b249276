"""Pictures made small while they are read: what a form brings or a draft keeps is never trusted with memory.

A file of a few kilobytes can say it is a hundred thousand dots wide. Its size is read from its
head first; what says more than a camera makes is not decoded at all, and the rest is scaled by
the reader itself. The format is found by the content, not by the name.
"""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_BYTES: Final = 8 * 1024 * 1024
_MOST_DOTS: Final = 25_000_000  # of a good camera
# No drawings (SVG): they may name other files of this computer.
_FORMATS: Final = frozenset({b"png", b"jpeg", b"jpg", b"gif", b"bmp", b"webp"})


def size_of(content: bytes) -> QSize:
    """Give the size of a picture in dots; an empty size where it is none we read."""
    opened = _open(content)
    return QSize() if opened is None else opened[0].size()


def read_small(content: bytes, most: QSize) -> QImage:
    """Give a picture no larger than `most`; a null image where it cannot be read."""
    opened = _open(content)
    if opened is None:
        return QImage()
    reader = opened[0]
    size = reader.size()
    if size.width() > most.width() or size.height() > most.height():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _open(content: bytes) -> tuple[QImageReader, QBuffer, QByteArray] | None:
    """Give a reader with what it reads from, which must live as long; None for what is not to be read."""
    if not 0 < len(content) <= MOST_BYTES:
        return None
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or size.isEmpty():
        return None
    return (reader, buffer, held) if size.width() * size.height() <= _MOST_DOTS else None
