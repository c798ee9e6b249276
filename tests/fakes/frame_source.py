"""A frame source a test steers: frames given by hand, failures on demand."""

from collections import deque

from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import Frame, Pixels


class FakeFrameSource:
    def __init__(self, *, name: str = "fake 640×480") -> None:
        self.name = name
        self.is_open = False
        self.failure: CaptureError | None = None
        self._frames: deque[Frame] = deque(maxlen=1)
        self._now_s = 0.0

    def give(self, pixels: Pixels, *, after_s: float = 0.04) -> None:
        self._now_s += after_s
        self._frames.append(Frame(pixels=pixels, taken_at_s=self._now_s))

    def open(self) -> None:
        self.is_open = True

    def latest(self) -> Frame | None:
        if self.failure is not None:
            raise self.failure
        return self._frames.popleft() if self.is_open and self._frames else None

    def close(self) -> None:
        self.is_open = False
        self._frames.clear()
