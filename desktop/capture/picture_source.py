"""Picture files as frames: a photograph someone sent, or a demonstration without a camera.

Files are read by us and decoded from memory because OpenCV cannot open a path with
Chinese characters on Windows. The size is checked before anything is decoded.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from desktop.capture.errors import PictureUnreadableError
from desktop.capture.frame_source import Frame, Pixels

MAX_PICTURE_BYTES: Final = 48 * 1024 * 1024
PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")


def read_picture(path: Path) -> Pixels:
    """Read a picture in the orientation its camera noted, as BGR.

    Raises:
        PictureUnreadableError: no such file, no picture, or too large.

    """
    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise PictureUnreadableError(file=path.name)
        encoded = np.frombuffer(path.read_bytes(), dtype=np.uint8)
        decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    except (OSError, cv2.error) as error:
        raise PictureUnreadableError(file=path.name) from error
    if decoded is None:
        raise PictureUnreadableError(file=path.name)
    return np.asarray(decoded, dtype=np.uint8)


class PictureSource:
    """Gives each picture once, in order, and then rests on the last."""

    def __init__(self, paths: Sequence[Path], *, monotonic_s: Callable[[], float], name: str = "") -> None:
        self.name = name or (paths[0].name if paths else "")
        self._paths = tuple(paths)
        self._waiting: list[Path] = []
        self._is_open = False
        self._monotonic_s = monotonic_s

    def open(self) -> None:
        if not self._is_open:
            self._waiting = list(self._paths)
            self._is_open = True

    def latest(self) -> Frame | None:
        if not self._waiting:
            return None
        return Frame(pixels=read_picture(self._waiting.pop(0)), taken_at_s=self._monotonic_s())

    def close(self) -> None:
        self._waiting = []
        self._is_open = False
