"""Letting go of the records a device may hold no more: those outside of its places (P10).

Which places a scope covers is said by `sync.places`, the same for devices and city.
"""

from collections.abc import Sequence
from typing import Final

from store.connection import Store
from store.leaving import held_places, let_leave, list_places
from store.transaction import transaction
from store.trust import keep_trust, read_trust
from sync.places import may_hold

_ENFORCED: Final = "scope"


def enforce_scope(replica: Store, scope: Sequence[str], *, now_ms: int) -> None:
    """Let every record outside the scope leave; one nobody said a place of, once for every scope there is.

    The first scope a device ever has only sets the measure: nothing was held before it. What was sealed
    for a wider scope may come when the narrower one is enforced, so places are asked about every time.
    """
    wanted = "\n".join(sorted(scope)).encode()
    enforced = read_trust(replica, _ENFORCED)
    with transaction(replica):
        if enforced is not None and (enforced != wanted or _has_strangers(replica, scope)):
            outside = [
                (kind, record_id)
                for kind, record_id, place in list_places(replica)
                if (place or enforced != wanted) and not may_hold(scope, kind, place)
            ]
            let_leave(replica, outside, at_ms=now_ms)
        if enforced != wanted:
            keep_trust(replica, _ENFORCED, wanted)


def _has_strangers(replica: Store, scope: Sequence[str]) -> bool:
    return any(place and not may_hold(scope, kind, place) for kind, place in held_places(replica))
