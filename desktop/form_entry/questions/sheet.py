"""A sheet over the whole window for a short act of its own, such as taking a photo.

It lies inside the window over a dimmed page; Escape puts it away and nothing has happened.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button
from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.theme import current_theme
from desktop.tokens import TextRole

_SCRIM_ALPHA = 102
_MARGIN = 28
_SMALL_WIDTH = 600


class Sheet(QWidget):
    """A card over the window; `body` takes what the act needs, `buttons` its ways out."""

    closed = Signal()

    def __init__(self, opener: QWidget, *, title: str, sentence: str, is_small: bool = False) -> None:
        super().__init__(opener.window())
        self._opener = QApplication.focusWidget()
        self.setAccessibleName(title)
        card = Card(padding=24, spacing=12, ground="dialog")
        card.body.addWidget(Label(title, role=TextRole.H2))
        card.body.addWidget(Label(sentence, role=TextRole.SMALL, tone="ink2", wrap=True))
        self.body = QVBoxLayout()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(12)
        card.body.addLayout(self.body, 1)
        card.body.addLayout(self.buttons)
        column = QVBoxLayout(self)
        margin = current_theme().px(_MARGIN)
        column.setContentsMargins(margin, margin, margin, margin)
        if is_small:
            card.setFixedWidth(current_theme().px(_SMALL_WIDTH))
            column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        else:
            column.addWidget(card)
        opener.window().installEventFilter(self)
        self._over = opener
        opener.installEventFilter(self)
        self.setGeometry(opener.window().rect())

    def open(self, first: QWidget) -> None:
        """Show the sheet with the focus on its first control."""
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def add_button(self, button: Button) -> Button:
        self.buttons.addWidget(button)
        return button

    def close_sheet(self) -> None:
        """Put the sheet away and give the focus back to where it was."""
        self.hide()
        if self._opener is not None and shiboken6.isValid(self._opener):
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 — Qt's name
        """Keep Tab among the controls of the sheet."""
        ring = [each for each in self.findChildren(QWidget) if _takes_focus(each)]
        current = QApplication.focusWidget()
        at = ring.index(current) if current in ring else -1
        if ring:
            ring[(at + (1 if next else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None:
            self.setGeometry(parent.rect())
        if event.type() == QEvent.Type.Hide and watched is self._over and not event.spontaneous():
            self.close_sheet()  # the page went, behind the door or elsewhere: nothing of it stays to be seen
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        scrim = QColor(current_theme().palette.ink)
        scrim.setAlpha(_SCRIM_ALPHA)
        QPainter(self).fillRect(self.rect(), scrim)


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
