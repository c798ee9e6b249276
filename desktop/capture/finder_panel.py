"""What stands where the camera picture would be when there is no camera: the other ways in."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import surface
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_WAYS = (("scanner", "barcode"), ("picture", "image"), ("typing", "keyboard"))
_LIST_WIDTH = 400
_MARGIN, _GAP, _BAR = 28, 12, 28  # beside the words, between the buttons, for the bar that scrolls


class MissingCamera(QWidget):
    """Says why there is no picture, calmly, and names what works all the same."""

    retry_chosen = Signal()
    picture_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._tile = IconTile("camera", tone=Tone.OFF, size=56)
        self._title = Label(role=TextRole.H2, wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._explanation = Label(role=TextRole.BODY, tone="ink2", wrap=True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._trouble = IconLabel("", icon="triangle-alert", tone=Tone.WARN)
        self._trouble.hide()
        ground = surface("sunken")
        scroll = ScrollBody(margins=(_MARGIN, 20, _MARGIN, 20), spacing=12)
        column = scroll.body
        column.addStretch(1)
        column.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._trouble, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._explanation)
        across = QHBoxLayout()
        across.addStretch(1)
        self._list = self._ways(words)
        across.addWidget(self._list, 100)
        across.addStretch(1)
        column.addLayout(across)
        self._acts = self._acts_of(words)
        column.addLayout(self._acts)
        column.addStretch(1)
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def explain(self, title: str, explanation: str, *, trouble: str = "") -> None:
        """Say what is missing; `trouble` is what was tried instead just now and did not work."""
        self._title.setText(title)
        self._explanation.setText(explanation)
        self._trouble.set_text(trouble)
        self._trouble.setVisible(bool(trouble))
        self._explanation.setVisible(not trouble)

    def set_low(self, *, is_low: bool) -> None:
        """Leave the picture out, so that every way in is seen."""
        self._tile.setVisible(not is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._list.setMaximumWidth(current_theme().px(_LIST_WIDTH))
        both = sum(button.sizeHint().width() for button in self._buttons) + 2 * _MARGIN + _BAR
        direction = QBoxLayout.Direction
        self._acts.setDirection(direction.LeftToRight if both <= self.width() else direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest + 2 * _MARGIN + _BAR, super().minimumSizeHint().height())

    def _ways(self, words: Words) -> QWidget:
        ways = QWidget()
        column = QVBoxLayout(ways)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(words.text("screens.scan.missing.ways_title"), role=TextRole.LABEL))
        for key, icon in _WAYS:
            text = words.text(f"screens.scan.missing.{key}")
            column.addWidget(IconLabel(text, icon=icon, role=TextRole.BODY))
        return ways

    def _acts_of(self, words: Words) -> QBoxLayout:
        picture = Button(words.text("screens.scan.choose_picture"), kind=ButtonKind.DEFAULT, icon="image")
        picture.clicked.connect(self.picture_chosen)
        retry = Button(words.text("screens.scan.missing.retry"), kind=ButtonKind.DEFAULT, icon="rotate-cw")
        retry.clicked.connect(self.retry_chosen)
        self._buttons = (picture, retry)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(_GAP)
        row.addStretch(1)
        row.addWidget(picture)
        row.addWidget(retry)
        row.addStretch(1)
        return row
