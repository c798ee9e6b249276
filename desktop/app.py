"""The desktop's composition root: the real clock, randomness, network and cameras, and one window.

The only file of the package that builds adapters. Windows are built elsewhere.
"""

import logging
import os
import platform
from functools import partial
from pathlib import Path
from typing import Final

from desktop.another_language import speak_anew
from desktop.application import dress, end_application, make_application
from desktop.capture.camera_source import CameraSource
from desktop.components.focus_ring import FocusRing
from desktop.front_door import FrontDoor
from desktop.log_file import open_log
from desktop.machine_updates import MachineUpdates
from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.program import Program
from desktop.unexpected import watched
from desktop.world import World
from resources.words import Words
from sync.adapters.http_transport import HttpTransport
from sync.adapters.os_keychain import OsKeychain
from sync.adapters.system import SystemClock, SystemEntropy
from updates.machine import find_installation, keep_authorities, kept_folder, read_machine
from updates.moments import moment_of

KEYCHAIN_SERVICE: Final = "quancai"
_CAMERAS: Final = 2


def real_world() -> World:
    clock = SystemClock()
    told = read_machine(now=moment_of(clock.now_ms()))
    device_name = platform.node() or "quancai"
    kept = kept_folder(find_installation(os.environ), os.environ)
    connect = partial(HttpTransport, authorities=keep_authorities(told, kept))
    return World(
        clock=clock,
        entropy=SystemEntropy(),
        connect=connect,
        listen=connect,
        cameras=tuple(CameraSource(index, monotonic_s=clock.monotonic_s) for index in range(_CAMERAS)),
        device_name=device_name,
        keychain=OsKeychain(KEYCHAIN_SERVICE),
        updates=MachineUpdates(told, clock=clock, device_name=device_name),
        told=told,
        reports_itself=True,
    )


def build_program(
    paths: AppPaths,
    *,
    language: str,
    world: World,
    invitation: Path | None = None,
    front: FrontDoor | None = None,
) -> Program:
    """Dress the application and make the window, or take over the one whose door stands; `start` shows it."""
    application = make_application()
    if front is None:
        dress(application, read_preferences(paths.preferences), language=language)
    program = Program(paths, Words(language), world=world, invitation=invitation, front=front)
    program.focus_ring = FocusRing(application)

    def build(chosen: str) -> Program:
        return build_program(paths, language=chosen, world=world, invitation=invitation)

    program.language_chosen.connect(lambda chosen: speak_anew(program, chosen, build=build))
    return program


def run_program(program: Program) -> int:
    """Show the window until it is closed; what nobody caught becomes words and a line in the log."""
    application = make_application()
    log = open_log(program.paths.log)
    logging.getLogger().addHandler(log)
    try:
        with watched(program.tell_broken, words=program.words, entropy=program.desk.entropy):
            program.start()
            status = application.exec()
            end_application()
    finally:
        logging.getLogger().removeHandler(log)
        log.close()
    return status
