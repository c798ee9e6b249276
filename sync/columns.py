"""Many values of one kind as one column, in the form that travels smallest.

Ten thousand records repeat the same few words, count upwards and name devices again
and again. A column says a constant once, a small vocabulary once with one byte a row,
identifiers as bytes, hybrid times and numbers as steps; whatever fits none of these
stands as it is. A reader spends a budget, because a constant said once and used twenty
thousand times must not become what the inflate cap was there to prevent.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, cast

from sync.cbor import read_bytes, read_integer, read_list
from sync.errors import MessageMalformedError, MessageTooLargeError

# A constant said once may stand for a column: this bounds what rows and names multiply to.
VALUE_COST: Final = 16
_MAX_WORDS: Final = 256
_HEX_DIGITS: Final = 32
_MAX_NUMBER: Final = 2**64
_WALL_DIGITS: Final = 14
_COUNTER_DIGITS: Final = 6
_PREFIX: Final = _WALL_DIGITS + 1 + _COUNTER_DIGITS + 1


class ExpansionBudget:
    """How much a bundle may grow while it is read: `VALUE_COST` a value and what repeated text adds."""

    def __init__(self, limit: int) -> None:
        self._limit = self._left = limit

    def spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise MessageTooLargeError(size="expanded", limit=str(self._limit))


def pack_column(values: Sequence[object]) -> object:
    """Choose the smallest form of a column; `unpack_column` gives the same values back."""
    kinds = set(map(type, values))
    if len(values) < 2 or not kinds <= {str, int, bool, type(None)}:
        return list(values)
    if len(kinds) == 1:
        if len(set(values)) == 1:
            return {"same": values[0]}
        if kinds == {int}:
            return {"step": _steps(cast("Sequence[int]", values))}
        if kinds == {str}:
            return _pack_texts(cast("Sequence[str]", values))
    if kinds == {str, type(None)}:
        return _pack_words(values)
    return list(values)


def unpack_column(packed: object, *, rows: int, budget: ExpansionBudget) -> Sequence[object]:
    """Give the values of a column.

    Raises:
        MessageMalformedError: not a column of this many rows.
        MessageTooLargeError: more than the budget allows.

    """
    budget.spend(rows * VALUE_COST)
    if isinstance(packed, list | tuple):
        return read_list(packed, length=rows)
    if not isinstance(packed, Mapping):
        raise MessageMalformedError(part="column")
    match sorted(packed) if set(map(type, packed)) == {str} else ():
        case ["same"]:
            return _unpack_same(packed["same"], rows=rows, budget=budget)
        case ["step"]:
            return _unpack_steps(packed["step"], rows=rows)
        case ["hex"]:
            return _unpack_hex(packed["hex"], rows=rows)
        case ["time"]:
            return _unpack_times(packed["time"], rows=rows, budget=budget)
        case ["at", "words"]:
            return _unpack_words(packed["words"], packed["at"], rows=rows, budget=budget)
        case _:
            raise MessageMalformedError(part="column")


def _pack_texts(values: Sequence[str]) -> object:
    if set(map(len, values)) == {_HEX_DIGITS}:
        joined = "".join(values)
        try:
            raw = bytes.fromhex(joined)
        except ValueError:
            raw = b""
        if raw.hex() == joined:
            return {"hex": raw}
    # Names and addresses do not even begin like a time: looking at one spares taking thousands apart.
    times = _split_times(values) if _split_times(values[:1]) else None
    return _pack_words(values) if times is None else {"time": times}


def _pack_words(values: Sequence[object]) -> object:
    words = list(dict.fromkeys(values))
    if len(words) > _MAX_WORDS or len(words) * 2 > len(values):
        return list(values)
    place = {word: number for number, word in enumerate(words)}
    return {"words": words, "at": bytes(map(place.__getitem__, values))}


def _split_times(values: Sequence[str]) -> list[object] | None:
    """Take revision ids apart into wall, counter and node, or give None when one would not come back."""
    walls = [value[:_WALL_DIGITS] for value in values]
    counters = [value[_WALL_DIGITS + 1 : _PREFIX - 1] for value in values]
    nodes = [value[_PREFIX:] for value in values]
    numbers = "".join(walls) + "".join(counters)
    if len(numbers) != len(values) * (_WALL_DIGITS + _COUNTER_DIGITS):
        return None
    if not (numbers.isascii() and numbers.isdecimal()):
        return None
    if any(value[_WALL_DIGITS] + value[_PREFIX - 1 : _PREFIX] != "--" for value in values):
        return None
    return [_steps(list(map(int, walls))), pack_column(list(map(int, counters))), pack_column(nodes)]


def _steps(values: Sequence[int]) -> list[int]:
    return [values[0], *(after - before for before, after in pairwise(values))]


def _unpack_same(value: object, *, rows: int, budget: ExpansionBudget) -> Sequence[object]:
    budget.spend(rows * len(value) if isinstance(value, str | bytes) else 0)
    return [value] * rows


def _unpack_steps(value: object, *, rows: int) -> Sequence[int]:
    steps = read_list(value, length=rows)
    if not set(map(type, steps)) <= {int}:
        raise MessageMalformedError(part="column")
    numbers = list(accumulate(cast("Sequence[int]", steps)))
    # Two steps below the limit may add up to a number no column of a database holds.
    if numbers and not -_MAX_NUMBER < min(numbers) <= max(numbers) < _MAX_NUMBER:
        raise MessageMalformedError(part="column")
    return numbers


def _unpack_hex(value: object, *, rows: int) -> Sequence[str]:
    text = read_bytes(value, length=rows * _HEX_DIGITS // 2).hex()
    return [text[start : start + _HEX_DIGITS] for start in range(0, len(text), _HEX_DIGITS)]


def _unpack_words(
    vocabulary: object, chosen: object, *, rows: int, budget: ExpansionBudget
) -> Sequence[object]:
    words = read_list(vocabulary, limit=_MAX_WORDS)
    places = read_bytes(chosen, length=rows)
    if rows and max(places) >= len(words):
        raise MessageMalformedError(part="column")
    weights = [len(word) if isinstance(word, str | bytes) else 0 for word in words]
    budget.spend(sum(map(weights.__getitem__, places)))
    return list(map(words.__getitem__, places))


def _unpack_times(value: object, *, rows: int, budget: ExpansionBudget) -> Sequence[str]:
    walls, counters, nodes = read_list(value, length=3)
    budget.spend(rows * _PREFIX)
    high_wall, high_counter = 10**_WALL_DIGITS - 1, 10**_COUNTER_DIGITS - 1
    wall_numbers = [read_integer(one, high=high_wall) for one in _unpack_steps(walls, rows=rows)]
    counter_column = unpack_column(counters, rows=rows, budget=budget)
    counter_numbers = [read_integer(one, high=high_counter) for one in counter_column]
    node_texts = unpack_column(nodes, rows=rows, budget=budget)
    if not set(map(type, node_texts)) <= {str}:
        raise MessageMalformedError(part="column")
    return [
        f"{wall:0{_WALL_DIGITS}d}-{counter:0{_COUNTER_DIGITS}d}-{node}"
        for wall, counter, node in zip(wall_numbers, counter_numbers, node_texts, strict=True)
    ]
