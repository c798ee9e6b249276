"""The inbox as a Qt model: one value a row for the delegate, one sentence a row for a screen reader."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.tasks.tasks_screen import TaskLine

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TasksModel(QAbstractListModel):
    """A refresh that changes only words keeps the rows, so that nothing jumps under the fingers."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[TaskLine, ...] = ()

    def show_lines(self, lines: Sequence[TaskLine]) -> None:
        is_same = [line.id for line in lines] == [line.id for line in self._lines]
        if is_same:
            self._lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(max(0, len(lines) - 1), 0))
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 — Qt's name
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index)
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return line
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return line.sentence
            case _:
                return None

    def line_at(self, index: _Index) -> TaskLine | None:
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def id_at(self, index: QModelIndex) -> str | None:
        line = self.line_at(index)
        return None if line is None else line.id

    def row_of(self, task_id: str) -> int | None:
        return next((row for row, line in enumerate(self._lines) if line.id == task_id), None)

    def index_of(self, task_id: str) -> QModelIndex:
        """Find the row of a task; an invalid index where it is not listed."""
        row = self.row_of(task_id)
        return QModelIndex() if row is None else self.index(row, 0)
