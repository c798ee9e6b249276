"""The row under the camera picture: which camera it is, and what can be done with it.

Where words do not fit (large text in a small window) the buttons fold into their icons
and keep the words as names and tips; the camera's name goes first when even that is tight.
"""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import Icon
from desktop.components.labels import ElidedLabel
from desktop.components.restyled import Restyled
from desktop.theme import Theme
from desktop.tokens import TextRole
from resources.words import Words

_SPACING: Final = 4


class CameraControls(Restyled, QWidget):
    """Says what was pressed; whoever owns the camera decides what it means."""

    picture_chosen = Signal()
    switch_chosen = Signal()
    pause_chosen = Signal()
    continuous_chosen = Signal()

    def __init__(self, words: Words, *, camera_count: int) -> None:
        super().__init__()
        self._words = words
        self._name = ElidedLabel(role=TextRole.SMALL, tone="ink2")
        self._camera = self._camera_named()
        self._picture = self._button("choose_picture", icon="image")
        self._picture.clicked.connect(self.picture_chosen)
        self._switch = self._button("switch_camera", icon="switch-camera")
        self._switch.clicked.connect(self.switch_chosen)
        self._has_others = camera_count > 1
        self._switch.setVisible(self._has_others)
        self._pause = self._button("pause")
        self._pause.clicked.connect(self.pause_chosen)
        self._continuous = self._button("continuous_off", icon="repeat")
        self._continuous.setCheckable(True)
        self._continuous.clicked.connect(self.continuous_chosen)
        self._buttons = (self._picture, self._switch, self._pause, self._continuous)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        row.addWidget(self._camera, 1)
        for button in self._buttons:
            row.addWidget(button)

    def show_camera(self, name: str) -> None:
        self._name.setText(name)
        self._fold()

    def show_missing(self, *, is_missing: bool) -> None:
        self._pause.setVisible(not is_missing)
        self._picture.setVisible(not is_missing)
        self._switch.setVisible(self._has_others and not is_missing)
        self._fold()

    def show_paused(self, *, is_paused: bool) -> None:
        self._pause.set_text(self._words.text(f"screens.scan.{'resume' if is_paused else 'pause'}"))
        self._fold()

    def show_continuous(self, *, is_on: bool) -> None:
        self._continuous.set_text(self._words.text(f"screens.scan.continuous_{'on' if is_on else 'off'}"))
        self._continuous.setChecked(is_on)
        self._fold()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(self._width_of_buttons(is_folded=True), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fold()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self._fold()

    def _fold(self) -> None:
        name = self._camera.minimumSizeHint().width() + _SPACING
        is_folded = self._width_of_buttons(is_folded=False) + name > self.width()
        self._camera.setVisible(self._width_of_buttons(is_folded=is_folded) + name <= self.width())
        for button in self._buttons:
            button.set_folded(is_folded=is_folded)

    def _width_of_buttons(self, *, is_folded: bool) -> int:
        widths = [each.width_when(is_folded=is_folded) for each in self._buttons if not each.isHidden()]
        return sum(widths) + _SPACING * max(0, len(widths) - 1)

    def _camera_named(self) -> QWidget:
        camera = QWidget()
        row = QHBoxLayout(camera)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * _SPACING)
        row.addWidget(Icon("camera"))
        row.addWidget(self._name, 1)
        return camera

    def _button(self, key: str, *, icon: str = "") -> Button:
        return Button(self._words.text(f"screens.scan.{key}"), kind=ButtonKind.GHOST, icon=icon)
