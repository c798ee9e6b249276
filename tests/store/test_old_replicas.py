"""A replica of any version ever made opens in this program and still holds everything."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from store import open_store
from store.upgrade import pending_upgrades, read_version
from tests.store.contents import contents
from tests.store.story import KEY

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "store"
NUMBERS = sorted(path.stem for path in VECTORS.glob("*.sqlite"))


@pytest.mark.parametrize("number", NUMBERS)
def test_replica_of_every_version_is_upgraded_without_loss(number: str, tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / f"{number}.sqlite", place)
    told: dict[str, Any] = json.loads((VECTORS / f"{number}.json").read_text(encoding="utf-8"))

    store = open_store(place, KEY)

    held = json.loads(json.dumps(contents(store, [(kind, name) for kind, name in told["subjects"]])))
    assert {name: held[name] for name in told["holds"]} == told["holds"]
    assert pending_upgrades(store.database) == []
    store.close()


def test_every_version_has_left_a_replica(tmp_path: Path) -> None:
    store = open_store(tmp_path / "replica.db", KEY)

    newest = read_version(store.database)

    assert [f"{number:04d}" for number in range(1, newest + 1)] == NUMBERS
    store.close()
