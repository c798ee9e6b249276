"""The rows of the list as a Qt model; ten thousand cost no more than those on the screen."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.caseload.caseload_screen import ListedPerson

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CaseloadModel(QAbstractListModel):
    """Gives each row as one value to the delegate, and as one sentence to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[ListedPerson, ...] = ()

    def show_people(self, people: tuple[ListedPerson, ...]) -> None:
        if people != self._people:
            self.beginResetModel()
            self._people = people
            self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 — Qt's name
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._people):
            return None
        person = self._people[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return person
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{person.name}，{person.detail}，{person.place}，{person.status}，{person.state}"
            case _:
                return None

    def person_at(self, index: _Index) -> ListedPerson | None:
        found = self.data(index, Qt.ItemDataRole.UserRole)
        return found if isinstance(found, ListedPerson) else None
