"""Holding what the city says about our chain against our own, envelope by envelope.

A difference is raised as an alarm in the commit of the envelope that showed it, so it
is neither lost nor told twice, and the envelope is settled like any other.
"""

from typing import Final

from store.connection import Store
from store.enrolment import read_registry
from store.sealed import read_receipt, read_sealed, read_sealed_digest, send_again
from store.trust import Alarm, keep_trust, raise_alarm, read_trust
from sync.checkpoint import Checkpoint, decode_held, encode_held
from sync.checkpoint_comparing import (
    DeliveryWithheldError,
    Finding,
    OwnKnowledge,
    compare_acknowledged,
    compare_checkpoint,
)
from sync.envelope.header import ChainLink
from sync.errors import SenderMismatchError, SyncError
from sync.keys.registry import registry_digest
from sync.keys.registry_document import RegistryDocument
from sync.receipt import verify_receipt
from sync.trust_kept import note_signed

_HELD: Final = "checkpoint"


def watch_acknowledgement(replica: Store, acknowledged: ChainLink, *, uplink: str, now_ms: int) -> str | None:
    """Check the city's acknowledgement of our chain; give the code of an alarm."""
    finding = compare_acknowledged(
        acknowledged, digest_at=lambda sequence: read_sealed_digest(replica, uplink, sequence)
    )
    return _raise_all(replica, () if finding is None else (finding,), now_ms=now_ms)


def watch_checkpoint(
    replica: Store,
    checkpoint: Checkpoint,
    *,
    device_id: str,
    uplink: str,
    registry: RegistryDocument,
    now_ms: int,
) -> str | None:
    """Compare a verified checkpoint with all we know and keep it; give the code of the first alarm.

    Raises:
        SenderMismatchError: the copy was made for another device.

    """
    if checkpoint.device != device_id:
        raise SenderMismatchError(sender=checkpoint.device)
    held = read_trust(replica, _HELD)
    own = OwnKnowledge(
        digest_at=lambda sequence: read_sealed_digest(replica, uplink, sequence),
        received_at=lambda sequence: _received_at(replica, uplink, sequence, registry=registry),
        registry_version=registry.version,
        registry_digest=_digest_of_kept(replica),
        held=None if held is None else decode_held(held),
    )
    findings = compare_checkpoint(checkpoint, own)
    if any(one.code == DeliveryWithheldError.code for one in findings):
        # A relay that came back from a backup has lost them without knowing; one that has them says so again.
        send_again(replica, uplink, after=checkpoint.head.sequence)
    if own.held is None or checkpoint.number > own.held[0]:
        keep_trust(replica, _HELD, encode_held(checkpoint))
    note_signed(replica, signed_ms=checkpoint.time_ms)
    return _raise_all(replica, findings, now_ms=now_ms)


def _digest_of_kept(replica: Store) -> bytes:
    kept = read_registry(replica)
    return b"" if kept is None else registry_digest(kept[1])


def _received_at(replica: Store, uplink: str, sequence: int, *, registry: RegistryDocument) -> int | None:
    row = read_sealed(replica, uplink, sequence)
    receipt = None if row is None else read_receipt(replica, row.id)
    if receipt is None:
        return None
    try:
        return verify_receipt(receipt, relay=registry.relay).received_at_ms
    except SyncError:  # given by a relay that has another key today
        return None


def _raise_all(replica: Store, findings: tuple[Finding, ...], *, now_ms: int) -> str | None:
    for finding in findings:
        raise_alarm(replica, Alarm(finding.code, finding.subject, now_ms))
    return findings[0].code if findings else None
