"""Things of one kind that share a line, each as wide as the others, or stand under each other.

Two buttons side by side in Chinese are two under each other in English with large text.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.components.item_layout import ItemLayout


class SharedLine(ItemLayout):
    """Lays its items out over the whole width, in one line or in one column."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 10) -> None:
        super().__init__(parent, spacing=spacing)

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 — Qt's name
        return Qt.Orientation.Horizontal

    def heightForWidth(self, width: int) -> int:  # noqa: N802 — Qt's name
        heights = [item.sizeHint().height() for item in self._items]
        if self._fits(width):
            return max(heights, default=0)
        return sum(heights) + self.spacing() * max(0, len(heights) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        width = self._widest() * len(self._items) + self.spacing() * max(0, len(self._items) - 1)
        return QSize(width, max((item.sizeHint().height() for item in self._items), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(self._widest(), self.sizeHint().height())

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 — Qt's name
        super().setGeometry(rect)
        fits, gap = self._fits(rect.width()), self.spacing()
        count = len(self._items) if fits else 1
        width = (rect.width() - gap * (count - 1)) // count if count else 0
        left, top = rect.left(), rect.top()
        for item in self._items:
            height = rect.height() if fits else item.sizeHint().height()
            item.setGeometry(QRect(left, top, width, height))
            left, top = (left + width + gap, top) if fits else (left, top + height + gap)

    def _fits(self, width: int) -> bool:
        return self.sizeHint().width() <= width

    def _widest(self) -> int:
        return max((item.minimumSize().width() for item in self._items), default=0)
