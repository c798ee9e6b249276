"""The way up, first half: seal what waits and keep the bytes before anything is sent.

An envelope is sealed once and kept with its items and its chain head in one commit
before the first byte is sent (P2); `sync.sending` sends those bytes, whatever happened since.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from store.chains import ChainHead, read_head
from store.connection import Store
from store.outbox import DeliveryState, mark_item, queued_payloads
from store.sealed import (
    SealedEnvelopeRow,
    keep_sealed,
)
from store.transaction import transaction
from store.wants import note_asked, unasked_wants
from sync.adaptive_size import AdaptiveSize
from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, BundleItem, Want
from sync.envelope.chain import chain_name
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, EnvelopeKind
from sync.envelope.sealing import seal
from sync.errors import SyncError
from sync.item_encoding import decode_kept_item, decode_kept_items
from sync.keys.recipients import recipients_for
from sync.keys.registry import RegistryDocument
from sync.ports import Clock, Entropy
from sync.replica import Membership, Replica

MAX_ITEMS: Final = 10_000
MAX_WANTS: Final = 5_000
# Ciphertext does not shrink and the relay takes 8 MiB: stay well below, whatever compresses.
MAX_PAYLOAD_BYTES: Final = 4 * 1024 * 1024
FIRST_PAYLOAD_BYTES: Final = 512 * 1024
MIN_PAYLOAD_BYTES: Final = 16 * 1024


def payload_size() -> AdaptiveSize:
    """Give how many bytes of queued work go into one envelope, before they are compressed."""
    return AdaptiveSize(low=MIN_PAYLOAD_BYTES, high=MAX_PAYLOAD_BYTES, now=FIRST_PAYLOAD_BYTES)


# What belongs into the commit that keeps an envelope, told its id and number.
Keep = Callable[[Store, str, int], None]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next envelope stands in both chains."""

    head: ChainLink
    seen: ChainLink


@dataclass(frozen=True, slots=True)
class _Waiting:
    payloads: tuple[tuple[str, bytes], ...]
    place: _Place
    wants: tuple[tuple[str, str], ...]


def seal_waiting(
    replica: Replica, member: Membership, *, size: AdaptiveSize, clock: Clock, entropy: Entropy
) -> bool:
    """Seal one envelope's worth of queued items, if any wait; say whether one was made."""
    registry = member.trusted()
    waiting = replica.run(partial(_read_waiting, member=member, registry=registry, max_bytes=size.now))
    chosen, broken = _read_items(waiting.payloads)
    if broken:
        replica.run(partial(_return_broken, broken=broken, at_ms=clock.now_ms()))
    if not chosen and not waiting.wants:
        return bool(broken)
    items = (*chosen.values(), *(Want(kind, record_id) for kind, record_id in waiting.wants))

    def keep(replica: Store, _envelope_id: str, sequence: int) -> None:
        note_asked(replica, waiting.wants, sequence=sequence)

    kind = EnvelopeKind.CHANGES
    row = _seal(items, member, registry, waiting.place, kind=kind, clock=clock, entropy=entropy)
    replica.run(_keep(row, item_ids=list(chosen), chain=member.uplink, keep=keep))
    return True


def has_records_waiting(replica: Store) -> bool:
    """Say whether there is something that goes before every attachment."""
    return bool(queued_payloads(replica, max_items=1, max_bytes=1) or unasked_wants(replica, 1))


def seal_items(
    replica: Replica,
    member: Membership,
    items: Sequence[BundleItem],
    *,
    kind: EnvelopeKind,
    clock: Clock,
    entropy: Entropy,
    keep: Keep,
) -> None:
    """Seal items that are in no outbox; `keep` notes in the same commit which envelope holds them."""
    registry = member.trusted()
    place = replica.run(partial(_read_place, member=member, registry=registry))
    row = _seal(items, member, registry, place, kind=kind, clock=clock, entropy=entropy)
    replica.run(_keep(row, item_ids=[], chain=member.uplink, keep=keep))


