"""The first lines that run: which data, which language, and whether there is a door to show.

Imports next to nothing, least of all Qt: how the rest is loaded is decided here, before any
of it is. The door (`desktop.opening`) stands before the program behind it is loaded; a
computer without an installation has no door and starts the long way (`desktop.app`).
"""

import gc
import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.paths import AppPaths, standard_paths
from desktop.plain_imports import import_plainly
from desktop.preferences import read_preferences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.opening import Opening

_LAID_OUT: Final = "enroll.qjy"


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
    is_shown_once: bool = False,
) -> int:
    """Run the program on the data of this computer, or of a folder.

    It speaks what the command line asks for, else what somebody chose in it, else what the system speaks.
    Where its window is open already, that one comes to the front and this start ends. One that is
    `is_shown_once` ends by itself as soon as its window has been painted.
    """
    paths = find_paths(data_folder)
    language = asked_language or read_preferences(paths.preferences).language or spoken_language
    _load_quickly()
    from desktop.application import make_application  # noqa: PLC0415 — loaded quickly, too
    from desktop.coming_again import welcome_back  # noqa: PLC0415
    from desktop.single_window import CameAgain, take_place  # noqa: PLC0415
    from desktop.who_may_come import is_being_erased, is_new  # noqa: PLC0415

    application = make_application()
    word = CameAgain(invitation, os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    place = take_place(paths.folder, word, environment=os.environ)
    if place is None:
        return 0
    if is_shown_once:
        _end_when_painted(application)
    if not is_new(paths) and not is_being_erased(paths):
        opening = open_door(paths, language)
        place.came.connect(opening.welcome_back)
        opening.front.seen.connect(place.listen)
        if invitation is not None:
            opening.welcome_back(word)
        return opening.run()
    place.listen()
    from desktop.app import build_program, real_world, run_program  # noqa: PLC0415 — see above

    given = invitation or laid_out_invitation(os.environ)
    program = build_program(paths, language=language, world=real_world(), invitation=given)
    place.came.connect(partial(welcome_back, program))
    return run_program(program)


def _end_when_painted(application: "QApplication") -> None:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 — see above

    def paint_and_close() -> None:
        for window in application.topLevelWidgets():
            window.grab()
        application.closeAllWindows()

    QTimer.singleShot(0, application, paint_and_close)  # the first turn comes after the window was shown


def laid_out_invitation(environment: Mapping[str, str]) -> Path | None:
    """Give the invitation whoever installed this program has laid out for a computer that is to join."""
    from updates.machine import machine_folder  # noqa: PLC0415 — only a computer that is to join needs it

    invitation = machine_folder(environment) / _LAID_OUT
    return invitation if invitation.is_file() else None


def open_door(paths: AppPaths, language: str) -> "Opening":
    """Give the program from its door on, of an installation that has one."""
    _load_quickly()
    from desktop.opening import Opening  # noqa: PLC0415 — brings Qt

    return Opening(paths, language)


def _load_quickly() -> None:
    """Load without what only loading slows down: looks for cycles among what is made to stay, and PySide6's.

    Cycles are looked for again by `desktop.cycle_collection`, once the application is there.
    """
    gc.disable()
    import_plainly()
