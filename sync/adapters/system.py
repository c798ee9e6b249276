"""The system's clock and its source of random bytes: the one place that reads either."""

import os
import time


class SystemClock:
    """The clock of this computer, right or wrong."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()


class SystemEntropy:
    """The operating system's generator."""

    def take(self, count: int) -> bytes:
        return os.urandom(count)

    def uuid(self) -> str:
        # Loading it looks for libraries and for the name of the system; nobody at the door waits for that.
        from uuid import uuid4  # noqa: PLC0415 — see above

        return uuid4().hex
