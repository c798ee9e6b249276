"""This computer goes on as a new device: the identity goes, the records and all unsent work stay.

For a computer whose name was taken over by a copy, or whose time the office has ended. It
joins again with a new invitation and hands its work in under its new name (P9).
"""

from desktop.operations.standing import closed_code
from store import Store
from store.copies_new_device import WaitingWork, begin_as_new_device
from sync.standing import WipeWaitingError


def begin_anew(store: Store, *, wall_ms: int) -> WaitingWork:
    """Forget who this computer was; give the work that waits for the new identity.

    Raises:
        WipeWaitingError: the office has ordered that everything here is erased.

    """
    if closed_code(store, wall_ms=wall_ms) == WipeWaitingError.code:
        raise WipeWaitingError
    return begin_as_new_device(store)
