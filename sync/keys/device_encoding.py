"""One device of the registry as bytes: written in the newest schema, read in every released one.

Up to schema 2 an entry is a map inside the signed document. Since schema 4 it is a message
of its own, a leaf of the tree the roots sign, so that a device can be shown its own alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_boolean,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.keys.identity import (
    public_from_plain,
    public_to_plain,
    read_device_id,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry_document import MAX_FORMER, DeviceEntry, FormerKey

MAX_ENTRY_BYTES: Final = 64 * 1024
MAX_DEVICE_NAME: Final = 128
MAX_NAME: Final = 128
_FIRST_KEYS: Final = frozenset({"id", "name", "keys", "scope", "from", "revoked_at"})
_SECOND_KEYS: Final = _FIRST_KEYS | {"wipe", "former"}
_KEYS: Final = _SECOND_KEYS | {"since"}


def encode_entry(entry: DeviceEntry) -> bytes:
    return encode_cbor(
        {
            "id": entry.device_id,
            "name": entry.name,
            "keys": public_to_plain(entry.public),
            "scope": list(entry.scope),
            "from": entry.valid_from_seq,
            "revoked_at": entry.revoked_at_seq,
            "wipe": entry.wipe_ordered,
            # Nothing is sealed to a former key any more, so only the half that checks signatures stands here.
            "former": [[*verification_to_plain(one.public), one.until_epoch] for one in entry.former],
            "since": entry.since,
        }
    )


def decode_entry(encoded: bytes) -> DeviceEntry:
    """Read a leaf of the list.

    Raises:
        MessageMalformedError, MessageTooLargeError: not this structure.

    """
    row = read_map(decode_cbor(encoded, limit=MAX_ENTRY_BYTES), keys=_KEYS)
    former = tuple(_read_former(one) for one in read_list(row["former"], limit=MAX_FORMER))
    since = read_integer(row["since"], low=1)
    return replace(_read(row), wipe_ordered=read_boolean(row["wipe"]), former=former, since=since)


def read_second_entry(value: object) -> DeviceEntry:
    """Read a device inside a document of schema 2."""
    row = read_map(value, keys=_SECOND_KEYS)
    former = tuple(_read_second_former(one) for one in read_list(row["former"], limit=MAX_FORMER))
    return replace(_read(row), wipe_ordered=read_boolean(row["wipe"]), former=former)


def read_first_entry(value: object) -> DeviceEntry:
    """Read a device inside a document of schema 1."""
    return _read(read_map(value, keys=_FIRST_KEYS))


def _read(row: Mapping[str, object]) -> DeviceEntry:
    revoked_at = row["revoked_at"]
    return DeviceEntry(
        device_id=read_device_id(row["id"]),
        name=read_text(row["name"], limit=MAX_DEVICE_NAME),
        public=public_from_plain(row["keys"]),
        scope=tuple(read_text(code, limit=MAX_NAME) for code in read_list(row["scope"])),
        valid_from_seq=read_integer(row["from"], low=1),
        revoked_at_seq=None if revoked_at is None else read_integer(revoked_at),
    )


def _read_former(value: object) -> FormerKey:
    suite, signing, until = read_list(value, length=3)
    return FormerKey(verification_from_plain([suite, signing]), read_integer(until, low=1))


def _read_second_former(value: object) -> FormerKey:
    keys, until = read_list(value, length=2)
    return FormerKey(public_from_plain(keys).verification, read_integer(until, low=1))
