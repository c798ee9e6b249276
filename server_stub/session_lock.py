"""Being the only one of a kind on a PostgreSQL database, wherever the process runs.

A lock of a session is let go when its process ends, however that ends, and when the database loses the line
to it. So whoever holds one asks again before each piece of work: a line that broke is made anew and the lock
taken anew, unless somebody else has it by then (PostgreSQL, "Advisory Locks"). Two schemas are two places.
"""

from typing import Final

from sqlalchemy import Connection, exc, text
from sqlalchemy.engine import URL

from server_stub.errors import CityAlreadyServedError
from server_stub.postgresql_engine import LOCK_SPACE, make_postgresql_engine, watching_postgresql
from server_stub.storage_errors import storage_errors_as_ours

_TAKE: Final = text("SELECT pg_try_advisory_lock(:space, hashtext(:name || coalesce(current_schema(), '')))")
_STILL_THERE: Final = text("SELECT 1")


class SessionLock:
    """One lock on a connection of its own; used by one thread at a time."""

    def __init__(self, url: URL, *, name: str) -> None:
        self._engine = watching_postgresql(make_postgresql_engine(url, room=name))
        self._name = name
        self._connection: Connection | None = None

    def hold(self) -> None:
        """Take the lock, or see that it is still ours.

        Raises:
            CityAlreadyServedError: somebody else has it.
            StorageUnavailableError: the database cannot be asked.

        """
        with storage_errors_as_ours():
            if not self._is_held():
                self._take()

    def close(self) -> None:
        """Let go."""
        self._drop()
        self._engine.dispose()

    def _is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(_STILL_THERE)
        except exc.DBAPIError:
            self._drop()
            return False
        return True

    def _take(self) -> None:
        connection = self._engine.connect()
        if not connection.execute(_TAKE, {"space": LOCK_SPACE, "name": self._name}).scalar_one():
            connection.close()
            raise CityAlreadyServedError
        self._connection = connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # closes the line itself, and with it the lock
            self._connection.close()
            self._connection = None
