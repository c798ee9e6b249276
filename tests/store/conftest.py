from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, open_store
from tests.store.story import KEY


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "replica.db"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    opened = open_store(place, KEY)
    yield opened
    opened.close()
