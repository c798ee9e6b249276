"""What this device may still do, decided from the registry it holds and the times it has seen.

Collecting and handing in stay possible in every standing (P9); what changes is whether
records are shown, whether answers come down, and whether the device is to erase itself.
A device that is not listed yet has nothing to show and nothing to lose. One that gave up an
identity and kept its records has: they were given to that identity, whose time may be over, and
no lease can be judged before a registry lists the new one. So they stay closed until then,
whoever has unlocked the computer; what is collected meanwhile goes up under the new name.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sync.errors import Retry, SyncError
from sync.keys.identity import DeviceId
from sync.keys.registry_document import RegistryDocument
from sync.lease import SeenTimes, is_lease_over


class Standing(StrEnum):
    PENDING = "pending"  # no registry lists this device yet
    RESTORED = "restored"  # the same, and it holds records from an identity it gave up
    MEMBER = "member"
    LEASE_OVER = "lease-over"  # too long without a fresh signed word
    REVOKED = "revoked"  # its work waits for review, nothing comes down
    WIPE_ORDERED = "wipe-ordered"  # revoked, and to erase itself once its work is handed in


class LeaseOverError(SyncError):
    """No signed word of the city for longer than the lease: records are closed until one arrives."""

    code = "lease-over"
    retry = Retry.LATER


class RecordsNotGivenError(SyncError):
    """The records are those of an identity this computer gave up: closed until the new one is admitted."""

    code = "records-not-given"
    retry = Retry.LATER


class DeviceRevokedError(SyncError):
    """The office has ended this device's membership; what it still holds can be handed in."""

    code = "device-revoked"


class HandingInRefusedError(SyncError):
    """The device's time is over, and the relay takes nothing from it any more, though work is still here.

    Another computer has gone on under its name. The work reaches the city when this one begins as a new
    device, which is what a person has to be told (P9).
    """

    code = "handing-in-refused"


class WipeWaitingError(SyncError):
    """The device is to erase itself and still holds work that nobody else has."""

    code = "wipe-waiting"
    retry = Retry.LATER


class DeviceWipedError(SyncError):
    """The device has handed in its work and erased itself, as the office ordered."""

    code = "device-wiped"


_REASONS: Final[Mapping[Standing, type[SyncError]]] = {
    Standing.RESTORED: RecordsNotGivenError,
    Standing.LEASE_OVER: LeaseOverError,
    Standing.REVOKED: DeviceRevokedError,
    Standing.WIPE_ORDERED: WipeWaitingError,
}


def standing_of(
    device_id: DeviceId,
    registry: RegistryDocument | None,
    *,
    times: SeenTimes,
    wall_ms: int,
    has_former_records: bool = False,
) -> Standing:
    """Decide; what the roots signed about the device outweighs every clock."""
    entry = None if registry is None else registry.device(device_id)
    if registry is None or entry is None:
        return Standing.RESTORED if has_former_records else Standing.PENDING
    if entry.is_revoked:
        return Standing.WIPE_ORDERED if entry.wipe_ordered else Standing.REVOKED
    if is_lease_over(times, wall_ms=wall_ms, lease_ms=registry.lease_ms):
        return Standing.LEASE_OVER
    return Standing.MEMBER


def may_read(standing: Standing) -> bool:
    """Say whether records may be shown."""
    return standing in {Standing.PENDING, Standing.MEMBER}


def require_readable(standing: Standing) -> None:
    """Refuse to show records.

    Raises:
        RecordsNotGivenError, LeaseOverError, DeviceRevokedError, WipeWaitingError: why they are closed.

    """
    if not may_read(standing):
        raise _REASONS[standing]


def standing_code(standing: Standing) -> str | None:
    """Give the code whose words tell a person about it; nothing to tell while all is well."""
    reason = None if standing is Standing.RESTORED else _REASONS.get(standing)  # a run says that it waits
    return None if reason is None else reason.code
