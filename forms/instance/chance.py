"""Numbers that look random, drawn from a seed so that a session can be replayed exactly.

`random()`, `uuid()` and unseeded `randomize()` come from here. They need to differ
between forms, not to resist an attacker, so a hash over device, moment and a
counter is enough, and saving seed and counter with a draft makes resuming exact.
"""

import hashlib
import uuid


class Chance:
    """A stream of numbers that only its seed and its counter decide."""

    __slots__ = ("drawn", "seed")

    def __init__(self, seed: str, drawn: int = 0) -> None:
        self.seed = seed
        self.drawn = drawn

    def _take(self) -> bytes:
        self.drawn += 1
        return hashlib.sha256(f"{self.seed}:{self.drawn}".encode()).digest()

    def fraction(self) -> float:
        """Draw a number from 0 up to, not including, 1."""
        return int.from_bytes(self._take()[:7]) / 2**56

    def uuid(self) -> str:
        return str(uuid.UUID(bytes=self._take()[:16], version=4))

    def whole(self) -> int:
        """Draw a number from 0 to 2³¹ - 2, as a seed for shuffling."""
        return int.from_bytes(self._take()[:8]) % (2**31 - 1)
