"""Who may open this computer: adding, changing and removing operators' slots.

Each act asks for an open installation, so that only somebody inside changes who may
come in. Removing somebody changes the data key, because he may have kept it; the
database follows at once when it is closed, or else at the next opening.
"""

from dataclasses import dataclass, field

from desktop.paths import AppPaths
from desktop.unlocking import KeyFileMissingError, Unlocked, settle_rekey
from sync.adapters.key_slot_file import KeySlotFile
from sync.custody.key_file import KeyFile, SecretKind
from sync.custody.rotation import begin_rekey
from sync.custody.secret_policy import Keychain, device_secret_name, new_secret
from sync.custody.slots import NewSlot, add_operator, change_secret
from sync.ports import Entropy
from sync.suites.at_rest import KdfCost


@dataclass(frozen=True, slots=True)
class Custodian:
    """An open installation, and what changing its slots takes from outside."""

    unlocked: Unlocked
    keychain: Keychain
    entropy: Entropy
    cost: KdfCost = field(default_factory=KdfCost)

    def add(self, operator: str, typed: str, *, kind: SecretKind) -> None:
        """Give somebody a slot.

        Raises:
            OperatorNameTakenError, OperatorNameInvalidError: the name.
            PassphraseTooShortError, PinInvalidError, PinNeedsKeychainError: the secret.

        """
        file = self._file()
        new = self._new_slot(file, operator, typed, kind)
        self._write(add_operator(file, self.unlocked.keys, new, entropy=self.entropy))

    def change(self, typed: str, *, kind: SecretKind) -> None:
        """Give the operator who opened the installation another secret.

        Raises:
            PassphraseTooShortError, PinInvalidError, PinNeedsKeychainError: the secret.

        """
        file = self._file()
        new = self._new_slot(file, self.unlocked.operator, typed, kind)
        self._write(change_secret(file, self.unlocked.keys, new, entropy=self.entropy))

    def begin_removal(self, operator: str) -> None:
        """End somebody's slot; the database follows at the next opening, as after a power cut.

        Raises:
            OperatorUnknownError: nobody of this name has a slot.
            LastOperatorError: nobody would be left.

        """
        self._begin_rekey(leaving=operator)

    def remove(self, operator: str) -> Unlocked:
        """End somebody's slot and change the keys of the replica, which must be closed.

        Raises:
            OperatorUnknownError, LastOperatorError: as `begin_removal`.
            StoreUnavailableError: open elsewhere, or no room; it is done at the next opening instead.

        """
        return settle_rekey(*self._begin_rekey(leaving=operator))

    def rekey(self) -> Unlocked:
        """Change the keys for everybody who has a slot: after a secret or a copy got into wrong hands."""
        return settle_rekey(*self._begin_rekey(leaving=None))

    def _begin_rekey(self, *, leaving: str | None) -> tuple[Unlocked, KeyFile]:
        paths = self.unlocked.paths
        moving, keys = begin_rekey(self._file(), self.unlocked.keys, entropy=self.entropy, leaving=leaving)
        self._write(moving)
        KeySlotFile(paths.key_file).forget_previous()
        return Unlocked(paths, keys), moving

    def _new_slot(self, file: KeyFile, operator: str, typed: str, kind: SecretKind) -> NewSlot:
        secret = new_secret(
            typed,
            kind=kind,
            installation=file.installation,
            keychain=self.keychain,
            entropy=self.entropy,
        )
        return NewSlot(operator, kind, secret, self.cost)

    def _file(self) -> KeyFile:
        return read_key_file(self.unlocked.paths)

    def _write(self, file: KeyFile) -> None:
        KeySlotFile(self.unlocked.paths.key_file).write(file)


def read_key_file(paths: AppPaths) -> KeyFile:
    """Read the key file of an installation.

    Raises:
        KeyFileMissingError: it has none.
        KeyStoreUnavailableError: it cannot be read.

    """
    file = KeySlotFile(paths.key_file).read()
    if file is None:
        raise KeyFileMissingError(file=paths.key_file.name)
    return file


def destroy_keys(paths: AppPaths, keychain: Keychain) -> None:
    """Make the replica of this computer unreadable for ever; its photos with it.

    Whoever calls has sent or exported what waits here (P8): afterwards nobody can. The keychain's half
    goes first, because solid-state disks keep old blocks of a file that was removed.

    Raises:
        KeyStoreUnavailableError: a file could not be removed; what is left opens as before.

    """
    slot_file = KeySlotFile(paths.key_file)
    file = None if slot_file.is_from_before_slots() else slot_file.read()
    if file is not None and keychain.is_available():
        keychain.destroy(device_secret_name(file.installation))
    slot_file.destroy()
