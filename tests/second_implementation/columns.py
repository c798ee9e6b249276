"""Section 7: a column of a table in each of the forms a writer may choose."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from tests.second_implementation import shapes
from tests.second_implementation.refused import insist

MAX_EXPANDED = 32 * 1024 * 1024
Value = Any


class Room:
    """What a bundle may still grow by: one byte a value and all text that is repeated."""

    def __init__(self, most: int = MAX_EXPANDED) -> None:
        self._left = most

    def take(self, count: int) -> None:
        self._left -= count
        insist(self._left >= 0, "message-too-large", "a bundle that grows too far")


def read_column(column: object, rows: int, room: Room) -> list[Value]:
    """Give exactly `rows` values."""
    room.take(rows)
    if isinstance(column, list):
        insist(len(column) == rows, "message-malformed", "rows")
        return column
    insist(isinstance(column, dict), "message-malformed", "a column")
    assert isinstance(column, dict)
    match sorted(column):
        case ["same"]:
            room.take(rows * _size(column["same"]))
            return [column["same"]] * rows
        case ["step"]:
            return _read_steps(column["step"], rows)
        case ["hex"]:
            room.take(rows * 32)
            written = shapes.octets(column["hex"], rows * 16)
            return [written[at : at + 16].hex() for at in range(0, len(written), 16)]
        case ["at", "words"]:
            return _read_words(column, rows, room)
        case ["time"]:
            return _read_times(column["time"], rows, room)
    insist(False, "message-malformed", "a form of column nobody knows")
    return []


def _size(value: Value) -> int:
    return len(value) if isinstance(value, str | bytes) else 0


def _read_steps(listed: object, rows: int) -> list[int]:
    steps = shapes.sequence(listed, rows)
    insist(all(isinstance(step, int) and not isinstance(step, bool) for step in steps), "message-malformed")
    return list(accumulate(steps))


def _read_words(column: dict[str, Any], rows: int, room: Room) -> list[Value]:
    words, at = shapes.sequence(column["words"]), shapes.octets(column["at"], rows)
    insist(len(words) <= 256 and all(index < len(words) for index in at), "message-malformed")
    found = [words[index] for index in at]
    room.take(sum(_size(value) for value in found))
    return found


def _read_times(parts: object, rows: int, room: Room) -> list[str]:
    walls, counters, nodes = shapes.sequence(parts, 3)
    made = zip(
        _read_steps(walls, rows),
        read_column(counters, rows, room),
        read_column(nodes, rows, room),
        strict=True,
    )
    return [revision(wall, counter, node) for wall, counter, node in made]


def revision(wall_ms: object, counter: object, node: object) -> str:
    wall, count = shapes.number(wall_ms), shapes.number(counter)
    insist(wall < 10**14 and count < 10**6, "message-malformed", "a time that would not sort")
    return f"{wall:014d}-{count:06d}-{shapes.text(node)}"


def read_answers(column: object, rows: int, room: Room) -> list[dict[str, Value]]:
    """Read answers by name: each row has the names of its set and takes the next value of each."""
    sets, which, values = shapes.members(column, "sets", "set", "values")
    names = [[shapes.text(name) for name in shapes.sequence(one)] for one in shapes.sequence(sets)]
    at = [shapes.number(index) for index in read_column(which, rows, room)]
    insist(all(index < len(names) for index in at), "message-malformed", "a set that is not there")
    insist(isinstance(values, dict), "message-malformed")
    counts = {name: sum(name in names[index] for index in at) for name in values}
    cells: dict[str, Iterator[Value]] = {
        name: iter(read_column(values[name], counts[name], room)) for name in values
    }
    insist(all(name in cells for one in names for name in one), "message-malformed", "a name without values")
    return [{name: next(cells[name]) for name in names[index]} for index in at]


def write_answers(rows: list[dict[str, Value]]) -> dict[str, Value]:
    """Write answers the plainest way: every column a list."""
    sets: list[list[str]] = []
    for row in rows:
        if sorted(row) not in sets:
            sets.append(sorted(row))
    names = sorted({name for one in sets for name in one})
    values = {name: [row[name] for row in rows if name in row] for name in names}
    return {"sets": sets, "set": [sets.index(sorted(row)) for row in rows], "values": values}
