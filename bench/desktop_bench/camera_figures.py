"""The camera loop at 1280x720 while every frame is decoded: what one frame costs the window.

A frame costs the window from being taken to being painted; decoding runs on its own thread and competes
for the interpreter, which is why it has to run while this is measured. The picture moves and is noisy,
with a code of a household in it half of the time, so that the decoder has both kinds of work.
"""

import time
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import zxingcpp
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from bench.forms_bench.measuring import percentile
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.frame_source import Frame, Pixels
from desktop.capture.viewfinder import Viewfinder

_WIDTH, _HEIGHT = 1280, 720
_KEPT: Final = 16


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """Milliseconds a frame; frames a second that were shown and that were decoded."""

    frame_p50_ms: float
    frame_p95_ms: float
    shown_a_second: float
    decoded_a_second: float


class _MovingPicture:
    """A camera that never waits: a new frame is there whenever one is asked for."""

    def __init__(self, pictures: list[Pixels]) -> None:
        self.name = f"{_WIDTH}×{_HEIGHT}"
        self._pictures = pictures
        self.taken: list[float] = []

    def open(self) -> None:
        self.taken.clear()

    def latest(self) -> Frame:
        now = time.perf_counter()
        self.taken.append(now)
        return Frame(pixels=self._pictures[len(self.taken) % _KEPT], taken_at_s=now)

    def close(self) -> None:
        pass


def measure_camera(seconds: float = 6.0) -> CameraFigures:
    """Run the loop of the scanning page for this long."""
    source = _MovingPicture(_pictures())
    feed, finder = CaptureFeed([source]), Viewfinder("")
    finder.resize(760, 420)
    finder.show()
    costs: list[float] = []
    decoded: list[float] = []

    def shown(frame: Frame) -> None:
        finder.show_frame(frame)
        finder.repaint()
        costs.append(1000 * (time.perf_counter() - frame.taken_at_s))

    feed.frame_taken.connect(shown)
    feed._worker.decoded.connect(lambda *_: decoded.append(time.perf_counter()))  # noqa: SLF001
    feed.code_read.connect(lambda _: None)
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    feed.start()
    loop.exec()
    feed.close()
    finder.close()
    finder.deleteLater()
    QApplication.processEvents()
    return CameraFigures(
        frame_p50_ms=percentile(costs, 50),
        frame_p95_ms=percentile(costs, 95),
        shown_a_second=round(len(costs) / seconds, 1),
        decoded_a_second=round(len(decoded) / seconds, 1),
    )


def _pictures() -> list[Pixels]:
    dice = np.random.default_rng(5)
    code = zxingcpp.create_barcode("YS1:BENCH-OF-THE-CAMERA-LOOP", zxingcpp.BarcodeFormat.QRCode)
    drawn = cv2.resize(np.asarray(code.to_image(scale=6)), (260, 260), interpolation=cv2.INTER_NEAREST)
    pictures = []
    for number in range(_KEPT):
        grey = cv2.GaussianBlur(dice.integers(40, 200, (_HEIGHT, _WIDTH), dtype=np.uint8), (9, 9), 0)
        if number % 2:
            left, top = 300 + 12 * number, 180 + 6 * number
            grey[top : top + 260, left : left + 260] = drawn
        pictures.append(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    return pictures
