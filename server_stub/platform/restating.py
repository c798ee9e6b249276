"""Saying again, under later names, what a city put back to a backup holds.

Devices heard more than the backup knows, and never go back to a revision before the one they have.
So every record they may hold gets a new revision, later than all that was lost, in a line of its own
(`sync.merge.lines`), with the values it has. This comes before anything is read: what work brings
back grows from it, and every device that may hold the record is told.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.keeping import keep_first, keep_last
from server_stub.platform.city_tables import records, revisions
from server_stub.platform.orders import Order, OrderKind, note_done, waiting_orders
from server_stub.platform.port import PlacedState
from server_stub.platform.records import (
    CityRecord,
    FieldTexts,
    Provenance,
    Source,
    record_row,
    records_before,
    revision_row,
    state_of,
)
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.untold import note_untold
from sync.change import HybridTime
from sync.keys.registry import TrustRoots
from sync.keys.registry_document import RegistryDocument
from sync.merge.lines import line_after_restore
from sync.merge.revision import revision_of

_AT_A_TIME: Final = 500
_BACKUP: Final = "backup"


def restate_what_waits(database: Database, roots: TrustRoots, *, now_ms: int) -> None:
    """Carry out the orders to restate, in one commit.

    Raises:
        ServerUnavailableError: the database cannot be used.

    """
    with database.read() as connection:
        if not _waiting(connection):
            return
    with database.write() as connection:
        waiting = _waiting(connection)
        registry = current_registry(connection, roots)
        restate(connection, registry, [order for _, order in waiting], now_ms=now_ms)
        for number, _ in waiting:
            note_done(connection, number, now_ms=now_ms)


def restate(
    connection: Connection, registry: RegistryDocument, orders: Sequence[Order], *, now_ms: int
) -> None:
    """Give each record the devices of these orders may hold one revision after all that was lost."""
    lost_ms = max(one.at_sequence or 0 for one in orders)
    later = revision_of(HybridTime(lost_ms, 0, ""))
    for device in (registry.device(one.subject) for one in orders):
        scope = () if device is None else device.scope
        while some := records_before(connection, scope, revision=later, limit=_AT_A_TIME):
            _write(connection, [_restated(one, lost_ms, now_ms) for one in some], now_ms=now_ms)


def _restated(record: CityRecord, lost_ms: int, now_ms: int) -> CityRecord:
    line = line_after_restore(record.revision, restored_ms=lost_ms)
    return replace(record, revision=revision_of(HybridTime(max(lost_ms, now_ms), 0, line)))


def _write(connection: Connection, said: Sequence[CityRecord], *, now_ms: int) -> None:
    provenance, texts = Provenance(Source.PLATFORM, _BACKUP, None, now_ms), FieldTexts()
    keep_first(connection, revisions, [revision_row(one, provenance, texts=texts) for one in said])
    keep_last(connection, records, [record_row(one, at_ms=now_ms, texts=texts) for one in said])
    note_untold(connection, [PlacedState(state_of(one)) for one in said], now_ms=now_ms)


def _waiting(connection: Connection) -> Sequence[tuple[int, Order]]:
    return [one for one in waiting_orders(connection) if one[1].kind is OrderKind.RESTATE]
