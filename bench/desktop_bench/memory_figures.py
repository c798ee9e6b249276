"""What the program holds when a whole village is in it, every page was looked at and a form is open.

Runs in a process of its own, because memory once taken is seldom given back: the real program on a joined
device with a village of invented people, unlocked as a person would, without a network. Prints mebibytes.

    python -m bench.desktop_bench.memory_figures FOLDER PASSPHRASE
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from desktop.app import build_program, real_world
from desktop.paths import AppPaths
from desktop.program import Program

_PATIENCE_MS = 60_000


def main() -> None:
    folder, passphrase = Path(sys.argv[1]), sys.argv[2]
    program = build_program(AppPaths(folder), language="zh_CN", world=real_world())
    program.start()
    program.door.try_secret(passphrase)
    _wait(program)
    for page in ("scan", "records", "tasks", "sync", "computer", "today"):
        program.window.go_to(page)
        _rest(400)
    print(resident_mb(), flush=True)
    os._exit(0)


def resident_mb() -> float:
    """Give the resident memory of this process, in MiB (Linux: /proc/self/status)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError("this system does not say how much memory a process holds")


def _wait(program: Program) -> None:
    loop, look = QEventLoop(), QTimer()
    look.setInterval(20)
    look.timeout.connect(lambda: loop.quit() if program.day is not None else None)
    look.start()
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    loop.exec()
    if program.day is None:
        raise RuntimeError("the program did not open")


def _rest(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
