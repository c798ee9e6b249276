"""KeyStore in the keychain of the logged-in user.

Windows caps a secret at 1,280 characters and every keychain stores text, so secrets
are short and go in as base64. A machine without a working keychain is told apart at
once: silently keeping secrets nowhere, or in clear, is the one thing this must not do.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import keyring
import keyring.errors
from keyring.backend import KeyringBackend

from sync.errors import KeyStoreLockedError, KeyStoreUnavailableError

MAX_SECRET_BYTES: Final = 640
_UNUSABLE_BACKENDS: Final = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class OsKeychain:
    """Secrets of one installation, each under its own service name."""

    def __init__(self, service: str, *, backend: KeyringBackend | None = None) -> None:
        self._service = service
        self._backend = backend or keyring.get_keyring()

    @property
    def name(self) -> str:
        """Name the keychain for support, such as `keyring.backends.SecretService`."""
        return type(self._backend).__module__

    def is_available(self) -> bool:
        """Say whether this machine has a keychain that protects anything."""
        return not self.name.startswith(_UNUSABLE_BACKENDS)

    def load(self, name: str) -> bytes | None:
        with self._errors_translated():
            text = self._backend.get_password(self._account(name), name)
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise KeyStoreUnavailableError from error

    def save(self, name: str, secret: bytes) -> None:
        if len(secret) > MAX_SECRET_BYTES:
            raise ValueError("secret too long for every keychain")
        with self._errors_translated():
            self._backend.set_password(self._account(name), name, base64.b64encode(secret).decode())

    def destroy(self, name: str) -> None:
        with self._errors_translated():
            try:
                self._backend.delete_password(self._account(name), name)
            except keyring.errors.PasswordDeleteError:
                return

    def _account(self, name: str) -> str:
        return f"{self._service}/{name}"

    @contextmanager
    def _errors_translated(self) -> Iterator[None]:
        if not self.is_available():
            raise KeyStoreUnavailableError
        try:
            yield
        except keyring.errors.KeyringLocked as error:
            raise KeyStoreLockedError from error
        except (keyring.errors.KeyringError, RuntimeError) as error:
            raise KeyStoreUnavailableError from error
