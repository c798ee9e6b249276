"""An ordered wipe leaves no key and no record, whatever stopped it half-way."""

from pathlib import Path

import pytest

import desktop.wiping
from desktop.paths import AppPaths
from desktop.unlocking import is_new, unlock
from desktop.wiping import HANDOVER, InstallationWipe, finish_wipe
from store.attachments import FOLDER as ATTACHMENTS
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy

LOCK = "replica.db.lock"  # empty; keeps a second program out of the folder
QUICK = KdfCost(memory_kib=64, passes=1)


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    """An installation somebody has worked with."""
    paths = AppPaths(tmp_path / "data")
    paths.prepare()
    unlocked = unlock(paths, "a long enough passphrase", entropy=SeededEntropy("wipe"), cost=QUICK)
    unlocked.open_writer().close()
    attachments = paths.folder / ATTACHMENTS
    attachments.mkdir()
    (attachments / "photo").write_bytes(b"sealed photo")
    return paths


def left(paths: AppPaths) -> list[str]:
    return sorted(path.name for path in paths.folder.iterdir())


def test_wipe_leaves_neither_keys_nor_records(paths: AppPaths) -> None:
    InstallationWipe(paths).erase()

    assert left(paths) == [LOCK]
    assert is_new(paths)


def test_sealed_envelopes_stay_behind_for_the_office(paths: AppPaths) -> None:
    wipe = InstallationWipe(paths)

    assert wipe.export([b"sealed one", b"sealed two"])
    wipe.erase()

    assert left(paths) == [HANDOVER, LOCK]
    kept = [path.read_bytes() for path in (paths.folder / HANDOVER).iterdir()]
    assert sorted(kept) == [b"sealed one", b"sealed two"]


def test_wipe_cut_short_is_finished_at_the_next_start(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(desktop.wiping, "_replica_files", lambda _paths: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            InstallationWipe(paths).erase()
    assert paths.replica.exists()

    assert finish_wipe(paths)

    assert left(paths) == [LOCK]


def test_start_without_an_order_erases_nothing(paths: AppPaths) -> None:
    before = left(paths)

    assert not finish_wipe(paths)

    assert left(paths) == before


def test_export_that_the_disk_refuses_is_said(paths: AppPaths) -> None:
    (paths.folder / HANDOVER).write_bytes(b"in the way")

    assert not InstallationWipe(paths).export([b"sealed"])
