"""How the replica is opened: encrypted, durable, by one writer, and never by an older program.

`PRAGMA key` cannot fail; a wrong key shows at the first read, which is why opening
always reads. A commit is on the disk before it returns (`synchronous=FULL`): this
costs milliseconds, and the officer's laptop may lose power at any moment.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from store.engine import Database, dbapi
from store.errors import (
    StoreInvariantError,
    StoreMissingError,
    StoreNotAFolderError,
    StoreReadOnlyError,
    StoreWrongKeyError,
    database_errors_translated,
)
from store.upgrade import BeforeCommit, apply_upgrades, do_nothing, require_current

KEY_BYTES: Final = 32
_BUSY_TIMEOUT_MS: Final = 5_000
# Pages in memory need no second decryption; a search touches a few hundred.
_CACHE_KIB: Final = 32 * 1024
_NOT_A_DATABASE: Final = 26

# A bound value of SQLite and a row of a SELECT; each module parses its rows into its own values.
Parameter = str | int | bytes | None
Row = tuple[Any, ...]


class Store:
    """One open connection to the replica, used by the thread that opened it.

    The modules of this package speak SQL through it; other packages pass it along.
    """

    def __init__(self, path: Path, database: Database, *, instance_lock: Any = None) -> None:
        self.path = path
        self.database = database
        self._instance_lock = instance_lock

    def execute(self, statement: str, parameters: Sequence[Parameter] = ()) -> int:
        """Run one statement and say how many rows it touched."""
        with database_errors_translated():
            return self.database.execute(statement, parameters).rowcount

    def execute_many(self, statement: str, rows: Sequence[Sequence[Parameter]]) -> int:
        """Run one statement for each row and say how many rows it touched in all."""
        with database_errors_translated():
            return int(self.database.conn.executemany(statement, rows).rowcount)

    def rows(self, statement: str, parameters: Sequence[Parameter] = ()) -> list[Row]:
        with database_errors_translated():
            return self.database.execute(statement, parameters).fetchall()

    def each(self, statement: str, parameters: Sequence[Parameter] = ()) -> Iterator[Row]:
        """Give rows one by one, for a reader that may stop early."""
        with database_errors_translated():
            yield from self.database.execute(statement, parameters)

    def row(self, statement: str, parameters: Sequence[Parameter] = ()) -> Row | None:
        found = self.rows(statement, parameters)
        return found[0] if found else None

    def is_in_transaction(self) -> bool:
        return self.database.conn.in_transaction

    def interrupt(self) -> None:
        """End the statement that is running, which raises there; the one call for another thread."""
        with suppress(dbapi.ProgrammingError):  # closed in the meantime
            self.database.conn.interrupt()

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        with database_errors_translated():
            self.database.close()
        if self._instance_lock is not None:
            self._instance_lock.close()


def open_store(path: Path, key: bytes, *, before_steps_commit: BeforeCommit = do_nothing) -> Store:
    """Open the replica for its one writer, creating or upgrading it when needed.

    Where it is created or upgraded, `before_steps_commit` is called when all of that is written and nothing
    committed: an older program can read what is here until then, and not afterwards. What it raises goes
    through, and the replica is as it was.

    Raises:
        StoreUnavailableError: the place, the key or another window stands in the way; the class says which.
        StoreInvariantError: the key is not 32 bytes.

    """
    _require_key_format(key)
    _prepare_place(path)
    with _closed_on_failure(_lock_instance(path)) as lock:
        connection = connect_encrypted(path, key, mode="rwc")
        with _closed_on_failure(connection), database_errors_translated():
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            store = Store(path, _database(connection), instance_lock=lock)
            apply_upgrades(store.database, before_commit=before_steps_commit)
    return store


def open_reader(path: Path, key: bytes) -> Store:
    """Open a connection that cannot write, for small look-ups beside the writer.

    Raises:
        StoreUnavailableError: there is no replica yet, or the key does not open it.
        StoreInvariantError: the writer has not upgraded the replica yet.

    """
    _require_key_format(key)
    if not path.is_file():
        raise StoreMissingError
    with _closed_on_failure(connect_encrypted(path, key, mode="ro")) as connection:
        store = Store(path, _database(connection))
        require_current(store.database)
    return store


def _require_key_format(key: bytes) -> None:
    # SQLCipher would take any other length for a passphrase and derive a different key from it.
    if len(key) != KEY_BYTES:
        raise StoreInvariantError(reason="key-length")


def _prepare_place(path: Path) -> None:
    """Make the folder and owner-only files: SQLite itself would follow the umask."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        _lock_path(path).touch(mode=0o600)
    except PermissionError as error:
        raise StoreReadOnlyError from error
    except OSError as error:
        raise StoreNotAFolderError from error


def _lock_instance(path: Path) -> Any:
    """Hold the right to write.

    The lock is SQLite's own, on an empty file beside the replica: the same on every
    system, and the kernel frees it when a killed process leaves it behind.
    """
    with database_errors_translated():
        lock = dbapi.connect(_lock_path(path), isolation_level=None, timeout=0)
        with _closed_on_failure(lock):
            lock.execute("BEGIN EXCLUSIVE")
    return lock


def _lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def connect_encrypted(path: Path, key: bytes, *, mode: str) -> Any:
    """Open an encrypted file that exists (`rw`, `ro`) or may not (`rwc`), and read from it once."""
    with database_errors_translated():
        address = f"{path.resolve().as_uri()}?mode={mode}"
        connection = dbapi.connect(address, uri=True, isolation_level=None)
        with _closed_on_failure(connection):
            _unlock(connection, key)
    return connection


@contextmanager
def _closed_on_failure(resource: Any) -> Iterator[Any]:
    try:
        yield resource
    except BaseException:
        resource.close()
        raise


def _database(connection: Any) -> Database:
    # No plug-ins: what happens to be installed beside us has no business with the replica.
    return Database(connection, execute_plugins=False, recursive_triggers=False)


def _unlock(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")  # else a wrong key is announced on stderr
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")  # raw key; PRAGMA takes no bound parameters
    connection.execute("PRAGMA temp_store=MEMORY")  # a spilled sort would be the one plain file on disk
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    except dbapi.DatabaseError as error:
        if error.sqlite_errorcode == _NOT_A_DATABASE:
            raise StoreWrongKeyError from error
        raise
