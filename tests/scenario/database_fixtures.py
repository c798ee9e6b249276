"""Both engines below the server, for every test that holds on both of them; part of tests/conftest.py."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server_stub.database import sqlite_url

if TYPE_CHECKING:
    from tests.scenario.postgresql import PostgresqlServer

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgresqlServer"]:
    """Give the one server of this run; it is started by the first test that asks for it."""
    if sys.platform != "linux":
        pytest.skip("the wheel with PostgreSQL is for Linux")
    from tests.scenario.postgresql import PostgresqlServer

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
