"""The city's periodic word to every device: which registry holds and where all chains stand.

One checkpoint is one commit: its number and digest, and a sealed copy for every
device that is a member. Its head is what the platform has read, so a device learns
whether what it has a receipt for really came through.
"""

from functools import partial

from sqlalchemy import Connection, func, insert, select

from server_stub.platform.chains import read_link
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.registry_kept import read_signed
from server_stub.platform.trust_tables import checkpoints
from server_stub.settings import PlatformSettings
from sync.checkpoint import NO_CHECKPOINT, Checkpoint, commit_heads, sign_checkpoint
from sync.envelope.chain import chain_name
from sync.envelope.header import EnvelopeKind
from sync.keys.registry import registry_digest
from sync.keys.registry_document import DeviceEntry, RegistryDocument


def is_checkpoint_due(
    connection: Connection, registry: RegistryDocument, *, settings: PlatformSettings, now_ms: int
) -> bool:
    """Say whether a period has passed since the last checkpoint, or since the first registry that waits."""
    last = connection.execute(select(func.max(checkpoints.c.time_ms))).scalar_one()
    since = registry.issued_ms if last is None else last
    return bool(_members(registry)) and now_ms - since >= settings.checkpoint_ms


def issue_checkpoint(
    connection: Connection,
    registry: RegistryDocument,
    *,
    postbox: Postbox,
    now_ms: int,
) -> None:
    """Make the next checkpoint and seal a copy for every member."""
    heads = {
        device.device_id: read_link(connection, chain_name(device.device_id, registry.realm))
        for device in registry.devices
    }
    number, previous = _last(connection)
    make_copy = partial(
        Checkpoint,
        number=number + 1,
        time_ms=now_ms,
        previous=previous,
        registry_version=registry.version,
        registry_digest=registry_digest(read_signed(connection, registry.version)),
        heads=commit_heads(heads),
    )
    members = _members(registry)
    copies = [make_copy(device=one.device_id, head=heads[one.device_id]) for one in members]
    for device, copy in zip(members, copies, strict=True):
        signed = sign_checkpoint(copy, city=postbox.city_for(device))
        postbox.seal_bytes(device, signed, kind=EnvelopeKind.CHECKPOINT)
    row = {"number": number + 1, "digest": copies[0].digest, "time_ms": now_ms}
    connection.execute(insert(checkpoints).values(**row))


def _members(registry: RegistryDocument) -> list[DeviceEntry]:
    return [device for device in registry.devices if may_receive(device, registry)]


def _last(connection: Connection) -> tuple[int, bytes]:
    query = select(checkpoints.c.number, checkpoints.c.digest).order_by(checkpoints.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return (0, NO_CHECKPOINT) if row is None else (row.number, bytes(row.digest))
