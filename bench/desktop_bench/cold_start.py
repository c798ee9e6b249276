"""From the start of a process to a window somebody can use, ours beside a bare PySide6 window.

Each start is a process of its own, the two kinds in turn, so that both meet the same machine. "Usable"
is measured inside: the window is shown, has been painted, and the event loop has come round once after it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.paths import AppPaths
from desktop.unlocking import unlock
from sync.adapters.system import SystemEntropy
from sync.suites.at_rest import KdfCost

PASSPHRASE: Final = "象山路的榕树下面有三把椅子"  # noqa: S105 — of a replica that lives for a minute
_ROOT: Final = Path(__file__).resolve().parents[2]
_BARE: Final = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 690)
window.show()
def usable():
    window.grab()
    print("usable", flush=True)
    application.quit()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
application.exec()
"""
_OURS: Final = """
import os, sys
from pathlib import Path
from desktop.start import find_paths, open_door
paths = find_paths(Path(sys.argv[1]))
opening = open_door(paths, "zh_CN")
from desktop.single_window import CameAgain, take_place
place = take_place(paths.folder, CameAgain(), environment=os.environ)
from PySide6.QtCore import QTimer
from desktop.application import make_application
opening.front.show()
def usable():
    opening.front.window.grab()
    print("usable", flush=True)
def loaded():
    print("loaded", flush=True)
    os._exit(0)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
opening.front.loaded.connect(lambda: QTimer.singleShot(0, loaded))
make_application().exec()
"""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Medians, in seconds; `loaded_s` is until the rest of the program stands behind the door."""

    ours_s: float
    bare_s: float
    loaded_s: float

    @property
    def ratio(self) -> float:
        return self.ours_s / self.bare_s


def measure_cold_start(rounds: int) -> ColdStart:
    """Start both this many times in turn, after one of each that only warms the disk."""
    ours: list[float] = []
    bare: list[float] = []
    loaded: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = AppPaths(Path(folder))
        unlock(paths, PASSPHRASE, entropy=SystemEntropy(), cost=KdfCost()).open_writer().close()
        for turn in range(rounds + 1):
            usable_s, loaded_s = _start(_OURS, folder)
            alone_s, _ = _start(_BARE, folder)
            if turn:
                ours.append(usable_s)
                loaded.append(loaded_s)
                bare.append(alone_s)
    return ColdStart(statistics.median(ours), statistics.median(bare), statistics.median(loaded))


def _start(source: str, folder: str) -> tuple[float, float]:
    """Give the seconds until the first line of the process and until its end."""
    surroundings = {**os.environ, "PYTHONPATH": str(_ROOT)}
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    # As it is installed: compiled once, whatever the surroundings say about keeping bytecode.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    surroundings["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 — our own two programs
        [sys.executable, "-c", source, folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings,
        cwd=_ROOT,
        text=True,
    ) as process:
        line = process.stdout.readline() if process.stdout is not None else ""
        usable_s = time.perf_counter() - began
        process.wait()
    if line.strip() != "usable":
        raise RuntimeError("the window did not come up")
    return usable_s, time.perf_counter() - began
