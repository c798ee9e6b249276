"""Whether this device may show records now; collecting is never asked.

The registry this device holds decides, with the times it has seen: after a long
silence, or once the office has ended the device, the records are closed.
"""

from store import Store
from sync.errors import NotEnrolledError, SyncError
from sync.replica import read_member
from sync.standing import require_readable


def require_open_records(store: Store, *, wall_ms: int) -> None:
    """Refuse to read records that are closed.

    Raises:
        LeaseOverError, DeviceRevokedError, WipeWaitingError: why they are closed.

    """
    try:
        member = read_member(store)
    except NotEnrolledError:
        return  # nothing has arrived that could be closed
    require_readable(member.standing(wall_ms=wall_ms))


def closed_code(store: Store, *, wall_ms: int) -> str | None:
    """Give the code that says why records are closed; None while they are open."""
    try:
        require_open_records(store, wall_ms=wall_ms)
    except SyncError as error:
        return error.code
    return None
