"""The time as forms ask for it at a command line: an instant with this computer's time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sync.ports import Clock


@dataclass(frozen=True, slots=True)
class ClockOfThisComputer:
    """A clock of the exchange, asked as the form engine asks."""

    clock: Clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now_ms() / 1000, tz=UTC).astimezone()
