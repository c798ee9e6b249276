"""The key file as bytes: deterministic CBOR, sealed by a tag over everything but the tag.

Version 1 was written by `sync.adapters.passphrase_keyfile`; this is version 2. A
released version is read for ever.
"""

from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_bytes,
    read_choice,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.custody.key_file import (
    INSTALLATION_BYTES,
    EpochKey,
    KeyFile,
    OperatorSlot,
    RecoverySlot,
)
from sync.custody.key_file_names import (
    FILE_KEYS,
    FILE_VERSION,
    MAX_FILE_BYTES,
    MAX_NAME,
    MAX_OPERATORS,
    SLOT_KEYS,
    SecretKind,
)
from sync.errors import MessageMalformedError
from sync.suites.at_rest_values import MAX_MEMORY_KIB, MAX_PASSES, NONCE_BYTES, SALT_BYTES, KdfCost
from sync.suites.suite import WrappedKey

_TAG_BYTES: Final = 32
_LEAST_MEMORY_KIB: Final = 8
_RECOVERY_KEYS: Final = frozenset({"device", "suite", "public", "data_keys"})


def encode_body(file: KeyFile) -> bytes:
    """Give the bytes the tag is made over."""
    return encode_cbor(_body(file))


def encode_key_file(file: KeyFile) -> bytes:
    return encode_cbor({**_body(file), "tag": file.tag})


def decode_key_file(encoded: bytes) -> KeyFile:
    """Read a key file; whether its tag holds is known only once a slot has been opened.

    Raises:
        SyncError: too large, not the layout of version 2, or not its one encoding.

    """
    row = read_map(decode_cbor(encoded, limit=MAX_FILE_BYTES), keys=FILE_KEYS)
    read_integer(row["version"], low=FILE_VERSION, high=FILE_VERSION)
    slots = tuple(slot_from_plain(slot) for slot in read_list(row["slots"], limit=MAX_OPERATORS))
    epochs = tuple(read_integer(epoch) for epoch in read_list(row["epochs"], limit=2))
    recovery = None if row["recovery"] is None else _recovery_from_plain(row["recovery"])
    held = [slot.data_keys for slot in slots] + ([] if recovery is None else [recovery.data_keys])
    if not slots or not epochs or any(_epochs(keys) != epochs for keys in held):
        raise MessageMalformedError(part="slots")
    return KeyFile(
        installation=read_bytes(row["installation"], length=INSTALLATION_BYTES),
        generation=read_integer(row["generation"]),
        epochs=epochs,
        slots=slots,
        recovery=recovery,
        tag=read_bytes(row["tag"], length=_TAG_BYTES),
    )


def data_keys_to_plain(keys: tuple[EpochKey, ...]) -> list[object]:
    return [[key.epoch, key.wrapped.encapsulated, key.wrapped.ciphertext] for key in keys]


def data_keys_from_plain(value: object) -> tuple[EpochKey, ...]:
    rows = [read_list(row, length=3) for row in read_list(value, limit=2)]
    return tuple(
        EpochKey(read_integer(epoch), WrappedKey(read_bytes(encapsulated), read_bytes(ciphertext)))
        for epoch, encapsulated, ciphertext in rows
    )


def slot_to_plain(slot: OperatorSlot) -> dict[str, object]:
    return {
        "operator": slot.operator,
        "kind": slot.kind.value,
        "memory_kib": slot.cost.memory_kib,
        "passes": slot.cost.passes,
        "salt": slot.salt,
        "nonce": slot.nonce,
        "sealed": slot.sealed,
        "public": slot.public,
        "data_keys": data_keys_to_plain(slot.data_keys),
    }


def slot_from_plain(value: object) -> OperatorSlot:
    row = read_map(value, keys=SLOT_KEYS)
    cost = KdfCost(
        read_integer(row["memory_kib"], low=_LEAST_MEMORY_KIB, high=MAX_MEMORY_KIB),
        read_integer(row["passes"], low=1, high=MAX_PASSES),
    )
    return OperatorSlot(
        operator=read_text(row["operator"], limit=MAX_NAME),
        kind=read_choice(row["kind"], SecretKind),
        cost=cost,
        salt=read_bytes(row["salt"], length=SALT_BYTES),
        nonce=read_bytes(row["nonce"], length=NONCE_BYTES),
        sealed=read_bytes(row["sealed"]),
        public=read_bytes(row["public"]),
        data_keys=data_keys_from_plain(row["data_keys"]),
    )


def _body(file: KeyFile) -> dict[str, object]:
    recovery = file.recovery
    return {
        "version": FILE_VERSION,
        "installation": file.installation,
        "generation": file.generation,
        "epochs": list(file.epochs),
        "slots": [slot_to_plain(slot) for slot in file.slots],
        "recovery": None if recovery is None else _recovery_to_plain(recovery),
    }


def _recovery_to_plain(slot: RecoverySlot) -> dict[str, object]:
    return {
        "device": slot.device,
        "suite": int(slot.suite),
        "public": slot.public,
        "data_keys": data_keys_to_plain(slot.data_keys),
    }


def _recovery_from_plain(value: object) -> RecoverySlot:
    row = read_map(value, keys=_RECOVERY_KEYS)
    return RecoverySlot(
        device=read_text(row["device"], limit=MAX_NAME),
        suite=read_integer(row["suite"], low=1),
        public=read_bytes(row["public"]),
        data_keys=data_keys_from_plain(row["data_keys"]),
    )


def _epochs(keys: tuple[EpochKey, ...]) -> tuple[int, ...]:
    return tuple(key.epoch for key in keys)
