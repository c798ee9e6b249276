"""Which state of the city an edit was made on: what its maker saw, and nothing newer.

While edits of ours wait, they stay on screen above the platform's news. Who edits a field
again that is covered like this has not seen the news of that field, so the edit names the
state its covering edit was made on. Edits of anything else name the newest state.
"""

from collections.abc import Collection, Mapping

from store.connection import Store
from store.history import record_history
from store.outbox import DeliveryState, items_of_record
from store.records import StoredRecord
from sync.change import Change, FieldValue
from sync.item_encoding import decode_kept_item
from sync.merge.join import same_fields
from sync.merge.policy import KindPolicy
from sync.merge.three_way import restrict

_SETTLED = frozenset({DeliveryState.APPLIED, DeliveryState.RETURNED})


def editing_base(
    replica: Store, held: StoredRecord, edits: Mapping[str, FieldValue], *, policy: KindPolicy
) -> str | None:
    """Name the city's revision that an edit of this record has to name as its base."""
    units = {policy.unit_of(name) for name in edits if not _is_shown(held, edits, name)}
    covering = [
        change for change in pending_changes(replica, held.kind, held.id) if units & _units(change, policy)
    ]
    if not covering or held.base_revision is None:
        return held.base_revision
    eldest = covering[0].base_revision
    is_news = eldest != held.base_revision and _has_news(replica, held, eldest, units, policy)
    return eldest if is_news else held.base_revision


def pending_changes(replica: Store, record_kind: str, record_id: str) -> list[Change]:
    """Give our changes of a record that are neither applied nor returned, oldest first."""
    rows = items_of_record(replica, record_kind, record_id)
    items = [decode_kept_item(row.payload) for row in rows if row.state not in _SETTLED]
    return [item for item in items if isinstance(item, Change)]


def _has_news(
    replica: Store, held: StoredRecord, eldest: str | None, units: Collection[str], policy: KindPolicy
) -> bool:
    """Say whether the city changed these units since; when in doubt it did, and both values are kept."""
    history = record_history(replica, held.kind, held.id)
    then = next((line.fields for line in reversed(history) if line.revision == eldest), None)
    now = held.base_fields or {}
    names = frozenset(name for name in {*now, *(then or {})} if policy.unit_of(name) in units)
    return then is None or not same_fields(restrict(then, names), restrict(now, names))


def _units(change: Change, policy: KindPolicy) -> set[str]:
    return {policy.unit_of(name) for name in change.edits}


def _is_shown(held: StoredRecord, edits: Mapping[str, FieldValue], name: str) -> bool:
    return name in held.fields and same_fields({name: held.fields[name]}, {name: edits[name]})
