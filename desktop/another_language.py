"""The program in another language, at once: it ends behind its own door and begins again in front of it.

Every word on the screen is set when its page is made, so nothing is translated in place.
Nobody is inside when this happens (the lock screen, the first run), so there is nothing to
carry over but the place of the window and the choice itself.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QTimer

from desktop.application import make_application
from desktop.preferences import read_preferences, save_preferences
from desktop.program import Program


def speak_anew(program: Program, language: str, *, build: Callable[[str], Program]) -> None:
    """Keep the choice, and change programs as soon as the button that was pressed has come up again."""
    with suppress(OSError):  # a full disk: it is spoken until the program ends
        program.paths.prepare()
        kept = read_preferences(program.paths.preferences)
        save_preferences(program.paths.preferences, replace(kept, language=language))
    QTimer.singleShot(0, lambda: _change(program, language, build))


def _change(program: Program, language: str, build: Callable[[str], Program]) -> None:
    if program.successor is not None:
        return
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    place = program.window.saveGeometry()
    program.window.close()
    if program.focus_ring is not None:  # two of them would follow each other
        shiboken6.delete(program.focus_ring)
        program.focus_ring = None
    following = program.successor = build(language)
    following.window.restoreGeometry(place)
    following.start()
    program.window.deleteLater()
    application.setQuitOnLastWindowClosed(True)
