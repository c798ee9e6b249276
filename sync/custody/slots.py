"""Making, opening and changing the slots of a key file; every change is sealed anew, one generation on.

The tag over the file is made with a key that only openers know. Without it, whoever
may write to the disk could swap a public key and be given the next data key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sync.cbor import encode_cbor
from sync.custody.errors import (
    KeyFileChangedError,
    OperatorNameInvalidError,
    OperatorNameTakenError,
    RekeyUnfinishedError,
)
from sync.custody.key_file import (
    EPOCH_BEFORE_SLOTS,
    FIRST_EPOCH,
    INSTALLATION_BYTES,
    SLOT_SUITE,
    EpochKey,
    KeyFile,
    OpenedKeys,
    OperatorSlot,
    SecretKind,
)
from sync.custody.key_file_encoding import encode_body
from sync.errors import NotOpenableError, PassphraseWrongError
from sync.ports import Entropy
from sync.suites import at_rest
from sync.suites.at_rest import KEY_BYTES, NONCE_BYTES, SALT_BYTES, KdfCost, TypedSecret
from sync.suites.by_id import suite_by_id
from sync.suites.suite import Suite

_TAG_PURPOSE: Final = b"quancai key file 2"
_SLOT_PURPOSE: Final = b"quancai slot key 2"
_DATABASE_PURPOSE: Final = b"quancai database 1"
_BLIND_INDEX_PURPOSE: Final = b"quancai blind index 1"
_NAME: Final = re.compile(r"[\w.-]{1,32}")


@dataclass(frozen=True, slots=True)
class NewSlot:
    """Who gets a slot, and the secret they chose, already checked by `secret_policy`."""

    operator: str
    kind: SecretKind
    secret: TypedSecret = field(repr=False)
    cost: KdfCost = field(default_factory=KdfCost)


def begin_key_file(
    first: NewSlot, *, installation: bytes, entropy: Entropy, database_key: bytes | None = None
) -> tuple[KeyFile, OpenedKeys]:
    """Make the key file of a new installation, or of one whose database has a key from before slots.

    Raises:
        OperatorNameInvalidError: not a name for a slot.

    """
    epoch = FIRST_EPOCH if database_key is None else EPOCH_BEFORE_SLOTS
    data_key = entropy.take(KEY_BYTES) if database_key is None else database_key
    keys = OpenedKeys(first.operator, entropy.take(KEY_BYTES), ((epoch, data_key),))
    empty = KeyFile(installation, 0, (epoch,), ())
    return add_operator(empty, keys, first, entropy=entropy), keys


def new_installation(entropy: Entropy) -> bytes:
    """Name an installation: its slots open nowhere else, and its half of every PIN lies under this name."""
    return entropy.take(INSTALLATION_BYTES)


def open_slot(file: KeyFile, operator: str, secret: TypedSecret) -> OpenedKeys:
    """Open the replica's keys with what an operator typed.

    Raises:
        OperatorUnknownError: nobody of this name has a slot.
        PassphraseWrongError: wrong secret, wrong device secret, a moved or damaged slot.
        KeyFileChangedError: the slot opens, but the file around it is not the one that was sealed.

    """
    slot = file.slot(operator)
    opened = at_rest.unwrap(
        _slot_key(file, slot, secret), slot.sealed, nonce=slot.nonce, context=_slot_context(file, slot)
    )
    if len(opened) != 2 * KEY_BYTES:
        raise PassphraseWrongError
    private, file_key = opened[:KEY_BYTES], opened[KEY_BYTES:]
    check_tag(file, file_key)
    return OpenedKeys(
        operator, file_key, tuple(_open_data_key(file, slot, key, private) for key in slot.data_keys)
    )


def add_operator(file: KeyFile, keys: OpenedKeys, new: NewSlot, *, entropy: Entropy) -> KeyFile:
    """Give somebody a slot.

    Raises:
        OperatorNameTakenError: the name has a slot.
        OperatorNameInvalidError: not a name for a slot.
        RekeyUnfinishedError: two epochs are in use.

    """
    if new.operator in file.operators:
        raise OperatorNameTakenError(operator=new.operator)
    slot = _make_slot(file, keys, new, entropy=entropy)
    return seal_file(replace(file, slots=(*file.slots, slot)), keys)


def change_secret(file: KeyFile, keys: OpenedKeys, new: NewSlot, *, entropy: Entropy) -> KeyFile:
    """Replace a slot by one under a new secret, with a new key pair; the data key stays.

    Whoever copied the old file and knows the old secret can still open that copy; only
    a rekey (`sync.custody.rotation`) ends that.
    """
    held = file.slot(new.operator)
    slot = _make_slot(file, keys, new, entropy=entropy)
    slots = tuple(slot if other is held else other for other in file.slots)
    return seal_file(replace(file, slots=slots), keys)


def seal_file(file: KeyFile, keys: OpenedKeys) -> KeyFile:
    """Close a changed file: one generation on, with the tag that goes with it."""
    grown = replace(file, generation=file.generation + 1, tag=b"")
    return replace(grown, tag=at_rest.mark(_tag_key(keys.file_key), encode_body(grown)))


def seal_data_key(file: KeyFile, *, operator: str, public: bytes, epoch: int, data_key: bytes) -> EpochKey:
    """Seal a data key to the slot of an operator."""
    context = _data_key_context(file, operator, epoch)
    return EpochKey(epoch, _suite().wrap(public, data_key, context=context))


def database_key(keys: OpenedKeys, epoch: int) -> bytes:
    """Give the raw key of the database in one epoch, 32 bytes."""
    data_key = data_key_of(keys, epoch)
    return data_key if epoch == EPOCH_BEFORE_SLOTS else at_rest.derive(data_key, purpose=_DATABASE_PURPOSE)


def blind_index_key(keys: OpenedKeys, epoch: int) -> bytes:
    """Give the key for tags that find equal values without showing them, 32 bytes."""
    return at_rest.derive(data_key_of(keys, epoch), purpose=_BLIND_INDEX_PURPOSE)


def check_tag(file: KeyFile, file_key: bytes) -> None:
    """Accept the file as the one its openers sealed.

    Raises:
        KeyFileChangedError: it is not.

    """
    if not at_rest.is_marked(_tag_key(file_key), encode_body(file), file.tag):
        raise KeyFileChangedError


def require_one_epoch(file: KeyFile) -> int:
    if len(file.epochs) != 1:
        raise RekeyUnfinishedError
    return file.epochs[0]


def _make_slot(file: KeyFile, keys: OpenedKeys, new: NewSlot, *, entropy: Entropy) -> OperatorSlot:
    if not _NAME.fullmatch(new.operator):
        raise OperatorNameInvalidError
    epoch = require_one_epoch(file)
    private = _suite().new_sealing_secret(entropy)
    public = _suite().sealing_public(private)
    data_key = seal_data_key(
        file, operator=new.operator, public=public, epoch=epoch, data_key=data_key_of(keys, epoch)
    )
    blank = OperatorSlot(
        operator=new.operator,
        kind=new.kind,
        cost=new.cost,
        salt=entropy.take(SALT_BYTES),
        nonce=entropy.take(NONCE_BYTES),
        sealed=b"",
        public=public,
        data_keys=(data_key,),
    )
    key, context = _slot_key(file, blank, new.secret), _slot_context(file, blank)
    return replace(
        blank, sealed=at_rest.wrap(key, private + keys.file_key, nonce=blank.nonce, context=context)
    )


def _slot_key(file: KeyFile, slot: OperatorSlot, secret: TypedSecret) -> bytes:
    stretched = at_rest.stretch(secret, salt=slot.salt, cost=slot.cost, context=_slot_context(file, slot))
    return at_rest.derive(stretched, purpose=_SLOT_PURPOSE)


def _slot_context(file: KeyFile, slot: OperatorSlot) -> bytes:
    return encode_cbor(["quancai operator slot", 2, file.installation, slot.operator, slot.kind.value])


def _data_key_context(file: KeyFile, operator: str, epoch: int) -> bytes:
    return encode_cbor(["quancai data key", 2, file.installation, operator, epoch])


def _open_data_key(file: KeyFile, slot: OperatorSlot, key: EpochKey, private: bytes) -> tuple[int, bytes]:
    context = _data_key_context(file, slot.operator, key.epoch)
    try:
        return key.epoch, _suite().unwrap(private, key.wrapped, context=context)
    except NotOpenableError as error:
        raise KeyFileChangedError from error


def data_key_of(keys: OpenedKeys, epoch: int) -> bytes:
    held: Mapping[int, bytes] = dict(keys.data_keys)
    return held[epoch]


def _tag_key(file_key: bytes) -> bytes:
    return at_rest.derive(file_key, purpose=_TAG_PURPOSE)


def _suite() -> Suite:
    return suite_by_id(SLOT_SUITE)
