"""The desktop's composition root: the real clock, randomness, network and cameras, and one window.

The only file of the package that builds adapters. Windows are built elsewhere.
"""

import logging
import os
import platform
import sys
from pathlib import Path
from typing import Final

from desktop.application import end_application, make_application, speak
from desktop.capture.camera_source import CameraSource
from desktop.components.focus_ring import FocusRing
from desktop.log_file import open_log
from desktop.paths import AppPaths, standard_paths
from desktop.preferences import read_preferences
from desktop.program import Program, World
from desktop.theme import apply_theme
from desktop.tokens import HIGH_CONTRAST, LIGHT
from desktop.unexpected import watched
from resources.words import Words
from sync.adapters.http_transport import HttpTransport
from sync.adapters.os_keychain import OsKeychain
from sync.adapters.system import SystemClock, SystemEntropy

KEYCHAIN_SERVICE: Final = "quancai"
_CAMERAS: Final = 2


def find_paths(data_folder: Path | None) -> AppPaths:
    """Choose where the data lies: where the caller says, or the standard place of this system."""
    if data_folder is not None:
        return AppPaths(data_folder)
    return standard_paths(
        environment=os.environ, home=Path.home(), program_folder=Path(sys.argv[0]).resolve().parent
    )


def real_world() -> World:
    clock = SystemClock()
    return World(
        clock=clock,
        entropy=SystemEntropy(),
        connect=HttpTransport,
        listen=HttpTransport,
        cameras=tuple(CameraSource(index, monotonic_s=clock.monotonic_s) for index in range(_CAMERAS)),
        device_name=platform.node() or "quancai",
        keychain=OsKeychain(KEYCHAIN_SERVICE),
    )


def build_program(paths: AppPaths, *, language: str, world: World, invitation: Path | None = None) -> Program:
    """Dress the application and make the window; `start` shows it."""
    application = make_application()
    speak(application, language)
    preferences = read_preferences(paths.preferences)
    palette = HIGH_CONTRAST if preferences.has_high_contrast else LIGHT
    apply_theme(application, palette=palette, percent=preferences.text_percent)
    program = Program(paths, Words(language), world=world, invitation=invitation)
    program.focus_ring = FocusRing(application)
    return program


def run_program(program: Program) -> int:
    """Show the window until it is closed; what nobody caught becomes words and a line in the log."""
    application = make_application()
    log = open_log(program.paths.log)
    logging.getLogger().addHandler(log)
    try:
        with watched(program.desk.broken.emit, words=program.words, entropy=program.desk.entropy):
            program.start()
            status = application.exec()
            end_application()
    finally:
        logging.getLogger().removeHandler(log)
        log.close()
    return status


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
    return run_program(build_program(paths, language=language, world=real_world(), invitation=invitation))
