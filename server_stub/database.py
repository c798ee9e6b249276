"""The one place that knows which database is below: SQLite by default, PostgreSQL by its address.

Both keep the same promises, each in its own file: a commit is on the disk before
anybody is told so; one transaction writes at a time, so the order of numbers is the
order of commits and what was read first is still true when it is written; readers see
one state of everything and never wait. Foreign errors become ours here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    exc,
    func,
    insert,
    inspect,
    literal,
    select,
    update,
)
from sqlalchemy.engine import make_url

from server_stub import postgresql_engine, sqlite_engine
from server_stub.announcements import Announcements, Listener, Missed, forget_announced, send_announced
from server_stub.errors import NothingBegunError, StorageNewerError
from server_stub.storage_errors import storage_errors_as_ours

# A 64-bit number that counts up by itself: SQLite does so only for its own INTEGER.
COUNTING_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")

_STAMPS: Final = "schema_versions"


def plain_string(length: int) -> String:
    """Give the type of a text that is compared byte by byte, whatever language the database is set to.

    SQLite compares so; PostgreSQL by the rules of a language, unless told.
    """
    return String(length).with_variant(String(length, collation="C"), postgresql_engine.BACKEND)


class Database:
    """Transactions on one database; safe to share between threads."""

    def __init__(self, engine: Engine, *, reading: Engine) -> None:
        self.engine = engine
        self._reading = reading
        self._announcements = Announcements(engine) if self.is_shared else None

    @property
    def is_shared(self) -> bool:
        """Say whether other processes may write here beside this one."""
        return self.engine.dialect.name == postgresql_engine.BACKEND

    def hear_others(self, listener: Listener, *, missed: Missed) -> None:
        """Call `listener`, on another thread, for each word another process announced with its commit.

        `missed` is called when words may have been lost, so that whoever waits looks for himself.
        """
        if self._announcements is not None:
            self._announcements.hear(listener, missed=missed)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Everything done inside is one durable commit, or nothing; nobody else writes meanwhile.

        Raises:
            StorageUnavailableError: the database could not do it; nothing was changed.

        """
        with storage_errors_as_ours(), self.engine.begin() as connection:
            forget_announced(connection)
            yield connection
            if self.is_shared:
                send_announced(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the last commit."""
        with storage_errors_as_ours(), self._reading.connect() as connection:
            yield connection

    def copy_to(self, path: Path) -> None:
        """Write one consistent copy of a SQLite database, while others work on it."""
        with storage_errors_as_ours():
            sqlite_engine.copy_sqlite(self.engine, path)

    def close(self) -> None:
        if self._announcements is not None:
            self._announcements.close()
        self.engine.dispose()


# Takes a database from the version it is given to that of this program, in the commit that opens it.
Upgrade = Callable[[Connection, int], None]


def open_database(
    url: str,
    *,
    tables: MetaData,
    room: str,
    version: int = 1,
    upgrade: Upgrade | None = None,
    is_log: bool = False,
) -> Database:
    """Connect, create what is missing, bring what is older up to date and refuse what is newer.

    Without an `upgrade` a version only says which programs can read what is kept. A log only grows, in small
    groups (`make_sqlite_engine`).

    Raises:
        StorageUnavailableError: it cannot be opened.
        StorageNewerError: a later version of this server wrote it.

    """
    with storage_errors_as_ours():
        database = _connect(make_url(url), room=room, is_log=is_log)
    stamps = _stamp_table(tables)
    try:
        with database.write() as connection:
            if database.is_shared:
                postgresql_engine.begin_opening(connection)
            tables.create_all(connection)
            _check_stamp(connection, stamps, room=room, version=version, upgrade=upgrade)
            _make_missing_indexes(connection, tables)
    except BaseException:
        database.close()
        raise
    return database


def _connect(url: URL, *, room: str, is_log: bool = False) -> Database:
    if url.get_backend_name() == postgresql_engine.BACKEND:
        engine = postgresql_engine.make_postgresql_engine(url, room=room)
        return Database(engine, reading=postgresql_engine.reading_postgresql(engine))
    engine = sqlite_engine.make_sqlite_engine(url, is_log=is_log)
    return Database(engine, reading=sqlite_engine.reading_sqlite(engine))


def is_database_address(address: str) -> bool:
    """Say whether an address names one of the two engines this server works with."""
    try:
        backend = make_url(address).get_backend_name()
    except exc.ArgumentError:
        return False
    return backend in (sqlite_engine.BACKEND, postgresql_engine.BACKEND)


def count_on(connection: Connection, numbers: Column[int]) -> None:
    """Go on counting after the highest number there is, where rows were put in with theirs.

    SQLite looks for itself; PostgreSQL's counter has not seen them.
    """
    if connection.dialect.name == postgresql_engine.BACKEND:
        highest = func.coalesce(func.max(numbers), 0)
        counter = func.pg_get_serial_sequence(numbers.table.name, numbers.name)
        connection.execute(select(func.setval(counter, highest + 1, literal(value=False))))


def require_database(url: str) -> None:
    """Refuse an address where no server has ever kept anything, before opening it makes an empty one.

    Raises:
        NothingBegunError: there is no such file, or no table of ours.

    """
    if not is_kept(url):
        raise NothingBegunError(place=shown_address(url))


def is_kept(url: str) -> bool:
    """Say whether a server has ever kept anything there; nothing is made by asking.

    Raises:
        StorageUnavailableError: the database cannot be asked.

    """
    parsed = make_url(url)
    if parsed.get_backend_name() == postgresql_engine.BACKEND:
        return _has_tables(parsed)
    return Path(parsed.database or "").is_file()


def _has_tables(url: URL) -> bool:
    with storage_errors_as_ours():
        engine = postgresql_engine.make_postgresql_engine(url, room="looking")
        with postgresql_engine.reading_postgresql(engine).connect() as connection:
            found = inspect(connection).has_table(_STAMPS)
        engine.dispose()
    return found


def open_as_it_is(url: str, *, room: str) -> Database:
    """Connect to look: no table is made, and an older one is not brought up to date.

    Raises:
        StorageUnavailableError: there is no such database, or it cannot be opened.

    """
    require_database(url)
    with storage_errors_as_ours():
        return _connect(make_url(url), room=room)


def room_version(database: Database, room: str) -> int | None:
    """Give the version a room was written in, or None where no server ever kept it."""
    stamps = _stamp_table(MetaData())
    with database.read() as connection:
        if not inspect(connection).has_table(stamps.name):
            return None
        query = select(stamps.c.version).where(stamps.c.room == room)
        return connection.execute(query).scalar_one_or_none()


def shown_address(url: str) -> str:
    """Give an address as a person may read it: without a password."""
    return make_url(url).render_as_string(hide_password=True)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _stamp_table(tables: MetaData) -> Table:
    return Table(
        _STAMPS,
        tables,
        Column("room", String(32), primary_key=True),
        Column("version", Integer, nullable=False),
        extend_existing=True,
    )


def _make_missing_indexes(connection: Connection, tables: MetaData) -> None:
    """Make those a later program has added to a table that was there; an earlier one lives with them."""
    for table in tables.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _check_stamp(
    connection: Connection, stamps: Table, *, room: str, version: int, upgrade: Upgrade | None
) -> None:
    found = connection.execute(select(stamps.c.version).where(stamps.c.room == room)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(stamps).values(room=room, version=version))
    elif found > version:
        raise StorageNewerError(found=found, known=version)
    elif found < version:
        if upgrade is not None:
            upgrade(connection, found)
        connection.execute(update(stamps).where(stamps.c.room == room).values(version=version))
