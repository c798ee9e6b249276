"""Many rows in one statement, whichever database is below: the first word about a key stays, or the last.

SQLite and PostgreSQL say `ON CONFLICT` alike, but SQLAlchemy has an `insert` of its own for each.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def keep_first(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows whose keys are new and leave the others as they are."""
    if rows:
        connection.execute(_insert(table, connection.dialect.name).on_conflict_do_nothing(), rows)


def keep_last(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, in the place of those that have their keys."""
    if rows:
        connection.execute(_replacing(table, connection.dialect.name), rows)


@cache
def _replacing(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    beginning = _insert(table, dialect)
    others = {one.name: beginning.excluded[one.name] for one in table.columns if not one.primary_key}
    return beginning.on_conflict_do_update(index_elements=list(table.primary_key), set_=others)


def _insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
