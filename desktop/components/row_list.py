"""A column of rows that is shown anew whenever its facts change.

Rows are few here (a day's tasks, a queue); long lists use Qt's own views.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget


class RowList(QWidget):
    """Owns its rows and lets the old ones go."""

    def __init__(self, *, spacing: int = 0) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._column.addWidget(row)
