"""A recovery under way: the key pair a locked computer waits with, under the secret it will open with.

It may wait for days and survive restarts; on the disk it is as safe as a slot, because
it is closed in the same way.
"""

from dataclasses import dataclass, replace
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_map
from sync.custody.key_file import SLOT_SUITE, KeyFile, OpenedKeys, OperatorSlot
from sync.custody.key_file_encoding import slot_from_plain, slot_to_plain
from sync.custody.recovery import CHALLENGE_BYTES, open_answer, request_recovery
from sync.custody.slots import NewSlot, add_operator, change_secret
from sync.ports import Entropy
from sync.suites import at_rest
from sync.suites.at_rest import NONCE_BYTES, SALT_BYTES, TypedSecret
from sync.suites.by_id import suite_by_id

_MAX_BYTES: Final = 4_096
_KEYS: Final = frozenset({"slot", "challenge"})
_PURPOSE: Final = b"quancai pending recovery 2"


@dataclass(frozen=True, slots=True)
class PendingRecovery:
    """Who waits, and the half-made slot; `challenge` ties the answer to this request."""

    slot: OperatorSlot
    challenge: bytes


def begin_recovery(file: KeyFile, new: NewSlot, *, entropy: Entropy) -> tuple[PendingRecovery, str]:
    """Make a key pair under a new secret, and the request that goes with it.

    Raises:
        RecoveryNotSetUpError: the city has no slot here.

    """
    suite = suite_by_id(SLOT_SUITE)
    private = suite.new_sealing_secret(entropy)
    blank = OperatorSlot(
        operator=new.operator,
        kind=new.kind,
        cost=new.cost,
        salt=entropy.take(SALT_BYTES),
        nonce=entropy.take(NONCE_BYTES),
        sealed=b"",
        public=suite.sealing_public(private),
        data_keys=(),
    )
    key, context = _key(file, blank, new.secret), _context(file, blank)
    slot = replace(blank, sealed=at_rest.wrap(key, private, nonce=blank.nonce, context=context))
    pending = PendingRecovery(slot, entropy.take(CHALLENGE_BYTES))
    return pending, request_recovery(file, public=slot.public, challenge=pending.challenge)


def open_pending(file: KeyFile, pending: PendingRecovery, answer: str, secret: TypedSecret) -> OpenedKeys:
    """Take the keys out of the answer with the secret chosen when the request was made.

    Raises:
        PassphraseWrongError: another secret than the one chosen then.
        RecoveryMessageInvalidError: not an answer to this request.
        KeyFileChangedError: the keys are not those this key file was sealed with.

    """
    slot = pending.slot
    private = at_rest.unwrap(
        _key(file, slot, secret), slot.sealed, nonce=slot.nonce, context=_context(file, slot)
    )
    return open_answer(file, answer, operator=slot.operator, private=private, challenge=pending.challenge)


def install_recovered(file: KeyFile, keys: OpenedKeys, new: NewSlot, *, entropy: Entropy) -> KeyFile:
    """Give the operator a slot under the new secret, in place of the forgotten one.

    Raises:
        RekeyUnfinishedError: two epochs are in use; finish that first, with the recovered keys.

    """
    if new.operator in file.operators:
        return change_secret(file, keys, new, entropy=entropy)
    return add_operator(file, keys, new, entropy=entropy)


def encode_pending(pending: PendingRecovery) -> bytes:
    return encode_cbor({"slot": slot_to_plain(pending.slot), "challenge": pending.challenge})


def decode_pending(encoded: bytes) -> PendingRecovery:
    row = read_map(decode_cbor(encoded, limit=_MAX_BYTES), keys=_KEYS)
    return PendingRecovery(slot_from_plain(row["slot"]), read_bytes(row["challenge"], length=CHALLENGE_BYTES))


def _key(file: KeyFile, slot: OperatorSlot, secret: TypedSecret) -> bytes:
    stretched = at_rest.stretch(secret, salt=slot.salt, cost=slot.cost, context=_context(file, slot))
    return at_rest.derive(stretched, purpose=_PURPOSE)


def _context(file: KeyFile, slot: OperatorSlot) -> bytes:
    return encode_cbor(["quancai pending recovery", 2, file.installation, slot.operator, slot.kind.value])
