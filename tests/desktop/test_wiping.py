"""An ordered wipe leaves no key and no record, whatever stopped it half-way."""

from pathlib import Path

import pytest

import desktop.wiping
from desktop.lock_out import LockOut
from desktop.operators import Custodian
from desktop.paths import AppPaths
from desktop.preferences import Preferences, save_preferences
from desktop.traffic import TrafficMeter
from desktop.unlocking import unlock
from desktop.who_may_come import is_new
from desktop.wiping import HANDOVER, InstallationWipe, finish_wipe
from store.attachments import FOLDER as ATTACHMENTS
from sync.custody.key_file import SecretKind
from sync.suites.at_rest import KdfCost
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.key_store import MemoryKeychain

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
        crash.setattr(desktop.wiping, "_own_files", lambda _paths: 1 / 0)
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


def work_with_a_pin(paths: AppPaths, keychain: MemoryKeychain) -> None:
    inside = unlock(paths, "a long enough passphrase", entropy=SeededEntropy("wipe"), cost=QUICK)
    Custodian(inside, keychain, SeededEntropy("pin"), QUICK).add("0922", "136824", kind=SecretKind.PIN)


def test_wipe_takes_this_computers_half_out_of_the_keychain(paths: AppPaths) -> None:
    keychain = MemoryKeychain()
    work_with_a_pin(paths, keychain)
    assert keychain.secrets

    InstallationWipe(paths, keychain).erase()

    assert keychain.secrets == {}


def test_wipe_leaves_no_choice_no_log_and_no_count_behind(paths: AppPaths) -> None:
    save_preferences(paths.preferences, Preferences())
    LockOut(paths.tries, clock=FakeClock()).note_try("0921")
    paths.log.write_text("what happened", encoding="utf-8")
    paths.log.with_name("quancai.log.1").write_text("what happened before", encoding="utf-8")
    paths.pending_recovery.write_bytes(b"waiting for the city")
    TrafficMeter(paths.traffic, clock=FakeClock()).keep()

    InstallationWipe(paths).erase()

    assert left(paths) == [LOCK]


def test_wipe_takes_what_a_restore_set_aside_with_its_keys(paths: AppPaths) -> None:
    keychain = MemoryKeychain()
    work_with_a_pin(paths, keychain)
    aside = paths.folder / "set-aside-20261123T083000Z"
    aside.mkdir()
    paths.key_file.rename(aside / paths.key_file.name)
    paths.replica.rename(aside / paths.replica.name)

    InstallationWipe(paths, keychain).erase()

    assert left(paths) == [LOCK]
    assert keychain.secrets == {}


def test_wipe_touches_nothing_that_is_not_the_programs(paths: AppPaths) -> None:
    (paths.folder / "holiday.jpg").write_bytes(b"somebody's own")

    InstallationWipe(paths).erase()

    assert left(paths) == ["holiday.jpg", LOCK]


def test_key_file_that_cannot_be_read_is_erased_all_the_same(paths: AppPaths) -> None:
    paths.key_file.write_bytes(b"damaged")

    InstallationWipe(paths).erase()

    assert left(paths) == [LOCK]
