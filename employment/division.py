"""Administrative divisions, from the city down to the village, by their twelve-digit codes.

Short names repeat (nine places are called 东山), so a place is always meant by its
code and shown with its town.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from employment.errors import DivisionUnknownError
from employment.table import parse_table


class DivisionLevel(StrEnum):
    """The four levels the list carries."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Division:
    """One place; `name` is the official one, pinyin and initials are for searching."""

    code: str
    level: DivisionLevel
    name: str
    parent_code: str | None
    pinyin: str
    initials: str

    @property
    def place_name(self) -> str:
        """The place as people say it: 象山社区 for 象山社区居委会, 大埔村 for 大埔村委会."""
        if self.name.endswith("村委会"):
            return self.name.removesuffix("委会")
        return self.name.removesuffix("居委会")


_COLUMNS: Final = ("code", "level", "name", "parent_code", "pinyin", "initials")


class Divisions:
    """The list of places, looked up by code."""

    def __init__(self, divisions: Mapping[str, Division]) -> None:
        self._by_code = divisions
        self._children: dict[str, list[Division]] = {}
        for division in divisions.values():
            if division.parent_code is not None:
                self._children.setdefault(division.parent_code, []).append(division)

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        rows = parse_table(tsv_text, columns=_COLUMNS)
        divisions = (
            Division(
                code=row["code"],
                level=DivisionLevel(row["level"]),
                name=row["name"],
                parent_code=row["parent_code"] or None,
                pinyin=row["pinyin"],
                initials=row["initials"],
            )
            for row in rows
        )
        return cls({division.code: division for division in divisions})

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Division:
        """Find a place.

        Raises:
            DivisionUnknownError: no place has this code.

        """
        division = self._by_code.get(code)
        if division is None:
            raise DivisionUnknownError(division=code)
        return division

    def children(self, code: str) -> tuple[Division, ...]:
        """List the places directly inside one, by code."""
        return tuple(sorted(self._children.get(code, ()), key=lambda division: division.code))

    def path(self, code: str) -> tuple[Division, ...]:
        """Give the way down to a place, the city first and the place itself last.

        Raises:
            DivisionUnknownError: no place has this code.

        """
        division = self.get(code)
        above = () if division.parent_code is None else self.path(division.parent_code)
        return (*above, division)
