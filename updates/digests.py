"""A digest as two people compare it: the publisher's root, on paper and in the bundle."""

from hashlib import sha256
from typing import Final

_GROUP: Final = 4


def shown_digest(content: bytes) -> str:
    """Give the SHA-256 of a file in groups of four digits."""
    digits = sha256(content).hexdigest()
    return " ".join(digits[place : place + _GROUP] for place in range(0, len(digits), _GROUP))
