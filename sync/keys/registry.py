"""The signed list of everybody: who may send, to whom we seal, who signs codes, until when.

It is the only source of trust in an exchange. Offline roots sign it, several of them
together; every reader keeps the highest version it has seen and refuses to go back.
Its version is the "epoch" envelopes name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sync.cose import Signer, read_signed_together, sign_together
from sync.errors import (
    RegistryExpiredError,
    RegistryRollbackError,
    RegistryUntrustedError,
)
from sync.keys.identity import VerificationKey
from sync.keys.registry_document import DeviceEntry, RegistryDocument, Role, Sender
from sync.keys.registry_encoding import MAX_REGISTRY_BYTES, decode_registry, encode_registry

__all__ = [
    "MAX_REGISTRY_BYTES",
    "DeviceEntry",
    "RegistryDocument",
    "Role",
    "Sender",
    "TrustRoots",
    "check_fresh",
    "read_registry",
    "sign_registry",
    "verify_registry",
]

CONTENT_TYPE: Final = "application/vnd.quancai.registry; v=1"
DEFAULT_THRESHOLD: Final = 2


@dataclass(frozen=True, slots=True)
class TrustRoots:
    """The keys a device was enrolled with, and how many of them must agree."""

    keys: tuple[VerificationKey, ...]
    threshold: int = DEFAULT_THRESHOLD


def sign_registry(document: RegistryDocument, *, roots: Sequence[Signer]) -> bytes:
    return sign_together(encode_registry(document), content_type=CONTENT_TYPE, signers=roots)


def read_registry(signed: bytes, roots: TrustRoots) -> RegistryDocument:
    """Check that enough roots signed, and read; how fresh it is, is another question.

    Raises:
        RegistryUntrustedError: too few good signatures of the roots.

    """
    payload, signers = read_signed_together(
        signed, content_type=CONTENT_TYPE, limit=MAX_REGISTRY_BYTES, keys=roots.keys
    )
    if roots.threshold < 1 or len(signers) < roots.threshold:
        raise RegistryUntrustedError(signatures=str(len(signers)), wanted=str(roots.threshold))
    return decode_registry(payload)


def verify_registry(signed: bytes, roots: TrustRoots, *, newest_seen: int, now_ms: int) -> RegistryDocument:
    """Accept a registry for use from now on.

    Raises:
        RegistryUntrustedError: too few good signatures of the roots.
        RegistryRollbackError: older than one we have seen.
        RegistryExpiredError: its time is over; somebody may be keeping the new one from us.

    """
    document = read_registry(signed, roots)
    if document.version < newest_seen:
        raise RegistryRollbackError(version=str(document.version), seen=str(newest_seen))
    check_fresh(document, now_ms=now_ms)
    return document


def check_fresh(document: RegistryDocument, *, now_ms: int) -> None:
    if now_ms >= document.expires_ms:
        raise RegistryExpiredError(version=str(document.version))
