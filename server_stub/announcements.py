"""Words between server processes that share one PostgreSQL: told with a commit, heard by all others.

A word goes out in the transaction that made it true (`NOTIFY`), so nobody hears of
what was taken back, and a process that dies after its commit has told all the same.
A word may be missed, while a connection is made anew; the listener is told so. On
SQLite there is one process and nothing to do.
"""

import logging
import selectors
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    import psycopg  # the driver is loaded where PostgreSQL is used, and nowhere else

logger = logging.getLogger(__name__)

Listener = Callable[[str], None]
Missed = Callable[[], None]

_CHANNEL: Final = "quancai"
_WORDS: Final = "quancai_words"
_TELL: Final = text("SELECT pg_notify(:channel, word) FROM unnest(CAST(:words AS text[])) AS word")
_QUIET_SECONDS: Final = 30.0  # then it is asked whether anybody is there still
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 15.0


def announce(connection: Connection, word: str) -> None:
    """Tell every other process a word, with the commit of this transaction."""
    connection.info.setdefault(_WORDS, set()).add(word)


def send_announced(connection: Connection) -> None:
    """Put what was announced into the transaction; it leaves with the commit."""
    words = sorted(connection.info.pop(_WORDS, ()))
    if words:
        connection.execute(_TELL, {"channel": _CHANNEL, "words": words})


def forget_announced(connection: Connection) -> None:
    """Drop what an earlier transaction of this connection had to say: it failed, or nobody listens."""
    connection.info.pop(_WORDS, None)


class Announcements:
    """One thread that listens to the other processes on a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own_sessions: set[int] = set()
        self._closing = Event()
        self._stop, self._stop_far_end = socket.socketpair()
        self._thread: Thread | None = None
        event.listen(engine, "connect", self._remember_session)
        event.listen(engine, "close", self._forget_session)

    def hear(self, listener: Listener, *, missed: Missed) -> None:
        """Call `listener` for each word of another process, and `missed` when some may have been lost."""
        self._thread = Thread(target=self._listen, args=(listener, missed), name="announcements", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._stop_far_end.close()  # its end becomes readable
        if self._thread is not None:
            self._thread.join()
        self._stop.close()

    def _listen(self, listener: Listener, missed: Missed) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._closing.is_set():
            try:
                with self._connected() as connection:
                    pause = _FIRST_PAUSE_SECONDS
                    missed()
                    self._pass_on(connection, listener)
            except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
                logger.info("cut off from the other processes: %s", type(error).__name__)
                self._closing.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    @contextmanager
    def _connected(self) -> Iterator["psycopg.Connection[Any]"]:
        pooled = self._engine.raw_connection()
        connection: psycopg.Connection[Any] = pooled.driver_connection  # type: ignore[assignment]
        pooled.detach()  # it never goes back: whoever took it next would be listening
        session = connection.info.backend_pid
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {_CHANNEL}")
            yield connection
        finally:
            self._own_sessions.discard(session)
            connection.close()

    def _pass_on(self, connection: "psycopg.Connection[Any]", listener: Listener) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(connection, selectors.EVENT_READ)
            waiting.register(self._stop, selectors.EVENT_READ)
            while not self._closing.is_set():
                if not waiting.select(_QUIET_SECONDS):
                    connection.execute("SELECT 1")
                for told in connection.notifies(timeout=0):
                    if told.pid not in self._own_sessions:
                        listener(told.payload)

    def _remember_session(self, connection: Any, record: Any) -> None:
        record.info["session"] = connection.info.backend_pid
        self._own_sessions.add(connection.info.backend_pid)

    def _forget_session(self, _connection: Any, record: Any) -> None:
        with suppress(KeyError, AttributeError):
            self._own_sessions.discard(record.info["session"])
