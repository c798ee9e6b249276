"""The lines of the list as a Qt model: all of them have a place, only those looked at have words.

A line that is painted before its words are known is asked for, with its neighbours, once the
painting is over; until then it shows as a quiet bar.
"""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from desktop.caseload.caseload_screen import ListedPerson

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_AT_ONCE: Final = 60


class CaseloadModel(QAbstractListModel):
    """Gives each row as one value to the delegate, and as one sentence to a screen reader."""

    wanted = Signal(object)  # tuple of ids whose words are asked for

    def __init__(self) -> None:
        super().__init__()
        self._ids: tuple[str, ...] = ()
        self._known: dict[str, ListedPerson] = {}
        self._asked: set[int] = set()
        self._missing: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """List these; what was known of them is shown until it is said anew."""
        self._asked.clear()
        self._missing.clear()
        if ids == self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(max(0, len(ids) - 1), 0))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def show_rows(self, people: tuple[ListedPerson, ...]) -> None:
        self._known.update((person.id, person) for person in people)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def forget(self) -> None:
        """Let go of what is known of anybody: records are closed, or this page is left."""
        self._known.clear()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 — Qt's name
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return self._person(index.row())
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                person = self._person(index.row())
                return "" if person is None else person.sentence
            case _:
                return None

    def id_at(self, index: _Index) -> str | None:
        """Name who stands in a line, known or not."""
        return self._ids[index.row()] if index.isValid() and index.row() < len(self._ids) else None

    def row_of(self, person_id: str) -> int | None:
        return self._ids.index(person_id) if person_id in self._ids else None

    def _person(self, row: int) -> ListedPerson | None:
        page = row // _AT_ONCE
        if page not in self._asked:
            self._asked.add(page)
            self._missing.add(page)
            self._asking.start(0)
        return self._known.get(self._ids[row])

    def _ask(self) -> None:
        for page in sorted(self._missing):
            self.wanted.emit(self._ids[page * _AT_ONCE : (page + 1) * _AT_ONCE])
        self._missing.clear()
