"""Small questions about decoded values: is it a map of these members, a digest, a number?"""

from typing import Any

from tests.second_implementation.refused import insist

MOST = (1 << 63) - 1


def members(value: object, *names: str) -> list[Any]:
    """Give the members of a map that has exactly these, in this order."""
    insist(isinstance(value, dict) and set(value) == set(names), "message-malformed", ", ".join(names))
    assert isinstance(value, dict)
    return [value[name] for name in names]


def number(value: object, *, least: int = 0) -> int:
    right = isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST
    insist(right, "message-malformed", "a number")
    assert isinstance(value, int)
    return value


def text(value: object) -> str:
    insist(isinstance(value, str), "message-malformed", "a text")
    assert isinstance(value, str)
    return value


def octets(value: object, length: int | None = None) -> bytes:
    right = isinstance(value, bytes) and length in (None, len(value))
    insist(right, "message-malformed", "bytes")
    assert isinstance(value, bytes)
    return value


def sequence(value: object, length: int | None = None) -> list[Any]:
    right = isinstance(value, list) and length in (None, len(value))
    insist(right, "message-malformed", "a list")
    assert isinstance(value, list)
    return value


def device_id(value: object) -> str:
    written = text(value)
    insist(len(written) == 32 and set(written) <= set("0123456789abcdef"), "message-malformed", "a device")
    return written


def link(value: object) -> tuple[int, bytes]:
    """Read `[sequence, digest]`."""
    at, digest = sequence(value, 2)
    return number(at), octets(digest, 32)
