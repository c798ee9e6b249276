"""SQLite below the server: one file, one writer at a time, flushed before a commit returns.

Every write starts with `BEGIN IMMEDIATE`: a transaction that first reads a chain
head and then extends it must not find out at commit that another one did the same.
Readers see the last commit and never wait (WAL). `synchronous=FULL` flushes the log
at every commit; anything less loses what was acknowledged when the power goes.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from server_stub.storage_errors import system_error_as_ours

BACKEND: Final = "sqlite"
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)
# A statement of many rows keeps what it may have to undo, and beyond 64 KiB in a file that is made and taken
# away for it (SQLite, "Temporary Files Used By SQLite"). What a group of the relay touches is a megabyte at
# most; who sorts a whole table needs the file.
_SMALL_STATEMENTS: Final = "PRAGMA temp_store=MEMORY"
_READS_ONLY: Final = "quancai_reads_only"
_COPIES: Final = "quancai_copies"


def make_sqlite_engine(url: URL, *, is_log: bool = False) -> Engine:
    """Prepare the file and how each connection to it begins; parameters never reach a log.

    A log is added to in small groups and read in pages: nothing it does needs a file beside it.

    Raises:
        StorageUnavailableError: its folder or the file cannot be made.

    """
    if url.database:
        _make_place(Path(url.database))
    engine = create_engine(url, hide_parameters=True)
    pragmas = (*_PRAGMAS, _SMALL_STATEMENTS) if is_log else _PRAGMAS
    event.listen(engine, "connect", partial(_prepare, pragmas))
    event.listen(engine, "begin", _begin)
    return engine


def reading_sqlite(engine: Engine) -> Engine:
    """Give the same engine for transactions that only read."""
    return engine.execution_options(**{_READS_ONLY: True})


def copy_sqlite(engine: Engine, path: Path) -> None:
    """Write the last commit into a new file, as a whole; writers go on meanwhile (SQLite, "VACUUM INTO")."""
    path.touch(mode=0o600)
    with engine.execution_options(**{_COPIES: True}).connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(path),))


def _make_place(path: Path) -> None:
    """Make the folder and the file with rights for their owner only; SQLite's side files follow the file."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise system_error_as_ours(error) from error


def _prepare(pragmas: Sequence[str], connection: DBAPIConnection, _record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE; SQLAlchemy's `begin` event does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_COPIES, False):
        return  # no transaction may be open
    reads_only = connection.get_execution_options().get(_READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
