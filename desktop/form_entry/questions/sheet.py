"""A sheet over the whole window for a short act of its own, such as taking a photo.

It lies inside the window over a dimmed page; Escape puts it away and nothing has happened.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button
from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.scrim import Scrim
from desktop.theme import current_theme
from desktop.tokens import TextRole

_MARGIN = 28
_PADDING = 24
_SMALL_WIDTH = 600


class Sheet(Scrim):
    """A card over the window; `body` takes what the act needs, `buttons` its ways out."""

    closed = Signal()

    def __init__(self, opener: QWidget, *, title: str, sentence: str, is_small: bool = False) -> None:
        super().__init__(opener.window())
        self.setAccessibleName(title)
        card = Card(padding=_PADDING, spacing=12, ground="dialog")
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
        self._over = opener
        opener.installEventFilter(self)

    def open(self, first: QWidget) -> None:
        """Show the sheet with the focus on its first control."""
        self.rise(first)

    def add_button(self, button: Button) -> Button:
        self.buttons.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        """Where the buttons do not fit beside each other, all but the last close up to their icons."""
        super().resizeEvent(event)
        row = [self.buttons.itemAt(place) for place in range(self.buttons.count())]
        found = [item.widget() for item in row if item is not None]
        buttons = [widget for widget in found if isinstance(widget, Button)]
        gaps = self.buttons.spacing() * len(buttons) + 2 * (_PADDING + current_theme().px(_MARGIN))
        needed = sum(button.width_when(is_folded=False) for button in buttons) + gaps
        for button in buttons[:-1]:
            button.set_folded(is_folded=needed > self.width())

    def close_sheet(self) -> None:
        """Put the sheet away and give the focus back to where it was."""
        self.sink()
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Hide and watched is self._over and not event.spontaneous():
            self.close_sheet()  # the page went, behind the door or elsewhere: nothing of it stays to be seen
        return super().eventFilter(watched, event)
