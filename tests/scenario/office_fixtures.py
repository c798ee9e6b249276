"""An office of its own for every test, founded once a run: the fixtures of every folder that needs one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.office import Office, open_office, prepare_office


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
