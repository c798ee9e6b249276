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
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 690)
window.show()
def usable():
    window.grab()
    print("usable", time.process_time(), flush=True)
    application.quit()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
application.exec()
"""
# As `quancai app` starts, from its arguments on; what looks on is told when the door is there.
_OURS: Final = """
import os, sys, time
import desktop.start
open_door = desktop.start.open_door
def watched(paths, language):
    opening = open_door(paths, language)
    from PySide6.QtCore import QTimer
    def usable():
        opening.front.window.grab()
        print("usable", time.process_time(), flush=True)
    def loaded():
        print("loaded", flush=True)
        os._exit(0)
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
    opening.front.loaded.connect(lambda: QTimer.singleShot(0, loaded))
    return opening
desktop.start.open_door = watched
sys.argv[1:] = ["app", "--language", "zh_CN", "--data", sys.argv[1]]
from quancai.__main__ import main
main()
"""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Medians, in seconds; `loaded_s` is until the rest of the program stands behind the door."""

    ours_s: float
    bare_s: float
    loaded_s: float
    ours_processor_s: float
    bare_processor_s: float

    @property
    def ratio(self) -> float:
        return self.ours_s / self.bare_s

    @property
    def processor_ratio(self) -> float:
        return self.ours_processor_s / self.bare_processor_s


@dataclass(frozen=True, slots=True)
class _Start:
    """One process: until its window was usable, by the wall and by its processor, and until its end."""

    usable_s: float
    processor_s: float
    ended_s: float


def measure_cold_start(rounds: int) -> ColdStart:
    """Start both this many times in turn, after one of each that only warms the disk."""
    ours: list[_Start] = []
    bare: list[_Start] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = AppPaths(Path(folder))
        unlock(paths, PASSPHRASE, entropy=SystemEntropy(), cost=KdfCost()).open_writer().close()
        for turn in range(rounds + 1):
            with_door, alone = _start(_OURS, folder), _start(_BARE, folder)
            if turn:
                ours.append(with_door)
                bare.append(alone)
    return ColdStart(
        ours_s=statistics.median(one.usable_s for one in ours),
        bare_s=statistics.median(one.usable_s for one in bare),
        loaded_s=statistics.median(one.ended_s for one in ours),
        ours_processor_s=statistics.median(one.processor_s for one in ours),
        bare_processor_s=statistics.median(one.processor_s for one in bare),
    )


def _start(source: str, folder: str) -> _Start:
    """Run one of the two programs to its end; the first word it says is that its window is usable."""
    surroundings = {**os.environ, "PYTHONPATH": str(_ROOT)}
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    # What this process chose for its own painting is not what a bare window starts with.
    surroundings.pop("QT_NO_GUI_THREADPOOL", None)
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
    word, _, processor_s = line.partition(" ")
    if word != "usable":
        raise RuntimeError("the window did not come up")
    return _Start(usable_s, float(processor_s), time.perf_counter() - began)
