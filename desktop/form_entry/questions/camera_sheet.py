"""Taking a photo with the computer's camera: one picture on the screen, one key to keep it.

Frames stay in memory. A camera that is absent, busy or pulled out is a calm sentence, and
choosing a file stays possible.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import FrameSource
from desktop.capture.viewfinder import to_image
from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.form_entry.questions.sheet import Sheet
from desktop.theme import current_theme
from desktop.tokens import RADIUS_CONTROL, Tone
from resources.words import Words

_INTERVAL_MS: Final = 33


class PicturePane(QWidget):
    """A picture, whole, on a dark ground."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.picture = QImage()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: QImage) -> None:
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().palette.nav))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        if not self.picture.isNull():
            size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self.picture)


class CameraSheet(Sheet):
    """Shows the camera until a picture is taken; `taken` gives it."""

    taken = Signal(object)  # QImage

    def __init__(self, opener: QWidget, cameras: Sequence[FrameSource], words: Words) -> None:
        def say(key: str) -> str:
            return words.text(f"screens.form.photo.{key}")

        super().__init__(opener, title=say("camera_title"), sentence=say("camera_sentence"))
        self._cameras, self._index, self._words = tuple(cameras), 0, words
        self.pane = PicturePane(say("picture"))
        self.trouble = IconLabel("", icon="circle-alert", tone=Tone.WARN)
        self.trouble.hide()
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(self.trouble)
        switch = self.add_button(Button(say("switch"), icon="switch-camera"))
        switch.clicked.connect(self._switch)
        switch.setVisible(len(self._cameras) > 1)
        self.buttons.addStretch(1)
        leave = self.add_button(Button(say("leave"), kind=ButtonKind.GHOST))
        leave.clicked.connect(self.close_sheet)
        self.shoot = self.add_button(Button(say("shoot"), kind=ButtonKind.PRIMARY, icon="camera"))
        self.shoot.clicked.connect(self._take)
        self.shoot.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.look)
        self.closed.connect(self._stop)
        self._start()

    def look(self) -> None:
        """Show the newest frame, if there is a new one."""
        try:
            frame = self._cameras[self._index].latest()
        except CaptureError as error:
            self._stop()
            told = self._words.error(error.code)
            self.trouble.set_text(f"{told.title}{self._words.text('screens.form.stop')}{told.next_step}")
            self.trouble.show()
            return
        if frame is not None:
            self.pane.show_picture(to_image(frame))
            if not self.shoot.isEnabled():
                self.shoot.setEnabled(True)
                self.shoot.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self) -> None:
        self.trouble.hide()
        self._cameras[self._index].open()
        self._timer.start()

    def _stop(self) -> None:
        self._timer.stop()
        self._cameras[self._index].close()

    def _switch(self) -> None:
        self._stop()
        self._index = (self._index + 1) % len(self._cameras)
        self._start()

    def _take(self) -> None:
        picture = self.pane.picture
        self.close_sheet()
        self.taken.emit(picture)
