"""When a reading from a moving picture may be believed, and when it is only the same again.

A signed code proves itself, so one reading is enough. Anything else must be read twice
alike, since a blurred frame can yield a wrong digit. The same text is not announced
again while it stays in view.
"""

from typing import Final

from desktop.capture.barcode_decoder import Scan
from desktop.capture.payload import SIGNED_PREFIX

_SAME_AGAIN_S: Final = 2.0
_READINGS_NEEDED: Final = 2


class ReadGate:
    """Lets each code through once; times come from the caller's monotonic clock."""

    def __init__(self) -> None:
        self._readings: dict[str, int] = {}
        self._announced: dict[str, float] = {}

    def admits(self, scan: Scan, *, at_s: float) -> bool:
        last = self._announced.get(scan.text)
        if last is not None and at_s - last < _SAME_AGAIN_S:
            self._announced[scan.text] = at_s
            return False
        self._readings[scan.text] = self._readings.get(scan.text, 0) + 1
        if self._readings[scan.text] < self._needed(scan):
            return False
        self._readings.clear()
        self._announced = {scan.text: at_s}
        return True

    def reset(self) -> None:
        """Forget everything: the officer asked to scan again, perhaps the same code."""
        self._readings.clear()
        self._announced.clear()

    @staticmethod
    def _needed(scan: Scan) -> int:
        return 1 if scan.text.upper().startswith(SIGNED_PREFIX) else _READINGS_NEEDED
