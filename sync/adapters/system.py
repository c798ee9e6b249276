"""The system's clock and its source of random bytes: the one place that reads either."""

import secrets
import time
import uuid


class SystemClock:
    """The clock of this computer, right or wrong."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()


class SystemEntropy:
    """The operating system's generator."""

    def take(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def uuid(self) -> str:
        return uuid.uuid4().hex
