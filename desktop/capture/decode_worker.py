"""One decoding thread: the newest frame wins, older ones are dropped while it is busy.

All state lives on the window's thread. The decoding thread gets one array and gives
back frozen values through a signal, which Qt delivers to this object's own thread.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal, Slot

from desktop.capture.barcode_decoder import Scan
from desktop.capture.frame_source import Frame, Pixels

Decode = Callable[[Pixels], tuple[Scan, ...]]


class DecodeWorker(QObject):
    """Decodes frames of a stream."""

    decoded = Signal(object, object)  # tuple[Scan, ...], the Frame they were read from
    _finished = Signal(object, object)

    def __init__(self, decode: Decode, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decode = decode
        self._waiting: Frame | None = None
        self._is_busy = False
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decode")
        self._finished.connect(self._announce)

    def offer(self, frame: Frame) -> None:
        """Decode this frame now, or instead of the one still waiting."""
        if self._is_busy:
            self._waiting = frame
        else:
            self._begin(frame)

    def forget(self) -> None:
        """Drop the waiting frame; the one being decoded still reports."""
        self._waiting = None

    def close(self) -> None:
        self._waiting = None
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, frame: Frame) -> None:
        self._is_busy = True
        self._pool.submit(self._run, frame)

    def _run(self, frame: Frame) -> None:
        scans: tuple[Scan, ...] = ()
        try:
            scans = self._decode(frame.pixels)
        finally:
            # Even a frame that breaks the decoder must free the worker for the next one.
            self._finished.emit(scans, frame)

    @Slot(object, object)
    def _announce(self, scans: tuple[Scan, ...], frame: Frame) -> None:
        self._is_busy = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._begin(waiting)
        self.decoded.emit(scans, frame)
