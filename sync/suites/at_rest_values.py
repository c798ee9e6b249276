"""The sizes and the cost of what protects keys at rest, without the library that does it.

A key file names them, and the door of a program reads its key file before it can afford to load a
cryptographic library (`sync.suites.at_rest` works with them).
"""

from dataclasses import dataclass
from typing import Final

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MAX_MEMORY_KIB: Final = 1024 * 1024
MAX_PASSES: Final = 64


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess costs an attacker who holds the file; the second choice of RFC 9106, section 4."""

    memory_kib: int = 64 * 1024
    passes: int = 3
