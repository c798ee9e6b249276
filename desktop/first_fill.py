"""Asking again until the first records are here: the platform sends them after it has admitted the device."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.desk import Desk

_AGAIN_MS: Final = 1_500
_TRIES: Final = 20


class FirstFill(QObject):
    """Watches a computer that has just joined; with households at hand it asks no more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tries = _TRIES
        desk.sync_ended.connect(lambda _outcome: self._ask_again())

    def begin(self) -> None:
        """Start counting: this computer has joined, for the first time or anew."""
        self._tries = 0

    def _ask_again(self) -> None:
        news = self._desk.news
        if news is not None and news.day.progress.households == 0 and self._tries < _TRIES:
            self._tries += 1
            QTimer.singleShot(_AGAIN_MS, self._desk.sync)
