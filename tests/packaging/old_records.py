"""What an update finds on a laptop: records as an older program left them, and the key that opens them."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop.paths import AppPaths
from desktop.unlocking import Unlocked, unlock
from quancai.demo.story import PASSPHRASE
from store.connection import connect_encrypted
from sync.adapters.system import SystemEntropy
from tests.store.contents import contents
from tests.store.story import KEY
from tests.store.test_old_replicas import VECTORS


def lay_out_old_records(number: str, device: Path) -> dict[str, Any]:
    """Make an installation around the replica an older program left; give what it holds."""
    opened = _open(device)
    replica = opened.paths.replica
    shutil.copy(VECTORS / f"{number}.sqlite", replica)
    with closing(connect_encrypted(replica, KEY, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA rekey=\"x'{opened.key.hex()}'\"")
    told: dict[str, Any] = json.loads((VECTORS / f"{number}.json").read_text(encoding="utf-8"))
    return told


def read_all(device: Path) -> dict[str, Any]:
    """Give everything the records of a folder hold.

    Raises:
        StoreInvariantError: whoever had to bring them up to date did not.

    """
    with closing(_open(device).open_reader()) as store:
        subjects = [(str(kind), str(name)) for kind, name in store.rows("SELECT kind, id FROM records")]
        return contents(store, sorted(subjects))


def read_named(device: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Give of a folder what an older program wrote down about its own records."""
    with closing(_open(device).open_reader()) as store:
        held = contents(store, [(kind, name) for kind, name in told["subjects"]])
    plain: dict[str, Any] = json.loads(json.dumps(held))
    return {name: plain[name] for name in told["holds"]}


def bring_up_to_date(device: Path) -> None:
    """Take the steps here, by the program's sources."""
    _open(device).open_writer().close()


def version_of(device: Path) -> int:
    """Give the version of the records without touching them."""
    opened = _open(device)
    with closing(connect_encrypted(opened.paths.replica, opened.key, mode="ro")) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _open(device: Path) -> Unlocked:
    return unlock(AppPaths(device), PASSPHRASE, entropy=SystemEntropy())
