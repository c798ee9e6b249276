"""A device says that a link of the city's chain never reached it: an alarm here, and everything told anew.

The relay has given us a receipt for that link, so it is the relay's to explain; handing it the
same bytes again would change nothing. Each number is answered once: if the answer is withheld too,
the device will name a number of the answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from server_stub.platform.alarms import has_alarm, raise_alarm
from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import CityPlatform
from server_stub.platform.telling_anew import TellingAnew
from sync.change import Want
from sync.checkpoint_comparing import DownlinkWithheldError
from sync.keys.registry_document import DeviceEntry

_NUMBER_DIGITS = 18  # fit the 64-bit numbers of every database


@dataclass(frozen=True, slots=True)
class MissingLinks:
    """Answers what a device says of holes in its downlink, inside one transaction."""

    connection: Connection
    city: CityPlatform
    postbox: Postbox

    def answer(self, device: DeviceEntry, wants: Iterable[Want], *, now_ms: int) -> None:
        """Raise an alarm for each link that was sent and never came, and tell everything if there is one."""
        numbers = {int(one.record_id) for one in wants if _is_number(one.record_id)}
        missed = [number for number in self._sent(device, numbers) if self._is_news(device, number)]
        for number in missed:
            raise_alarm(
                self.connection, DownlinkWithheldError.code, subject=_subject(device, number), now_ms=now_ms
            )
        if missed:
            TellingAnew(self.connection, self.city, self.postbox).tell(device, since_ms=0)

    def _sent(self, device: DeviceEntry, numbers: Collection[int]) -> list[int]:
        is_theirs = (outgoing.c.audience == device.device_id) & outgoing.c.sequence.in_(numbers)
        query = select(outgoing.c.sequence).where(is_theirs).distinct().order_by(outgoing.c.sequence)
        return list(self.connection.execute(query).scalars())

    def _is_news(self, device: DeviceEntry, number: int) -> bool:
        return not has_alarm(self.connection, DownlinkWithheldError.code, subject=_subject(device, number))


def _subject(device: DeviceEntry, number: int) -> str:
    return f"{device.device_id} {number}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS
