"""Section 5: the devices beside what is signed, all of them or one with its path (RFC 9162, section 2.1)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tests.second_implementation import cbor, shapes
from tests.second_implementation.refused import insist

MAX_SIGNED = 4 * 1024 * 1024
MAX_WHOLE = 12 * 1024 * 1024
MAX_ENTRY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the signed part: entries, and for a single one its place and path."""

    entries: tuple[bytes, ...]
    place: tuple[int, tuple[bytes, ...]] | None = None


def take_apart(encoded: bytes) -> tuple[bytes, Beside | None]:
    """Give what is signed, and what stands beside it."""
    if not encoded or encoded[0] >> 5 != 4:
        return encoded, None
    parts = shapes.sequence(cbor.read(encoded, limit=MAX_WHOLE))
    insist(len(parts) in (2, 4), "message-malformed")
    signed = shapes.octets(parts[0])
    insist(len(signed) <= MAX_SIGNED, "message-malformed")
    if len(parts) == 2:
        return signed, Beside(tuple(shapes.octets(entry) for entry in shapes.sequence(parts[1])))
    path = tuple(shapes.octets(step, 32) for step in shapes.sequence(parts[3]))
    insist(len(path) <= 32, "message-malformed")
    return signed, Beside((shapes.octets(parts[2]),), (shapes.number(parts[1]), path))


def prove(beside: Beside, size: int, root: bytes) -> None:
    """Insist that these are the entries, or one of the entries, that were signed."""
    if beside.place is None:
        insist((len(beside.entries), tree_of(beside.entries)) == (size, root), "registry-untrusted")
        return
    at, path = beside.place
    insist(at < size, "registry-untrusted")
    found, rest = _climb(_leaf(beside.entries[0]), at, size, path)
    insist(found == root and not rest, "registry-untrusted")


def tree_of(entries: Sequence[bytes]) -> bytes:
    """Give the root, as section 2.1.1 defines it: split at the largest power of two below the number."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return _leaf(entries[0])
    half = _half(len(entries))
    return _node(tree_of(entries[:half]), tree_of(entries[half:]))


def path_to(entries: Sequence[bytes], at: int) -> list[bytes]:
    """Give the path of section 2.1.3.1."""
    if len(entries) == 1:
        return []
    half = _half(len(entries))
    if at < half:
        return [*path_to(entries[:half], at), tree_of(entries[half:])]
    return [*path_to(entries[half:], at - half), tree_of(entries[:half])]


def _climb(leaf: bytes, at: int, size: int, path: Sequence[bytes]) -> tuple[bytes, Sequence[bytes]]:
    """Follow a path from its leaf; what is left of it belongs to whoever asked."""
    if size == 1:
        return leaf, path
    half = _half(size)
    inside = (at, half) if at < half else (at - half, size - half)
    below, rest = _climb(leaf, *inside, path)
    insist(bool(rest), "registry-untrusted", "a short path")
    return (_node(below, rest[0]) if at < half else _node(rest[0], below)), rest[1:]


def _half(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
