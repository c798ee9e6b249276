"""Asking again until the first records are here: the platform sends them after it has admitted the device.

It outlives the page that joined: whoever goes to work before the fill has finished hears of
its end on whatever page they are.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.desk import Desk
from desktop.enrolment.fill_presenter import Arrived
from sync.progress import SyncOutcome

_AGAIN_MS: Final = 1_500
_TRIES: Final = 20


class FirstFill(QObject):
    """Watches a computer that has just joined; with households at hand it asks no more."""

    completed = Signal(object)  # Arrived

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tries = _TRIES
        self.is_under_way = False
        desk.sync_ended.connect(self._ask_again)
        desk.news_arrived.connect(lambda _news: self._look())

    def begin(self) -> None:
        """Start counting: this computer has joined, for the first time or anew."""
        self._tries = 0
        self.is_under_way = True

    def arrived(self) -> Arrived:
        """Say what is here so far."""
        news = self._desk.news
        if news is None:
            return Arrived()
        return Arrived(news.day.progress.households, news.day.progress.persons)

    def _ask_again(self, _outcome: SyncOutcome) -> None:
        if self.is_under_way and self.arrived().households == 0 and self._tries < _TRIES:
            self._tries += 1
            QTimer.singleShot(_AGAIN_MS, self, self._desk.sync)

    def _look(self) -> None:
        """Say that it is over, once an exchange has ended and households are here."""
        if self.is_under_way and not self._desk.is_syncing and self.arrived().households > 0:
            self.is_under_way = False
            self.completed.emit(self.arrived())
