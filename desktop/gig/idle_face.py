"""Nobody at the counter: what to do next, the camera's picture, and a field for whoever has no code.

With a camera its picture stands where the sign of the gun stands otherwise; without one nothing black is
left behind. Where the window is too low for both, the picture gives way to the field.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.capture.frame_source import Frame
from desktop.capture.scan_screen import FinderState
from desktop.capture.viewfinder import Viewfinder
from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.labels import Label
from desktop.components.page import RING_ROOM, ScrollBody
from desktop.components.restyled import Restyled
from desktop.components.text_field import TextField
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_WIDTH: Final = 460
_LEAST_PICTURE: Final = 150
_PICTURE_WITH_WORDS: Final = 230
_GAP: Final = 14


class IdleFace(Restyled, QWidget):
    """Waits; the field has the focus, so a number can be typed at once."""

    typed = Signal(str)
    seen = Signal()  # it was shown or hidden
    camera_wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        text = words.text
        self.field = TextField(text("screens.gig.who"), example=text("screens.gig.who_example"))
        # A scan ends here, too, when it is slow enough to look like typing.
        self.field.input.setProperty("takesCodes", True)
        self.field.input.returnPressed.connect(self._find)
        find = Button(text("screens.gig.find"), kind=ButtonKind.SOFT, key_hint="Enter")
        find.clicked.connect(self._find)
        self.field.put_beside(find)
        self.finder = Viewfinder(text("screens.gig.camera"))
        self._aim = text("screens.gig.camera_aim")
        self._tile = IconTile("barcode", tone=Tone.PRIMARY, size=64)
        self._quiet = Label(text("screens.gig.idle_quiet"), role=TextRole.BODY, tone="ink2", wrap=True)
        self._quiet.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._camera_words = Label("", role=TextRole.SMALL, tone="ink2", wrap=True)
        self._again = Button(
            text("screens.scan.missing.retry"),
            kind=ButtonKind.GHOST,
            size=ButtonSize.SMALL,
            icon="rotate-cw",
        )
        self._again.clicked.connect(self.camera_wanted)
        self._missing = self._missing_line()
        self._has_picture = False
        self._middle = QWidget()
        self._lay_out(Label(text("screens.gig.idle_title"), role=TextRole.H2))
        self.setFocusProxy(self.field.input)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self._middle.setMaximumWidth(theme.px(_WIDTH))

    def show_problem(self, sentence: str) -> None:
        self.field.show_error(sentence)
        if not sentence:
            self.field.set_text("")

    def show_frame(self, frame: Frame) -> None:
        if not self._has_picture:
            self._has_picture = True
            self._fit()
        self.finder.show_frame(frame)

    def take_picture_away(self) -> None:
        self._has_picture = False
        self.finder.forget()
        self._fit()

    def show_camera_words(self, sentence: str) -> None:
        """Say that there is no camera; a blank sentence says nothing."""
        self._camera_words.setText(sentence)
        self._missing.setVisible(bool(sentence))
        self._fit()

    def take_focus(self) -> None:
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.input.selectAll()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 — Qt's name
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 — Qt's name
        super().hideEvent(event)
        self.seen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the picture as high as the words leave room, or the sign of the gun in its place."""
        words = self._middle.sizeHint().height()
        tile = self._tile.sizeHint().height() + _GAP
        words -= 0 if self._tile.isHidden() else tile
        left = self.height() - words - 3 * _GAP
        is_shown = self._has_picture and left >= current_theme().px(_LEAST_PICTURE)
        self.finder.setVisible(is_shown)
        self.finder.setFixedHeight(max(1, left))
        has_words = left >= current_theme().px(_PICTURE_WITH_WORDS)
        self.finder.show_state(FinderState.LIVE, pill=self._aim if has_words else "")
        self._tile.setVisible(not is_shown and left >= tile)

    def _lay_out(self, title: Label) -> None:
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._quiet)
        column.addWidget(self.field)
        column.addWidget(self._missing)
        scroll = ScrollBody(margins=RING_ROOM, spacing=_GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        outer = scroll.body
        outer.addWidget(self.finder)
        outer.addStretch(1)
        across = QHBoxLayout()
        across.addWidget(self._middle)
        outer.addLayout(across)
        outer.addStretch(2)
        self.finder.hide()

    def _missing_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._camera_words, 1)
        row.addWidget(self._again)
        line.hide()
        return line

    def _find(self) -> None:
        text = self.field.text().strip()
        if text:
            self.typed.emit(text)
