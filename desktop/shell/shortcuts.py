"""The keys that mean the same on every page, and which of them still work behind the locked door.

A key either opens a page or says something the window hands on; what belongs to one page alone is
bound by that page.
"""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

PAGE_KEYS: Final[Mapping[str, str]] = {
    "F2": "scan",
    "F3": "records",
    "Ctrl+F": "records",
    "F4": "tasks",
    "F7": "rounds",
    "F8": "gig",
}


class Shortcuts:
    """Bound to a window for as long as it lives."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._behind_the_door: list[QShortcut] = []

    def bind(self, keys: str, act: Callable[[], object], *, works_when_locked: bool = False) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.activated.connect(act)
        if not works_when_locked:
            self._behind_the_door.append(shortcut)

    def set_locked(self, *, is_locked: bool) -> None:
        for shortcut in self._behind_the_door:
            shortcut.setEnabled(not is_locked)
