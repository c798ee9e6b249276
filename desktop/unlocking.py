"""From a typed secret to an open replica, and the first secret of a new installation.

The replica's key is random and comes out of a slot of the key file beside it
(`sync.custody`). A key file from before operators' slots is brought up to date by the
passphrase that opens it; its database stays as it is. A change of keys that a power cut
interrupted ends here, before anybody works. Nothing is ever kept in clear.

Wherever a replica is opened it may take steps an older program cannot read. The version that runs is then
noted as staying before they are committed, by default in the folder its launcher started it from.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.errors import DesktopError
from desktop.paths import AppPaths
from desktop.who_may_come import FIRST_OPERATOR, is_new
from store import Store, open_reader, open_store
from store.errors import StoreWrongKeyError
from store.rekey import is_opened_by, rekey_store
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.passphrase_keyfile import PassphraseKeyfile
from sync.custody.errors import KeyFileOldError
from sync.custody.key_file import KeyFile, OpenedKeys, SecretKind
from sync.custody.rotation import finish_rekey
from sync.custody.secret_policy import Keychain, NoKeychain, known_secret, new_secret
from sync.custody.slots import NewSlot, begin_key_file, database_key, new_installation, open_slot
from sync.ports import Entropy
from sync.suites.at_rest import KdfCost, TypedSecret

_REPLICA_KEY: Final = "replica"  # the name of the one slot of a key file from before operators' slots


class KeyFileMissingError(DesktopError):
    """The replica is here and the file with its key is not: put the file back, or restore."""

    code = "key-file-missing"


def keep_running_version() -> None:
    """Note for the launcher that the version that runs stays: records are about to take steps under it.

    Raises:
        RecordsWaitError, StartAgainError: it cannot be noted; no step may be taken.

    """
    from updates.machine import keep_running  # noqa: PLC0415 - only a replica with steps to take needs it

    keep_running(os.environ)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An installation somebody has opened; the keys stay in memory until the program locks.

    `before_steps_commit` is what has to be on the disk before the replica takes steps (docs/adr/0045).
    """

    paths: AppPaths
    keys: OpenedKeys = field(repr=False)
    before_steps_commit: Callable[[], None] = field(default=keep_running_version, repr=False, compare=False)

    @property
    def operator(self) -> str:
        return self.keys.operator

    @property
    def key(self) -> bytes:
        """The raw key of the database."""
        return database_key(self.keys, self.keys.epoch)

    def open_writer(self) -> Store:
        """Open the replica.

        Raises:
            KeyFileOldError: this key file belongs to an earlier state of the replica.
            StoreUnavailableError: something else stands in the way.
            UpdateError: there are steps to take, and this version cannot be kept for them.

        """
        try:
            return open_store(self.paths.replica, self.key, before_steps_commit=self.before_steps_commit)
        except StoreWrongKeyError as error:
            raise KeyFileOldError from error

    def open_reader(self) -> Store:
        return open_reader(self.paths.replica, self.key)


def unlock(
    paths: AppPaths,
    typed: str,
    *,
    entropy: Entropy,
    operator: str | None = None,
    keychain: Keychain | None = None,
    cost: KdfCost | None = None,
    kind: SecretKind = SecretKind.PASSPHRASE,
) -> Unlocked:
    """Open an installation, or make a new one under this secret of that kind.

    Raises:
        PassphraseWrongError: it does not open the slot.
        PassphraseTooShortError, PinInvalidError, PinNeedsKeychainError: a new installation needs better.
        DeviceSecretMissingError: a PIN without this computer's half.
        KeyFileMissingError: a replica without its key file is never overwritten.
        KeyFileChangedError, KeyFileOldError: the key file is not the one that belongs here.

    """
    paths.prepare()
    chain, cost = keychain or NoKeychain(), cost or KdfCost()
    slot_file = KeySlotFile(paths.key_file)
    if is_new(paths):
        return _begin(paths, slot_file, typed, kind=kind, keychain=chain, entropy=entropy, cost=cost)
    if slot_file.is_from_before_slots():
        return _bring_up_to_date(paths, slot_file, typed, entropy=entropy, cost=cost)
    file = slot_file.read()
    if file is None:
        raise KeyFileMissingError(file=paths.key_file.name)
    slot = file.slot(operator or file.slots[0].operator)
    secret = known_secret(typed, kind=slot.kind, installation=file.installation, keychain=chain)
    keys = open_slot(file, slot.operator, secret)
    return settle_rekey(Unlocked(paths, keys), file)


def settle_rekey(unlocked: Unlocked, file: KeyFile) -> Unlocked:
    """End a change of keys, wherever it stands; without one under way, nothing happens.

    Raises:
        StoreUnavailableError: the replica is open elsewhere, or there is no room for a second one.

    """
    if len(file.epochs) == 1:
        return unlocked
    paths, keys = unlocked.paths, unlocked.keys
    old, new = (database_key(keys, epoch) for epoch in file.epochs)
    if paths.replica.exists() and not is_opened_by(paths.replica, new):
        try:
            rekey_store(paths.replica, old, new_key=new, before_steps_commit=unlocked.before_steps_commit)
        except StoreWrongKeyError as error:
            raise KeyFileOldError from error
    finished, left = finish_rekey(file, keys)
    KeySlotFile(paths.key_file).write(finished)
    return replace(unlocked, keys=left)


def _begin(
    paths: AppPaths,
    slot_file: KeySlotFile,
    typed: str,
    *,
    kind: SecretKind,
    keychain: Keychain,
    entropy: Entropy,
    cost: KdfCost,
) -> Unlocked:
    installation = new_installation(entropy)
    secret = new_secret(typed, kind=kind, installation=installation, keychain=keychain, entropy=entropy)
    first = NewSlot(FIRST_OPERATOR, kind, secret, cost)
    file, keys = begin_key_file(first, installation=installation, entropy=entropy)
    slot_file.write(file)
    return Unlocked(paths, keys)


def _bring_up_to_date(
    paths: AppPaths, slot_file: KeySlotFile, typed: str, *, entropy: Entropy, cost: KdfCost
) -> Unlocked:
    held = PassphraseKeyfile(paths.key_file, passphrase=typed, entropy=entropy).load(_REPLICA_KEY)
    if held is None:
        raise KeyFileMissingError(file=paths.key_file.name)
    first = NewSlot(FIRST_OPERATOR, SecretKind.PASSPHRASE, TypedSecret(typed), cost)
    file, keys = begin_key_file(
        first, installation=new_installation(entropy), entropy=entropy, database_key=held
    )
    slot_file.write(file)
    return Unlocked(paths, keys)
