"""A forgotten secret on this computer: the request for the city, and what its answer opens.

The new secret is chosen before the request is made and closes it; the officer types it
again when the answer has come. Until then the old slots stay, in case it is remembered.
"""

from dataclasses import dataclass, field

from desktop.operators import read_key_file
from desktop.paths import AppPaths
from desktop.unlocking import Unlocked, settle_rekey
from store import Store, read_enrolment
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.private_file import write_private_file
from sync.custody.errors import RecoveryMessageInvalidError
from sync.custody.key_file import KeyFile, SecretKind
from sync.custody.pending import (
    PendingRecovery,
    begin_recovery,
    decode_pending,
    encode_pending,
    install_recovered,
    open_pending,
)
from sync.custody.recovery import is_set_up, request_recovery, set_up_recovery
from sync.custody.secret_policy import Keychain, known_secret, new_secret
from sync.custody.slots import NewSlot
from sync.errors import KeyStoreUnavailableError
from sync.keys.enrolment import decode_enrolment
from sync.ports import Entropy
from sync.suites.at_rest import KdfCost


@dataclass(frozen=True, slots=True)
class Recovery:
    """A locked computer, and what recovering it takes from outside."""

    paths: AppPaths
    keychain: Keychain
    entropy: Entropy
    cost: KdfCost = field(default_factory=KdfCost)

    def ask(self, operator: str, typed: str, *, kind: SecretKind) -> str:
        """Choose a new secret and write the request: text for a file or a QR code.

        Raises:
            RecoveryNotSetUpError: the city has no slot here.
            PassphraseTooShortError, PinInvalidError, PinNeedsKeychainError: the secret.

        """
        file = read_key_file(self.paths)
        secret = new_secret(
            typed,
            kind=kind,
            installation=file.installation,
            keychain=self.keychain,
            entropy=self.entropy,
        )
        new = NewSlot(operator, kind, secret, self.cost)
        pending, request = begin_recovery(file, new, entropy=self.entropy)
        try:
            write_private_file(self.paths.pending_recovery, encode_pending(pending))
        except OSError as error:
            raise KeyStoreUnavailableError from error
        return request

    def is_possible(self) -> bool:
        """Say whether the city has a slot here."""
        return read_key_file(self.paths).recovery is not None

    def waiting_request(self) -> str | None:
        """Write the request again whose answer is awaited; None where none is.

        Raises:
            MessageMalformedError: what is kept of it is damaged.

        """
        if not self.paths.pending_recovery.exists():
            return None
        pending = _read_pending(self.paths)
        return request_recovery(
            read_key_file(self.paths),
            public=pending.slot.public,
            challenge=pending.challenge,
        )

    def accept(self, answer: str, typed: str) -> Unlocked:
        """Open the answer with the secret chosen then, and give it a slot.

        Raises:
            PassphraseWrongError: another secret than the one chosen with the request.
            RecoveryMessageInvalidError: no request waits here, or the answer is to another one.
            KeyFileChangedError: the answer does not fit this key file.

        """
        file, pending = read_key_file(self.paths), _read_pending(self.paths)
        slot = pending.slot
        secret = known_secret(typed, kind=slot.kind, installation=file.installation, keychain=self.keychain)
        keys = open_pending(file, pending, answer, secret)
        unlocked = settle_rekey(Unlocked(self.paths, keys), file)
        new = NewSlot(slot.operator, slot.kind, secret, self.cost)
        installed = install_recovered(read_key_file(self.paths), unlocked.keys, new, entropy=self.entropy)
        KeySlotFile(self.paths.key_file).write(installed)
        self.paths.pending_recovery.unlink(missing_ok=True)
        return unlocked


def secure_recovery(store: Store, unlocked: Unlocked) -> bool:
    """Give the city the slot its invitation spoke of, if it has none yet; say whether one was made.

    Raises:
        KeyStoreUnavailableError: the key file could not be written; what was there still is.

    """
    document = read_enrolment(store)
    membership = None if document is None else decode_enrolment(document)
    if membership is None or membership.recovery is None:
        return False
    device, recovery = membership.identity.device_id, membership.recovery
    file: KeyFile = read_key_file(unlocked.paths)
    if len(file.epochs) != 1 or is_set_up(file, device=device, recovery=recovery):
        return False
    grown = set_up_recovery(file, unlocked.keys, device=device, recovery=recovery)
    KeySlotFile(unlocked.paths.key_file).write(grown)
    return True


def _read_pending(paths: AppPaths) -> PendingRecovery:
    try:
        return decode_pending(paths.pending_recovery.read_bytes())
    except OSError as error:
        raise RecoveryMessageInvalidError from error
