"""The registry as bytes; what the roots sign."""

from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list, read_map, read_text
from sync.errors import MessageMalformedError
from sync.keys.identity import (
    public_from_plain,
    public_to_plain,
    read_device_id,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.version import REGISTRY_SCHEMA

MAX_REGISTRY_BYTES: Final = 4 * 1024 * 1024
_MAX_NAME: Final = 128
_KEYS: Final = frozenset(
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
_DEVICE_KEYS: Final = frozenset({"id", "name", "keys", "scope", "from", "revoked_at"})


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
        }
    )


def decode_registry(encoded: bytes) -> RegistryDocument:
    row = read_map(decode_cbor(encoded, limit=MAX_REGISTRY_BYTES), keys=_KEYS)
    read_integer(row["schema"], low=REGISTRY_SCHEMA, high=REGISTRY_SCHEMA)
    document = RegistryDocument(
        version=read_integer(row["version"], low=1),
        expires_ms=read_integer(row["expires_ms"]),
        org=read_text(row["org"], limit=_MAX_NAME),
        realm=read_text(row["realm"], limit=_MAX_NAME),
        minimum_suite=read_integer(row["minimum_suite"]),
        oldest_epoch=read_integer(row["oldest_epoch"]),
        relay=public_from_plain(row["relay"]),
        recipients=tuple(public_from_plain(one) for one in read_list(row["recipients"])),
        devices=tuple(_device_from_plain(one) for one in read_list(row["devices"])),
        issuers=tuple(verification_from_plain(one) for one in read_list(row["issuers"])),
    )
    _refuse_shared_keys(document)
    return document


def _device_to_plain(entry: DeviceEntry) -> dict[str, object]:
    return {
        "id": entry.device_id,
        "name": entry.name,
        "keys": public_to_plain(entry.public),
        "scope": list(entry.scope),
        "from": entry.valid_from_seq,
        "revoked_at": entry.revoked_at_seq,
    }


def _device_from_plain(value: object) -> DeviceEntry:
    row = read_map(value, keys=_DEVICE_KEYS)
    revoked_at = row["revoked_at"]
    return DeviceEntry(
        device_id=read_device_id(row["id"]),
        name=read_text(row["name"], limit=_MAX_NAME),
        public=public_from_plain(row["keys"]),
        scope=tuple(read_text(code, limit=_MAX_NAME) for code in read_list(row["scope"])),
        valid_from_seq=read_integer(row["from"], low=1),
        revoked_at_seq=None if revoked_at is None else read_integer(revoked_at),
    )


def _refuse_shared_keys(document: RegistryDocument) -> None:
    """One key, one owner: with two, the header could not say who spoke."""
    kids = [entry.public.kid for entry in document.devices] + [one.kid for one in document.recipients]
    names = [entry.device_id for entry in document.devices]
    if len(set(kids)) != len(kids) or len(set(names)) != len(names):
        raise MessageMalformedError(part="registry")
