"""The signed list of everybody: who may send, to whom we seal, who signs codes, until when.

It is the only source of trust in an exchange. Offline roots sign it, several of them
together; every reader keeps the highest version it has seen and refuses to go back.
Its version is the "epoch" envelopes name. What is signed names all devices by one digest;
who reads it with one device beside it has that device proven, and nobody else's entry.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sync.cose import Signer, read_signed_together, sign_together
from sync.errors import (
    MessageMalformedError,
    MessageTooLargeError,
    RegistryEquivocatedError,
    RegistryExpiredError,
    RegistryRollbackError,
    RegistryUntrustedError,
)
from sync.keys.device_encoding import decode_entry, encode_entry
from sync.keys.device_tree import DeviceSeal, DeviceTree, require_listed
from sync.keys.registry_document import DeviceEntry, RegistryDocument, Role, Sender
from sync.keys.registry_encoding import (
    MAX_REGISTRY_BYTES,
    decode_registry,
    encode_registry,
    peek_root_changes,
    refuse_shared_keys,
)
from sync.keys.registry_forms import (
    MAX_WHOLE_BYTES,
    RegistryExcerpt,
    RegistryForm,
    SignedAlone,
    WholeRegistry,
    join_registry,
    split_registry,
)
from sync.keys.roots import DEFAULT_THRESHOLD, TrustRoots, follow_roots, require_threshold
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

__all__ = [
    "DEFAULT_THRESHOLD",
    "MAX_REGISTRY_BYTES",
    "MAX_WHOLE_BYTES",
    "DeviceEntry",
    "RegistryDocument",
    "Role",
    "Sender",
    "TrustRoots",
    "check_fresh",
    "read_registry",
    "registry_digest",
    "sign_registry",
    "verify_registry",
]

CONTENT_TYPE: Final = "application/vnd.quancai.registry; v=1"


def sign_registry(document: RegistryDocument, *, roots: Sequence[Signer]) -> bytes:
    """Sign what every reader will take, and give it whole: an unreadable version would end the exchange.

    Raises:
        MessageTooLargeError, MessageMalformedError: no reader takes this document; nothing was signed.

    """
    entries = tuple(encode_entry(one) for one in document.devices)
    encoded = encode_registry(document, seal=DeviceTree.grow(entries).seal)
    signed = sign_together(encoded, content_type=CONTENT_TYPE, signers=roots)
    form = WholeRegistry(signed, entries)
    whole = join_registry(form)
    if len(whole) > MAX_WHOLE_BYTES:
        raise MessageTooLargeError(size=str(len(whole)), limit=str(MAX_WHOLE_BYTES))
    _with_devices(decode_registry(encoded), form)
    return whole


def read_registry(encoded: bytes, roots: TrustRoots) -> RegistryDocument:
    """Check that enough roots signed, and read; how fresh it is, is another question.

    The roots may have changed since ours: the document carries every change, and each
    proves itself (TUF specification, section 5.3 steps 3 to 9).

    Raises:
        RegistryUntrustedError: too few good signatures of the roots, here or in a change of roots,
            or devices that are not those they signed.

    """
    return _read_once(encoded, roots)


# Every run, refresh and envelope begins here, and a city of 2,750 devices takes a sixth of a second.
@lru_cache(maxsize=4)
def _read_once(encoded: bytes, roots: TrustRoots) -> RegistryDocument:
    form = split_registry(encoded)
    # The signatures come first: a stranger's list of thousands is not worth parsing.
    return _with_devices(_read_signed(form.signed, roots), form)


def _read_signed(signed: bytes, roots: TrustRoots) -> RegistryDocument:
    unverified, _ = read_signed_together(signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=())
    trusted = follow_roots(peek_root_changes(unverified), roots)
    payload, signers = read_signed_together(
        signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=trusted.keys
    )
    require_threshold(trusted, len(signers))
    return decode_registry(payload)


def _with_devices(document: RegistryDocument, form: RegistryForm) -> RegistryDocument:
    """Put the devices that came beside a document into it, if they are those the roots signed."""
    seal = document.excerpt_of
    if isinstance(form, SignedAlone):
        return document
    if seal is None:  # up to schema 2 they stand inside, and nothing beside it means anything
        raise MessageMalformedError(part="registry")
    if isinstance(form, RegistryExcerpt):
        require_listed(form.entry, index=form.index, path=form.path, seal=seal)
        shown = replace(document, devices=(decode_entry(form.entry),))
    else:
        if DeviceTree.grow(form.entries).seal != seal:
            raise RegistryUntrustedError(reason="device-list")
        shown = replace(document, devices=tuple(map(decode_entry, form.entries)), excerpt_of=None)
    refuse_shared_keys(shown)
    return shown


def registry_digest(encoded: bytes) -> bytes:
    """Name what was signed, whoever of the roots signed it and in whatever form: SHA-256 over the payload."""
    signed = split_registry(encoded).signed
    payload, _ = read_signed_together(signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=())
    return suite_by_id(SuiteId.INTERNATIONAL).digest(payload)


def verify_registry(
    encoded: bytes,
    roots: TrustRoots,
    *,
    newest_seen: int,
    now_ms: int,
    held: RegistryDocument | None = None,
) -> RegistryDocument:
    """Accept a registry for use from now on.

    `now_ms` is the later of the wall clock and the newest signed time ever seen
    (`sync.lease`), so that a clock set back revives nothing; it is one moment for the
    whole check (TUF specification, section 5.1). `held` is the document in use.

    Raises:
        RegistryUntrustedError: too few good signatures of the roots (TUF 5.3 step 4).
        RegistryRollbackError: older than one we have seen (5.3 step 5).
        RegistryEquivocatedError: the same version says something else than the one we hold.
        RegistryExpiredError: its time is over; somebody may be keeping the new one from us (5.3 step 10).

    """
    document = read_registry(encoded, roots)
    if document.version < newest_seen:
        raise RegistryRollbackError(version=str(document.version), seen=str(newest_seen))
    if held is not None and document.version == held.version and _said_by(document) != _said_by(held):
        raise RegistryEquivocatedError(version=str(document.version))
    check_fresh(document, now_ms=now_ms)
    return document


def check_fresh(document: RegistryDocument, *, now_ms: int) -> None:
    if now_ms >= document.expires_ms:
        raise RegistryExpiredError(version=str(document.version))


def _said_by(document: RegistryDocument) -> tuple[RegistryDocument, DeviceSeal]:
    """Give what a version says, however many of its devices were shown."""
    seal = document.excerpt_of or DeviceTree.grow([encode_entry(one) for one in document.devices]).seal
    return replace(document, devices=(), excerpt_of=None), seal
