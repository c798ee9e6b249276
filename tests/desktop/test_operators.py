"""Several people at one computer; one of them leaves, and the power goes at the worst moment."""

from pathlib import Path

import pytest

from desktop.operators import Custodian, destroy_keys, read_key_file
from desktop.paths import AppPaths
from desktop.unlocking import KeyFileMissingError, Unlocked, unlock
from desktop.who_may_come import OperatorAtTheDoor, list_operators
from store import Draft, Store, list_drafts, save_draft
from store.errors import StoreBusyError
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.os_keychain import OsKeychain
from sync.custody.errors import KeyFileOldError, OperatorUnknownError
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import device_secret_name
from sync.errors import PassphraseWrongError
from sync.suites.at_rest import KdfCost
from tests.contracts.test_key_store import DictionaryKeyring
from tests.fakes.entropy import SeededEntropy
from tests.fakes.power_cut import lose_power_at

QUICK = KdfCost(memory_kib=64, passes=1)
PASSPHRASE = "象山路的榕树下有三把椅子"
PIN = "291847"
DRAFT = Draft("d1", "person_employment", "1", None, b"half a form", 1)


@pytest.fixture
def keychain() -> OsKeychain:
    return OsKeychain("quancai", backend=DictionaryKeyring())


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "device")


def come_in(paths: AppPaths, keychain: OsKeychain, operator: str = "1", typed: str = PASSPHRASE) -> Unlocked:
    return unlock(
        paths, typed, operator=operator, keychain=keychain, entropy=SeededEntropy(operator), cost=QUICK
    )


@pytest.fixture
def custodian(paths: AppPaths, keychain: OsKeychain) -> Custodian:
    """Operator 1 inside, operator 0922 with a PIN, and a draft."""
    inside = Custodian(come_in(paths, keychain), keychain, SeededEntropy("custodian"), QUICK)
    inside.add("0922", PIN, kind=SecretKind.PIN)
    store = inside.unlocked.open_writer()
    save_draft(store, DRAFT)
    store.close()
    return inside


def drafts(unlocked: Unlocked) -> tuple[Draft, ...]:
    store: Store = unlocked.open_writer()
    held = list_drafts(store)
    store.close()
    return held


def test_colleague_comes_in_with_a_pin(custodian: Custodian, paths: AppPaths, keychain: OsKeychain) -> None:
    assert drafts(come_in(paths, keychain, "0922", PIN)) == (DRAFT,)
    assert list_operators(paths) == (
        OperatorAtTheDoor("1", SecretKind.PASSPHRASE),
        OperatorAtTheDoor("0922", SecretKind.PIN),
    )


def test_changed_pin_ends_the_old_one(custodian: Custodian, paths: AppPaths, keychain: OsKeychain) -> None:
    colleague = Custodian(come_in(paths, keychain, "0922", PIN), keychain, SeededEntropy("new"), QUICK)

    colleague.change("718293", kind=SecretKind.PIN)

    assert drafts(come_in(paths, keychain, "0922", "718293")) == (DRAFT,)
    with pytest.raises(PassphraseWrongError):
        come_in(paths, keychain, "0922", PIN)


def test_who_left_opens_nothing_with_the_files_and_keys_kept(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    kept_file, kept = paths.key_file.read_bytes(), come_in(paths, keychain, "0922", PIN)

    remaining = custodian.remove("0922")

    assert drafts(remaining) == (DRAFT,)
    assert kept.key != remaining.key
    with pytest.raises(OperatorUnknownError):
        come_in(paths, keychain, "0922", PIN)
    with pytest.raises(KeyFileOldError):
        kept.open_writer()
    paths.key_file.write_bytes(kept_file)
    with pytest.raises(KeyFileOldError):
        come_in(paths, keychain, "0922", PIN).open_writer()


def test_no_generation_on_the_disk_still_has_the_slot_of_who_left(
    custodian: Custodian, paths: AppPaths
) -> None:
    custodian.remove("0922")

    on_disk = b"".join(path.read_bytes() for path in paths.folder.glob("key.slot*"))

    assert b"0922" not in on_disk


@pytest.mark.parametrize(
    "step",
    [
        "desktop.unlocking.is_opened_by",
        "desktop.unlocking.rekey_store",
        "store.rekey.copy_replica",
        "store.rekey._change_key",
        "store.rekey.verify_copy",
        "store.rekey._replace",
        "desktop.unlocking.finish_rekey",
        "sync.adapters.key_slot_file.encode_key_file",
    ],
)
def test_power_cut_during_a_removal_costs_nothing(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain, step: str
) -> None:
    lose_power_at(step, lambda: custodian.remove("0922"))

    again = come_in(paths, keychain)
    assert drafts(again) == (DRAFT,)
    assert read_key_file(paths).epochs[-1:] == (again.keys.epoch,)
    assert [path.name for path in paths.folder.glob("*.rekey")] == []


def test_power_cut_after_the_first_step_still_keeps_out_who_left(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    kept = come_in(paths, keychain, "0922", PIN)
    lose_power_at("desktop.unlocking.rekey_store", lambda: custodian.remove("0922"))

    again = come_in(paths, keychain)

    assert read_key_file(paths).epochs == (2,)
    assert again.key != kept.key
    with pytest.raises(KeyFileOldError):
        kept.open_writer()


def test_removal_while_the_program_is_open_ends_at_the_next_opening(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    working = custodian.unlocked.open_writer()
    with pytest.raises(StoreBusyError):
        custodian.remove("0922")

    assert list_drafts(working) == (DRAFT,)
    working.close()

    assert drafts(come_in(paths, keychain)) == (DRAFT,)
    assert read_key_file(paths).epochs == (2,)
    assert read_key_file(paths).operators == ("1",)


def test_truncated_key_file_opens_with_the_generation_before(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    paths.key_file.write_bytes(paths.key_file.read_bytes()[:100])

    assert drafts(come_in(paths, keychain)) == (DRAFT,)
    assert KeySlotFile(paths.key_file).read() is not None


def test_neither_secrets_nor_keys_are_on_the_disk(custodian: Custodian, paths: AppPaths) -> None:
    rekeyed = custodian.rekey()
    on_disk = b"".join(path.read_bytes() for path in paths.folder.rglob("*") if path.is_file())
    secrets = [rekeyed.key, custodian.unlocked.key, rekeyed.keys.file_key, PASSPHRASE.encode(), PIN.encode()]
    secrets += [secret.hex().encode() for secret in secrets[:3]]

    assert [secret for secret in secrets if secret in on_disk] == []
    assert rekeyed.key.hex() not in repr(rekeyed)
    assert PIN not in repr(custodian)


def test_destroyed_keys_leave_a_database_nobody_opens_and_nobody_overwrites(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    before = paths.replica.read_bytes()

    destroy_keys(paths, keychain)

    assert list(paths.folder.glob("key.slot*")) == []
    with pytest.raises(KeyFileMissingError):
        come_in(paths, keychain)
    assert paths.replica.read_bytes() == before


def test_destroying_takes_the_half_of_every_pin_out_of_the_keychain(
    custodian: Custodian, paths: AppPaths, keychain: OsKeychain
) -> None:
    name = device_secret_name(read_key_file(paths).installation)
    was_there = keychain.load(name) is not None

    destroy_keys(paths, keychain)

    assert was_there
    assert keychain.load(name) is None
