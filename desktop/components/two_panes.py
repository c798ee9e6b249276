"""A list with what is chosen beside it; where there is no room for both, one after the other.

Narrow, the list stands alone until something is opened, and a button or Esc leads back to it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize


class TwoPanes(QWidget):
    """Owns both panes; `closed` says that somebody went back to the list."""

    opened = Signal()
    closed = Signal()

    def __init__(self, listing: QWidget, beside: QWidget, *, back: str, shares: tuple[int, int]) -> None:
        super().__init__()
        self._listing, self._is_narrow, self._is_open = listing, False, False
        self.back = Button(back, kind=ButtonKind.GHOST, icon="arrow-left", size=ButtonSize.SMALL)
        self.back.clicked.connect(self.close_beside)
        self._beside = QWidget()
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(beside, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(listing, shares[0])
        row.addWidget(self._beside, shares[1])
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_beside)
        self._show()

    @property
    def is_narrow(self) -> bool:
        return self._is_narrow

    @property
    def is_beside_hidden(self) -> bool:
        """Say that only the list is in sight, so that choosing in it has to open what is chosen."""
        return self._is_narrow and not self._is_open

    @property
    def is_listing_hidden(self) -> bool:
        """Say that what is chosen has the page to itself."""
        return self._is_narrow and self._is_open

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self._show()

    def open_beside(self) -> None:
        """Show what is chosen, where it does not stand beside the list already."""
        self._is_open = True
        self._show()
        self.opened.emit()

    def close_beside(self) -> None:
        """Go back to the list."""
        self._is_open = False
        self._show()
        self.closed.emit()

    def let_go(self) -> None:
        """Nothing is chosen any more; only a focus that stood beside the list goes to it."""
        if self._beside.isAncestorOf(self.window().focusWidget()):
            self.close_beside()
            return
        self._is_open = False
        self._show()

    def _show(self) -> None:
        self._listing.setVisible(not self.is_listing_hidden)
        self._beside.setVisible(not self.is_beside_hidden)
        self.back.setVisible(self._is_narrow)
