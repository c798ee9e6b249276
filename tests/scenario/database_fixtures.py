"""Both engines below the server, for every folder whose tests hold on both of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.database import sqlite_url
from tests.scenario.postgresql import PostgresqlServer

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """Give the one server of this run; it is started by the first test that asks for it."""
    server = PostgresqlServer()
    yield server
    server.close()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def database_address(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a fresh database of either engine."""
    if engine_name == "sqlite":
        return sqlite_url(tmp_path / "server.sqlite")
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_place()
