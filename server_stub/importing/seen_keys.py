"""Which keys a list has had, for a million of them: a short digest of each, never the numbers of people."""

from hashlib import sha256
from typing import Final

_DIGEST_BYTES: Final = 12  # two of a million alike: one chance in 10**17


class SeenKeys:
    """A set of keys that is only ever asked."""

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and _digest(key) in self._digests

    def add(self, key: str) -> bool:
        """Note a key; say whether it is new."""
        before = len(self._digests)
        self._digests.add(_digest(key))
        return len(self._digests) > before


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()[:_DIGEST_BYTES]
