"""The yardstick: the same rows put into the same table by the database's own driver.

No HTTP, no signature, no chain, no SQLAlchemy: one prepared INSERT a row, one flushed commit a group. A group
of one keeps the promise a relay gives, a large one shows what the database itself takes.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy.engine import make_url

from server_stub.database import open_database
from server_stub.relay.tables import RELAY_TABLES

Row = tuple[Any, ...]
COLUMNS: Final = ("position", "digest", "sender", "audience", "sequence", "body", "receipt", "received_at_ms")
_NAMES: Final = ", ".join(COLUMNS)


def read_rows(address: str, *, after: int) -> list[Row]:
    """Read the rows the relay has put in after a position."""
    database = open_database(address, tables=RELAY_TABLES, room="bench")
    with database.read() as connection:
        query = f"SELECT {_NAMES} FROM relay_envelopes WHERE position > {int(after)} ORDER BY position"  # noqa: S608
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    database.close()
    return rows


def newest_position(address: str) -> int:
    """Give the position of the last row the relay has put in, 0 when there is none."""
    database = open_database(address, tables=RELAY_TABLES, room="bench")
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT max(position) FROM relay_envelopes").scalar_one()
    database.close()
    return int(found or 0)


def insert_rate(address: str, rows: Sequence[Row], *, group: int) -> float:
    """Give the rows a second that an empty database at this address takes."""
    open_database(address, tables=RELAY_TABLES, room="relay").close()  # the tables with their indexes
    parsed = make_url(address)
    insert = _insert_sqlite if parsed.get_backend_name() == "sqlite" else _insert_postgresql
    return len(rows) / insert(address, _groups(rows, group))


def _groups(rows: Sequence[Row], size: int) -> list[Sequence[Row]]:
    return [rows[place : place + size] for place in range(0, len(rows), size)]


def _insert_sqlite(address: str, groups: Sequence[Sequence[Row]]) -> float:
    statement = f"INSERT INTO relay_envelopes ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
    path = Path(make_url(address).database or "")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

        def put_in(group: Sequence[Row]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for row in group:
                connection.execute(statement, row)
            connection.execute("COMMIT")

        return _timed(put_in, groups)


def _insert_postgresql(address: str, groups: Sequence[Sequence[Row]]) -> float:
    statement = f"INSERT INTO relay_envelopes ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
    with psycopg.connect(address, prepare_threshold=0) as connection:

        def put_in(group: Sequence[Row]) -> None:
            for row in group:
                connection.execute(statement, row)
            connection.commit()

        return _timed(put_in, groups)


def _timed(put_in: Callable[[Sequence[Row]], None], groups: Sequence[Sequence[Row]]) -> float:
    began = time.perf_counter()
    for group in groups:
        put_in(group)
    return time.perf_counter() - began
