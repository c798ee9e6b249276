"""What every place for secrets promises: the dictionary, the key file and the keychain alike."""

from collections.abc import Callable
from pathlib import Path

import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from sync.adapters.os_keychain import OsKeychain
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.ports import KeyStore
from sync.suites.at_rest import KdfCost
from tests.fakes.entropy import SeededEntropy
from tests.fakes.key_store import MemoryKeyStore


class DictionaryKeyring(KeyringBackend):
    """A keychain that is always open."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.passwords.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


def keyfile(folder: Path) -> KeyStore:
    return PassphraseKeyfile(
        folder / "slots",
        passphrase="correct horse",
        entropy=SeededEntropy("slots"),
        cost=KdfCost(memory_kib=64, passes=1),
    )


def keychain(_folder: Path) -> KeyStore:
    return OsKeychain("quancai-test", backend=DictionaryKeyring())


def dictionary(_folder: Path) -> KeyStore:
    return MemoryKeyStore()


@pytest.fixture(params=[dictionary, keyfile, keychain])
def key_store(request: pytest.FixtureRequest, tmp_path: Path) -> KeyStore:
    make: Callable[[Path], KeyStore] = request.param
    return make(tmp_path)


def test_secret_comes_back(key_store: KeyStore) -> None:
    key_store.save("database", bytes(range(32)))

    assert key_store.load("database") == bytes(range(32))


def test_nothing_is_there_before_it_is_saved(key_store: KeyStore) -> None:
    assert key_store.load("database") is None


def test_saving_again_replaces(key_store: KeyStore) -> None:
    key_store.save("database", b"old")
    key_store.save("database", b"new")

    assert key_store.load("database") == b"new"


def test_names_do_not_mix(key_store: KeyStore) -> None:
    key_store.save("database", b"one")
    key_store.save("attachments", b"two")

    assert (key_store.load("database"), key_store.load("attachments")) == (b"one", b"two")


def test_destroyed_secret_is_gone_and_destroying_twice_is_no_error(key_store: KeyStore) -> None:
    key_store.save("database", b"one")

    key_store.destroy("database")
    key_store.destroy("database")

    assert key_store.load("database") is None
