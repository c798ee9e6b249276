"""Pictures from elsewhere: read small, and not at all when they lie about what they are."""

import struct
import zlib

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop.form_entry.questions.photo_encoding import encode_drawing, encode_photo
from desktop.form_entry.small_picture import MOST_BYTES, read_small, size_of

WIDE = QImage(1200, 300, QImage.Format.Format_RGB888)


def png_that_says(width: int, height: int) -> bytes:
    """Write the head of a picture that unpacks into width times height dots."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk


def test_a_photo_is_read_in_the_size_it_is_shown_in() -> None:
    small = read_small(encode_photo(WIDE, max_pixels=1600), QSize(200, 200))

    assert small.size() == QSize(200, 50)


def test_a_picture_that_is_small_already_is_not_blown_up() -> None:
    assert read_small(encode_drawing(WIDE, max_pixels=120), QSize(200, 200)).size() == QSize(120, 30)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear Sir",
        png_that_says(100_000, 100_000),
        png_that_says(0, 5),
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>',
        encode_drawing(WIDE, max_pixels=120) + bytes(MOST_BYTES),
    ],
    ids=["nothing", "a letter", "a bomb", "no width", "a drawing that names files", "too many bytes"],
)
def test_what_is_no_picture_of_a_sensible_size_is_not_read(content: bytes) -> None:
    assert (size_of(content), read_small(content, QSize(9, 9)).isNull()) == (QSize(), True)
