"""Answers by name, column by column: which names a record has, then all values of one name together.

Records of a kind have few different sets of names; each set is said once and a row
names its set. Values of one name resemble each other, which is what compresses.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sync.cbor import read_list, read_map
from sync.columns import ExpansionBudget, pack_column, unpack_column
from sync.errors import MessageMalformedError
from sync.value_columns import read_ids, read_integers, read_values

_MAX_NAMES: Final = 2_000
_KEYS: Final = frozenset({"sets", "set", "values"})
_Answers = Mapping[str, Any]


def pack_fields(rows: Sequence[_Answers]) -> dict[str, object]:
    """Take the answers of many records apart."""
    places: dict[tuple[str, ...], int] = {}
    chosen: list[int] = []
    values: dict[str, list[object]] = {}
    for row in rows:
        names = tuple(row)
        place = places.get(names)
        if place is None:
            place = places[names] = len(places)
            for name in names:
                values.setdefault(name, [])
        chosen.append(place)
        for name, value in row.items():
            values[name].append(value)
    return {
        "sets": [list(names) for names in places],
        "set": pack_column(chosen),
        "values": {name: pack_column(column) for name, column in values.items()},
    }


def unpack_fields(packed: object, *, rows: int, budget: ExpansionBudget) -> Sequence[_Answers]:
    """Put the answers of many records together again.

    Raises:
        MessageMalformedError: sets and values do not fit together.

    """
    parts = read_map(packed, keys=_KEYS)
    sets = [_read_set(one) for one in read_list(parts["sets"], limit=rows)]
    chosen = read_integers(unpack_column(parts["set"], rows=rows, budget=budget), high=len(sets) - 1)
    columns = parts["values"]
    wanted = _count_values(sets, chosen)
    if not isinstance(columns, Mapping) or set(columns) != set(wanted):
        raise MessageMalformedError(part="fields")
    values = {
        name: iter(read_values(unpack_column(columns[name], rows=count, budget=budget)))
        for name, count in wanted.items()
    }
    if len(sets) == 1:
        [names] = sets
        lines = zip(*(values[name] for name in names), strict=True) if names else [()] * rows
        return [dict(zip(names, line, strict=True)) for line in lines]
    return [{name: next(values[name]) for name in sets[place]} for place in chosen]


def _count_values(sets: Sequence[tuple[str, ...]], chosen: Sequence[int]) -> dict[str, int]:
    uses = [0] * len(sets)
    for place in chosen:
        uses[place] += 1
    counts: dict[str, int] = {}
    for names, times in zip(sets, uses, strict=True):
        for name in names:
            counts[name] = counts.get(name, 0) + times
    return counts


def _read_set(value: object) -> tuple[str, ...]:
    names = tuple(read_ids(read_list(value, limit=_MAX_NAMES)))
    if len(set(names)) != len(names):
        raise MessageMalformedError(part="fields")
    return names
