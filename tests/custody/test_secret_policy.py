"""A short secret is never silently taken for a strong one."""

import pytest
from keyring.backends.fail import Keyring as FailingKeyring
from keyring.backends.null import Keyring as NullKeyring

from sync.adapters.os_keychain import OsKeychain
from sync.custody.errors import (
    DeviceSecretMissingError,
    PassphraseTooShortError,
    PinInvalidError,
    PinNeedsKeychainError,
)
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import Keychain, NoKeychain, known_secret, new_secret
from sync.suites.at_rest import TypedSecret
from tests.contracts.test_key_store import DictionaryKeyring
from tests.custody.story import INSTALLATION
from tests.fakes.entropy import SeededEntropy


def chosen(text: str, kind: SecretKind, keychain: Keychain) -> TypedSecret:
    entropy = SeededEntropy("half")
    return new_secret(text, kind=kind, installation=INSTALLATION, keychain=keychain, entropy=entropy)


def known(text: str, kind: SecretKind, keychain: Keychain) -> TypedSecret:
    return known_secret(text, kind=kind, installation=INSTALLATION, keychain=keychain)


def test_pin_is_joined_with_a_half_that_stays_in_the_keychain() -> None:
    keychain = OsKeychain("quancai", backend=DictionaryKeyring())

    made = chosen("291847", SecretKind.PIN, keychain)

    assert made.device_secret is not None
    assert len(made.device_secret) == 32
    assert known("291847", SecretKind.PIN, keychain) == made


@pytest.mark.parametrize("backend", [FailingKeyring, NullKeyring])
def test_pin_without_a_keychain_is_refused(backend: type) -> None:
    with pytest.raises(PinNeedsKeychainError):
        chosen("291847", SecretKind.PIN, OsKeychain("quancai", backend=backend()))


def test_keyring_gone_after_the_pin_was_chosen_is_told_apart_from_a_wrong_pin() -> None:
    chosen("291847", SecretKind.PIN, OsKeychain("quancai", backend=DictionaryKeyring()))

    with pytest.raises(DeviceSecretMissingError):
        known("291847", SecretKind.PIN, NoKeychain())


def test_emptied_keyring_makes_no_new_half_when_opening() -> None:
    keyring = DictionaryKeyring()

    with pytest.raises(DeviceSecretMissingError):
        known("291847", SecretKind.PIN, OsKeychain("quancai", backend=keyring))

    assert keyring.passwords == {}


@pytest.mark.parametrize(
    "pin", ["12345", "123456", "654321", "111111", "121212", "1234567", "29184x", "２９１８４７"]
)
def test_pin_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(PinInvalidError):
        chosen(pin, SecretKind.PIN, OsKeychain("quancai", backend=DictionaryKeyring()))


def test_short_passphrase_is_refused_with_a_keychain_too() -> None:
    with pytest.raises(PassphraseTooShortError):
        chosen("291847", SecretKind.PASSPHRASE, OsKeychain("quancai", backend=DictionaryKeyring()))


def test_passphrase_opens_without_any_keychain() -> None:
    assert chosen("象山路的榕树下有三把椅子", SecretKind.PASSPHRASE, NoKeychain()).device_secret is None
