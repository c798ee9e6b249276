"""How much to send or ask for at once: little at first, more on a good line, less after a failure.

A village line carries ten kilobytes a second on one day and a megabyte on the next. What
arrives quickly doubles, what took long or never arrived halves; the measure is the line's
own, so nobody configures it. An envelope that is already sealed keeps its size for ever.
"""

from dataclasses import dataclass
from typing import Final

QUICK_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 10.0


@dataclass
class AdaptiveSize:
    """A size between two limits, moved by what the line does."""

    low: int
    high: int
    now: int

    def arrived(self, seconds: float) -> None:
        """Learn from an exchange that succeeded."""
        if seconds <= QUICK_SECONDS:
            self.now = min(self.high, self.now * 2)
        elif seconds > SLOW_SECONDS:
            self._shrink()

    def failed(self) -> None:
        """Learn from an exchange that did not arrive."""
        self._shrink()

    def _shrink(self) -> None:
        self.now = max(self.low, self.now // 2)
