"""The registry as bytes, what the roots sign: written in the newest schema, read in every released one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_boolean,
    read_bytes,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.errors import MessageMalformedError, SchemaUnknownError
from sync.keys.identity import (
    public_from_plain,
    public_to_plain,
    read_device_id,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry_document import DEFAULT_LEASE_MS, DeviceEntry, FormerKey, RegistryDocument
from sync.keys.roots import MAX_CHANGES
from sync.version import REGISTRY_SCHEMA

MAX_REGISTRY_BYTES: Final = 4 * 1024 * 1024
_MOST_VALUES: Final = 600_000  # some thirty a device, in the largest registry there may be
MAX_DEVICE_NAME: Final = 128
_MAX_NAME: Final = 128
_MAX_FORMER: Final = 64
_FIRST_SCHEMA: Final = 1
_FIRST_KEYS: Final = frozenset(
    {
        "schema",
        "version",
        "expires_ms",
        "org",
        "realm",
        "minimum_suite",
        "oldest_epoch",
        "relay",
        "recipients",
        "devices",
        "issuers",
    }
)
_KEYS: Final = _FIRST_KEYS | {"issued_ms", "lease_ms", "root_changes"}
_FIRST_DEVICE_KEYS: Final = frozenset({"id", "name", "keys", "scope", "from", "revoked_at"})
_DEVICE_KEYS: Final = _FIRST_DEVICE_KEYS | {"wipe", "former"}


def encode_registry(document: RegistryDocument) -> bytes:
    return encode_cbor(
        {
            "schema": REGISTRY_SCHEMA,
            "version": document.version,
            "expires_ms": document.expires_ms,
            "org": document.org,
            "realm": document.realm,
            "minimum_suite": int(document.minimum_suite),
            "oldest_epoch": document.oldest_epoch,
            "relay": public_to_plain(document.relay),
            "recipients": [public_to_plain(one) for one in document.recipients],
            "devices": [_device_to_plain(entry) for entry in document.devices],
            "issuers": [verification_to_plain(key) for key in document.issuers],
            "issued_ms": document.issued_ms,
            "lease_ms": document.lease_ms,
            "root_changes": list(document.root_changes),
        }
    )


def decode_registry(encoded: bytes) -> RegistryDocument:
    """Read what the roots signed.

    Raises:
        MessageMalformedError: not this structure, or one key with two owners.
        SchemaUnknownError: a document of a newer program.

    """
    plain = decode_cbor(encoded, limit=MAX_REGISTRY_BYTES, most_values=_MOST_VALUES)
    is_first = _read_schema(plain) == _FIRST_SCHEMA
    row = read_map(plain, keys=_FIRST_KEYS if is_first else _KEYS)
    read_device = _first_device_from_plain if is_first else _device_from_plain
    document = RegistryDocument(
        version=read_integer(row["version"], low=1),
        expires_ms=read_integer(row["expires_ms"]),
        org=read_text(row["org"], limit=_MAX_NAME),
        realm=read_text(row["realm"], limit=_MAX_NAME),
        minimum_suite=read_integer(row["minimum_suite"]),
        oldest_epoch=read_integer(row["oldest_epoch"]),
        relay=public_from_plain(row["relay"]),
        recipients=tuple(public_from_plain(one) for one in read_list(row["recipients"])),
        devices=tuple(read_device(one) for one in read_list(row["devices"])),
        issuers=tuple(verification_from_plain(one) for one in read_list(row["issuers"])),
        issued_ms=0 if is_first else read_integer(row["issued_ms"]),
        lease_ms=DEFAULT_LEASE_MS if is_first else read_integer(row["lease_ms"], low=1),
        root_changes=() if is_first else read_root_changes(row["root_changes"]),
    )
    _refuse_shared_keys(document)
    return document


def peek_root_changes(encoded: bytes) -> tuple[bytes, ...]:
    """Read only the changes of roots from a registry nobody has verified yet; each proves itself.

    Which schema it has is asked once the roots have vouched for it: nobody else may tell a device
    that its program is too old.
    """
    plain = decode_cbor(encoded, limit=MAX_REGISTRY_BYTES, most_values=_MOST_VALUES)
    if not isinstance(plain, Mapping):
        raise MessageMalformedError(part="map")
    return read_root_changes(plain.get("root_changes", ()))


def read_root_changes(value: object) -> tuple[bytes, ...]:
    return tuple(read_bytes(one) for one in read_list(value, limit=MAX_CHANGES))


def _read_schema(plain: object) -> int:
    if not isinstance(plain, Mapping):
        raise MessageMalformedError(part="map")
    schema = read_integer(plain.get("schema"), low=_FIRST_SCHEMA)
    if schema > REGISTRY_SCHEMA:
        raise SchemaUnknownError(schema=str(schema))
    return schema


def _device_to_plain(entry: DeviceEntry) -> dict[str, object]:
    return {
        "id": entry.device_id,
        "name": entry.name,
        "keys": public_to_plain(entry.public),
        "scope": list(entry.scope),
        "from": entry.valid_from_seq,
        "revoked_at": entry.revoked_at_seq,
        "wipe": entry.wipe_ordered,
        "former": [[public_to_plain(one.public), one.until_epoch] for one in entry.former],
    }


def _device_from_plain(value: object) -> DeviceEntry:
    row = read_map(value, keys=_DEVICE_KEYS)
    former = tuple(_former_from_plain(one) for one in read_list(row["former"], limit=_MAX_FORMER))
    return replace(_read_device(row), wipe_ordered=read_boolean(row["wipe"]), former=former)


def _first_device_from_plain(value: object) -> DeviceEntry:
    return _read_device(read_map(value, keys=_FIRST_DEVICE_KEYS))


def _read_device(row: Mapping[str, object]) -> DeviceEntry:
    revoked_at = row["revoked_at"]
    return DeviceEntry(
        device_id=read_device_id(row["id"]),
        name=read_text(row["name"], limit=MAX_DEVICE_NAME),
        public=public_from_plain(row["keys"]),
        scope=tuple(read_text(code, limit=_MAX_NAME) for code in read_list(row["scope"])),
        valid_from_seq=read_integer(row["from"], low=1),
        revoked_at_seq=None if revoked_at is None else read_integer(revoked_at),
    )


def _former_from_plain(value: object) -> FormerKey:
    keys, until = read_list(value, length=2)
    return FormerKey(public_from_plain(keys), read_integer(until, low=1))


def _refuse_shared_keys(document: RegistryDocument) -> None:
    """One key, one owner: with two, the header could not say who spoke."""
    services = [document.relay.kid, *(one.kid for one in document.recipients)]
    present = [entry.public.kid for entry in document.devices]
    former = [one.public.kid for entry in document.devices for one in entry.former]
    kids = [*services, *present, *former]
    names = [entry.device_id for entry in document.devices]
    if len(set(kids)) != len(kids) or len(set(names)) != len(names):
        raise MessageMalformedError(part="registry")
