"""A device says that a link of the city's chain never reached it: an alarm here, and everything told anew.

The relay has given us a receipt for that link, so it is the relay's to explain; handing it the
same bytes again would change nothing. A number is answered when it is first heard of: if the answer
is withheld too, the device will name a number of the answer. One it names again was answered by the
last links of the chain, which nobody can miss; so after a while a number is answered once more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select, update

from server_stub.platform.alarms import has_alarm, raise_alarm
from server_stub.platform.exchange_tables import cursors, outgoing
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import CityPlatform
from server_stub.platform.telling_anew import TellingAnew
from sync.change import Want
from sync.checkpoint_comparing import DownlinkWithheldError
from sync.keys.registry_document import DeviceEntry

_NUMBER_DIGITS: Final = 18  # fit the 64-bit numbers of every database
# Less than the patience of a device, which asks again after a day.
_AGAIN_MS: Final = 12 * 60 * 60 * 1000
_TOLD: Final = "told-anew/"


@dataclass(frozen=True, slots=True)
class MissingLinks:
    """Answers what a device says of holes in its downlink, inside one transaction."""

    connection: Connection
    city: CityPlatform
    postbox: Postbox

    def answer(self, device: DeviceEntry, wants: Iterable[Want], *, now_ms: int) -> None:
        """Raise an alarm for each link that was sent and never came, and tell everything if there is one."""
        numbers = {int(one.record_id) for one in wants if _is_number(one.record_id)}
        sent = self._sent(device, numbers)
        may_repeat = abs(now_ms - self._told_ms(device)) >= _AGAIN_MS
        missed = [number for number in sent if may_repeat or self._is_news(device, number)]
        for number in missed:
            raise_alarm(
                self.connection, DownlinkWithheldError.code, subject=_subject(device, number), now_ms=now_ms
            )
        if missed:
            TellingAnew(self.connection, self.city, self.postbox).tell(device, since_ms=0)
            self._note_told(device, now_ms=now_ms)

    def _sent(self, device: DeviceEntry, numbers: Collection[int]) -> list[int]:
        is_theirs = (outgoing.c.audience == device.device_id) & outgoing.c.sequence.in_(numbers)
        query = select(outgoing.c.sequence).where(is_theirs).distinct().order_by(outgoing.c.sequence)
        return list(self.connection.execute(query).scalars())

    def _is_news(self, device: DeviceEntry, number: int) -> bool:
        return not has_alarm(self.connection, DownlinkWithheldError.code, subject=_subject(device, number))

    def _told_ms(self, device: DeviceEntry) -> int:
        """Say when a hole of this device was last answered; 0 where nobody noted it."""
        query = select(cursors.c.position).where(cursors.c.stream == _TOLD + device.device_id)
        return self.connection.execute(query).scalar_one_or_none() or 0

    def _note_told(self, device: DeviceEntry, *, now_ms: int) -> None:
        stream = _TOLD + device.device_id
        moved = update(cursors).where(cursors.c.stream == stream).values(position=now_ms)
        if self.connection.execute(moved).rowcount == 0:
            self.connection.execute(insert(cursors).values(stream=stream, position=now_ms))


def _subject(device: DeviceEntry, number: int) -> str:
    return f"{device.device_id} {number}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS
