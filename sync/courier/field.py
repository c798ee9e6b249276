"""The device's side of a courier: pack what has no receipt, take receipts and what came down.

Packing delivers nothing: an item stays on this computer until the relay's signed receipt
is here, by stick or by wire (P3). What comes down is taken in the order of the city's
chain and no further than it is whole; the rest stays on the stick for another time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final

from store.chains import read_head
from store.connection import Store
from store.inbox import ReceivedEnvelope, held_envelopes, keep_received
from store.missing_links import find_hole
from store.sealed import SealedEnvelopeRow, mark_delivered, unsent_bytes
from sync.attachments import seal_attachments
from sync.courier.limits import MAX_PARCEL_BYTES
from sync.courier.parcel import UPLINK, CourierList, ListRole, Parcel, missing
from sync.envelope.chain import chain_name
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import EnvelopeId
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from sync.merge.policy import MergePolicy
from sync.ports import Clock, Entropy
from sync.push import payload_size, seal_waiting
from sync.receipt import check_receipt_for, verify_receipt
from sync.replica import Membership, Replica
from sync.sending import unsent_rows
from sync.settle import settle_all

_MOST_BYTES: Final = MAX_PARCEL_BYTES // 2


@dataclass(frozen=True, slots=True)
class Carried:
    """What one visit of the stick did."""

    moved: int  # envelopes packed, or taken
    receipts: int = 0
    damaged: int = 0  # half-copied files, left where they are
    foreign: int = 0  # files of somebody else, left where they are
    early: int = 0  # envelopes whose forerunners are not here yet
    lost: int = 0  # packed by somebody, gone from the stick, and nobody signed for them


@dataclass(frozen=True, slots=True)
class _Lying:
    """A genuine envelope on the stick, without its bytes: a stick holds more than a computer has memory."""

    id: EnvelopeId
    chain: str
    sequence: int


class _Place(Enum):
    """Where an envelope on the stick stands to what this device has."""

    HELD = "held"
    NEXT = "next"
    EARLY = "early"


def pack_work(
    replica: Replica,
    member: Membership,
    parcel: Parcel,
    *,
    clock: Clock,
    entropy: Entropy,
    with_photos: bool = False,
) -> Carried:
    """Seal what waits and write every envelope without a receipt.

    Photos and other files of forms go along if asked: once sealed, they go before all later work by
    wire, too. A stick takes half of what its reader would; the rest stays for another one.

    Raises:
        RegistryMissingError: this device has not met its city yet and cannot seal to it.

    """
    size = payload_size()
    while seal_waiting(replica, member, size=size, clock=clock, entropy=entropy):
        size.arrived(0.0)
    is_full = not with_photos
    while not is_full and seal_attachments(replica, member, size=size, clock=clock, entropy=entropy):
        size.arrived(0.0)
        is_full = replica.run(unsent_bytes) > _MOST_BYTES
    packed: list[str] = []
    written = carried = 0
    for row in unsent_rows(replica):
        carried += len(row.body)
        if carried > _MOST_BYTES:
            break
        written += parcel.pack(UPLINK, row.id, row.body)
        packed.append(row.id)
    _say(parcel, member, ListRole.PACKED, packed, now_ms=clock.now_ms())
    return Carried(moved=written)


def take_answers(
    replica: Replica, member: Membership, parcel: Parcel, *, clock: Clock, policy: MergePolicy
) -> Carried:
    """Take receipts and what came down, and settle it by the rules of every exchange.

    Raises:
        RegistryMissingError, RegistryExpiredError: nothing can be judged now; the stick is untouched.

    """
    receipts = sum(
        _take_receipt(replica, member, parcel, row, now_ms=clock.now_ms()) for row in unsent_rows(replica)
    )
    direction = f"down/{member.identity.device_id}"
    genuine, damaged, foreign = _survey(parcel, direction, member)
    taken, seen = 0, []
    ends: dict[str, int] = {}
    for one in genuine:
        body = parcel.read(direction, one.id)
        place = (
            _Place.EARLY
            if body is None
            else replica.run(partial(_keep, one=one, body=body, ends=ends, now_ms=clock.now_ms()))
        )
        taken += place is _Place.NEXT
        seen += [one.id] if place is not _Place.EARLY else []
    settle_all(replica, member, clock=clock, settled=lambda _done, _total: None, policy=policy)
    _say(parcel, member, ListRole.TAKEN, seen, now_ms=clock.now_ms())
    return Carried(
        moved=taken,
        receipts=receipts,
        damaged=damaged,
        foreign=foreign,
        early=len(genuine) - len(seen),
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


def _survey(parcel: Parcel, direction: str, member: Membership) -> tuple[list[_Lying], int, int]:
    """Give what is the city's, in the order of its chains; how many files are damaged, how many not its."""
    genuine: list[_Lying] = []
    damaged = foreign = 0
    for name in parcel.names(direction):
        body = parcel.read(direction, name)
        lying = None if body is None else _verified(body, member)
        damaged, foreign = damaged + (body is None), foreign + (body is not None and lying is None)
        genuine += [] if lying is None else [lying]
    return sorted(genuine, key=lambda one: one.sequence), damaged, foreign


def _verified(body: bytes, member: Membership) -> _Lying | None:
    try:
        verified = verify_envelope(body, member.trusted(), audience=member.identity.device_id)
    except SyncError:
        return None
    chain = chain_name(verified.sender.id, verified.header.audience)
    return _Lying(verified.id, chain, verified.header.sequence)


def _keep(replica: Store, *, one: _Lying, body: bytes, ends: dict[str, int], now_ms: int) -> _Place:
    """Keep an envelope if it continues its chain or was missing in it.

    `ends` says how far each chain has come from this stick.
    """
    if one.chain not in ends:
        head = read_head(replica, one.chain)
        ends[one.chain] = 0 if head is None else head.sequence
    is_past = one.sequence <= ends[one.chain] and find_hole(replica, one.chain, one.sequence) is None
    if is_past or held_envelopes(replica, [one.id]):
        return _Place.HELD
    if one.sequence > ends[one.chain] + 1:
        return _Place.EARLY
    ends[one.chain] = max(ends[one.chain], one.sequence)
    row = ReceivedEnvelope(one.sequence, one.id, body, now_ms)
    # A stream of its own: the cursor of the mailbox says what the relay has shown, and it did not.
    keep_received(replica, [row], stream=f"courier/{one.chain}", cursor=0)
    return _Place.NEXT


def _say(parcel: Parcel, member: Membership, role: ListRole, ids: Sequence[str], *, now_ms: int) -> None:
    if ids:
        said = CourierList(member.identity.device_id, role, now_ms, tuple(ids))
        parcel.put_list(said, signer=member.identity)
