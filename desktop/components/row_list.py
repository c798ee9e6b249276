"""A column of rows that is shown anew whenever its facts change.

Rows are few here (a day's tasks, a queue); long lists use Qt's own views. News come while somebody
is in the middle of them: focus and scrolling stay.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.kept_place import keeping_place


class RowList(QWidget):
    """Owns its rows and lets the old ones go."""

    def __init__(self, *, spacing: int = 0) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        with keeping_place(self):
            self._let_go()
            for row in rows:
                self._column.addWidget(row)
                if not row.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                    row.show()  # only what is shown can take the focus over

    def _let_go(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
