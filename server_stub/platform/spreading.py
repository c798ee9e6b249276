"""News of the office on their way to every device: taken from the city once, told some devices a commit.

To seal for thousands of devices takes minutes, and nobody else could write as long. So what the city said is
kept as it was said, in the commit that takes it from the city; then each commit tells some devices more and
notes how far it has come. A crash goes on with the next device and tells nobody twice. Nothing else is sealed
between the first device and the last: a device would hear of a later state first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Column, Connection, LargeBinary, Row, Table, delete, insert, select, update

from server_stub.database import COUNTING_NUMBER, plain_string
from server_stub.platform.answering import combine, news_for
from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import PlacedState
from server_stub.platform.registry import may_hold
from sync.bundle_encoding import decode_bundle, encode_bundle
from sync.change import Bundle, ConflictNotice, RecordState

spreading: Final = Table(
    "platform_spreading",
    outgoing.metadata,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("states", LargeBinary, nullable=False),  # a bundle: each record as it is now, and the conflicts
    Column("befores", LargeBinary, nullable=False),  # a bundle: what devices of some of them were told last
    Column("told_up_to", plain_string(64), nullable=False),  # the id of a device
    sqlite_autoincrement=True,
)

# As many devices a commit as make about this many records sealed: half a second.
_RECORDS_AT_ONCE: Final = 10_000
_DEVICES_AT_ONCE: Final = 200
_RECORDS_TOGETHER: Final = 2_000  # a bundle has a limit, and a city of its own may say more at once


@dataclass(frozen=True, slots=True)
class Spreading:
    """Telling devices, inside one transaction."""

    connection: Connection
    postbox: Postbox
    most_records: int = field(default=_RECORDS_AT_ONCE)

    def begin(self, news: Sequence[PlacedState]) -> None:
        """Keep what the city said, told to nobody yet; a record it spoke of twice is told once."""
        said = combine(news)
        for start in range(0, len(said), _RECORDS_TOGETHER):
            self.connection.execute(insert(spreading).values(_row(said[start : start + _RECORDS_TOGETHER])))

    def tell_some(self) -> bool:
        """Tell the oldest news to the next devices; say whether there were any news to tell."""
        query = select(spreading).order_by(spreading.c.number).limit(1)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return False
        told = self._tell(_news(row), after=row.told_up_to)
        is_this = spreading.c.number == row.number
        if told is None:
            self.connection.execute(delete(spreading).where(is_this))
        else:
            self.connection.execute(update(spreading).where(is_this).values(told_up_to=told))
        return True

    def _tell(self, news: Sequence[PlacedState], *, after: str) -> str | None:
        """Seal for the next devices by id; give the last of them, or None where nobody is left."""
        places = {(one.record_kind, one.place) for each in news for one in (each.state, each.before) if one}
        following = sorted(self.postbox.registry.devices, key=lambda one: one.device_id)
        room = min(_DEVICES_AT_ONCE, max(1, self.most_records // max(1, len(news))))
        for device in (one for one in following if one.device_id > after):
            if not any(may_hold(device, kind, place) for kind, place in places):
                continue  # a glance instead of a look at every record: most news are of one village
            if not room:
                return after
            self.postbox.send(device, news_for(device, news))
            after, room = device.device_id, room - 1
        return None


def is_spreading(connection: Connection) -> bool:
    """Say whether somebody has still to be told."""
    return connection.execute(select(spreading.c.number).limit(1)).one_or_none() is not None


def _row(news: Sequence[PlacedState]) -> Mapping[str, object]:
    notices = (notice for one in news for notice in one.conflicts)
    states = encode_bundle(Bundle((*(one.state for one in news), *notices)))
    befores = encode_bundle(Bundle(tuple(one.before for one in news if one.before is not None)))
    return {"states": states, "befores": befores, "told_up_to": ""}


def _news(row: Row[Any]) -> list[PlacedState]:
    said = decode_bundle(bytes(row.states)).items
    states = [one for one in said if isinstance(one, RecordState)]
    notices = [one for one in said if isinstance(one, ConflictNotice)]
    told = [one for one in decode_bundle(bytes(row.befores)).items if isinstance(one, RecordState)]
    befores = {(one.record_kind, one.record_id): one for one in told}
    of_record: dict[tuple[str, str], list[ConflictNotice]] = {}
    for notice in notices:
        of_record.setdefault((notice.record_kind, notice.record_id), []).append(notice)
    return [
        PlacedState(one, befores.get(name), conflicts=tuple(of_record.get(name, ())))
        for one in states
        for name in [(one.record_kind, one.record_id)]
    ]
