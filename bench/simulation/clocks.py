"""One true time, and the clock of each computer, which may be a year off and jump."""

from dataclasses import dataclass
from typing import Final

BEGINS_MS: Final = 1_795_305_600_000  # 2026-11-22 08:00 in Quanzhou
SECOND_MS: Final = 1_000
HOUR_MS: Final = 3_600 * SECOND_MS
DAY_MS: Final = 24 * HOUR_MS
YEAR_MS: Final = 365 * DAY_MS


@dataclass
class TrueTime:
    """What time it is; the relay and the platform are kept right by their operators."""

    wall_ms: int = BEGINS_MS

    def now_ms(self) -> int:
        return self.wall_ms

    def monotonic_s(self) -> float:
        return (self.wall_ms - BEGINS_MS) / SECOND_MS

    def pass_ms(self, milliseconds: int) -> None:
        self.wall_ms += milliseconds


@dataclass
class DeviceClock:
    """The clock of a laptop: the true time, and how far off somebody or its battery has set it."""

    time: TrueTime
    off_ms: int = 0

    def now_ms(self) -> int:
        return self.time.now_ms() + self.off_ms

    def monotonic_s(self) -> float:
        return self.time.monotonic_s()
