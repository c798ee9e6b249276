"""What became of a county's code: renamed, recoded, merged, raised to a city or district.

Source: the yearly editions of GB/T 2260 from 1980, for Fujian, as a table of changes.
Codes move in two ways that must not be confused: a place takes a new code (晋江县 350522,
then 晋江市 359004, then 350582), or a code is given to another place (352524 was 安溪县 until
1982 and 诏安县 after). So a code means a place only together with a year. Towns and
villages are not in the table, for no source we may ship tells their former codes; those of
today follow the statistical edition in use (docs/rules.md says what that means).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from employment.errors import TableMalformedError
from employment.table import Row, parse_table


class DivisionChangeKind(StrEnum):
    """What happened in that year."""

    FOUNDED = "founded"
    RENAMED = "renamed"
    RECODED = "recoded"
    BECAME_CITY = "became-city"
    BECAME_DISTRICT = "became-district"
    MERGED = "merged"
    REASSIGNED = "reassigned"


@dataclass(frozen=True, slots=True)
class DivisionChange:
    """One row of the table; a founded place has no former code."""

    year: int
    kind: DivisionChangeKind
    old_code: str
    old_name: str
    new_code: str
    new_name: str


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A place under a code, for the years it had it: `until` is the first year it had it no more."""

    code: str
    name: str
    since: int | None
    until: int | None


_COLUMNS: Final = ("year", "kind", "old_code", "old_name", "new_code", "new_name")


class DivisionHistory:
    """The changes in the order of years."""

    def __init__(self, changes: Sequence[DivisionChange]) -> None:
        self.changes = tuple(sorted(changes, key=lambda change: change.year))

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        return cls([_change(row) for row in parse_table(tsv_text, columns=_COLUMNS)])

    def holders(self, code: str) -> tuple[CodedPlace, ...]:
        """Give the places that had a code, the earliest first; blank where no change ever named it."""
        starts = {(change.year, change.new_name) for change in self.changes if _starts(change, code)}
        ends = {(change.year, change.old_name) for change in self.changes if change.old_code == code}
        ended = [CodedPlace(code, name, _since(name, year, starts), year) for year, name in sorted(ends)]
        closed = {(place.since, place.name) for place in ended}
        standing = [CodedPlace(code, name, year, None) for year, name in sorted(starts - closed)]
        return (*ended, *standing)

    def holder(self, code: str, *, year: int) -> CodedPlace | None:
        """Give the place that had a code in a year, where the table knows."""
        for place in self.holders(code):
            if (place.since is None or place.since <= year) and (place.until is None or year < place.until):
                return place
        return None

    def successor(self, code: str, *, year: int) -> str:
        """Follow the place that had a code in a year to the code of its land today."""
        change = self._next_change(code, year)
        if change is None:
            return code
        new_code = self._new_code(change)
        return code if new_code is None else self.successor(new_code, year=change.year)

    def _next_change(self, code: str, year: int) -> DivisionChange | None:
        holder = self.holder(code, year=year)
        if holder is None or holder.until is None:
            return None
        for change in self.changes:
            if (change.old_code, change.old_name, change.year) == (code, holder.name, holder.until):
                return change
        return None

    def _new_code(self, change: DivisionChange) -> str | None:
        if change.kind is not DivisionChangeKind.REASSIGNED:
            return change.new_code
        # The row says who got the code; where its former holder went, the other rows of the year say.
        for other in self.changes:
            if other.year == change.year and other.new_name == change.old_name:
                return other.new_code
        return None


def _starts(change: DivisionChange, code: str) -> bool:
    # A place that took in another one had its code before.
    return change.new_code == code and change.kind is not DivisionChangeKind.MERGED


def _since(name: str, until: int, starts: set[tuple[int, str]]) -> int | None:
    return max((year for year, started in starts if started == name and year <= until), default=None)


def _change(row: Row) -> DivisionChange:
    try:
        return DivisionChange(
            year=int(row["year"]),
            kind=DivisionChangeKind(row["kind"]),
            old_code=row["old_code"],
            old_name=row["old_name"],
            new_code=row["new_code"],
            new_name=row["new_name"],
        )
    except ValueError as error:
        raise TableMalformedError(column="year", line=row["new_code"]) from error
