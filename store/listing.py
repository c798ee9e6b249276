"""A hundred thousand records as a list needs them before a line is looked at: who, where, what waits.

A list shows twenty lines and counts all of them. So the whole is read as narrow columns, without
decoding a record; whoever draws a line reads that record.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
from store.outbox import DeliveryState

_OUTLINES: Final = """
    SELECT records.id, coalesce(place, ''), {columns}
    FROM records LEFT JOIN record_places USING (kind, id)
    WHERE records.kind = ? AND NOT is_deleted ORDER BY records.id
"""
_PIECES: Final = "SELECT coalesce(submission_id, id), state FROM outbox"
_WORKED_ON: Final = """
    SELECT record_id, coalesce(submission_id, id) FROM outbox
    WHERE record_kind = ? AND record_id IS NOT NULL ORDER BY position
"""
_ORDER: Final = tuple(DeliveryState)


def list_outlines(store: Store, kind: str, *, fields: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """Give id, place and a few fields of every living record, by id.

    Args:
        store: the replica.
        kind: the kind of records.
        fields: plain names of texts; a record that says nothing there has an empty one.

    Raises:
        StoreInvariantError: a name is none a field can have.

    """
    if not all(name.isidentifier() and name.isascii() for name in fields):
        raise StoreInvariantError(reason="field-name")
    columns = ", ".join(f"coalesce(json_extract(fields, '$.{name}'), '')" for name in fields)
    return store.rows(_OUTLINES.format(columns=columns), (kind,))


def newest_work(store: Store, kind: str) -> Iterator[tuple[str, DeliveryState]]:
    """Give each record this device has changed, and how far the newest piece of work on it has come.

    A piece is a form with its edits: returned if a part was, otherwise as far as its slowest part.
    """
    newest: dict[str, str] = dict(store.each(_WORKED_ON, (kind,)))
    if not newest:
        return
    reached: dict[str, int] = {}
    for piece, state in store.each(_PIECES):
        station = _ORDER.index(DeliveryState(state))
        known = reached.get(piece, station)
        last = len(_ORDER) - 1
        reached[piece] = last if last in (known, station) else min(known, station)
    for record_id, piece in newest.items():
        yield record_id, _ORDER[reached[piece]]
