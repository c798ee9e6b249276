"""When to try the exchange again without being asked, if the exchange itself did not say.

After an exchange that carried something, at once again, because the platform answers
within seconds; after one that had nothing to carry, in a while; after a failed one
soon, then ever later, because a village may have no signal for a week and the battery
matters; after a refusal only rarely, because a person has to act first.
"""

from typing import Final

from sync.progress import SyncState

AFTER_MOVING_S: Final = 3
AFTER_SUCCESS_S: Final = 60
FIRST_RETRY_S: Final = 15
LONGEST_RETRY_S: Final = 900
AFTER_REFUSAL_S: Final = 1_800


def next_wait_seconds(state: SyncState, *, failures_in_a_row: int, has_moved: bool = False) -> int:
    if state is SyncState.OK and has_moved:
        return AFTER_MOVING_S
    if state is SyncState.OK:
        return AFTER_SUCCESS_S
    if state is SyncState.REFUSED:
        return AFTER_REFUSAL_S
    doublings = min(max(failures_in_a_row - 1, 0), 10)
    return min(LONGEST_RETRY_S, FIRST_RETRY_S << doublings)
