"""One publisher and one computer for each test of updates."""

from pathlib import Path

import pytest

from tests.updates.publisher import Laptop, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    begun = Office(tmp_path / "office")
    begun.begin()
    return begun


@pytest.fixture
def laptop(tmp_path: Path, office: Office) -> Laptop:
    return Laptop(tmp_path / "laptop", office.root)
