"""A PostgreSQL database as it was at a moment, brought back for every test.

A copy of a whole database costs half a second and 300 files, its rows a few
milliseconds. The tables stay as they are: a test that alters one needs a database of its own.
"""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
"""
_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_KEPT = "kept"


class KeptDatabase:
    """The rows and counters of an office's database, kept beside it."""

    def __init__(self, address: str, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self.address = address
        self._connection = connection
        self._tables = [name for (name,) in connection.execute(_TABLES)]
        self._counters = connection.execute(_COUNTERS).fetchall()
        connection.execute(f"CREATE SCHEMA {_KEPT}")
        for table in self._tables:
            here, kept = _both(table)
            connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, here))

    def bring_back(self) -> None:
        """Make everything as it was; nobody else may be connected."""
        commands = [*self._rows(), *self._numbers()]
        with self._connection.transaction():
            self._connection.execute(sql.SQL("; ").join(commands))

    def close(self) -> None:
        self._connection.close()

    def _rows(self) -> Iterable[sql.Composable]:
        yield sql.SQL("SET LOCAL lock_timeout = '10s'")
        for table in self._tables:
            here, kept = _both(table)
            yield sql.SQL("DELETE FROM {0}; INSERT INTO {0} TABLE {1}").format(here, kept)

    def _numbers(self) -> Iterable[sql.Composable]:
        for counter, last in self._counters:
            is_used = last is not None
            yield sql.SQL("SELECT setval({}, {}, {})").format(counter, last if is_used else 1, is_used)


def _both(table: str) -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier("public", table), sql.Identifier(_KEPT, table)
