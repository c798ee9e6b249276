"""Collects reference cycles on the window's thread, the only one that may end a widget.

CPython runs its cyclic collector on whichever thread happens to allocate, and a closed
page is nearly always part of a cycle (a page holds a button, the button's slot holds
the page). When the store or the sync thread collected one, Qt took a widget down on a
thread that does not own it, which ends the process (Qt 6, "Thread-Affinity": an object
is deleted on the thread it lives in). So automatic collection is off for the whole
process, and a timer on the window's thread collects by the thresholds of the interpreter.
Objects outside a cycle still go at once, by their reference count.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS: Final = 1_000


class CycleCollector(QObject):
    """Switches automatic collection off while it lives; made on the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> int:
    """Collect the oldest generation that is over its threshold; give the objects found unreachable.

    The interpreter would run at most this often: a generation is due when its count, which
    goes on while collection is off, exceeds `gc.get_threshold()`.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            return gc.collect(generation)
    return 0
