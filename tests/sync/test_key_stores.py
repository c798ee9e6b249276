from pathlib import Path

import keyring.errors
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from sync.adapters.os_keychain import MAX_SECRET_BYTES, OsKeychain
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.errors import KeyStoreLockedError, KeyStoreUnavailableError, PassphraseWrongError
from sync.suites.at_rest import KdfCost
from tests.contracts.test_key_store import DictionaryKeyring
from tests.fakes.entropy import SeededEntropy

CHEAP = KdfCost(memory_kib=64, passes=1)
SECRET = bytes(range(32))


def keyfile(
    path: Path, passphrase: str = "291847", *, device_secret: bytes | None = None
) -> PassphraseKeyfile:
    return PassphraseKeyfile(
        path,
        passphrase=passphrase,
        entropy=SeededEntropy(passphrase),
        device_secret=device_secret,
        cost=CHEAP,
    )


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    return tmp_path / "slots"


def test_wrong_passphrase_opens_nothing(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)

    with pytest.raises(PassphraseWrongError):
        keyfile(slots, "291848").load("database")


def test_stolen_file_without_the_device_secret_opens_nothing(slots: Path) -> None:
    keyfile(slots, device_secret=bytes(32)).save("database", SECRET)

    with pytest.raises(PassphraseWrongError):
        keyfile(slots).load("database")


def test_secret_is_not_in_the_file_in_clear(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)

    assert SECRET not in slots.read_bytes()


def test_slot_moved_under_another_name_opens_nothing(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)
    slots.write_bytes(slots.read_bytes().replace(b"database", b"attached"))

    with pytest.raises(PassphraseWrongError):
        keyfile(slots).load("attached")


def test_damaged_file_is_not_taken_for_an_empty_one(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)
    slots.write_bytes(slots.read_bytes()[:-1])

    with pytest.raises(KeyStoreUnavailableError):
        keyfile(slots).load("database")
    with pytest.raises(KeyStoreUnavailableError):
        keyfile(slots).save("database", SECRET)


def test_file_is_for_its_owner_only_and_the_previous_generation_is_kept(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)
    first = slots.read_bytes()
    keyfile(slots).save("attachments", SECRET)

    assert slots.stat().st_mode & 0o077 == 0
    assert slots.with_name("slots.previous").read_bytes() == first
    assert not slots.with_name("slots.new").exists()


def test_destroyed_secret_is_in_no_generation(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)
    keyfile(slots).destroy("database")

    assert b"database" not in slots.read_bytes()
    assert b"database" not in slots.with_name("slots.previous").read_bytes()


def test_file_asking_for_absurd_work_is_refused(slots: Path) -> None:
    keyfile(slots).save("database", SECRET)
    slots.write_bytes(slots.read_bytes().replace(b"jmemory_kib\x18\x40", b"jmemory_kib\x18\x01"))

    with pytest.raises(KeyStoreUnavailableError):
        keyfile(slots).load("database")


def test_place_that_cannot_be_written_is_news_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreUnavailableError):
        keyfile(tmp_path / "missing" / "slots").save("database", SECRET)


def test_machine_without_a_keychain_is_told_apart_and_never_used() -> None:
    store = OsKeychain("quancai", backend=NoKeyring())  # type: ignore[no-untyped-call]

    assert not store.is_available()
    with pytest.raises(KeyStoreUnavailableError):
        store.save("database", SECRET)


class LockedKeyring(DictionaryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked


def test_locked_keychain_says_so() -> None:
    with pytest.raises(KeyStoreLockedError):
        OsKeychain("quancai", backend=LockedKeyring()).load("database")


def test_secret_too_long_for_windows_is_a_bug_everywhere() -> None:
    with pytest.raises(ValueError, match="too long"):
        OsKeychain("quancai", backend=DictionaryKeyring()).save("database", bytes(MAX_SECRET_BYTES + 1))
