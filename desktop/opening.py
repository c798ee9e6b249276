"""The program from its door on: the door is shown, then the rest is loaded behind it.

Imports only what the door needs; `desktop.app`, which builds the adapters and the program, is loaded
when the door stands.
"""

import gc
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.application import dress, end_application, make_application
from desktop.coming_again import bring_to_front, welcome_back
from desktop.front_door import FrontDoor
from desktop.log_file import open_log
from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.single_window import CameAgain
from desktop.unexpected import watched
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:
    from desktop.program import Program


class Opening(QObject):
    """Shows the door, and the program once somebody has come in."""

    broken = Signal(object)  # an error nobody caught, from whatever thread

    def __init__(self, paths: AppPaths, language: str) -> None:
        super().__init__()
        self._paths, self._words, self._entropy = paths, Words(language), SystemEntropy()
        self._application = make_application()
        dress(self._application, read_preferences(paths.preferences), language=language)
        self.front = FrontDoor(paths, self._words, clock=SystemClock())
        # What was loaded stays: to look through it for cycles would hold up a key, every second anew.
        self.front.piece_loaded.connect(gc.freeze)
        self.front.loaded.connect(self._come)
        self.program: Program | None = None
        self._brought: CameAgain | None = None
        self.broken.connect(self._tell)

    def run(self) -> int:
        """Show the door, and stay until the window is closed."""
        log = open_log(self._paths.log)
        logging.getLogger().addHandler(log)
        try:
            with watched(self.broken.emit, words=self._words, entropy=self._entropy):
                self.front.show()
                status = self._application.exec()
                end_application()
        finally:
            logging.getLogger().removeHandler(log)
            log.close()
        return status

    def welcome_back(self, word: CameAgain) -> None:
        """Answer a second start; an invitation it brings waits for the program behind the door."""
        if self.program is not None:
            welcome_back(self.program, word)
        else:
            bring_to_front(self.front.window, activation=word.activation)
            self._brought = word

    def _come(self) -> None:
        from desktop.app import build_program, real_world  # noqa: PLC0415 — loaded by now

        language = self._words.language
        self.program = build_program(self._paths, language=language, world=real_world(), front=self.front)
        self.program.start()
        if self._brought is not None:
            welcome_back(self.program, self._brought)

    def _tell(self, error: Exception) -> None:
        if self.program is not None:
            self.program.tell_broken(error)
            return
        from desktop.error_report import report_error  # noqa: PLC0415 — the door comes up without it

        # Nothing more will come; the door says so, with a reference for support.
        told = report_error(error, words=self._words, entropy=self._entropy)
        self.front.screen.presenter.failed(told.in_one_line(self._words))
