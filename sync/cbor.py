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
_MAX_DEPTH: Final = 16
_ALLOWED_TAGS: Final = frozenset({18, 96, 98})


def encode_cbor(value: object) -> bytes:
    """Give the one byte representation of a value made of text, bytes, integers, booleans, lists and maps."""
    return cbor2.dumps(value, canonical=True)


def decode_cbor(encoded: bytes, *, limit: int) -> object:
    """Read one value and nothing after it.

    Raises:
        MessageTooLargeError: more bytes than the limit; nothing was parsed.
        MessageMalformedError: not CBOR, or CBOR with tags and depths we never use.
        MessageNotCanonicalError: the same value has another, canonical representation.

    """
    if len(encoded) > limit:
        raise MessageTooLargeError(size=str(len(encoded)), limit=str(limit))
    try:
        value: object = cbor2.loads(
            encoded,
            max_depth=_MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            semantic_decoders=_REFUSED_TAGS,
        )
        again = encode_cbor(value)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as error:
        raise MessageMalformedError(part="cbor") from error
    if again != encoded:
        raise MessageNotCanonicalError(part="cbor")
    return value


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


def _refuse_tag(_first: object, _second: object = None) -> NoReturn:
    raise ValueError


# Every tag the library would turn into something else than a plain value.
_BUILT_IN_TAGS: Final = (*range(6), 25, 28, 29, 30, 35, 36, 37, 100, 256, 258, 260, 261, 1004, 43000, 55799)
_REFUSED_TAGS: Final = dict.fromkeys(_BUILT_IN_TAGS, _refuse_tag)
