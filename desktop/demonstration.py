"""The window with demonstration data: unlocked and joined without asking, then left to the person.

Everything after the door is the ordinary program. The passphrase is a published one;
it locks the same door again when the person presses Ctrl+Shift+L.
"""

from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.app import build_program, real_world, run_program
from desktop.paths import AppPaths


def run_demonstration(
    data_folder: Path, *, language: str, invitation: Path, operator: str, passphrase: str
) -> int:
    """Run until the window is closed."""
    program = build_program(
        AppPaths(data_folder), language=language, world=real_world(), invitation=invitation
    )

    def join_if_new() -> None:
        if program.joining is not None:
            program.joining.enters_by_itself = True
            program.joining.join(operator, invitation)

    program.door.opened.connect(join_if_new)
    QTimer.singleShot(0, program, lambda: program.door.try_secret(passphrase))
    return run_program(program)
