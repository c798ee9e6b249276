"""Which secrets are good enough, decided once for every place that takes a new one.

Six digits are a million guesses: minutes to hours on a rented computer. They hold
only where a second secret lies in the system's keychain, so a PIN without a working
keychain is refused and never silently taken for a passphrase. A passphrase stands
alone on purpose: a keychain that breaks must leave one way to unsent work.
"""

from typing import Final, Protocol

from sync.custody.errors import (
    DeviceSecretMissingError,
    PassphraseTooShortError,
    PinInvalidError,
    PinNeedsKeychainError,
)
from sync.custody.key_file import SecretKind
from sync.errors import KeyStoreUnavailableError
from sync.ports import Entropy, KeyStore
from sync.suites.at_rest import KEY_BYTES, TypedSecret

PIN_DIGITS: Final = 6
SHORTEST_PASSPHRASE: Final = 10
_FEWEST_DIFFERENT: Final = 3
_RUNS: Final = ("01234567890", "09876543210")


class Keychain(KeyStore, Protocol):
    """A place for secrets that may be missing from a machine altogether."""

    def is_available(self) -> bool: ...


def new_secret(
    text: str, *, kind: SecretKind, installation: bytes, keychain: Keychain, entropy: Entropy
) -> TypedSecret:
    """Check a secret somebody has chosen and join it with this computer's half, made when it is missing.

    Raises:
        PassphraseTooShortError: fewer than `SHORTEST_PASSPHRASE` characters.
        PinInvalidError: not `PIN_DIGITS` digits, or too easy.
        PinNeedsKeychainError: no keychain works here.

    """
    if kind is SecretKind.PASSPHRASE:
        if len(text) < SHORTEST_PASSPHRASE:
            raise PassphraseTooShortError(shortest=str(SHORTEST_PASSPHRASE))
        return TypedSecret(text)
    _check_pin(text)
    if not keychain.is_available():
        raise PinNeedsKeychainError
    name = device_secret_name(installation)
    half = keychain.load(name)
    if half is None:
        half = entropy.take(KEY_BYTES)
        keychain.save(name, half)
    return TypedSecret(text, half)


def known_secret(text: str, *, kind: SecretKind, installation: bytes, keychain: Keychain) -> TypedSecret:
    """Join what somebody typed to open a slot with this computer's half.

    Raises:
        DeviceSecretMissingError: a PIN, and no keychain or an emptied one.
        KeyStoreLockedError: the keychain is there but not open.

    """
    if kind is SecretKind.PASSPHRASE:
        return TypedSecret(text)
    half = keychain.load(device_secret_name(installation)) if keychain.is_available() else None
    if half is None:
        raise DeviceSecretMissingError
    return TypedSecret(text, half)


def device_secret_name(installation: bytes) -> str:
    return f"device-secret-{installation.hex()}"


def _check_pin(text: str) -> None:
    is_number = len(text) == PIN_DIGITS and text.isascii() and text.isdigit()
    if not is_number or len(set(text)) < _FEWEST_DIFFERENT or any(text in run for run in _RUNS):
        raise PinInvalidError(length=str(PIN_DIGITS))


class NoKeychain:
    """The keychain of a machine that has none; asking it for a secret is a bug, not a fallback."""

    def is_available(self) -> bool:
        return False

    def load(self, name: str) -> bytes | None:
        raise KeyStoreUnavailableError(name=name)

    def save(self, name: str, secret: bytes) -> None:  # noqa: ARG002 — the port's signature
        raise KeyStoreUnavailableError(name=name)

    def destroy(self, name: str) -> None:
        """Forget nothing: there is nothing to forget."""
