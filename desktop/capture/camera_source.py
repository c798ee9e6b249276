"""A camera on a thread of its own, leaving only its newest frame behind.

Opening a camera can take seconds and reading one blocks, so neither happens on the
window's thread. The mailbox is a deque of one: a slow reader loses old frames, never
the newest, and needs no lock. OpenCV tells failures by return values only; they
become coded errors here.
"""

import sys
from collections import deque
from collections.abc import Callable
from threading import Event, Thread
from typing import Final, Protocol, cast

import cv2
import numpy as np

from desktop.capture.errors import CameraLostError, CameraUnavailableError, CaptureError
from desktop.capture.frame_source import Frame, Pixels

_WIDTH: Final = 1280
_HEIGHT: Final = 720
_MISSED_BEFORE_LOST: Final = 30
_PAUSE_AFTER_MISS_S: Final = 0.03
_GOODBYE_S: Final = 2.0
# By name on Linux: "any" asks FFmpeg first, which is for films and not in a package (docs/adr/0036).
_REACHED_THROUGH: Final = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY


class Capture(Protocol):
    """What we need of `cv2.VideoCapture`; tests bring their own."""

    def isOpened(self) -> bool: ...  # noqa: N802 — OpenCV's name
    def read(self) -> tuple[bool, Pixels | None]: ...
    def release(self) -> None: ...


class CameraSource:
    """The camera of one index."""

    def __init__(
        self,
        index: int,
        *,
        monotonic_s: Callable[[], float],
        open_capture: Callable[[int], Capture] | None = None,
    ) -> None:
        self.index = index
        self.name = ""
        self._monotonic_s = monotonic_s
        self._open_capture = open_capture or open_capture_at
        self._mailbox: deque[Frame] = deque(maxlen=1)
        self._failure: CaptureError | None = None
        self._stop = Event()
        self._thread: Thread | None = None

    def open(self) -> None:
        if self._thread is None:
            self._stop = Event()
            self._failure = None
            self._thread = Thread(target=self._run, args=(self._stop,), name="camera", daemon=True)
            self._thread.start()

    def latest(self) -> Frame | None:
        try:
            return self._mailbox.popleft()
        except IndexError:
            if self._failure is not None:
                raise self._failure from None
            return None

    def close(self) -> None:
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None:
            # A driver that hangs in read() keeps its daemon thread; the program must still close.
            thread.join(_GOODBYE_S)
        self._mailbox.clear()

    def _run(self, stop: Event) -> None:
        try:
            capture = self._open_capture(self.index)
        except cv2.error as error:
            self._fail(CameraUnavailableError(index=str(self.index)), cause=error)
            return
        try:
            if capture.isOpened():
                self._read_until(stop, capture)
            else:
                self._failure = CameraUnavailableError(index=str(self.index))
        except cv2.error as error:
            self._fail(CameraLostError(index=str(self.index)), cause=error)
        finally:
            capture.release()

    def _read_until(self, stop: Event, capture: Capture) -> None:
        missed = 0
        while not stop.is_set():
            succeeded, pixels = capture.read()
            if succeeded and pixels is not None:
                missed = 0
                self._keep(pixels)
            elif missed < _MISSED_BEFORE_LOST:
                missed += 1
                stop.wait(_PAUSE_AFTER_MISS_S)
            else:
                self._failure = CameraLostError(index=str(self.index))
                return

    def _keep(self, pixels: Pixels) -> None:
        frame = Frame(pixels=np.asarray(pixels, dtype=np.uint8), taken_at_s=self._monotonic_s())
        self.name = f"{frame.width}×{frame.height}"
        self._mailbox.append(frame)

    def _fail(self, failure: CaptureError, *, cause: Exception) -> None:
        failure.__cause__ = cause
        self._failure = failure


def open_capture_at(index: int) -> Capture:
    """Ask for the camera of an index; it says itself whether there is one."""
    # A computer without a camera is nothing to print about: the page says it, once, in words.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    capture = cv2.VideoCapture(index, _REACHED_THROUGH)
    if capture.isOpened():
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
    # OpenCV's stubs promise a Mat, which is the array we ask for.
    return cast("Capture", capture)
