"""What a choice is found by while typing: its words, its reading, and the initials of the reading."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from store.readings import readings_of

_MOST_CHARACTERS = 24


@lru_cache(maxsize=8_192)
def search_text(label: str, value: str) -> str:
    """Give everything a choice may be asked for by, one after the other."""
    readings: Sequence[Sequence[str]] = tuple(islice(readings_of(label), _MOST_CHARACTERS))
    first = [each[0] for each in readings]
    return " ".join((label, "".join(first), "".join(each[:1] for each in first), value)).lower()
