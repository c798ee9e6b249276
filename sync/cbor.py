"""One byte representation for every value, and a suspicious reader for bytes from outside.

Everything we sign, hash or chain is deterministic CBOR (RFC 8949 section 4.2). The
decoder library accepts trailing bytes, and knows tags that build dates, patterns or
cycles; we refuse those tags and demand that what was read encodes to what was sent.
Our maps use text keys or small integers only, where the length-first order of the
library and the bytewise order of the RFC agree.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NoReturn, TypeVar, cast

import cbor2

from sync.errors import MessageMalformedError, MessageNotCanonicalError, MessageTooLargeError

_Choice = TypeVar("_Choice", bound=StrEnum)

MAX_INTEGER: Final = 2**63 - 1
# An empty list is one byte on the wire and seventy in memory; this is what a message may cost at most.
MAX_VALUES: Final = 2 * 1024 * 1024
_MAX_DEPTH: Final = 16
# The kinds of values by their first three bits (RFC 8949 section 3.1).
_POSITIVE: Final = 0x00
_NEGATIVE: Final = 0x20
_BYTES: Final = 0x40
_TEXT: Final = 0x60
_LIST: Final = 0x80
_MAP: Final = 0xA0
_TAG: Final = 0xC0
_STRINGS: Final = frozenset({_BYTES, _TEXT})
# The heads of every kind for numbers of one byte, which nearly all are: 256 of one kind, then of the next.
_SHORT_HEADS: Final = tuple(
    bytes((major | argument,)) if argument < 24 else bytes((major | 24, argument))
    for major in range(0, 0x100, 0x20)
    for argument in range(0x100)
)
# By the head of a longer byte string: the bytes of its length, and the least length that needs them.
_WIDTHS: Final = {_BYTES | 24: (1, 24), _BYTES | 25: (2, 0x100), _BYTES | 26: (4, 0x10000)}
_ALLOWED_TAGS: Final = frozenset({18, 96, 98})


def encode_cbor(value: object) -> bytes:
    """Give the one byte representation of a value made of text, bytes, integers, booleans, lists and maps."""
    return cbor2.dumps(value, canonical=True)


def encode_bytes(value: bytes) -> bytes:
    """Encode a byte string as `encode_cbor` does, without the search for what it is."""
    return _head(_BYTES, len(value)) + value


def encode_text(value: str) -> bytes:
    encoded = value.encode()
    return _head(_TEXT, len(encoded)) + encoded


def encode_integer(value: int) -> bytes:
    """Encode an integer of at most 64 bits."""
    return _head(_POSITIVE, value) if value >= 0 else _head(_NEGATIVE, -1 - value)


def join_list(*encoded: bytes) -> bytes:
    """Make a list of values that are encoded already."""
    return _head(_LIST, len(encoded)) + b"".join(encoded)


def _head(major: int, argument: int) -> bytes:
    """Give the first bytes of a value: its kind and, in the shortest form, its length or number."""
    if argument < 0x100:
        return _SHORT_HEADS[major * 8 + argument]
    if argument < 0x10000:
        return bytes((major | 25,)) + argument.to_bytes(2, "big")
    if argument < 0x100000000:
        return bytes((major | 26,)) + argument.to_bytes(4, "big")
    return bytes((major | 27,)) + argument.to_bytes(8, "big")


def decode_cbor(encoded: bytes, *, limit: int, most_values: int = MAX_VALUES) -> object:
    """Read one value and nothing after it.

    Raises:
        MessageTooLargeError: more bytes or values than the limits; nothing was parsed.
        MessageMalformedError: not CBOR, or CBOR with tags and depths we never use.
        MessageNotCanonicalError: the same value has another, canonical representation.

    """
    value = decode_unproven_cbor(encoded, limit=limit, most_values=most_values)
    try:
        again = encode_cbor(value)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise MessageMalformedError(part="cbor") from error
    require_canonical(encoded, again)
    return value


def decode_unproven_cbor(encoded: bytes, *, limit: int, most_values: int = MAX_VALUES) -> object:
    """Read a value whose reader knows its shape, encodes it again and calls `require_canonical`."""
    if len(encoded) > limit:
        raise MessageTooLargeError(size=str(len(encoded)), limit=str(limit))
    if len(encoded) > most_values:
        _refuse_too_many(encoded, most_values)
    try:
        value: object = cbor2.loads(
            encoded,
            max_depth=_MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            semantic_decoders=_REFUSED_TAGS,
        )
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise MessageMalformedError(part="cbor") from error
    return value


def require_canonical(encoded: bytes, again: bytes) -> None:
    """Refuse what says the right thing in other bytes than ours, or says more than was read."""
    if again != encoded:
        raise MessageNotCanonicalError(part="cbor")


def decode_own_cbor(encoded: bytes) -> object:
    """Read a value from a protected place only this program writes, without asking how it was spelt.

    Raises:
        MessageMalformedError: it is damaged.

    """
    try:
        value: object = cbor2.loads(encoded, max_depth=_MAX_DEPTH, semantic_decoders=_REFUSED_TAGS)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise MessageMalformedError(part="cbor") from error
    return value


def bytes_at(encoded: bytes, at: int) -> tuple[bytes, int] | None:
    """Give the byte string that stands here in its shortest form, and where it ends; None for anything else.

    Raises:
        IndexError: the message ends before the string begins.

    """
    head, at = encoded[at], at + 1
    if _BYTES <= head < _BYTES | 24:
        length = head & 0x1F
    elif head in _WIDTHS:
        width, least = _WIDTHS[head]
        length, at = int.from_bytes(encoded[at : at + width], "big"), at + width
        if length < least:
            return None
    else:
        return None
    end = at + length
    return (encoded[at:end], end) if end <= len(encoded) else None


def read_tag(value: object, number: int) -> object:
    """Unwrap a value that must carry exactly this tag."""
    if not isinstance(value, cbor2.CBORTag) or value.tag != number:
        raise MessageMalformedError(part="tag")
    return cast("object", value.value)


def tagged(number: int, value: object) -> object:
    if number not in _ALLOWED_TAGS:
        raise ValueError(number)
    return cbor2.CBORTag(number, value)


def read_list(value: object, *, length: int | None = None, limit: int = 65_536) -> Sequence[object]:
    if not isinstance(value, list | tuple) or len(value) > limit:
        raise MessageMalformedError(part="list")
    if length is not None and len(value) != length:
        raise MessageMalformedError(part="list")
    return value


def read_map(value: object, *, keys: frozenset[str]) -> Mapping[str, object]:
    """Read a map that has exactly these text keys: an unknown key is a message we do not understand."""
    if not isinstance(value, Mapping) or set(value) != keys:
        raise MessageMalformedError(part="map")
    return cast("Mapping[str, object]", value)


def read_integer(value: object, *, low: int = 0, high: int = MAX_INTEGER) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise MessageMalformedError(part="integer")
    return value


def read_text(value: object, *, limit: int = 1_000_000) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise MessageMalformedError(part="text")
    return value


def read_bytes(value: object, *, length: int | None = None) -> bytes:
    if not isinstance(value, bytes) or (length is not None and len(value) != length):
        raise MessageMalformedError(part="bytes")
    return value


def read_boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise MessageMalformedError(part="boolean")
    return value


def read_choice(value: object, choices: type[_Choice]) -> _Choice:
    try:
        return choices(read_text(value, limit=64))
    except ValueError as error:
        raise MessageMalformedError(part="choice") from error


def _refuse_too_many(encoded: bytes, most: int) -> None:
    """Count values by their heads, passing over what strings contain, before any of them is built.

    What is not CBOR ends the count; the decoder finds the same place and says so.
    """
    at, waiting, seen, size = 0, 1, 0, len(encoded)
    while waiting and at < size:
        head = encoded[at]
        kind, argument, at = head & 0xE0, head & 0x1F, at + 1
        if argument > 23:
            if argument > 27:
                return
            width = 1 << argument - 24
            argument, at = int.from_bytes(encoded[at : at + width], "big"), at + width
        if kind in _STRINGS:
            at += argument
        elif kind == _LIST:
            waiting += argument
        elif kind == _MAP:
            waiting += argument + argument
        elif kind == _TAG:
            waiting += 1
        waiting, seen = waiting - 1, seen + 1
        if seen + waiting > most:
            raise MessageTooLargeError(size=f"{seen + waiting} values", limit=f"{most} values")


def _refuse_tag(_first: object, _second: object = None) -> NoReturn:
    raise ValueError


# Every tag the library would turn into something else than a plain value.
_BUILT_IN_TAGS: Final = (*range(6), 25, 28, 29, 30, 35, 36, 37, 100, 256, 258, 260, 261, 1004, 43000, 55799)
_REFUSED_TAGS: Final = dict.fromkeys(_BUILT_IN_TAGS, _refuse_tag)
