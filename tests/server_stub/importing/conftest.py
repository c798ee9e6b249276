"""A city that takes lists."""

from pathlib import Path

import pytest

from tests.scenario.lists import Lists
from tests.scenario.office import Office


@pytest.fixture
def lists(office: Office, tmp_path: Path) -> Lists:
    return Lists(office, tmp_path)
