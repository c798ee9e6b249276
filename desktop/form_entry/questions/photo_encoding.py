"""Photos as bytes: what is kept is drawn anew, so nothing a camera noted beside it is kept with it.

A telephone writes the place and the time into its photos; drawing the picture again as JPEG
leaves that out. The size is what the form asks for.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

USUAL_MAX_PIXELS: Final = 1600
_JPEG_QUALITY: Final = 85


def encode_photo(picture: QImage, *, max_pixels: int) -> bytes:
    """Give a JPEG whose longer side is at most `max_pixels`."""
    return _encode(_fitted(picture, max_pixels), b"JPEG", _JPEG_QUALITY)


def encode_drawing(picture: QImage, *, max_pixels: int) -> bytes:
    """Give a PNG, for lines on white."""
    return _encode(_fitted(picture, max_pixels), b"PNG", -1)


def max_pixels_of(binds: Mapping[str, str]) -> int:
    """Read what the form says about the size; the usual size where it says nothing sensible."""
    written = binds.get("orx:max-pixels", "")
    return int(written) if written.isdigit() and int(written) > 0 else USUAL_MAX_PIXELS


def _fitted(picture: QImage, max_pixels: int) -> QImage:
    if max(picture.width(), picture.height()) <= max_pixels:
        return picture
    return picture.scaled(
        max_pixels,
        max_pixels,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _encode(picture: QImage, kind: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind)
    writer.setQuality(quality)
    writer.write(picture.convertToFormat(QImage.Format.Format_RGB888))
    return bytes(buffer.data().data())
