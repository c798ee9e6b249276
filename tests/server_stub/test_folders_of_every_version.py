"""A server's data folder of every version there was is brought up to date, loses nothing and goes on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, func, inspect, select

from server_stub.data_folder import load_settings, open_city
from server_stub.platform.trust_tables import orders
from server_stub.platform.upgrades import CITY_VERSION
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from tests.scenario.office import SAYS_UNEMPLOYED, Office, open_office
from tests.scenario.older_folders import VERSIONS, carry_to_postgresql, take_folder
from tests.scenario.postgresql import PostgresqlServer

CITY_TABLES = orders.metadata


@dataclass(frozen=True)
class OldFolder:
    """A folder of a version, and where its databases stand."""

    path: Path
    environment: Mapping[str, str]

    def open(self) -> Office:
        return open_office(self.path, seed="the day after", environment=self.environment)


@pytest.fixture(params=VERSIONS)
def old_folder(request: pytest.FixtureRequest, tmp_path: Path, engine_name: str) -> OldFolder:
    folder = take_folder(request.param, tmp_path / "folder")
    if engine_name == "sqlite":
        return OldFolder(folder, {})
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    city, relay = server.new_place(), server.new_place()
    carry_to_postgresql(folder / "city.sqlite", city, today=CITY_TABLES)
    carry_to_postgresql(folder / "relay.sqlite", relay, today=RELAY_TABLES)
    return OldFolder(folder, {"QUANCAI_CITY_DATABASE": city, "QUANCAI_RELAY_DATABASE": relay})


@pytest.fixture
def office(old_folder: OldFolder) -> Iterator[Office]:
    opened = old_folder.open()
    yield opened
    opened.close()


def counts(connection: Connection, tables: MetaData) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.sorted_tables
    }


def columns(connection: Connection, tables: MetaData) -> dict[str, list[Any]]:
    """Name what a table holds; without the lengths of strings on SQLite, which keeps them and never looks."""
    inspector = inspect(connection)
    unread = r"\(\d+\)" if connection.dialect.name == "sqlite" else "$"
    return {
        name: sorted(
            (one["name"], re.sub(unread, "", str(one["type"])), one["nullable"])
            for one in inspector.get_columns(name)
        )
        for name in tables.tables
    }


def test_the_shelf_holds_this_version() -> None:
    assert f"{CITY_VERSION:04}" == VERSIONS[-1]


def test_an_old_folder_holds_what_it_held(office: Office) -> None:
    with office.city.read() as connection:
        held = counts(connection, CITY_TABLES)

    assert (held["city_submissions"], held["platform_inbox"], held["platform_items"]) == (1, 1, 2)
    assert held["platform_outgoing"] == 3
    assert held["city_records"] > 100
    assert office.rows("SELECT version FROM schema_versions WHERE room = 'platform'") == [(CITY_VERSION,)]
    with office.relay_app.state.relay.database.read() as connection:
        held = counts(connection, RELAY_TABLES)
        stamp = connection.exec_driver_sql("SELECT version FROM schema_versions WHERE room = 'relay'")

        assert stamp.scalar_one() == RELAY_VERSION
    assert (held["relay_envelopes"], held["relay_chain_heads"]) == (4, 2)


def test_an_old_folder_goes_on(office: Office) -> None:
    newcomer = office.enrol()
    visit = office.visit(newcomer, SAYS_UNEMPLOYED)
    newcomer.post(visit.form, visit.change)

    office.desk.run_once()

    newcomer.pull()
    assert newcomer.verdicts(visit.form.id)
    assert office.rows("SELECT count(*) FROM city_submissions") == [(2,)]
    assert len(office.registry().devices) == 2


def test_an_upgraded_database_has_the_columns_of_a_new_one(
    old_folder: OldFolder, office: Office, tmp_path: Path, postgresql: PostgresqlServer, engine_name: str
) -> None:
    places = {"sqlite": {}, "postgresql": {"QUANCAI_CITY_DATABASE": postgresql.new_place()}}
    fresh = open_city(load_settings(tmp_path / "fresh", places[engine_name]))

    with office.city.read() as upgraded, fresh.read() as new:
        assert columns(upgraded, CITY_TABLES) == columns(new, CITY_TABLES)

    fresh.close()
