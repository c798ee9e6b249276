"""One digest for thousands of devices, and a short proof that one of them is among these.

The roots sign the digest; a device is shown its own entry and the path from it to the
digest, and need not fetch anybody else's. It is the Merkle tree of RFC 9162, section 2.1,
with SHA-256, which keeps leaves and inner nodes apart by a byte in front.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from sync.errors import RegistryUntrustedError
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

DIGEST_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class DeviceSeal:
    """What the roots sign of the list of devices: how many there are, and the root of their tree."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class DeviceTree:
    """Every node, lowest level first; whoever hands out proofs keeps it."""

    levels: tuple[tuple[bytes, ...], ...]

    @classmethod
    def grow(cls, entries: Sequence[bytes]) -> Self:
        """Hash entries, as encoded and in their order, up to the root."""
        level = tuple(_digest(_LEAF + entry) for entry in entries)
        levels = [level]
        while len(level) > 1:
            level = tuple(_join(level[at : at + 2]) for at in range(0, len(level), 2))
            levels.append(level)
        return cls(tuple(levels))

    @property
    def seal(self) -> DeviceSeal:
        size = len(self.levels[0])
        return DeviceSeal(size, self.levels[-1][0] if size else _digest(b""))

    def path(self, index: int) -> tuple[bytes, ...]:
        """Give the inclusion proof of an entry (RFC 9162 section 2.1.3.1), lowest level first."""
        steps: list[bytes] = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            steps += level[beside : beside + 1]  # the last of an odd level has nobody beside it
            index >>= 1
        return tuple(steps)


def require_listed(entry: bytes, *, index: int, path: Sequence[bytes], seal: DeviceSeal) -> None:
    """Check an inclusion proof (RFC 9162 section 2.1.3.2).

    Raises:
        RegistryUntrustedError: this entry, at this place, is none the roots have signed.

    """
    node, at, last = _digest(_LEAF + entry), index, seal.size - 1
    steps = iter(path)
    while last > 0 and at <= last:
        if at & 1:
            node = _digest(_NODE + next(steps, b"") + node)
        elif at < last:
            node = _digest(_NODE + node + next(steps, b""))
        at, last = at >> 1, last >> 1
    is_proven = 0 <= index < seal.size and node == seal.root and next(steps, None) is None
    if not is_proven:
        raise RegistryUntrustedError(reason="device-list")


def _join(pair: Sequence[bytes]) -> bytes:
    """Hash two nodes into one; one alone moves up as it is."""
    return pair[0] if len(pair) == 1 else _digest(_NODE + pair[0] + pair[1])


def _digest(content: bytes) -> bytes:
    return suite_by_id(SuiteId.INTERNATIONAL).digest(content)
