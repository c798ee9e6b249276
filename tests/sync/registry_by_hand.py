"""Registries the product does not write any more, or never would: of schema 2, and signed unread.

What released programs signed is read for ever, so something must go on making it for the vectors.
"""

from collections.abc import Sequence

from sync.cbor import encode_cbor
from sync.cose import Signer, sign_together
from sync.keys.device_encoding import encode_entry
from sync.keys.device_tree import DeviceTree
from sync.keys.identity import PublicIdentity, public_to_plain, verification_to_plain
from sync.keys.registry import CONTENT_TYPE
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.keys.registry_encoding import encode_registry
from sync.keys.registry_forms import RegistryExcerpt, WholeRegistry, join_registry, split_registry


def sign_unread(document: RegistryDocument, *, roots: Sequence[Signer]) -> bytes:
    """Sign a document of the newest schema without asking whether anybody would take it."""
    entries = tuple(encode_entry(one) for one in document.devices)
    payload = encode_registry(document, seal=DeviceTree.grow(entries).seal)
    signed = sign_together(payload, content_type=CONTENT_TYPE, signers=roots)
    return join_registry(WholeRegistry(signed, entries))


def excerpt_for(whole: bytes, place: int) -> bytes:
    """Cut the excerpt of the device at a place from a whole registry, as a relay does."""
    form = split_registry(whole)
    assert isinstance(form, WholeRegistry)
    path = DeviceTree.grow(form.entries).path(place)
    return join_registry(RegistryExcerpt(form.signed, place, form.entries[place], path))


def sign_schema_2(
    document: RegistryDocument, *, roots: Sequence[Signer], former: Sequence[PublicIdentity] = ()
) -> bytes:
    """Sign as schema 2 did; `former` are the whole identities whose signing keys are listed as former."""
    payload = encode_cbor(schema_2(document, former=former))
    return sign_together(payload, content_type=CONTENT_TYPE, signers=roots)


def schema_2(document: RegistryDocument, *, former: Sequence[PublicIdentity] = ()) -> dict[str, object]:
    return {
        "schema": 2,
        "version": document.version,
        "expires_ms": document.expires_ms,
        "org": document.org,
        "realm": document.realm,
        "minimum_suite": int(document.minimum_suite),
        "oldest_epoch": document.oldest_epoch,
        "relay": public_to_plain(document.relay),
        "recipients": [public_to_plain(one) for one in document.recipients],
        "devices": [_device(entry, former) for entry in document.devices],
        "issuers": [verification_to_plain(key) for key in document.issuers],
        "issued_ms": document.issued_ms,
        "lease_ms": document.lease_ms,
        "root_changes": list(document.root_changes),
    }


def _device(entry: DeviceEntry, former: Sequence[PublicIdentity]) -> dict[str, object]:
    known = {one.kid: one for one in former}
    return {
        "id": entry.device_id,
        "name": entry.name,
        "keys": public_to_plain(entry.public),
        "scope": list(entry.scope),
        "from": entry.valid_from_seq,
        "revoked_at": entry.revoked_at_seq,
        "wipe": entry.wipe_ordered,
        "former": [[public_to_plain(known[one.public.kid]), one.until_epoch] for one in entry.former],
    }
