"""An office of its own for every test, and a village's computer that has joined it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.office import Office
from tests.scenario.office_fixtures import office, prepared_office, prepared_on_postgresql
from tests.scenario.village import Village, settle_village

__all__ = ["office", "prepared_office", "prepared_on_postgresql"]


@pytest.fixture
def village(office: Office, tmp_path: Path) -> Iterator[Village]:
    settled = settle_village(office, tmp_path / "village", scope=("350582001014",))
    yield settled
    settled.store.close()
