"""What the roots sign, as bytes: written in the newest schema, read in every released one.

Up to schema 2 the document holds every device. Since schema 4 it holds the root of a tree
over them, so it stays small however many there are, and the devices travel beside it
(`registry_forms`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_bytes,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.errors import MessageMalformedError, SchemaUnknownError
from sync.keys.device_encoding import MAX_NAME, read_first_entry, read_second_entry
from sync.keys.device_tree import DIGEST_BYTES, DeviceSeal
from sync.keys.identity import (
    public_from_plain,
    public_to_plain,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry_document import DEFAULT_LEASE_MS, DeviceEntry, RegistryDocument
from sync.keys.roots import MAX_CHANGES
from sync.version import REGISTRY_SCHEMA

MAX_REGISTRY_BYTES: Final = 4 * 1024 * 1024  # of what is signed
MAX_DEVICES: Final = 20_000
_MOST_VALUES: Final = 600_000  # some thirty a device, in the largest registry of schema 2 there may be
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


@dataclass(frozen=True, slots=True)
class _Schema:
    """What a document of one schema has, and how its devices stand in it."""

    keys: frozenset[str]
    read_entry: Callable[[object], DeviceEntry] | None  # None: a seal stands in their place


# 3 was never written: a golden vector holds it up as a schema nobody knows.
_SCHEMAS: Final[Mapping[int, _Schema]] = {
    1: _Schema(_FIRST_KEYS, read_first_entry),
    2: _Schema(_KEYS, read_second_entry),
    REGISTRY_SCHEMA: _Schema(_KEYS, None),
}


def encode_registry(document: RegistryDocument, *, seal: DeviceSeal) -> bytes:
    """Write what the roots sign; `seal` stands for the devices."""
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
            "devices": [seal.size, seal.root],
            "issuers": [verification_to_plain(key) for key in document.issuers],
            "issued_ms": document.issued_ms,
            "lease_ms": document.lease_ms,
            "root_changes": list(document.root_changes),
        }
    )


def decode_registry(encoded: bytes) -> RegistryDocument:
    """Read what the roots signed; since schema 4 no device is in it, and `excerpt_of` names them all.

    Raises:
        MessageMalformedError: not this structure, or one key with two owners.
        SchemaUnknownError: a document of a newer program.

    """
    plain = decode_cbor(encoded, limit=MAX_REGISTRY_BYTES, most_values=_MOST_VALUES)
    schema = _read_schema(plain)
    row = read_map(plain, keys=schema.keys)
    seal, devices = _read_devices(row["devices"], schema)
    document = RegistryDocument(
        version=read_integer(row["version"], low=1),
        expires_ms=read_integer(row["expires_ms"]),
        org=read_text(row["org"], limit=MAX_NAME),
        realm=read_text(row["realm"], limit=MAX_NAME),
        minimum_suite=read_integer(row["minimum_suite"]),
        oldest_epoch=read_integer(row["oldest_epoch"]),
        relay=public_from_plain(row["relay"]),
        recipients=tuple(public_from_plain(one) for one in read_list(row["recipients"])),
        devices=devices,
        issuers=tuple(verification_from_plain(one) for one in read_list(row["issuers"])),
        issued_ms=read_integer(row.get("issued_ms", 0)),
        lease_ms=read_integer(row.get("lease_ms", DEFAULT_LEASE_MS), low=1),
        root_changes=read_root_changes(row.get("root_changes", ())),
        excerpt_of=seal,
    )
    refuse_shared_keys(document)
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


def refuse_shared_keys(document: RegistryDocument) -> None:
    """Insist on one owner a key: with two, the header could not say who spoke.

    Raises:
        MessageMalformedError: a key or a device's name stands there twice.

    """
    services = [document.relay.kid, *(one.kid for one in document.recipients)]
    present = [entry.public.kid for entry in document.devices]
    former = [one.public.kid for entry in document.devices for one in entry.former]
    kids = [*services, *present, *former]
    names = [entry.device_id for entry in document.devices]
    if len(set(kids)) != len(kids) or len(set(names)) != len(names):
        raise MessageMalformedError(part="registry")


def _read_schema(plain: object) -> _Schema:
    if not isinstance(plain, Mapping):
        raise MessageMalformedError(part="map")
    number = read_integer(plain.get("schema"), low=1)
    if number not in _SCHEMAS:
        raise SchemaUnknownError(schema=str(number))
    return _SCHEMAS[number]


def _read_devices(value: object, schema: _Schema) -> tuple[DeviceSeal | None, tuple[DeviceEntry, ...]]:
    if schema.read_entry is not None:
        return None, _read_entries(read_list(value), schema.read_entry)
    size, root = read_list(value, length=2)
    return DeviceSeal(read_integer(size, high=MAX_DEVICES), read_bytes(root, length=DIGEST_BYTES)), ()


def _read_entries(
    rows: Sequence[object], read_entry: Callable[[object], DeviceEntry]
) -> tuple[DeviceEntry, ...]:
    return tuple(read_entry(one) for one in rows)
