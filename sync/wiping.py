"""How a run ends for a device whose standing has changed: it is told, and an ordered wipe goes its way."""

from dataclasses import replace
from typing import Final

from store.connection import Store
from store.outbox import count_unsent
from store.sealed import unsent_envelopes
from sync.errors import ServerRefusedError
from sync.replica import Membership, Replica
from sync.standing import DeviceWipedError, Standing, standing_code
from sync.trust_kept import read_times
from sync.wipe import Wipe, WipeStep, next_wipe_step

MAILBOX_CLOSED: Final = "mailbox-closed"  # the relay's own code


def _is_told(member: Membership) -> bool:
    """Say whether the registry here already says that this device's time is over."""
    entry = None if member.registry is None else member.registry.device(member.identity.device_id)
    return entry is not None and entry.is_revoked


def asks_for_registry(refusal: ServerRefusedError, member: Membership) -> bool:
    """Say whether a closed mailbox is news; the registry tells why, and whether to wipe."""
    return refusal.problem_code == MAILBOX_CLOSED and not _is_told(member)


def tell_standing(
    replica: Replica, member: Membership, *, wipe: Wipe | None, wall_ms: int, refusal: str | None
) -> str | None:
    """Give the code that tells a person of this device's standing, after carrying out an ordered wipe."""
    standing = replace(member, times=replica.run(read_times)).standing(wall_ms=wall_ms)
    if standing is Standing.WIPE_ORDERED and wipe is not None and _is_wiped(replica, wipe, refusal=refusal):
        return DeviceWipedError.code
    return standing_code(standing)


def _is_wiped(replica: Replica, wipe: Wipe, *, refusal: str | None) -> bool:
    is_refused = refusal not in {None, MAILBOX_CLOSED}
    match next_wipe_step(unsent=replica.run(_count_held), is_refused=is_refused):
        case WipeStep.WAIT:
            return False
        case WipeStep.EXPORT if not wipe.export(replica.run(_held_bodies)):
            return False
        case _:
            wipe.erase()
            return True


def _count_held(replica: Store) -> int:
    return max(count_unsent(replica), len(unsent_envelopes(replica)))


def _held_bodies(replica: Store) -> tuple[bytes, ...]:
    return tuple(row.body for row in unsent_envelopes(replica))
