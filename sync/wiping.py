"""How a run ends for a device whose standing has changed: it is told, and an ordered wipe goes its way.

A device whose time is over and whose uploads are refused hears of the refusal (P9).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from store.attachment_sending import count_unsent_attachments
from store.connection import Store
from store.outbox import count_unsent
from store.sealed import unsent_envelopes
from sync.errors import ServerRefusedError
from sync.ports import Entropy
from sync.replica import Membership, Replica
from sync.standing import DeviceWipedError, HandingInRefusedError, Standing, standing_code
from sync.trust_kept import read_times
from sync.unfinished import hand_in_drafts
from sync.wipe import Wipe, WipeStep, next_wipe_step

MAILBOX_CLOSED: Final = "mailbox-closed"  # the relay's own code


def _is_told(member: Membership) -> bool:
    """Say whether the registry here already says that this device's time is over."""
    entry = None if member.registry is None else member.registry.device(member.identity.device_id)
    return entry is not None and entry.is_revoked


def asks_for_registry(refusal: ServerRefusedError, member: Membership) -> bool:
    """Say whether a closed mailbox is news; the registry tells why, and whether to wipe."""
    return refusal.problem_code == MAILBOX_CLOSED and not _is_told(member)


def has_more_to_hand_in(
    replica: Replica, member: Membership, *, wipe: Wipe | None, wall_ms: int, entropy: Entropy
) -> bool:
    """Queue the drafts of a device that is to erase itself; say whether the exchange must go on for them."""
    if wipe is None or _standing(replica, member, wall_ms=wall_ms) is not Standing.WIPE_ORDERED:
        return False
    operator = member.enrolment.operator
    return replica.run(partial(hand_in_drafts, operator=operator, now_ms=wall_ms, entropy=entropy)) > 0


def tell_standing(
    replica: Replica,
    member: Membership,
    *,
    wipe: Wipe | None,
    wall_ms: int,
    refusal: str | None,
    upload_refusal: str | None,
    seal: Callable[[], bool],
    say_last: Callable[[], None],
) -> str | None:
    """Give the code that tells a person of this device's standing, after carrying out an ordered wipe.

    `upload_refusal` is what the relay says to work that is still here: a standing never hides it.
    `seal` makes one envelope of waiting work and says whether there may be more; `say_last` tells the office
    that the device erases itself, as well as it can.
    """
    standing = _standing(replica, member, wall_ms=wall_ms)
    ordered = wipe if standing is Standing.WIPE_ORDERED else None
    if ordered is not None and _is_wiped(replica, ordered, refusal=refusal, seal=seal, say_last=say_last):
        return DeviceWipedError.code
    if upload_refusal is not None and replica.run(_count_held):
        is_ended = standing in {Standing.REVOKED, Standing.WIPE_ORDERED}
        return HandingInRefusedError.code if is_ended else upload_refusal
    return standing_code(standing)


def _standing(replica: Replica, member: Membership, *, wall_ms: int) -> Standing:
    return replace(member, times=replica.run(read_times)).standing(wall_ms=wall_ms)


def _is_wiped(
    replica: Replica,
    wipe: Wipe,
    *,
    refusal: str | None,
    seal: Callable[[], bool],
    say_last: Callable[[], None],
) -> bool:
    is_refused = refusal not in {None, MAILBOX_CLOSED}
    match next_wipe_step(unsent=replica.run(_count_held), is_refused=is_refused):
        case WipeStep.WAIT:
            return False
        case WipeStep.EXPORT if not _is_exported(replica, wipe, seal=seal):
            return False
        case _:
            say_last()
            wipe.erase()
            return True


def _is_exported(replica: Replica, wipe: Wipe, *, seal: Callable[[], bool]) -> bool:
    """Put everything nobody else has where the office can fetch it, the part not sealed yet included."""
    while seal():
        pass
    return wipe.export(replica.run(_held_bodies))


def _count_held(replica: Store) -> int:
    records = max(count_unsent(replica), len(unsent_envelopes(replica)))
    return records + count_unsent_attachments(replica)


def _held_bodies(replica: Store) -> tuple[bytes, ...]:
    return tuple(row.body for row in unsent_envelopes(replica))
