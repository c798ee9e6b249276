"""Who is working, at the foot of the rail, with the lock beside the name."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.labels import ElidedLabel
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TARGET_MINIMUM, TextRole, Tone
from resources.words import Words


class _LockButton(Restyled, QPushButton):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setAccessibleName(words.text("screens.shell.lock"))
        self.setToolTip(words.text("screens.shell.lock_tip"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        side = theme.px(TARGET_MINIMUM)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.nav_selected))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        side = theme.px(18)
        inset = (self.width() - side) / 2
        paint_icon(painter, "lock-keyhole", theme.palette.nav_ink, QRectF(inset, inset, side, side))


class OperatorPlate(QWidget):
    """Avatar, name, place and lock."""

    lock_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._avatar = Avatar("", tone=Tone.PRIMARY, size=36)
        self._name = ElidedLabel(role=TextRole.STRONG, tone="on-primary")
        self._place = ElidedLabel(role=TextRole.FLOOR, tone="nav")
        self._words = QWidget()
        lines = QVBoxLayout(self._words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._place)
        lock = _LockButton(words)
        lock.clicked.connect(self.lock_chosen)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setSpacing(8)
        self._row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(lock, 0, Qt.AlignmentFlag.AlignCenter)
        self.set_compact(is_compact=False)

    def show_operator(self, name: str, *, place: str) -> None:
        self._avatar.show_name(name)
        self._name.setText(name)
        self._place.setText(place)
        self._avatar.setToolTip(f"{name} {place}".strip())

    def set_compact(self, *, is_compact: bool) -> None:
        self._words.setVisible(not is_compact)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_compact else direction.LeftToRight)
        self._row.setContentsMargins(*((2, 8, 2, 2) if is_compact else (10, 8, 4, 8)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().palette.nav_hover))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
