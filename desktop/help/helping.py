"""F1: opens the help at what fits the place one is at, and closes it with the program."""

from PySide6.QtCore import QObject

from desktop.help.help_window import HelpWindow
from desktop.help.pages import Topic, topic_for
from desktop.shell.main_window import MainWindow
from resources.words import Words


class Helping(QObject):
    """Makes the window of the help when it is first asked for."""

    def __init__(self, window: MainWindow, words: Words) -> None:
        super().__init__()
        self._window, self._words = window, words
        self.shown: HelpWindow | None = None
        window.help_requested.connect(lambda: self.open(""))
        window.closing.connect(self.close)

    def open(self, topic: str) -> None:
        """Open a topic by its name; empty for the one that fits."""
        if self.shown is None:
            self.shown = HelpWindow(self._words, parent=self._window)
        self.shown.open_at(Topic(topic) if topic else topic_for(self._place()))

    def close(self) -> None:
        if self.shown is not None:
            self.shown.close()

    def _place(self) -> str:
        if self._window.is_locked:
            return "lock"
        return "form" if self._window.is_full_screen_task_open else self._window.navigation.current or ""
