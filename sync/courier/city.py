"""The city's side of a courier: hand in what devices packed, as they would have, and bring receipts back.

Handing in is posting to the relay, which checks, orders and keeps as always; a second
stick, or the device itself on a good day, changes nothing. What comes too early stays on
the stick until its forerunners have come.
"""

from collections.abc import Iterable

from sync.courier.field import Carried
from sync.courier.parcel import UPLINK, CourierList, ListRole, Parcel, missing
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import EnvelopeHeader
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
        CourierArchiveInvalidError: more lies there than any courier carries; nothing was read.

    """
    ours, damaged, foreign = _survey(parcel)
    taken: list[str] = []
    early = 0
    for _device, _sequence, one in ours:
        body = parcel.read(UPLINK, one)
        if body is None:  # it was whole a moment ago: somebody is still copying
            damaged += 1
            continue
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
        damaged=damaged,
        foreign=foreign,
        early=early,
        lost=len(missing(parcel, registry)),
    )


def pack_answers(
    parcel: Parcel, envelopes: Iterable[tuple[str, str, bytes]], *, city: DeviceIdentity, clock: Clock
) -> Carried:
    """Write what the city has for devices, as (device, id, body), one after the other."""
    ids: list[str] = []
    moved = 0
    for device, one, body in envelopes:
        moved += parcel.pack(f"down/{device}", one, body)
        ids.append(one)
    if ids:
        said = CourierList(city.device_id, ListRole.PACKED, clock.now_ms(), tuple(ids))
        parcel.put_list(said, signer=city)
    return Carried(moved=moved)


def _survey(parcel: Parcel) -> tuple[list[tuple[str, int, str]], int, int]:
    """Give (device, number, id) in the order of the chains; how many are damaged, how many foreign."""
    ours: list[tuple[str, int, str]] = []
    damaged = foreign = 0
    for one in parcel.names(UPLINK):
        body = parcel.read(UPLINK, one)
        header = None if body is None else _parse(body)
        damaged, foreign = damaged + (body is None), foreign + (body is not None and header is None)
        if header is not None:
            ours.append((header.device, header.sequence, one))
    return sorted(ours), damaged, foreign


def _parse(body: bytes) -> EnvelopeHeader | None:
    try:
        return parse_envelope(body).header
    except SyncError:
        return None
