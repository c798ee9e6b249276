"""Things in a line that go on in the next line where the width ends: chips, pills, short buttons.

Scrolled sideways, the last of them would be out of reach for whoever has only a mouse.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.components.item_layout import ItemLayout


class FlowLayout(ItemLayout):
    """Lays its items from left to right, each as wide as it wishes, as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent, spacing=spacing)

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 — Qt's name
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 — Qt's name
        return self._place(QRect(0, 0, width, 0), is_moved=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 — Qt's name
        super().setGeometry(rect)
        self._place(rect, is_moved=True)

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 — Qt's name
        hints = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def _place(self, rect: QRect, *, is_moved: bool) -> int:
        """Go through the items line by line; give the height they take within this width."""
        left, top, line = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if left > rect.left() and left + hint.width() > rect.right() + 1:
                left, top, line = rect.left(), top + line + self.spacing(), 0
            if is_moved:
                item.setGeometry(QRect(QPoint(left, top), hint))
            left, line = left + hint.width() + self.spacing(), max(line, hint.height())
        return top + line - rect.top()
