"""Bytes that look random and are the same in every run."""

import hashlib


class SeededEntropy:
    """A hash in counter mode: platform-independent, so vectors made with it stay exact."""

    def __init__(self, seed: str = "quancai") -> None:
        self._seed = seed.encode()
        self._counter = 0

    def take(self, count: int) -> bytes:
        drawn = b""
        while len(drawn) < count:
            drawn += hashlib.sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        return drawn[:count]

    def uuid(self) -> str:
        return self.take(16).hex()
