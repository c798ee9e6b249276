"""Records the office made different by its own hand, until every device that may hold them has heard.

A list is imported or a person moved by a command of another process; only the platform's own
rounds hold the keys to tell devices. What is noted here in the commit of the change is taken
out in the commit that seals the news, so nothing is forgotten and nothing told twice. Kept is
what the devices were told last: a record changed again meanwhile is told once, as it is now.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, bindparam, delete, select

from server_stub.database import plain_string
from server_stub.keeping import keep_first
from server_stub.platform.city_tables import CITY_TABLES, records
from server_stub.platform.port import PlacedState
from server_stub.platform.records import record_of, revision_fields, state_of
from sync.change import RecordState

untold: Final = Table(
    "city_untold",
    CITY_TABLES,
    Column("kind", plain_string(32), primary_key=True),
    Column("id", plain_string(64), primary_key=True),
    Column("told_revision", plain_string(128), nullable=True),  # none: devices never heard of the record
    Column("told_place", plain_string(12), nullable=True),
    Column("made_revision", plain_string(128), nullable=False),
    Column("noted_at_ms", BigInteger, nullable=False),
    Index("city_untold_in_order", "noted_at_ms", "kind", "id"),
)

_AT_A_TIME: Final = 2_000
_FORGET: Final = delete(untold).where(
    untold.c.kind == bindparam("of_kind"), untold.c.id == bindparam("of_id")
)


def note_untold(connection: Connection, changes: Iterable[PlacedState], *, now_ms: int) -> None:
    """Note what has to be told; what waits already keeps what its devices were told before it."""
    rows = [
        {
            "kind": one.state.record_kind,
            "id": one.state.record_id,
            "told_revision": None if one.before is None else one.before.revision,
            "told_place": None if one.before is None else one.before.place,
            "made_revision": one.state.revision,
            "noted_at_ms": now_ms,
        }
        for one in changes
    ]
    keep_first(connection, untold, rows)


def take_untold(connection: Connection) -> Sequence[PlacedState]:
    """Take the next records out, the oldest news first, with what their devices were told last."""
    is_it = (records.c.kind == untold.c.kind) & (records.c.id == untold.c.id)
    noted = (untold.c.told_revision, untold.c.told_place, untold.c.made_revision)
    query = select(records, *noted).join(untold, is_it)
    order = (untold.c.noted_at_ms, untold.c.kind, untold.c.id)
    taken = connection.execute(query.order_by(*order).limit(_AT_A_TIME)).all()
    if taken:
        connection.execute(_FORGET, [{"of_kind": row.kind, "of_id": row.id} for row in taken])
    return [_placed(connection, row) for row in taken]


def _placed(connection: Connection, row: Row[Any]) -> PlacedState:
    record = record_of(row)
    if row.told_revision is None:
        return PlacedState(state_of(record))
    told = revision_fields(connection, record.kind, record.id, revision=row.told_revision)
    before = RecordState(record.kind, record.id, row.told_revision, told or {}, place=row.told_place)
    return PlacedState(state_of(record), before)
