"""The one place that knows which database is below: connections, locks, durability.

SQLite by default, through SQLAlchemy Core, with `synchronous=FULL` so that a
commit is on the disk before anybody is told so. Every write starts with
`BEGIN IMMEDIATE`: a transaction that first reads a chain head and then extends
it must not find out at commit that another one did the same. Readers see the
last commit and never wait (WAL). Foreign errors become ours here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    exc,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from server_stub.errors import StorageNewerError, StorageUnavailableError

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)
_READS_ONLY: Final = "quancai_reads_only"

# A 64-bit number that counts up by itself: SQLite does so only for its own INTEGER.
COUNTING_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")


class Database:
    """Transactions on one database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Everything done inside is one durable commit, or nothing.

        Raises:
            StorageUnavailableError: the database could not do it; nothing was changed.

        """
        with _translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the last commit."""
        with _translated(), self.engine.connect() as connection:
            yield connection.execution_options(**{_READS_ONLY: True})

    def close(self) -> None:
        self.engine.dispose()


# Takes a database from the version it is given to that of this program, in the commit that opens it.
Upgrade = Callable[[Connection, int], None]


def open_database(
    url: str, *, tables: MetaData, room: str, version: int = 1, upgrade: Upgrade | None = None
) -> Database:
    """Connect, create what is missing, bring what is older up to date and refuse what is newer.

    Raises:
        StorageUnavailableError: it cannot be opened.
        StorageNewerError: a later version of this server wrote it.

    """
    _make_place(url)
    # Parameters are people's answers; they must not reach a log through an error's message.
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    database = Database(engine)
    stamps = _stamp_table(tables)
    with database.write() as connection:
        tables.create_all(connection)
        _check_stamp(connection, stamps, room=room, version=version, upgrade=upgrade)
    return database


def require_database(url: str) -> None:
    """Refuse an address where no server has ever kept anything, before opening it makes an empty one.

    Raises:
        StorageUnavailableError: there is no such file.

    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise StorageUnavailableError(reason="missing")


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _stamp_table(tables: MetaData) -> Table:
    return Table(
        "schema_versions",
        tables,
        Column("room", String(32), primary_key=True),
        Column("version", Integer, nullable=False),
        extend_existing=True,
    )


def _check_stamp(
    connection: Connection, stamps: Table, *, room: str, version: int, upgrade: Upgrade | None
) -> None:
    found = connection.execute(select(stamps.c.version).where(stamps.c.room == room)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(stamps).values(room=room, version=version))
    elif found > version:
        raise StorageNewerError(found=found, known=version)
    elif found < version and upgrade is not None:
        upgrade(connection, found)
        connection.execute(update(stamps).where(stamps.c.room == room).values(version=version))


def _make_place(url: str) -> None:
    """Make the folder and the file with rights for their owner only; SQLite's side files follow the file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = Path(parsed.database)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise StorageUnavailableError(reason=type(error).__name__) from error


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE; SQLAlchemy's `begin` event does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get(_READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except exc.DatabaseError as error:
        # Broken constraints and wrong statements are our bugs; a damaged file is plain DatabaseError.
        if isinstance(error, exc.IntegrityError | exc.ProgrammingError | exc.DataError | exc.InternalError):
            raise
        raise StorageUnavailableError(reason=type(error.orig).__name__) from error
    except exc.InterfaceError as error:
        raise StorageUnavailableError(reason=type(error.orig).__name__) from error
