"""Places for the values of as many rows as there are, in SQL that goes to the driver as it is written.

What SQLAlchemy does anew whenever the number of rows differs - lists that expand, rows of
values - takes the processor longer than the database takes for the rows; a group of the relay asks
for it four times. Such a statement is written as SQL and bound in order, like any other.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, CursorResult

_PLACE: Final = {"sqlite": "?", "postgresql": "%s"}  # as each driver writes a place
_MOST_KEPT: Final = 1_024  # the few statements of a group, each for up to as many rows as a group has


def run_with_rows(
    connection: Connection, statement: str, rows: Sequence[Iterable[Any]], *, width: int
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement whose `{rows}` are at least one row of this many values; it fails as any other does."""
    text = _written(statement, _PLACE[connection.dialect.name], width, len(rows))
    return connection.exec_driver_sql(text, tuple(chain.from_iterable(rows)))


@lru_cache(maxsize=_MOST_KEPT)
def _written(statement: str, place: str, width: int, count: int) -> str:
    row = f"({', '.join([place] * width)})"
    return statement.format(rows=", ".join([row] * count))
