"""The way down, second half: verify, open and merge what is kept, one envelope a commit.

Every envelope ends merged, in conflict or quarantined with its code, and one that is
bad never holds up the next (P5). A gap in the city's chain is merged but stays marked:
what did arrive is genuine, and the mark tells that the relay owes us something.
"""

from collections.abc import Callable
from functools import partial

from store.chains import ChainHead, read_head, write_head
from store.connection import Store
from store.errors import StoreInvariantError
from store.inbox import InboxState, ReceivedEnvelope, pending_received, settle_received
from store.outbox import DeliveryState, mark_item
from store.transaction import transaction
from sync.absorb import absorb_state
from sync.bundle_encoding import decode_bundle
from sync.change import Bundle, RecordState, Verdict
from sync.envelope.chain import chain_name, check_successor
from sync.envelope.header import GENESIS, ChainLink
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import StandingError, VerifiedEnvelope, verify_envelope
from sync.errors import (
    EnvelopeForkError,
    EnvelopeGapError,
    EpochUnknownError,
    MessageMalformedError,
    SyncError,
)
from sync.keys.registry import RegistryDocument, check_fresh
from sync.ports import Clock
from sync.replica import Membership, Replica


def settle_all(
    replica: Replica, member: Membership, *, clock: Clock, settled: Callable[[int, int], None]
) -> str | None:
    """Settle what can be settled, telling how far it is; give the first code worth telling a person.

    Raises:
        RegistryExpiredError: trust is out of date, so everything waits, unopened.

    """
    registry = member.trusted()
    check_fresh(registry, now_ms=clock.now_ms())
    waiting = replica.run(pending_received)
    first: str | None = None
    for number, row in enumerate(waiting, start=1):
        code = _settle_one(replica, member, registry, row, now_ms=clock.now_ms())
        first = first or code
        settled(number, len(waiting))
    return first


def _settle_one(
    replica: Replica, member: Membership, registry: RegistryDocument, row: ReceivedEnvelope, *, now_ms: int
) -> str | None:
    try:
        verified = verify_envelope(row.body, registry, audience=member.identity.device_id)
    except EpochUnknownError:
        return None  # waits, as it is, for the registry it speaks of
    except StandingError as late:
        return replica.run(partial(_quarantine_link, row_id=row.id, verified=late.envelope, code=late.code))
    except SyncError as error:
        return replica.run(partial(_quarantine, row_id=row.id, code=error.code))
    try:
        bundle = decode_bundle(open_envelope(verified, member.identity))
        _refuse_uplink_items(bundle)
        return replica.run(partial(_accept, row_id=row.id, verified=verified, bundle=bundle, now_ms=now_ms))
    except SyncError as error:
        code = error.code
    except StoreInvariantError as error:
        code = error.code
    return replica.run(partial(_quarantine_link, row_id=row.id, verified=verified, code=code))


def _accept(
    replica: Store, *, row_id: str, verified: VerifiedEnvelope, bundle: Bundle, now_ms: int
) -> str | None:
    with transaction(replica):
        code = _advance_chain(replica, verified)
        # Verdicts first: a record whose edits are all applied takes the platform's state as it is.
        for verdict in (item for item in bundle.items if isinstance(item, Verdict)):
            state = DeliveryState(verdict.state.value)
            mark_item(replica, verdict.item_id, state, at_ms=verdict.at_ms, code=verdict.code)
        states = [item for item in bundle.items if isinstance(item, RecordState)]
        conflicts = [absorb_state(replica, state, now_ms=now_ms) for state in states]
        ending = InboxState.CONFLICTED if any(conflicts) else InboxState.MERGED
        settle_received(replica, row_id, ending, code=code)
    return code


def _advance_chain(replica: Store, verified: VerifiedEnvelope) -> str | None:
    """Move the chain on to this envelope; a gap is let through with its code, a fork is not."""
    name = chain_name(verified.sender.id, verified.header.audience)
    held = read_head(replica, name)
    head = GENESIS if held is None else ChainLink(held.sequence, held.digest)
    code: str | None = None
    try:
        check_successor(verified.header, head=head)
    except EnvelopeGapError as gap:
        code = gap.code
    link = verified.envelope.link
    write_head(replica, name, ChainHead(link.sequence, link.digest))
    return code


def _quarantine(replica: Store, *, row_id: str, code: str) -> str:
    settle_received(replica, row_id, InboxState.QUARANTINED, code=code)
    return code


def _quarantine_link(replica: Store, *, row_id: str, verified: VerifiedEnvelope, code: str) -> str:
    """Set aside a genuine envelope we cannot use; it still is a link, or the next one would look lost."""
    with transaction(replica):
        try:
            _advance_chain(replica, verified)
        except EnvelopeForkError as fork:
            code = fork.code
        return _quarantine(replica, row_id=row_id, code=code)


def _refuse_uplink_items(bundle: Bundle) -> None:
    if not all(isinstance(item, RecordState | Verdict) for item in bundle.items):
        raise MessageMalformedError(part="item")
