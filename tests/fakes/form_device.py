"""The clock and the device a form sees: standing still in Quanzhou, with invented names."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from forms import DeviceProperties

QUANZHOU = timezone(timedelta(hours=8))


@dataclass
class WallClock:
    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 9, 30, tzinfo=QUANZHOU))

    def now(self) -> datetime:
        return self.moment


DEVICE = DeviceProperties("d" * 32, username="lin.xiumei", phone_number="13800000000")
