"""The loop between a camera and the scanning page: take the newest frame, show it, decode it.

A timer on the window's thread asks the source thirty times a second and never waits.
What is decoded passes the read gate before anyone hears of it. Pictures chosen from
disk go the patient way, on a thread of their own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.capture.barcode_decoder import LiveDecoder, Scan
from desktop.capture.decode_worker import DecodeWorker
from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import Frame, FrameSource, Pixels
from desktop.capture.picture_source import read_picture
from desktop.capture.read_gate import ReadGate
from desktop.capture.still_reading import read_still

_INTERVAL_MS: Final = 33

StillReader = Callable[[Pixels], tuple[Scan, ...]]
PictureReader = Callable[[], Pixels]


class CaptureFeed(QObject):
    """Feeds the viewfinder and announces admitted codes."""

    frame_taken = Signal(object)  # Frame
    camera_started = Signal()
    camera_named = Signal(int, str)
    code_read = Signal(object)  # Scan
    picture_read = Signal(object)  # tuple[Scan, ...]
    failed = Signal(object)  # CaptureError of the camera
    picture_failed = Signal(object)  # CaptureError of a file
    _still_done = Signal(object, object)  # Frame's pixels, tuple[Scan, ...] | CaptureError

    def __init__(
        self,
        sources: Sequence[FrameSource],
        *,
        read_still: StillReader = read_still,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources = tuple(sources)
        self._index = 0
        self._gate = ReadGate()
        self._is_running, self._is_first = False, True
        self._has_opened = False  # two pages may share a camera: only who opened it lets it go
        self._worker = DecodeWorker(LiveDecoder().decode, parent=self)
        self._worker.decoded.connect(self._admit)
        self._read_still = read_still
        self._stills = ThreadPoolExecutor(max_workers=1, thread_name_prefix="still")
        self._still_done.connect(self._announce_still)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def source(self) -> FrameSource:
        return self._sources[self._index]

    def start(self) -> None:
        self._gate.reset()
        self._worker.forget()
        self._is_running, self._is_first = True, True
        self._has_opened = True
        self.source.open()
        self._timer.start()

    def pause(self) -> None:
        """Keep the camera open and the last picture standing."""
        self._is_running = False
        self._worker.forget()
        self._timer.stop()

    def stop(self) -> None:
        self.pause()
        if self._has_opened:
            self._has_opened = False
            self.source.close()

    def next_camera(self) -> None:
        self.stop()
        self._index = (self._index + 1) % len(self._sources)
        self.start()

    def choose_camera(self, index: int) -> None:
        """Begin with this camera from now on; one that is not among the sources changes nothing."""
        if index == self._index or not 0 <= index < len(self._sources):
            return
        was_running = self._is_running
        if was_running:
            self.stop()
        self._index = index
        if was_running:
            self.start()

    @property
    def index(self) -> int:
        """The place of the camera in use among the sources."""
        return self._index

    def read_picture_file(self, path: Path) -> None:
        self._read(lambda: read_picture(path))

    def read_pasted_picture(self, pixels: Pixels) -> None:
        self._read(lambda: pixels)

    def close(self) -> None:
        """Stop everything, in the order that leaves no thread talking to a dead object."""
        self.stop()
        self._worker.close()
        self._stills.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _tick(self) -> None:
        try:
            frame = self.source.latest()
        except CaptureError as error:
            self.stop()
            self.failed.emit(error)
            return
        if frame is not None:
            self._show(frame)
            self._worker.offer(frame)

    def _show(self, frame: Frame) -> None:
        if self._is_first:
            self._is_first = False
            self.camera_named.emit(self._index + 1, self.source.name)
            self.camera_started.emit()
        self.frame_taken.emit(frame)

    @Slot(object, object)
    def _admit(self, scans: tuple[Scan, ...], frame: Frame) -> None:
        if not self._is_running:
            return
        admitted = next((scan for scan in scans if self._gate.admits(scan, at_s=frame.taken_at_s)), None)
        if admitted is not None:
            self.frame_taken.emit(frame)
            self.code_read.emit(admitted)

    def _read(self, picture: PictureReader) -> None:
        self.pause()
        self._stills.submit(self._run_still, picture)

    def _run_still(self, picture: PictureReader) -> None:
        try:
            pixels = picture()
        except CaptureError as error:
            self._still_done.emit(None, error)
            return
        self._still_done.emit(pixels, self._read_still(pixels))

    @Slot(object, object)
    def _announce_still(self, pixels: Pixels | None, result: tuple[Scan, ...] | CaptureError) -> None:
        if isinstance(result, CaptureError):
            self.picture_failed.emit(result)
            return
        if pixels is not None:
            self.frame_taken.emit(Frame(pixels=pixels, taken_at_s=0.0))
        self.picture_read.emit(result)