def _seal(
    items: Sequence[BundleItem],
    member: Membership,
    registry: RegistryDocument,
    place: _Place,
    *,
    kind: EnvelopeKind,
    clock: Clock,
    entropy: Entropy,
) -> SealedEnvelopeRow:
    envelope = seal(
        encode_bundle(Bundle(tuple(items))),
        header=_next_header(member, registry, place, kind=kind, now_ms=clock.now_ms()),
        signer=member.identity,
        recipients=recipients_for(member.identity, registry),
        entropy=entropy,
    )
    return SealedEnvelopeRow(
        id=envelope.id,
        sequence=envelope.link.sequence,
        digest=envelope.link.digest,
        body=envelope.body,
        sealed_at_ms=envelope.header.time_ms,
    )


def _read_waiting(
    replica: Store, *, member: Membership, registry: RegistryDocument, max_bytes: int
) -> _Waiting:
    return _Waiting(
        payloads=queued_payloads(replica, max_items=MAX_ITEMS, max_bytes=max_bytes),
        place=_read_place(replica, member=member, registry=registry),
        wants=unasked_wants(replica, MAX_WANTS),
    )


def _read_place(replica: Store, *, member: Membership, registry: RegistryDocument) -> _Place:
    head = read_head(replica, member.uplink)
    return _Place(
        head=GENESIS if head is None else ChainLink(head.sequence, head.digest),
        seen=last_seen(replica, member, registry),
    )


def last_seen(replica: Store, member: Membership, registry: RegistryDocument) -> ChainLink:
    """Find the newest link of the city's chain in our suite; of several keys the newer counts."""
    for city in reversed(registry.recipients):
        if city.suite != member.identity.suite:
            continue
        head = read_head(replica, chain_name(city.service_id, member.identity.device_id))
        if head is not None:
            return ChainLink(head.sequence, head.digest)
    return GENESIS


def _read_items(payloads: tuple[tuple[str, bytes], ...]) -> tuple[dict[str, BundleItem], dict[str, str]]:
    """Read what goes into the envelope; an unreadable item is set aside with its code."""
    try:
        items = decode_kept_items([payload for _, payload in payloads])
    except SyncError:
        return _read_one_by_one(payloads)
    return {item_id: item for (item_id, _), item in zip(payloads, items, strict=True)}, {}


def _read_one_by_one(
    payloads: tuple[tuple[str, bytes], ...],
) -> tuple[dict[str, BundleItem], dict[str, str]]:
    chosen: dict[str, BundleItem] = {}
    broken: dict[str, str] = {}
    for item_id, payload in payloads:
        try:
            chosen[item_id] = decode_kept_item(payload)
        except SyncError as error:
            broken[item_id] = error.code
    return chosen, broken


def _next_header(
    member: Membership, registry: RegistryDocument, place: _Place, *, kind: EnvelopeKind, now_ms: int
) -> EnvelopeHeader:
    return EnvelopeHeader(
        kid=member.identity.kid,
        org=member.identity.org,
        device=member.identity.device_id,
        sequence=place.head.sequence + 1,
        previous=place.head.digest,
        audience=member.enrolment.realm,
        epoch=registry.version,
        time_ms=now_ms,
        kind=kind,
        acknowledged=place.seen,
    )


def _return_broken(replica: Store, *, broken: dict[str, str], at_ms: int) -> None:
    with transaction(replica):
        for item_id, code in broken.items():
            mark_item(replica, item_id, DeliveryState.RETURNED, at_ms=at_ms, code=code)


def _keep(row: SealedEnvelopeRow, *, item_ids: list[str], chain: str, keep: Keep) -> Callable[[Store], None]:
    head = ChainHead(row.sequence, row.digest)

    def operation(replica: Store) -> None:
        with transaction(replica):
            keep_sealed(replica, row, item_ids=item_ids, head=head, chain=chain)
            keep(replica, row.id, row.sequence)

    return operation
