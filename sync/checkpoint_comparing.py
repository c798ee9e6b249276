"""Holding what the other end says about us against what we know ourselves; any difference is an alarm.

Two words are compared: the acknowledgement in every envelope header (the last link the
other end saw of our chain) and the checkpoint (the same, with its place among all
checkpoints and the registry in force). An honest relay can delay; it can never make
these differ. So a finding is kept and shown, and the work goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sync.checkpoint import Checkpoint
from sync.envelope.header import ChainLink
from sync.errors import RegistryEquivocatedError, SyncError

# From the receipt of an envelope to a checkpoint that must know it; relay and city have clocks of their own.
DELIVERY_GRACE_MS: Final = 60 * 60 * 1000

# The digest of one link of our own chain, or None where there never was one.
DigestAt = Callable[[int], bytes | None]


class PeerHistoryDiffersError(SyncError):
    """The other end has seen a link of our chain that we never made: somebody speaks in our name."""

    code = "peer-history-differs"


class CheckpointForkedError(SyncError):
    """Two checkpoints that cannot both belong to one history."""

    code = "checkpoint-forked"


class DeliveryWithheldError(SyncError):
    """The relay gave a receipt long ago, and the city still has not got the envelope."""

    code = "delivery-withheld"


class DownlinkWithheldError(SyncError):
    """An envelope of the city never came, though later ones did: whoever carries them has kept it back."""

    code = "downlink-withheld"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: its code, and what it is about in ids and numbers."""

    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class OwnKnowledge:
    """What this device holds a checkpoint against."""

    digest_at: DigestAt
    received_at: Callable[[int], int | None]  # the relay's time on the receipt of a link; None without one
    registry_version: int
    registry_digest: bytes
    held: tuple[int, bytes] | None  # number and digest of the checkpoint before


def compare_acknowledged(acknowledged: ChainLink, *, digest_at: DigestAt) -> Finding | None:
    """Find out whether the other end has seen our chain, and nothing but our chain."""
    if acknowledged.sequence == 0:
        return None
    if digest_at(acknowledged.sequence) == acknowledged.digest:
        return None
    return Finding(PeerHistoryDiffersError.code, str(acknowledged.sequence))


def compare_checkpoint(checkpoint: Checkpoint, own: OwnKnowledge) -> tuple[Finding, ...]:
    """Find every difference between a verified checkpoint and what we know."""
    findings = (
        _compare_place(checkpoint, own.held),
        _compare_registry(checkpoint, own),
        compare_acknowledged(checkpoint.head, digest_at=own.digest_at),
        _compare_delivery(checkpoint, own),
    )
    return tuple(finding for finding in findings if finding is not None)


def _compare_place(checkpoint: Checkpoint, held: tuple[int, bytes] | None) -> Finding | None:
    """A later number may skip (we joined late, or one is on its way); it may not go back or regrow."""
    if held is None:
        return None
    number, digest = held
    is_same = (checkpoint.number, checkpoint.digest) == held
    is_next = checkpoint.number == number + 1 and checkpoint.previous == digest
    if is_same or is_next or checkpoint.number > number + 1:
        return None
    return Finding(CheckpointForkedError.code, str(checkpoint.number))


def _compare_registry(checkpoint: Checkpoint, own: OwnKnowledge) -> Finding | None:
    if checkpoint.registry_version != own.registry_version:
        return None  # an older one was in force then; a newer one keeps its envelope waiting
    if checkpoint.registry_digest == own.registry_digest:
        return None
    return Finding(RegistryEquivocatedError.code, str(checkpoint.registry_version))


def _compare_delivery(checkpoint: Checkpoint, own: OwnKnowledge) -> Finding | None:
    """Look at the first link the city lacks; it must not have a receipt from long before."""
    lacking = checkpoint.head.sequence + 1
    received_ms = own.received_at(lacking)
    if received_ms is None or checkpoint.time_ms < received_ms + DELIVERY_GRACE_MS:
        return None
    return Finding(DeliveryWithheldError.code, str(lacking))
