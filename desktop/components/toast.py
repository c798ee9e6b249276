"""A short word at the bottom of the window that leaves by itself.

Five seconds, ten when it offers to undo, a moment when the screen shows it anyway.
Never for an error that needs the person: that stays on the page as a banner.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.icon_label import Icon
from desktop.components.labels import Label
from desktop.theme import current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole

_FROM_BELOW = 24
_STAY_MS = 5_000
_STAY_BRIEFLY_MS = 1_500
_STAY_WITH_UNDO_MS = 10_000


class Toast(QWidget):
    """Floats over the bottom centre of its parent."""

    undo_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._between: tuple[QWidget, QWidget] | None = None
        self._icon = Icon("circle-check", tone="on-primary")
        self._label = Label(role=TextRole.BODY, tone="on-primary")
        self._undo = Button("", kind=ButtonKind.SOFT, size=ButtonSize.SMALL)
        self._undo.clicked.connect(self._choose_undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 4, 18, 4)
        row.setSpacing(10)
        for widget in (self._icon, self._label, self._undo):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self, sentence: str, *, icon: str = "circle-check", undo: str = "", is_brief: bool = False
    ) -> None:
        self._icon.show_icon(icon, tone="on-primary")
        self._label.setText(sentence)
        self._undo.set_text(undo)
        self._undo.setVisible(bool(undo))
        self.setAccessibleName(sentence)
        self.setMinimumHeight(current_theme().px(52))
        self.show()
        self.raise_()
        self._place()
        self._timer.start(_STAY_WITH_UNDO_MS if undo else _STAY_BRIEFLY_MS if is_brief else _STAY_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def keep_between(self, left: QWidget, right: QWidget) -> None:
        """Stand in the middle between two widgets of a bar instead of over them."""
        self._between = (left, right)

    def text(self) -> str:
        return self._label.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().palette.ink))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None and self.isVisible():
            self.adjustSize()
            start, end = self._room(parent)
            left = start + (end - start - self.width()) // 2
            left = max(0, min(left, parent.width() - self.width()))
            self.move(left, parent.height() - self.height() - _FROM_BELOW)

    def _room(self, parent: QWidget) -> tuple[int, int]:
        """Give where the free room begins and ends, in pixels of the parent."""
        if self._between is None:
            return 0, parent.width()
        left, right = self._between
        start = left.mapTo(parent, left.rect().topRight()).x() if left.isVisible() else 0
        return start, right.mapTo(parent, right.rect().topLeft()).x()

    def _choose_undo(self) -> None:
        self.hide()
        self.undo_chosen.emit()
