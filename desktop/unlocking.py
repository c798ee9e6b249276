"""From a typed secret to an open replica, and the first secret of a new installation.

The replica's key is random and lies in a slot file beside it, wrapped under the
passphrase. The passphrase is the only guard, so a short one is refused: a PIN would
need a second secret in the system's keychain, and a keychain that breaks must never
lock an officer out of unsent work. Nothing is ever kept in clear.
"""

from dataclasses import dataclass, field
from typing import Final

from desktop.errors import DesktopError
from desktop.paths import AppPaths
from store import KEY_BYTES, Store, open_reader, open_store
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.ports import Entropy
from sync.suites.at_rest import KdfCost

SHORTEST_PASSPHRASE: Final = 10
_REPLICA_KEY: Final = "replica"


class PassphraseTooShortError(DesktopError):
    """A new passphrase that a rented computer would guess in an afternoon."""

    code = "passphrase-too-short"


class KeyFileMissingError(DesktopError):
    """The replica is here and the file with its key is not: put the file back, or restore."""

    code = "key-file-missing"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An installation somebody has opened; the key stays in memory until the program locks."""

    paths: AppPaths
    key: bytes = field(repr=False)

    def open_writer(self) -> Store:
        return open_store(self.paths.replica, self.key)

    def open_reader(self) -> Store:
        return open_reader(self.paths.replica, self.key)


def is_new(paths: AppPaths) -> bool:
    return not paths.key_file.exists() and not paths.replica.exists()


def unlock(
    paths: AppPaths,
    passphrase: str,
    *,
    entropy: Entropy,
    cost: KdfCost | None = None,
) -> Unlocked:
    """Open an installation, or make a new one under this passphrase.

    Raises:
        PassphraseWrongError: it does not open the key.
        PassphraseTooShortError: a new installation needs a longer one.
        KeyFileMissingError: a replica without its key file is never overwritten.

    """
    paths.prepare()
    starts_anew = is_new(paths)
    if starts_anew and len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShortError(shortest=str(SHORTEST_PASSPHRASE))
    slots = PassphraseKeyfile(paths.key_file, passphrase=passphrase, entropy=entropy, cost=cost)
    key = slots.load(_REPLICA_KEY)
    if key is None:
        if not starts_anew:
            raise KeyFileMissingError(file=paths.key_file.name)
        key = entropy.take(KEY_BYTES)
        slots.save(_REPLICA_KEY, key)
    return Unlocked(paths, key)
