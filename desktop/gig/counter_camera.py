"""The camera of the counter: on exactly while the counter is in front and waits for a person.

It is the camera chosen for scanning. Over somebody's form it is off, so that nobody is filmed while they
answer, and it is off behind a door, under a slip and in a window nobody sees. A computer without one is told
once, calmly; the gun and the keyboard are no second-class ways.
"""

from PySide6.QtCore import QObject, Signal, Slot

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.errors import DesktopError
from desktop.gig.idle_face import IdleFace
from resources.words import Words


class CounterCamera(QObject):
    """Joins a feed to the face that waits; the window's thread only."""

    code_read = Signal(str)

    def __init__(self, feed: CaptureFeed, face: IdleFace, words: Words) -> None:
        super().__init__()
        self._feed, self._face, self._words = feed, face, words
        self._is_in_front = self._is_missing = self._is_on = False
        feed.frame_taken.connect(face.show_frame)
        feed.code_read.connect(self._read)
        feed.failed.connect(self._lost)
        face.seen.connect(self._follow)
        face.camera_wanted.connect(self.try_again)

    @property
    def is_on(self) -> bool:
        return self._is_on

    def come(self) -> None:
        """The counter came to the front: somebody may have plugged a camera in meanwhile."""
        self._is_in_front, self._is_missing = True, False
        self._follow()

    def go(self) -> None:
        """The counter went away, or the door was closed."""
        self._is_in_front = False
        self._follow()

    def try_again(self) -> None:
        self._is_missing = False
        self._follow()

    def choose(self, index: int) -> None:
        """Use another camera from now on."""
        self._feed.choose_camera(index)
        self.try_again()

    def close(self) -> None:
        self.go()
        self._feed.close()

    @Slot()
    def _follow(self) -> None:
        is_wanted = self._is_in_front and self._face.isVisible() and not self._is_missing
        if is_wanted == self._is_on:
            return
        self._is_on = is_wanted
        if is_wanted:
            self._face.show_camera_words("")
            self._feed.start()
        else:
            self._feed.stop()
            self._face.take_picture_away()

    @Slot(object)
    def _read(self, scan: Scan) -> None:
        self.code_read.emit(scan.text)

    @Slot(object)
    def _lost(self, error: DesktopError) -> None:
        self._is_missing, self._is_on = True, False
        self._face.take_picture_away()
        words = self._words.error(error.code, error.parameters)
        self._face.show_camera_words(self._words.text("screens.gig.camera_missing", title=words.title))
