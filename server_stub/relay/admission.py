"""Who may work now: what a proven sender may ask in a while, and whose turn it is.

The city is one sender that speaks for everybody, so it is not metered; it takes its turns
like any other. Before a sender is proven, only the limits of lines and bodies hold
(`server_stub.http_limits`, `request_body`).
"""

from typing import Final

from server_stub.relay.metering import DeviceMeters
from server_stub.relay.turns import FairTurns, Turn
from server_stub.relay.writer import MAX_GROUP
from sync.keys.registry_document import Role
from sync.ports import Clock

# One group is being committed while the next one gathers.
_WRITING_AT_ONCE: Final = 2 * MAX_GROUP
# Pages of several megabytes each are in memory together.
_READING_AT_ONCE: Final = 16
_OF_ONE_SENDER: Final = 16
_WAITING: Final = 4_096


class Admission:
    """The relay's two queues, for what is kept and for what is read, and the meters of devices."""

    def __init__(self, *, device_bytes_a_second: int, clock: Clock) -> None:
        self._meters = DeviceMeters(bytes_a_second=device_bytes_a_second, clock=clock)
        self._writing = FairTurns(at_once=_WRITING_AT_ONCE, of_one_sender=_OF_ONE_SENDER, waiting=_WAITING)
        self._reading = FairTurns(at_once=_READING_AT_ONCE, of_one_sender=_OF_ONE_SENDER, waiting=_WAITING)

    @property
    def waiting_count(self) -> int:
        """Say how many requests wait for their turn."""
        return self._writing.waiting_count + self._reading.waiting_count

    def charge(self, sender: str, role: Role, *, weight: int = 0) -> None:
        """Count a request of a proven sender.

        Raises:
            DeviceTooBusyError: the device has used up its share; it says when to come again.

        """
        if role is not Role.CITY:
            self._meters.charge(sender, weight=weight)

    def writing(self, sender: str, *, count: int = 1) -> Turn:
        """Give the sender's turn to have this many envelopes kept."""
        return self._writing.of(sender, count=count)

    def reading(self, sender: str) -> Turn:
        """Give the sender's turn to be read a page."""
        return self._reading.of(sender)
