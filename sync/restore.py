"""Taking a returned change off the screen: the platform's value comes back, the officer's stays in history.

The item itself stays in the outbox, marked returned with its reason, and the form can be
read; what is shown is what the platform holds plus those of our changes still on their way.
"""

from collections.abc import Collection
from dataclasses import replace

from store import Origin
from store.connection import Store
from store.outbox import DeliveryState, items_of_record
from store.records import StoredRecord, read_record, write_record
from sync.change import Change, FieldValue
from sync.item_encoding import decode_kept_item

_SETTLED = frozenset({DeliveryState.APPLIED, DeliveryState.RETURNED})


def restore_returned(replica: Store, records: Collection[tuple[str, str]], *, now_ms: int) -> None:
    """Show these records as they are without their returned changes, in the caller's commit."""
    for kind, record_id in sorted(records):
        held = read_record(replica, kind, record_id)
        if held is not None and held.revision != held.base_revision:
            _restore(replica, held, now_ms=now_ms)


def _restore(replica: Store, held: StoredRecord, *, now_ms: int) -> None:
    rows = items_of_record(replica, held.kind, held.id)
    if any(row.state is DeliveryState.APPLIED for row in rows) and held.base_revision is None:
        return  # the platform has taken part of it: its state of the record is on the way
    items = [decode_kept_item(row.payload) for row in rows if row.state not in _SETTLED]
    pending = [item for item in items if isinstance(item, Change)]
    fields: dict[str, FieldValue] = dict(held.base_fields or {})
    for change in pending:
        fields.update(change.edits)
    # A record the platform never knew has no value to come back: it ends as a tombstone.
    shown = replace(
        held,
        revision=pending[-1].revision if pending else held.base_revision or held.revision,
        fields=fields if pending or held.base_fields is not None else held.fields,
        is_deleted=held.base_fields is None and not pending,
        changed_at_ms=now_ms,
    )
    if shown.fields != held.fields or shown.is_deleted != held.is_deleted:
        write_record(replica, shown, origin=Origin("platform"))
