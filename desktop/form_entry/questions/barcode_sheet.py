"""The camera over a form, looking for one code."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.capture.barcode_decoder import Scan
from desktop.capture.capture_feed import CaptureFeed
from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import Frame, FrameSource
from desktop.capture.viewfinder import to_image
from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.form_entry.questions.camera_sheet import PicturePane
from desktop.form_entry.questions.sheet import Sheet
from desktop.tokens import Tone
from resources.words import Words


class BarcodeSheet(Sheet):
    """Closes itself with the first code; `read` gives it as text, which is never opened."""

    read = Signal(object)  # Scan

    def __init__(self, opener: QWidget, cameras: Sequence[FrameSource], words: Words) -> None:
        title, sentence = (words.text(f"screens.form.barcode.{key}") for key in ("title", "sentence"))
        super().__init__(opener, title=title, sentence=sentence)
        self._words = words
        self._pane = PicturePane(title)
        self._trouble = IconLabel("", icon="circle-alert", tone=Tone.WARN)
        self._trouble.hide()
        self.body.addWidget(self._pane, 1)
        self.body.addWidget(self._trouble)
        self.buttons.addStretch(1)
        self.leave = self.add_button(Button(words.text("screens.form.photo.leave"), kind=ButtonKind.GHOST))
        self.leave.clicked.connect(self.close_sheet)
        self._feed = CaptureFeed(cameras)
        self._feed.frame_taken.connect(self._show)
        self._feed.code_read.connect(self._found)
        self._feed.failed.connect(self._fail)
        self.closed.connect(self._feed.close)
        self._feed.start()

    def _show(self, frame: Frame) -> None:
        self._pane.show_picture(to_image(frame))

    def _found(self, scan: Scan) -> None:
        self.close_sheet()
        self.read.emit(scan)

    def _fail(self, error: CaptureError) -> None:
        told = self._words.error(error.code)
        self._trouble.set_text(f"{told.title}{self._words.text('screens.form.stop')}{told.next_step}")
        self._trouble.show()
