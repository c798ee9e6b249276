"""Checking an envelope without opening it, in one fixed order.

Size, canonical bytes, known key, algorithm, signature, sender, audience, epoch, and
standing of the sender and its key; the place in the chain comes after, with whoever keeps the
chain. Nothing later is looked at while something earlier is wrong.
"""

from dataclasses import dataclass

from sync.cose import check_signature
from sync.envelope.encoding import ParsedEnvelope, parse_envelope
from sync.envelope.header import EnvelopeHeader, EnvelopeId, SealedEnvelope
from sync.errors import (
    AudienceMismatchError,
    EpochUnknownError,
    SenderMismatchError,
    SuiteMismatchError,
    SyncError,
)
from sync.keys.registry_document import RegistryDocument, Role, Sender
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId


@dataclass(frozen=True, slots=True)
class VerifiedEnvelope:
    """An envelope whose sender is proven; `outer` are the signed header bytes its content is bound to."""

    id: EnvelopeId
    header: EnvelopeHeader
    sender: Sender
    body: bytes
    outer: bytes
    sealed: bytes

    @property
    def envelope(self) -> SealedEnvelope:
        return SealedEnvelope(self.id, self.header, self.body)


class StandingError(SyncError):
    """Genuine, but not to be acted on without review; `envelope` is kept, never dropped."""

    def __init__(self, envelope: VerifiedEnvelope) -> None:
        super().__init__(sender=envelope.sender.id, sequence=str(envelope.header.sequence))
        self.envelope = envelope


class SenderRevokedError(StandingError):
    """Made outside the part of the sender's chain that counts; it may still be honest offline work."""

    code = "sender-revoked"


class EpochTooOldError(StandingError):
    """Made under a registry so old that keys have changed hands since."""

    code = "epoch-too-old"


class KeyReplacedError(StandingError):
    """Signed with a key the device had before, under a registry that lists its next one."""

    code = "key-replaced"


class SuiteTooWeakError(StandingError):
    """The registry asks for a stronger suite."""

    code = "suite-too-weak"


def verify_envelope(
    body: bytes, registry: RegistryDocument, *, audience: str | None = None
) -> VerifiedEnvelope:
    """Do every check short of the chain; with an audience, the envelope must also be for it.

    Raises:
        SyncError: the first check that failed, each with its own class.
        StandingError: genuine work of a sender whose time is over; keep it for review.

    """
    verified = authenticate_envelope(body, registry)
    _check_route(verified, registry, audience=audience)
    check_standing(verified, registry)
    return verified


def name_envelope(body: bytes) -> EnvelopeId:
    """Give the id of bytes nobody has verified: the digest of the suite their header names.

    Bytes that are no envelope are named by SHA-256, so that they can be kept and looked at.
    """
    try:
        is_national = parse_envelope(body).algorithm == suite_by_id(SuiteId.NATIONAL).signature_algorithm
    except SyncError:
        is_national = False
    suite = SuiteId.NATIONAL if is_national else SuiteId.INTERNATIONAL
    return EnvelopeId(suite_by_id(suite).digest(body).hex())


def authenticate_envelope(body: bytes, registry: RegistryDocument) -> VerifiedEnvelope:
    """Prove who made these bytes, and nothing else."""
    parsed = parse_envelope(body)
    sender = registry.sender_of(parsed.header.kid)
    _check_algorithm(parsed, sender)
    check_signature(parsed.signed, sender.key)
    if (parsed.header.device, parsed.header.org) != (sender.id, registry.org):
        raise SenderMismatchError(sender=parsed.header.device)
    return VerifiedEnvelope(
        id=EnvelopeId(suite_by_id(sender.key.suite).digest(body).hex()),
        header=parsed.header,
        sender=sender,
        body=body,
        outer=parsed.signed.protected,
        sealed=parsed.signed.payload,
    )


def check_standing(verified: VerifiedEnvelope, registry: RegistryDocument) -> None:
    header, sender = verified.header, verified.sender
    if header.epoch > registry.version:
        raise EpochUnknownError(epoch=str(header.epoch), version=str(registry.version))
    if sender.key.suite < registry.minimum_suite:
        raise SuiteTooWeakError(verified)
    if header.sequence < sender.valid_from_seq:
        raise SenderRevokedError(verified)
    if sender.revoked_at_seq is not None and header.sequence > sender.revoked_at_seq:
        raise SenderRevokedError(verified)
    # The city has no former signing keys to be stolen, and what waits in a mailbox must stay good.
    if sender.role is Role.DEVICE and header.epoch < registry.oldest_epoch:
        raise EpochTooOldError(verified)
    if sender.until_epoch is not None and header.epoch >= sender.until_epoch:
        raise KeyReplacedError(verified)


def _check_algorithm(parsed: ParsedEnvelope, sender: Sender) -> None:
    if parsed.algorithm != suite_by_id(sender.key.suite).signature_algorithm:
        raise SuiteMismatchError(algorithm=str(parsed.algorithm))


def _check_route(verified: VerifiedEnvelope, registry: RegistryDocument, *, audience: str | None) -> None:
    """Devices speak to the realm, the city speaks to devices; nobody speaks sideways."""
    target = verified.header.audience
    is_uplink = verified.sender.role is Role.DEVICE
    is_allowed = target == registry.realm if is_uplink else registry.device(target) is not None
    if not is_allowed or (audience is not None and target != audience):
        raise AudienceMismatchError(audience=target)
