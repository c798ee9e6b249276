"""An office of its own for every test, founded once a run and engine: for every folder that needs one.

A module whose tests hold on both engines says so:
`pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.kept_database import KeptDatabase
from tests.scenario.office import Office, open_office, prepare_office
from tests.scenario.postgresql import PostgresqlServer


@pytest.fixture(scope="session")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foundation") / "office"
    prepare_office(folder)
    return folder


@pytest.fixture(scope="session")
def prepared_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgresql: PostgresqlServer
) -> Iterator[tuple[Path, KeptDatabase]]:
    """Give the folder, and the database that relay and city share there."""
    folder, address = tmp_path_factory.mktemp("foundation-pg") / "office", postgresql.new_database()
    prepare_office(folder, environment=databases(address))
    kept = KeptDatabase(address, postgresql.connect(address))
    yield folder, kept
    kept.close()


@pytest.fixture
def office(
    request: pytest.FixtureRequest, prepared_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    foundation, environment = prepared_office, dict[str, str]()
    if getattr(request, "param", "sqlite") == "postgresql":
        foundation, kept = request.getfixturevalue("prepared_on_postgresql")
        kept.bring_back()
        environment = databases(kept.address)
    # Commands that look into the folder find its databases as the operator's would.
    for name, address in environment.items():
        monkeypatch.setenv(name, address)
    folder = tmp_path / "office"
    shutil.copytree(foundation, folder)
    opened = open_office(folder, environment=environment)
    yield opened
    opened.close()


def databases(address: str) -> dict[str, str]:
    return {"QUANCAI_RELAY_DATABASE": address, "QUANCAI_CITY_DATABASE": address}
