"""Whether this device may show records now; collecting is never asked.

The registry this device holds decides, with the times it has seen: after a long
silence, once the office has ended the device, or before it has admitted one that was
restored or begun anew, the records are closed.
"""

from store import Store
from store.copies_new_device import holds_records_from_before
from sync.errors import NotEnrolledError, SyncError
from sync.replica import read_member
from sync.standing import RecordsNotGivenError, require_readable


def require_open_records(store: Store, *, wall_ms: int) -> None:
    """Refuse to read records that are closed.

    Raises:
        RecordsNotGivenError, LeaseOverError, DeviceRevokedError, WipeWaitingError: why they are closed.

    """
    try:
        member = read_member(store)
    except NotEnrolledError:
        if holds_records_from_before(store):
            raise RecordsNotGivenError from None
        return  # nothing has arrived that could be closed
    require_readable(member.standing(wall_ms=wall_ms))


def closed_code(store: Store, *, wall_ms: int) -> str | None:
    """Give the code that says why records are closed; None while they are open."""
    try:
        require_open_records(store, wall_ms=wall_ms)
    except SyncError as error:
        return error.code
    return None
