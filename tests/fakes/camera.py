"""What OpenCV would say of a camera: pictures for a while, then silence, or nothing at all."""

from threading import Event

from desktop.capture.frame_source import Pixels


class FakeCapture:
    """Reads the given pictures once; afterwards it stands still (None) or is gone (False)."""

    def __init__(self, pictures: list[Pixels], *, is_open: bool = True, then_gone: bool = False) -> None:
        self._pictures = list(pictures)
        self._is_open, self._then_gone = is_open, then_gone
        self.gave_all = Event()
        self.was_released = Event()

    def isOpened(self) -> bool:  # noqa: N802
        return self._is_open

    def read(self) -> tuple[bool, Pixels | None]:
        if self._pictures:
            return True, self._pictures.pop(0)
        self.gave_all.set()
        return False, None

    def release(self) -> None:
        self.was_released.set()
