"""How the characters of a name may be read, so that a keyboard without Chinese finds it.

The table belongs to this package, as the tables of `employment` belong to theirs: the
index is kept by whoever writes a record (the officer's form, the exchange, a bulk fill),
and must not depend on which of them brought readings along (docs/adr/0021).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Final

# More ways than this to read one name are no longer told apart; four characters with two readings make 16.
MAX_WAYS: Final = 32
_TABLE: Final = Path(__file__).parent / "readings.tsv"


def readings_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the readings of each character, most common first; a letter or digit reads as itself."""
    table = _readings()
    return tuple([table.get(character, (character,)) for character in name])


def ways_to_type(readings: Sequence[Sequence[str]]) -> frozenset[str]:
    """Give what a name may be typed as: in full, by initials, or the family name and then initials."""
    return frozenset(ways_from_each(readings)[0]) if readings else frozenset()


def ways_from_each(readings: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give what a name may be typed as from its first character on, from its second, and so on."""
    if prod(map(len, readings)) > MAX_WAYS:
        return [_ways_of_many(readings[start:]) for start in range(len(readings))]
    # From the back, so that no ending is spelled twice; the index has a name for every record.
    found: list[list[str]] = []
    full, initials = [""], [""]
    for one in reversed(readings):
        mixed = [syllable + rest for syllable in one for rest in initials]
        full = [syllable + rest for syllable in one for rest in full]
        initials = list({syllable[0] + rest for syllable in one for rest in initials})
        found.append([*full, *initials, *mixed])
    found.reverse()
    return found


def _ways_of_many(readings: Sequence[Sequence[str]]) -> list[str]:
    ways: list[str] = []
    for one in islice(product(*_narrowed(readings)), MAX_WAYS):
        initials = "".join([syllable[0] for syllable in one])
        ways += ("".join(one), initials, one[0] + initials[1:])
    return ways


def _narrowed(readings: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Drop rare readings, of the last character first, until the ways are few enough to keep."""
    kept = list(readings)
    position = len(kept) - 1
    while prod(map(len, kept)) > MAX_WAYS and position >= 0:
        kept[position] = kept[position][:2] if len(kept[position]) > 2 else kept[position][:1]
        position -= len(kept[position]) == 1
    return kept


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    lines = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()]
    for column in (1, 2):
        for line in lines:
            for character in line[column]:
                table[character] = (*table.get(character, ()), line[0])
    return table
