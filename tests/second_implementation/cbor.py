"""Deterministic CBOR as section 2 wants it, read by hand so that nothing lenient is in between.

Reading byte by byte makes "decode, encode again and compare" unnecessary: what is not the one
encoding of its value is refused where it stands, before anything is built from it.
"""

import struct
from typing import Any, NamedTuple

import cbor2

from tests.second_implementation.refused import Refused, insist

MAX_DEPTH = 16
TAGS = (18, 96, 98)
_SIMPLE = {20: False, 21: True, 22: None}
_SHORTEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
_WIDTH = {24: ">B", 25: ">H", 26: ">I", 27: ">Q"}


class Tagged(NamedTuple):
    tag: int
    value: Any


def write(value: object) -> bytes:
    """Encode deterministically; a `Tagged` becomes a tag."""
    if isinstance(value, Tagged):
        return cbor2.dumps(cbor2.CBORTag(value.tag, value.value), canonical=True)
    return cbor2.dumps(value, canonical=True)


def read(encoded: bytes, *, limit: int) -> Any:
    """Decode one value that fills `encoded` and is written the only way it may be."""
    insist(len(encoded) <= limit, "message-too-large")
    reader = _Reader(encoded)
    value = reader.value(depth=0)
    insist(reader.at == len(encoded), "message-not-canonical", "bytes after the value")
    return value


class _Reader:
    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded
        self.at = 0

    def value(self, *, depth: int) -> Any:
        insist(depth <= MAX_DEPTH, "message-malformed", "too deep")
        major, number = self._head()
        match major:
            case 0:
                return number
            case 1:
                return -1 - number
            case 2:
                return self._take(number)
            case 3:
                return self._text(number)
            case 4:
                return self._list(number, depth=depth)
            case 5:
                return self._map(number, depth=depth)
            case 6:
                insist(number in TAGS, "message-malformed", "a tag of no meaning here")
                return Tagged(number, self.value(depth=depth + 1))
        insist(number in _SIMPLE, "message-malformed", "a float or a simple value of no meaning here")
        return _SIMPLE[number]

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, low = first >> 5, first & 31
        if low < 24:
            return major, low
        insist(low in _WIDTH, "message-malformed", "indefinite or reserved")
        (number,) = struct.unpack(_WIDTH[low], self._take(struct.calcsize(_WIDTH[low])))
        insist(major != 7, "message-malformed", "floats are not spoken here")
        insist(number >= _SHORTEST[low], "message-not-canonical", "a longer head than needed")
        return major, number

    def _take(self, count: int) -> bytes:
        taken = self._encoded[self.at : self.at + count]
        insist(len(taken) == count, "message-malformed", "cut off")
        self.at += count
        return taken

    def _text(self, count: int) -> str:
        try:
            return self._take(count).decode()
        except UnicodeDecodeError as error:
            raise Refused("message-malformed", "no UTF-8") from error

    def _list(self, count: int, *, depth: int) -> list[Any]:
        insist(count <= len(self._encoded) - self.at, "message-malformed", "cut off")
        return [self.value(depth=depth + 1) for _ in range(count)]

    def _map(self, count: int, *, depth: int) -> dict[Any, Any]:
        insist(count <= len(self._encoded) - self.at, "message-malformed", "cut off")
        found: dict[Any, Any] = {}
        before = b""
        for _ in range(count):
            start = self.at
            key = self.value(depth=depth + 1)
            insist(isinstance(key, str | int) and not isinstance(key, bool), "message-malformed", "a key")
            written = self._encoded[start : self.at]
            insist(before < written, "message-not-canonical", "keys doubled or out of order")
            before = written
            found[key] = self.value(depth=depth + 1)
        insist(len({type(key) for key in found}) <= 1, "message-malformed", "keys of two types")
        return found
