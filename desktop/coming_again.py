"""The program was started while it is open: its window comes to the front, an invitation is looked at.

An invitation is read where a computer is about to join; one that has joined says so. Behind a closed door
nothing is shown but the door, so the invitation waits until somebody has come in.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.single_window import CameAgain

if TYPE_CHECKING:
    from desktop.program import Program


def bring_to_front(window: QWidget, *, activation: str = "") -> None:
    """Show a window over the others, where the system lets a program do that."""
    if activation:
        os.environ["XDG_ACTIVATION_TOKEN"] = activation  # where Qt's Wayland looks for it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def welcome_back(program: "Program", word: CameAgain) -> None:
    """Answer a second start with the program that is there."""
    while program.successor is not None:  # the same program in another language
        program = program.successor
    bring_to_front(program.window, activation=word.activation)
    if word.invitation is not None:
        show_invitation(program, word.invitation)


def show_invitation(program: "Program", invitation: Path) -> None:
    """Have an invitation read where that means something."""
    if program.joining is not None:
        if not program.joining.is_waiting:
            program.joining.give(invitation)
    elif program.window.is_locked:
        # A turn later: whoever comes in for the first time is led to joining or to work by the same signal.
        def wait_a_turn() -> None:
            QTimer.singleShot(0, program, lambda: show_invitation(program, invitation))

        program.door.passed.connect(wait_a_turn, Qt.ConnectionType.SingleShotConnection)
    else:
        program.window.toast.say(program.words.text("screens.program.joined_already"))
