"""Where a measurement keeps its databases: files in its folder, or a PostgreSQL of its own, from a wheel."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from server_stub.database import sqlite_url
from tests.scenario.postgresql import PostgresqlServer

ENGINES = ("sqlite", "postgresql")
_SETTINGS = ("QUANCAI_RELAY_DATABASE", "QUANCAI_CITY_DATABASE")


@dataclass
class Places:
    """The addresses of one measurement; the processes it starts find theirs in the environment."""

    folder: Path
    postgresql: PostgresqlServer | None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.relay, self.city = self.new(), self.new()

    def new(self) -> str:
        """Give the address of an empty database."""
        if self.postgresql is not None:
            return self.postgresql.new_database()
        return sqlite_url(self.folder / f"{next(self._numbers)}.sqlite")


@contextmanager
def opened_places(folder: Path, engine: str) -> Iterator[Places]:
    """Make room for relay and city on this engine, and name it to every process started inside."""
    folder.mkdir()
    server = PostgresqlServer() if engine == "postgresql" else None
    before = {name: os.environ.get(name) for name in _SETTINGS}
    try:
        places = Places(folder, server)
        os.environ.update(zip(_SETTINGS, (places.relay, places.city), strict=True))
        yield places
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        if server is not None:
            server.close()
