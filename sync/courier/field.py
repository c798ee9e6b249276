"""The device's side of a courier: pack what has no receipt, take receipts and what came down.

Packing delivers nothing: an item stays on this computer until the relay's signed receipt
is here, by stick or by wire (P3). What comes down is taken in the order of the city's
chain and no further than it is whole; the rest stays on the stick for another time.
"""

from dataclasses import dataclass
from functools import partial

from store.chains import read_head
from store.connection import Store
from store.inbox import ReceivedEnvelope, held_envelopes, keep_received
from store.sealed import SealedEnvelopeRow, mark_delivered, unsent_envelopes
from sync.courier.parcel import UPLINK, CourierList, ListRole, Parcel, missing
from sync.envelope.chain import chain_name
from sync.envelope.encoding import parse_envelope
from sync.envelope.verifying import VerifiedEnvelope, verify_envelope
from sync.errors import SyncError
from sync.merge.policy import MergePolicy
from sync.ports import Clock, Entropy
from sync.push import payload_size, seal_waiting
from sync.receipt import check_receipt_for, verify_receipt
from sync.replica import Membership, Replica
from sync.settle import settle_all


@dataclass(frozen=True, slots=True)
class Carried:
    """What one visit of the stick did."""

    moved: int  # envelopes packed, or taken
    receipts: int = 0
    damaged: int = 0  # half-copied files, left where they are
    foreign: int = 0  # files of somebody else, left where they are
    early: int = 0  # envelopes whose forerunners are not here yet
    lost: int = 0  # packed by somebody, gone from the stick, and nobody signed for them


def pack_work(
    replica: Replica, member: Membership, parcel: Parcel, *, clock: Clock, entropy: Entropy
) -> Carried:
    """Seal what waits and write every envelope without a receipt.

    Raises:
        RegistryMissingError: this device has not met its city yet and cannot seal to it.

    """
    size = payload_size()
    while seal_waiting(replica, member, size=size, clock=clock, entropy=entropy):
        size.arrived(0.0)
    rows = replica.run(unsent_envelopes)
    written = [parcel.pack(UPLINK, row.id, row.body) for row in rows]
    _say(parcel, member, ListRole.PACKED, [row.id for row in rows], now_ms=clock.now_ms())
    return Carried(moved=sum(written))


def take_answers(
    replica: Replica, member: Membership, parcel: Parcel, *, clock: Clock, policy: MergePolicy
) -> Carried:
    """Take receipts and what came down, and settle it by the rules of every exchange.

    Raises:
        RegistryMissingError, RegistryExpiredError: nothing can be judged now; the stick is untouched.

    """
    receipts = sum(
        _take_receipt(replica, member, parcel, row, now_ms=clock.now_ms())
        for row in replica.run(unsent_envelopes)
    )
    unpacked = parcel.unpack(f"down/{member.identity.device_id}")
    genuine = [one for one in (_verified(body, member) for _, body in unpacked.envelopes) if one is not None]
    fresh = sorted(genuine, key=lambda one: one.header.sequence)
    taken, early = replica.run(partial(_keep, envelopes=fresh, now_ms=clock.now_ms()))
    settle_all(replica, member, clock=clock, settled=lambda _done, _total: None, policy=policy)
    _say(
        parcel, member, ListRole.TAKEN, [one.id for one in fresh[: len(fresh) - early]], now_ms=clock.now_ms()
    )
    return Carried(
        moved=taken,
        receipts=receipts,
        damaged=unpacked.damaged,
        foreign=len(unpacked.envelopes) - len(genuine),
        early=early,
        lost=len(missing(parcel, member.trusted())),
    )


def _take_receipt(
    replica: Replica, member: Membership, parcel: Parcel, row: SealedEnvelopeRow, *, now_ms: int
) -> bool:
    receipt = parcel.receipt_of(row.id)
    if receipt is None:
        return False
    try:
        spoken = verify_receipt(receipt, relay=member.trusted().relay)
        check_receipt_for(spoken, envelope_id=row.id, header=parse_envelope(row.body).header)
    except SyncError:
        return False  # a word of somebody else for our envelope is no receipt
    replica.run(partial(mark_delivered, envelope_id=row.id, receipt=receipt, at_ms=now_ms))
    return True


def _verified(body: bytes, member: Membership) -> VerifiedEnvelope | None:
    try:
        return verify_envelope(body, member.trusted(), audience=member.identity.device_id)
    except SyncError:
        return None


def _keep(replica: Store, *, envelopes: list[VerifiedEnvelope], now_ms: int) -> tuple[int, int]:
    """Keep what continues the chain; give how many were new and how many came too early."""
    held = held_envelopes(replica, [one.id for one in envelopes])
    ends: dict[str, int] = {}
    new = early = 0
    for one in envelopes:
        name = chain_name(one.sender.id, one.header.audience)
        head = read_head(replica, name)
        end = ends.setdefault(name, 0 if head is None else head.sequence)
        if one.id in held or one.header.sequence <= end:
            continue
        if one.header.sequence > end + 1:
            early += 1
            continue
        ends[name] = one.header.sequence
        row = ReceivedEnvelope(one.header.sequence, one.id, one.body, now_ms)
        # A stream of its own: the cursor of the mailbox says what the relay has shown, and it did not.
        keep_received(replica, [row], stream=f"courier/{name}", cursor=0)
        new += 1
    return new, early


def _say(parcel: Parcel, member: Membership, role: ListRole, ids: list[str], *, now_ms: int) -> None:
    if ids:
        said = CourierList(member.identity.device_id, role, now_ms, tuple(ids))
        parcel.put_list(said, signer=member.identity)
