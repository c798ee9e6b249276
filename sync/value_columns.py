"""Checking a whole column at once: every value of the right type and within its limits.

The checks of `sync.cbor` one by one would cost more than everything else a bundle
costs; a set of types and a maximum say the same about ten thousand values.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from sync.cbor import MAX_INTEGER, read_choice
from sync.change import FieldValue
from sync.errors import MessageMalformedError

MAX_ID: Final = 128
_MAX_NAMES: Final = 2_000
_MAX_TEXT: Final = 1_000_000
_DIGEST_BYTES: Final = 32
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_ids(column: Sequence[object]) -> Sequence[str]:
    _require_types(column, str)
    return _within(cast("Sequence[str]", column), MAX_ID)


def read_optional_ids(column: Sequence[object]) -> Sequence[str | None]:
    _require_types(column, str, type(None))
    _within([one for one in column if isinstance(one, str)], MAX_ID)
    return cast("Sequence[str | None]", column)


def read_integers(column: Sequence[object], *, low: int = 0, high: int = MAX_INTEGER) -> Sequence[int]:
    _require_types(column, int)
    numbers = cast("Sequence[int]", column)
    if numbers and not low <= min(numbers) <= max(numbers) <= high:
        raise MessageMalformedError(part="integer")
    return numbers


def read_booleans(column: Sequence[object]) -> Sequence[bool]:
    _require_types(column, bool)
    return cast("Sequence[bool]", column)


def read_bytes_column(column: Sequence[object]) -> Sequence[bytes]:
    _require_types(column, bytes)
    return cast("Sequence[bytes]", column)


def read_digests(column: Sequence[object]) -> Sequence[bytes]:
    digests = read_bytes_column(column)
    if set(map(len, digests)) - {_DIGEST_BYTES}:
        raise MessageMalformedError(part="bytes")
    return digests


def read_choices(column: Sequence[object], *, choices: type[_Choice]) -> Sequence[_Choice]:
    _require_types(column, str)
    known = {word: read_choice(word, choices) for word in set(column)}
    return [known[word] for word in column]


def read_name_lists(column: Sequence[object]) -> Sequence[tuple[str, ...]]:
    """Read lists of field names; none at all is said as null."""
    found: list[tuple[str, ...]] = []
    for one in column:
        if one is not None and (not isinstance(one, list | tuple) or len(one) > _MAX_NAMES):
            raise MessageMalformedError(part="fields")
        found.append(tuple(read_ids(one)) if one else ())
    return found


def read_values(column: Sequence[object]) -> Sequence[FieldValue]:
    """Read answers: text, integer, boolean or null."""
    kinds = _require_types(column, str, int, bool, type(None))
    if str in kinds:
        _within([one for one in column if isinstance(one, str)], _MAX_TEXT)
    if int in kinds:
        read_integers([one for one in column if type(one) is int], low=-(2**63))
    return cast("Sequence[FieldValue]", column)


def _require_types(column: Sequence[object], *allowed: type) -> set[type]:
    kinds: set[type[Any]] = set(map(type, column))
    if not kinds <= set(allowed):
        raise MessageMalformedError(part="column")
    return kinds


def _within(texts: Sequence[str], limit: int) -> Sequence[str]:
    if max(map(len, texts), default=0) > limit:
        raise MessageMalformedError(part="text")
    return texts
