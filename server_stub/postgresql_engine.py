"""PostgreSQL below the server: the same promises as one SQLite file, for several processes at once.

**One writer at a time, a room.** Numbers are given out before a commit, and commits
overtake each other: a reader that has seen number 8 would never look for a 7 that
becomes visible later. So every writing transaction takes the room's advisory lock
first; PostgreSQL lets go of it after the commit is visible, so the order of positions
is the order in which readers see them. What else is read before it is written (chain
heads, counts) is safe for the same reason.

**Durable before it is said.** `synchronous_commit` is at least `on` in every session,
whatever the server's default: with `synchronous_standby_names` set, a commit returns
when the standbys the operator named have flushed it, too.

**A lost machine is noticed.** A peer that vanished without a word is given up after
some twenty seconds, and a transaction whose process hangs is ended by the server, so
that it does not hold the lock for ever.
"""

from typing import Any, Final
from zlib import crc32

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from server_stub.errors import StorageUnavailableError

BACKEND: Final = "postgresql"
_DRIVER: Final = "postgresql+psycopg"
_WRITES: Final = "quancai_writes"
LOCK_SPACE: Final = 0x5143  # our corner of the advisory locks of a database
_OPENING: Final = "opening"

# Settings of a connection (libpq, "Parameter Key Words"); what stands in the address goes first.
_PATIENCE: Final = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "application_name": "quancai",
}
_SESSION: Final = (
    "SELECT set_config('lock_timeout', '10s', false),"
    " set_config('idle_in_transaction_session_timeout', '60s', false),"
    " set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') = 'remote_apply'"
    " THEN 'remote_apply' ELSE 'on' END, false)"
)
_STANDING: Final = text("SELECT current_setting('fsync'), current_setting('server_encoding')")
_LOCK: Final = text("SELECT pg_advisory_xact_lock(:space, :room)")
_MOST_CONNECTIONS: Final = 10


def make_postgresql_engine(url: URL, *, room: str) -> Engine:
    """Prepare how each connection begins; nothing is connected yet, and parameters never reach a log.

    Raises:
        StorageUnavailableError: this installation has no driver for PostgreSQL.

    """
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    try:
        engine = create_engine(
            url.set(drivername=_DRIVER),
            hide_parameters=True,
            connect_args=patience,
            # Every statement sees what was committed before it: a snapshot taken with the first one would be
            # of the moment a writer began to wait for its turn, whatever the operator's default is.
            isolation_level="READ COMMITTED",
            pool_size=_MOST_CONNECTIONS,
            max_overflow=0,
        )
    except ImportError as error:
        raise StorageUnavailableError(reason="driver-missing") from error

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES, True):
            lock_room(connection, room)

    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", begin)
    return engine


def reading_postgresql(engine: Engine) -> Engine:
    """Give the same engine for transactions that see one state of everything and change nothing."""
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**options, **{_WRITES: False})


def watching_postgresql(engine: Engine) -> Engine:
    """Give the same engine for single questions outside of any transaction."""
    return engine.execution_options(isolation_level="AUTOCOMMIT", **{_WRITES: False})


def lock_room(connection: Connection, room: str) -> None:
    """Wait until no other transaction writes in this room; it is ours until this one has ended."""
    # The two-number form keeps our locks apart from those of others in the same database.
    connection.execute(_LOCK, {"space": LOCK_SPACE, "room": _signed_32(crc32(room.encode()))})


def begin_opening(connection: Connection) -> None:
    """Wait until no other process makes or upgrades tables in this database, and see that it can be trusted.

    Raises:
        StorageUnavailableError: it flushes nothing, or cannot hold every character.

    """
    lock_room(connection, _OPENING)
    fsync, encoding = connection.execute(_STANDING).one()
    if fsync != "on":
        raise StorageUnavailableError(reason="fsync-off")
    if encoding != "UTF8":
        raise StorageUnavailableError(reason="encoding-not-utf8")


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(_SESSION)
    cursor.close()
    connection.commit()


def _signed_32(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
