"""An office of its own for every test, and a village's computer that has joined it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.office import Office, open_office, prepare_office
from tests.scenario.village import Village, settle_village


@pytest.fixture(scope="session")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foundation") / "office"
    prepare_office(folder)
    return folder


@pytest.fixture
def office(prepared_office: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "office"
    shutil.copytree(prepared_office, folder)
    opened = open_office(folder)
    yield opened
    opened.close()


@pytest.fixture
def village(office: Office, tmp_path: Path) -> Iterator[Village]:
    settled = settle_village(office, tmp_path / "village", scope=("350582001014",))
    yield settled
    settled.store.close()
