"""The six digits that open an identity number: which were ever given out, and since when.

Source: GB 11643-1999 section 4.1, which takes the codes of GB/T 2260 on the day of issue;
so a number may carry a code that is long gone (352422, 晋江县 from 1982 to 1984) or one younger
than its holder. The list is the union of every edition since 1980, with the three codes of
the residence permits added by hand. No source is complete: a code that is missing is worth a
look at the card, never an error.
"""

from collections.abc import Set as AbstractSet
from typing import Final, Self

from employment.division_history import DivisionHistory
from employment.table import parse_table

_COLUMNS: Final = ("code",)


class AddressCodes:
    """Every code ever given out, with the history of those in Fujian."""

    def __init__(self, codes: AbstractSet[str], history: DivisionHistory) -> None:
        self._codes = codes
        self._history = history

    @classmethod
    def parse(cls, tsv_text: str, *, history: DivisionHistory) -> Self:
        rows = parse_table(tsv_text, columns=_COLUMNS)
        return cls(frozenset(row["code"] for row in rows), history)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def first_year(self, code: str) -> int | None:
        """Give the year a code was first in use; None where it is older than the table or not in it."""
        places = self._history.holders(code)
        years = [place.since for place in places if place.since is not None]
        return min(years) if years and len(years) == len(places) else None
