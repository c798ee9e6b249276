"""The signed list of everybody: who may send, to whom we seal, who signs codes, until when.

It is the only source of trust in an exchange. Offline roots sign it, several of them
together; every reader keeps the highest version it has seen and refuses to go back.
Its version is the "epoch" envelopes name.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from sync.cose import Signer, read_signed_together, sign_together
from sync.errors import RegistryEquivocatedError, RegistryExpiredError, RegistryRollbackError
from sync.keys.registry_document import DeviceEntry, RegistryDocument, Role, Sender
from sync.keys.registry_encoding import (
    MAX_REGISTRY_BYTES,
    decode_registry,
    encode_registry,
    peek_root_changes,
)
from sync.keys.roots import DEFAULT_THRESHOLD, TrustRoots, follow_roots, require_threshold
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

__all__ = [
    "DEFAULT_THRESHOLD",
    "MAX_REGISTRY_BYTES",
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
    """Sign what every reader will take: one version nobody can read would end the exchange for all.

    Raises:
        MessageTooLargeError, MessageMalformedError: no reader takes this document; nothing was signed.

    """
    encoded = encode_registry(document)
    decode_registry(encoded)
    return sign_together(encoded, content_type=CONTENT_TYPE, signers=roots)


def read_registry(signed: bytes, roots: TrustRoots) -> RegistryDocument:
    """Check that enough roots signed, and read; how fresh it is, is another question.

    The roots may have changed since ours: the document carries every change, and each
    proves itself (TUF specification, section 5.3 steps 3 to 9).

    Raises:
        RegistryUntrustedError: too few good signatures of the roots, here or in a change of roots.

    """
    return _read_once(signed, roots)


# Every run, refresh and envelope begins here, and a city of 2,750 devices takes a sixth of a second.
@lru_cache(maxsize=4)
def _read_once(signed: bytes, roots: TrustRoots) -> RegistryDocument:
    unverified, _ = read_signed_together(signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=())
    trusted = follow_roots(peek_root_changes(unverified), roots)
    payload, signers = read_signed_together(
        signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=trusted.keys
    )
    require_threshold(trusted, len(signers))
    return decode_registry(payload)


def registry_digest(signed: bytes) -> bytes:
    """Name what was signed, whoever of the roots signed it: SHA-256 over the payload."""
    payload, _ = read_signed_together(signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=())
    return suite_by_id(SuiteId.INTERNATIONAL).digest(payload)


def verify_registry(
    signed: bytes,
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
    document = read_registry(signed, roots)
    if document.version < newest_seen:
        raise RegistryRollbackError(version=str(document.version), seen=str(newest_seen))
    if held is not None and document.version == held.version and document != held:
        raise RegistryEquivocatedError(version=str(document.version))
    check_fresh(document, now_ms=now_ms)
    return document


def check_fresh(document: RegistryDocument, *, now_ms: int) -> None:
    if now_ms >= document.expires_ms:
        raise RegistryExpiredError(version=str(document.version))
