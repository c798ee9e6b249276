"""Puts a fuse between a program and its database, below everything the program does with it.

The replica's connection gets a stand-in that hears every statement; SQLAlchemy's engines
tell theirs by events, and their commits by a connection class of ours.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, event, exc

from bench.simulation.power import Fuse
from server_stub.database import Database
from store.connection import Store
from store.engine import dbapi

_FULL = 13  # SQLITE_FULL


class FusedConnection:
    """A SQLCipher connection that hears of every statement first."""

    def __init__(self, connection: Any, fuse: Fuse) -> None:
        self._connection = connection
        self._fuse = fuse

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        self._fuse.before(statement, full=_replica_is_full)
        if statement.strip().upper() == "COMMIT":
            self._fuse.around_commit(lambda: self._connection.execute(statement))
            return self._connection.cursor()
        return self._connection.execute(statement, parameters)

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> Any:
        self._fuse.before(statement, full=_replica_is_full)
        return self._connection.executemany(statement, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def fuse_store(store: Store, fuse: Fuse) -> None:
    """Let the fuse hear of everything the replica does from now on."""
    fused: Any = FusedConnection(store.database.conn, fuse)
    store.database.conn = fused


def fuse_engine(database: Database, fuse: Fuse) -> None:
    """Let the fuse hear of everything a server's database does from now on."""
    engine: Engine = database.engine

    class FusedSqlite(sqlite3.Connection):
        def commit(self) -> None:
            if self.in_transaction:
                fuse.around_commit(super().commit)

    def on_connect(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters["factory"] = FusedSqlite

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        fuse.before(statement, full=lambda: _server_is_full(statement))

    def on_commit(_connection: Any) -> None:
        fuse.before("COMMIT", full=lambda: _server_is_full("COMMIT"))

    event.listen(engine, "do_connect", on_connect)
    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    engine.dispose()


def _replica_is_full() -> Exception:
    error: Exception = dbapi.OperationalError("database or disk is full")
    error.sqlite_errorcode = _FULL  # type: ignore[attr-defined]  # what SQLite sets on its own
    return error


def _server_is_full(statement: str) -> Exception:
    return exc.OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))
