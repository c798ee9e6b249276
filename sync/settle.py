"""The way down, second half: verify, open and merge what is kept, one envelope a commit.

Every envelope ends merged, in conflict or quarantined with its code, and one that is
bad never holds up the next (P5). What comes after a hole in the city's chain is merged, and
the hole is kept (`sync.following`); what comes late is merged after all, as something said before.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from store.attachment_sending import release_applied
from store.attachments import collect_attachments
from store.connection import Store
from store.errors import StoreInvariantError, StoreUnavailableError
from store.inbox import (
    InboxState,
    ReceivedEnvelope,
    count_bytes,
    drop_received,
    pending_received,
    settle_received,
)
from store.leaving import count_leaving, erase_left
from store.transaction import transaction
from sync.accept import accept_items, accept_late
from sync.bundle_encoding import decode_bundle
from sync.change import Bundle
from sync.checkpoint import Checkpoint, read_checkpoint
from sync.envelope.header import EnvelopeKind
from sync.envelope.opening import open_with_any
from sync.envelope.verifying import StandingError, VerifiedEnvelope, verify_envelope
from sync.errors import EnvelopeForkError, EpochUnknownError, SyncError
from sync.filling import filling
from sync.following import ask_about_holes_again, follow_chain
from sync.keys.registry import RegistryDocument, check_fresh
from sync.letting_go import let_sealed_go
from sync.merge.policy import ASK_ABOUT_EVERYTHING, MergePolicy
from sync.place_scope import enforce_scope
from sync.ports import Clock
from sync.replica import Membership, Replica
from sync.retaking import READ_LATER, UNEXPECTED, retake
from sync.trust_kept import note_signed
from sync.watch import watch_acknowledgement, watch_checkpoint

logger = logging.getLogger(__name__)

# How much a relay can make us keep that claims to be from a newer program than ours.
MOST_UNREAD_BYTES: Final = 64 * 1024 * 1024


def settle_all(
    replica: Replica,
    member: Membership,
    *,
    clock: Clock,
    settled: Callable[[int, int], None],
    policy: MergePolicy = ASK_ABOUT_EVERYTHING,
) -> str | None:
    """Settle what can be settled, telling how far it is; give the first code worth telling a person.

    Raises:
        RegistryExpiredError: trust is out of date, so everything waits, unopened.

    """
    registry = member.trusted()
    check_fresh(registry, now_ms=member.judged_now(clock.now_ms()))
    retake(replica, member, registry, now_ms=clock.now_ms(), policy=policy)
    waiting = replica.run(pending_received)
    first: str | None = None
    with filling(replica, envelopes=len(waiting)) as taking:
        for number, row in enumerate(waiting, start=1):
            code = _settle_one(taking, member, registry, row, now_ms=clock.now_ms(), policy=policy)
            first = first or code
            settled(number, len(waiting))
    replica.run(partial(_let_go, scope=_scope_of(member, registry), now_ms=clock.now_ms()))
    replica.run(partial(ask_about_holes_again, uplink=member.uplink, now_ms=clock.now_ms()))
    return first


def _scope_of(member: Membership, registry: RegistryDocument) -> tuple[str, ...]:
    entry = registry.device(member.identity.device_id)
    return () if entry is None else tuple(entry.scope)


def _let_go(replica: Store, *, scope: tuple[str, ...], now_ms: int) -> None:
    enforce_scope(replica, scope, now_ms=now_ms)
    is_erased = bool(count_leaving(replica) and erase_left(replica, now_ms=now_ms))
    if release_applied(replica, at_ms=now_ms) or is_erased:
        collect_attachments(replica)
    let_sealed_go(replica)


def _settle_one(
    replica: Replica,
    member: Membership,
    registry: RegistryDocument,
    row: ReceivedEnvelope,
    *,
    now_ms: int,
    policy: MergePolicy,
) -> str | None:
    try:
        verified = verify_envelope(row.body, registry, audience=member.identity.device_id)
    except EpochUnknownError as newer:
        # It waits, as it is. We have just asked: a relay that hands it out and not the registry hides one.
        return newer.code
    except StandingError as late:
        return replica.run(
            partial(_quarantine_link, row_id=row.id, verified=late.envelope, code=late.code, now_ms=now_ms)
        )
    except SyncError as error:
        return replica.run(partial(_set_aside, row=row, code=error.code))
    except Exception as error:  # noqa: BLE001 - as below
        _log_bug(row, error)
        return replica.run(partial(_set_aside, row=row, code=UNEXPECTED))
    try:
        content = open_with_any(verified, member.openers)
        accept = _acceptance(content, verified, registry, policy=policy)
        return replica.run(partial(accept, row_id=row.id, verified=verified, member=member, now_ms=now_ms))
    except SyncError as error:
        code = error.code
    except StoreInvariantError as error:
        code = error.code
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - one envelope's bug must not stop what lies behind it (P5)
        _log_bug(row, error)
        code = UNEXPECTED
    return replica.run(partial(_quarantine_link, row_id=row.id, verified=verified, code=code, now_ms=now_ms))


def _log_bug(row: ReceivedEnvelope, error: Exception) -> None:
    # The kind only: a message may quote what was in the envelope.
    logger.error("envelope %s failed: %s", row.id, type(error).__name__)


def _acceptance(
    content: bytes, verified: VerifiedEnvelope, registry: RegistryDocument, *, policy: MergePolicy
) -> Callable[..., str | None]:
    """Read the content as what its header says it is, and give what takes it into the replica."""
    if verified.header.kind is EnvelopeKind.CHECKPOINT:
        return partial(_accept_checkpoint, checkpoint=read_checkpoint(content, registry), registry=registry)
    return partial(_accept, bundle=decode_bundle(content), policy=policy)


def _accept_checkpoint(
    replica: Store,
    *,
    row_id: str,
    verified: VerifiedEnvelope,
    member: Membership,
    checkpoint: Checkpoint,
    registry: RegistryDocument,
    now_ms: int,
) -> str | None:
    with transaction(replica):
        step = follow_chain(replica, verified, now_ms=now_ms)
        alarm: str | None = None
        if step.is_late:  # a checkpoint is held against the one before it, and that moment is over
            note_signed(replica, signed_ms=checkpoint.time_ms)
        else:
            alarm = watch_checkpoint(
                replica,
                checkpoint,
                device_id=member.identity.device_id,
                uplink=member.uplink,
                registry=registry,
                now_ms=now_ms,
            )
        code = alarm or step.code
        settle_received(replica, row_id, InboxState.MERGED, code=code)
    return code


def _accept(
    replica: Store,
    *,
    row_id: str,
    verified: VerifiedEnvelope,
    member: Membership,
    bundle: Bundle,
    policy: MergePolicy,
    now_ms: int,
) -> str | None:
    with transaction(replica):
        step = follow_chain(replica, verified, now_ms=now_ms)
        alarm = watch_acknowledgement(
            replica, verified.header.acknowledged, uplink=member.uplink, now_ms=now_ms
        )
        accept = accept_late if step.is_late else accept_items
        accepted = accept(replica, bundle.items, now_ms=now_ms, policy=policy)
        ending = InboxState.CONFLICTED if accepted.is_conflicted else InboxState.MERGED
        code = alarm or step.code or accepted.code
        settle_received(replica, row_id, ending, code=code)
    return code


def _set_aside(replica: Store, *, row: ReceivedEnvelope, code: str) -> str:
    """Quarantine what is no word of the city to us; only what a later program may read keeps its body."""
    with transaction(replica):
        kept = count_bytes(replica, InboxState.QUARANTINED, codes=READ_LATER)
        if code in READ_LATER and kept + len(row.body) <= MOST_UNREAD_BYTES:
            settle_received(replica, row.id, InboxState.QUARANTINED, code=code)
        else:
            drop_received(replica, row.id, code=code)
    return code


def _quarantine_link(
    replica: Store, *, row_id: str, verified: VerifiedEnvelope, code: str, now_ms: int
) -> str:
    """Set aside a genuine envelope we cannot use; it still is a link, or the next one would look lost."""
    with transaction(replica):
        try:
            follow_chain(replica, verified, now_ms=now_ms)
        except EnvelopeForkError as fork:
            code = fork.code
        settle_received(replica, row_id, InboxState.QUARANTINED, code=code)
    return code
