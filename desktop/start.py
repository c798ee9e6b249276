"""The first lines that run: the door is shown, then the rest of the program is loaded behind it.

Imports only what the door needs; `desktop.app`, which builds the adapters and the program, is loaded
when the door stands. A computer without an installation has no door and starts the long way.
"""

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.application import dress, end_application, make_application
from desktop.error_report import report_error
from desktop.front_door import FrontDoor
from desktop.log_file import open_log
from desktop.paths import AppPaths, standard_paths
from desktop.preferences import read_preferences
from desktop.unexpected import watched
from desktop.who_may_come import is_being_erased, is_new
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:
    from desktop.program import Program


def find_paths(data_folder: Path | None) -> AppPaths:
    """Choose where the data lies: where the caller says, or the standard place of this system."""
    if data_folder is not None:
        return AppPaths(data_folder)
    return standard_paths(
        environment=os.environ, home=Path.home(), program_folder=Path(sys.argv[0]).resolve().parent
    )


def run_window(
    data_folder: Path | None,
    *,
    spoken_language: str,
    asked_language: str | None = None,
    invitation: Path | None = None,
) -> int:
    """Run the program on the data of this computer, or of a folder.

    It speaks what the command line asks for, else what somebody chose in it, else what the system speaks.
    """
    paths = find_paths(data_folder)
    language = asked_language or read_preferences(paths.preferences).language or spoken_language
    if not is_new(paths) and not is_being_erased(paths):
        return Start(paths, language).run()
    from desktop.app import build_program, real_world, run_program  # noqa: PLC0415 — see above

    return run_program(build_program(paths, language=language, world=real_world(), invitation=invitation))


class Start(QObject):
    """The program from its door on."""

    broken = Signal(object)  # an error nobody caught, from whatever thread

    def __init__(self, paths: AppPaths, language: str) -> None:
        super().__init__()
        self._paths, self._words, self._entropy = paths, Words(language), SystemEntropy()
        self._application = make_application()
        dress(self._application, read_preferences(paths.preferences), language=language)
        self.front = FrontDoor(paths, self._words, clock=SystemClock())
        self.front.loaded.connect(self._come)
        self.program: Program | None = None
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

    def _come(self) -> None:
        from desktop.app import build_program, real_world  # noqa: PLC0415 — loaded by now

        language = self._words.language
        self.program = build_program(self._paths, language=language, world=real_world(), front=self.front)
        self.program.start()

    def _tell(self, error: Exception) -> None:
        if self.program is not None:
            self.program.tell_broken(error)
            return
        # Nothing more will come; the door says so, with a reference for support.
        told = report_error(error, words=self._words, entropy=self._entropy)
        self.front.screen.presenter.failed(told.in_one_line(self._words))
