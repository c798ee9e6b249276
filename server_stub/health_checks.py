"""What the doctor's checks share: the installation they look at, and the two ways of finding fault.

A check that returns found nothing. A `ConcernError` is something that works and will not for ever;
any other error of ours means that it does not work now.
"""

from collections.abc import Callable

from server_stub.data_folder import CITY_ROOM, RELAY_KEYS, RELAY_ROOM, read_ready
from server_stub.database import Database, open_as_it_is
from server_stub.errors import ServerError
from server_stub.platform.realm_keys import REALM_KEYS
from server_stub.settings import ServerSettings
from sync.ports import Transport


class ConcernError(ServerError):
    """Base: it works, and somebody should look before it does not."""

    code = "server-concern"


class Patient:
    """One installation while it is looked over; databases are opened once and never changed."""

    def __init__(
        self, settings: ServerSettings, *, now_ms: int, connect: Callable[[str, str | None], Transport]
    ) -> None:
        self.settings = settings
        self.now_ms = now_ms
        self.folder = settings.data_folder
        self.relay_time_ms: int | None = None  # as the relay told it when it was asked
        self._connect = connect
        self._opened: dict[str, Database] = {}

    @property
    def has_city(self) -> bool:
        """Say whether the city is here; a folder in which nothing has begun is looked at as both."""
        return (self.folder / REALM_KEYS).exists() or not (self.folder / RELAY_KEYS).exists()

    @property
    def has_relay(self) -> bool:
        return (self.folder / RELAY_KEYS).exists() or not (self.folder / REALM_KEYS).exists()

    @property
    def relay_url(self) -> str | None:
        return self.settings.relay_url or read_ready(self.folder)

    def city(self) -> Database:
        return self._open(self.settings.city_database, CITY_ROOM)

    def relay(self) -> Database:
        return self._open(self.settings.relay_database, RELAY_ROOM)

    def line_to(self, url: str) -> Transport:
        return self._connect(url, self.settings.relay_authorities or None)

    def close(self) -> None:
        for database in self._opened.values():
            database.close()

    def _open(self, url: str, room: str) -> Database:
        if room not in self._opened:
            self._opened[room] = open_as_it_is(url, room=room)
        return self._opened[room]
