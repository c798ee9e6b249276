"""A clock that stands still until a test moves it."""

from dataclasses import dataclass

STORY_STARTS_MS = 1_795_305_600_000  # 2026-11-22 08:00 in Quanzhou


@dataclass
class FakeClock:
    wall_ms: int = STORY_STARTS_MS
    uptime_s: float = 0.0

    def now_ms(self) -> int:
        return self.wall_ms

    def monotonic_s(self) -> float:
        return self.uptime_s

    def advance(self, seconds: float) -> None:
        self.wall_ms += round(seconds * 1000)
        self.uptime_s += seconds

    def set_wall(self, wall_ms: int) -> None:
        """Do what a person does in the clock settings: the wall jumps, the uptime does not."""
        self.wall_ms = wall_ms
