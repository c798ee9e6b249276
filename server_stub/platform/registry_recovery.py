"""What the platform does when the relay knows a newer registry than its own database.

That is the mark of a city database restored from a backup. The relay's registry is
signed by our own roots, so it is true: it is taken over, what only our database knew
is added, and the next version goes above the relay's. Without this the relay would
answer 409 for ever.
"""

import logging
from dataclasses import replace

from sqlalchemy import Connection, delete, update

from server_stub.errors import RegistryConflictError
from server_stub.platform.exchange_tables import invitations, registry_versions
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import keep_next, present_roots
from server_stub.platform.registry_kept import current_registry, keep_registry
from server_stub.settings import PlatformSettings
from sync.errors import RegistryRollbackError, ServerRefusedError
from sync.keys.registry import RegistryDocument, read_registry
from sync.keys.registry_document import DeviceEntry

logger = logging.getLogger(__name__)

_BEHIND = frozenset({RegistryRollbackError.code, RegistryConflictError.code})


def is_behind_relay(refusal: ServerRefusedError) -> bool:
    """Say whether the relay refused a registry because it holds a newer one, or another of that number."""
    return refusal.problem_code in _BEHIND


def take_over_registry(
    connection: Connection, signed: bytes, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> RegistryDocument:
    """Take over the relay's registry and keep a version above it that loses neither side's devices.

    Raises:
        RegistryUntrustedError: the relay's registry is not of our roots; nothing changes.

    """
    theirs = read_registry(signed, present_roots(connection, keys.roots))
    ours = current_registry(connection, keys.roots)
    logger.warning("registry taken over from the relay: %s, ours was %s", theirs.version, ours.version)
    lost = registry_versions.c.version >= theirs.version
    connection.execute(delete(registry_versions).where(lost))
    keep_registry(connection, theirs.version, signed, posted_at_ms=now_ms)
    if {one.device_id for one in theirs.devices} - {one.device_id for one in ours.devices}:
        # Which invitations those devices used is lost with the rest, and each is good for one device only.
        still_open = invitations.c.device.is_(None) & (invitations.c.expires_ms > now_ms)
        connection.execute(update(invitations).where(still_open).values(expires_ms=now_ms))
    merged = replace(theirs, devices=_both(theirs.devices, ours.devices))
    return keep_next(connection, merged, keys=keys, settings=settings, now_ms=now_ms)


def _both(theirs: tuple[DeviceEntry, ...], ours: tuple[DeviceEntry, ...]) -> tuple[DeviceEntry, ...]:
    """Join two lists of devices; a revocation on either side stays a revocation."""
    known = {one.device_id: one for one in ours}
    listed = {one.device_id for one in theirs}
    return (
        *(_stricter(one, known.get(one.device_id)) for one in theirs),
        *(one for one in ours if one.device_id not in listed),
    )


def _stricter(theirs: DeviceEntry, ours: DeviceEntry | None) -> DeviceEntry:
    if ours is None or ours.revoked_at_seq is None:
        return theirs
    ends = [end for end in (theirs.revoked_at_seq, ours.revoked_at_seq) if end is not None]
    return replace(theirs, revoked_at_seq=min(ends), wipe_ordered=theirs.wipe_ordered or ours.wipe_ordered)
