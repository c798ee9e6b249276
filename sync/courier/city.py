"""The city's side of a courier: hand in what devices packed, as they would have, and bring receipts back.

Handing in is posting to the relay, which checks, orders and keeps as always; a second
stick, or the device itself on a good day, changes nothing. What comes too early stays on
the stick until its forerunners have come.
"""

from collections.abc import Iterable

from sync.courier.field import Carried
from sync.courier.parcel import UPLINK, CourierList, ListRole, Parcel, missing
from sync.envelope.encoding import ParsedEnvelope, parse_envelope
from sync.errors import EnvelopeGapError, ServerRefusedError, SyncError
from sync.keys.identity import DeviceIdentity
from sync.keys.registry_document import RegistryDocument
from sync.ports import Clock
from sync.relay_client import RelayClient


def hand_in(
    parcel: Parcel, *, relay: RelayClient, city: DeviceIdentity, registry: RegistryDocument, clock: Clock
) -> Carried:
    """Post every envelope of a stick in the order of its chain; write the receipts beside them.

    `registry` says whose lists on the stick count.

    Raises:
        ServerUnreachableError, ServerBusyError: the relay is not there; the stick can be read again.

    """
    unpacked = parcel.unpack(UPLINK)
    parsed = [(one, _parse(body), body) for one, body in unpacked.envelopes]
    ours = sorted(
        ((header.header.device, header.header.sequence, one, body) for one, header, body in parsed if header),
    )
    taken: list[str] = []
    foreign = len(parsed) - len(ours)
    early = 0
    for _device, _sequence, one, body in ours:
        try:
            parcel.put_receipt(one, relay.post_envelope(body))
        except ServerRefusedError as refusal:
            is_early = refusal.problem_code == EnvelopeGapError.code
            early, foreign = early + is_early, foreign + (not is_early)
            continue
        taken.append(one)
    if taken:
        said = CourierList(city.device_id, ListRole.TAKEN, clock.now_ms(), tuple(taken))
        parcel.put_list(said, signer=city)
    return Carried(
        moved=len(taken),
        receipts=len(taken),
        damaged=unpacked.damaged,
        foreign=foreign,
        early=early,
        lost=len(missing(parcel, registry)),
    )


def pack_answers(
    parcel: Parcel, envelopes: Iterable[tuple[str, str, bytes]], *, city: DeviceIdentity, clock: Clock
) -> Carried:
    """Write what the city has for devices, as (device, id, body)."""
    rows = list(envelopes)
    written = [parcel.pack(f"down/{device}", one, body) for device, one, body in rows]
    if rows:
        ids = tuple(one for _, one, _ in rows)
        said = CourierList(city.device_id, ListRole.PACKED, clock.now_ms(), ids)
        parcel.put_list(said, signer=city)
    return Carried(moved=sum(written))


def _parse(body: bytes) -> ParsedEnvelope | None:
    try:
        return parse_envelope(body)
    except SyncError:
        return None
