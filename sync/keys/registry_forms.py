"""The three forms a registry travels in: what is signed alone, with every device, or with one.

The city and the relay must know every device and carry the whole. A device needs the keys
of the city and its own entry, which the path to the signed digest proves; what it fetches for
a new version does not grow with the city. Nothing here is trusted: `registry` does that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list
from sync.errors import MessageMalformedError
from sync.keys.device_tree import DIGEST_BYTES
from sync.keys.registry_encoding import MAX_DEVICES, MAX_REGISTRY_BYTES

MAX_WHOLE_BYTES: Final = 12 * 1024 * 1024
_MAX_PATH: Final = 32
_LIST: Final = 0x80  # the first byte of a CBOR list, with its length; a signed message begins with a tag
_LIST_MASK: Final = 0xE0
_MOST_VALUES: Final = MAX_DEVICES + 16


@dataclass(frozen=True, slots=True)
class SignedAlone:
    """What the roots signed, with nobody beside it."""

    signed: bytes


@dataclass(frozen=True, slots=True)
class WholeRegistry:
    """What the roots signed, and every device, each as it was encoded."""

    signed: bytes
    entries: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class RegistryExcerpt:
    """What the roots signed, one device, and the path that proves it."""

    signed: bytes
    index: int
    entry: bytes
    path: tuple[bytes, ...]


RegistryForm: TypeAlias = SignedAlone | WholeRegistry | RegistryExcerpt


def split_registry(encoded: bytes) -> RegistryForm:
    """Take a registry apart, whichever form it has.

    Raises:
        MessageMalformedError, MessageTooLargeError: none of the three.

    """
    if encoded[:1] and encoded[0] & _LIST_MASK != _LIST:
        return SignedAlone(encoded)
    parts = read_list(decode_cbor(encoded, limit=MAX_WHOLE_BYTES, most_values=_MOST_VALUES))
    signed = read_bytes(parts[0]) if parts else b""
    if len(signed) > MAX_REGISTRY_BYTES:
        raise MessageMalformedError(part="registry")
    if len(parts) == 2:
        return WholeRegistry(signed, read_entries(parts[1]))
    _, index, entry, path = read_list(parts, length=4)
    steps = tuple(read_bytes(one, length=DIGEST_BYTES) for one in read_list(path, limit=_MAX_PATH))
    return RegistryExcerpt(signed, read_integer(index), read_bytes(entry), steps)


def join_registry(form: RegistryForm) -> bytes:
    """Write a registry in its form."""
    match form:
        case SignedAlone(signed):
            return signed
        case WholeRegistry(signed, entries):
            return encode_cbor([signed, list(entries)])
        case RegistryExcerpt(signed, index, entry, path):
            return encode_cbor([signed, index, entry, list(path)])


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """Write the devices of a whole registry alone, for whoever keeps them beside it."""
    return encode_cbor(list(entries))


def decode_entries(encoded: bytes) -> tuple[bytes, ...]:
    return read_entries(decode_cbor(encoded, limit=MAX_WHOLE_BYTES, most_values=_MOST_VALUES))


def read_entries(value: object) -> tuple[bytes, ...]:
    return tuple(read_bytes(one) for one in read_list(value, limit=MAX_DEVICES))
