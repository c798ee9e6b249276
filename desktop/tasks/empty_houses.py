"""What stands in the place of the houses where there are none: of this kind, or on this computer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.empty_state import EmptyState
from resources.words import Words


class EmptyHouses(QWidget):
    """Never a blank card: it says what is missing, and where to look."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._said: bool | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._state: EmptyState | None = None

    def say(self, *, is_register_empty: bool) -> None:
        if is_register_empty is self._said:
            return
        self._said = is_register_empty
        key = "no_register" if is_register_empty else "nobody_left"
        text = self._words.text
        state = EmptyState(
            text(f"screens.rounds.{key}"), icon="house", quiet=text(f"screens.rounds.{key}_quiet")
        )
        if self._state is not None:
            self._column.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
        self._state = state
        self._column.addWidget(state)
        state.show()
