"""Taking the platform's word about one record without losing ours.

While edits of this device are not applied yet, they stay visible on top of the
platform's state, and what they displace is kept as a conflict. Once all are applied
or returned, the platform's state is the record. History keeps every revision.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from store.conflicts import RecordConflict, keep_conflict
from store.connection import Store
from store.history import Origin
from store.outbox import DeliveryState, items_of_record
from store.records import StoredRecord, read_record, write_record
from sync.change import Change, FieldValue, RecordState
from sync.item_encoding import decode_item
from sync.merge.conflict import Conflict
from sync.merge.revision import is_known_older
from sync.merge.three_way import Version, rebase

_SETTLED = frozenset({DeliveryState.APPLIED, DeliveryState.RETURNED})


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the officer sees from now on; the platform's state stays beside it as the merge base."""

    revision: str
    fields: Mapping[str, FieldValue]
    is_deleted: bool


def absorb_state(replica: Store, state: RecordState, *, now_ms: int) -> bool:
    """Bring one record up to the platform's state, in the caller's commit; say whether it conflicts."""
    held = read_record(replica, state.record_kind, state.record_id)
    if held is not None and is_old_news(state, held):
        return False
    pending = _pending_changes(replica, state)
    if held is None or not pending:
        shown = _Shown(state.revision, state.fields, is_deleted=state.is_deleted)
        _write(replica, state, shown=shown, now_ms=now_ms)
        return False
    base = held.base_fields or {}
    ours = {**base, **_edits(pending)}
    merged = rebase(base, Version(ours, held.revision), Version(state.fields, state.revision))
    conflicts = [*merged.conflicts, *_deletion_conflict(state, held)]
    for conflict in conflicts:
        keep_conflict(replica, _stored_conflict(state, conflict, now_ms=now_ms))
    shown = _Shown(held.revision, merged.fields, is_deleted=pending[-1].is_deletion)
    _write(replica, state, shown=shown, now_ms=now_ms)
    return bool(conflicts)


def is_old_news(state: RecordState, held: StoredRecord) -> bool:
    """Say whether the platform's word was heard before, or something later was."""
    if held.base_revision is None:
        return False
    if held.revision == state.revision:
        return True
    return is_known_older(state.revision, held.base_revision)


def _pending_changes(replica: Store, state: RecordState) -> list[Change]:
    rows = items_of_record(replica, state.record_kind, state.record_id)
    items = [decode_item(row.payload) for row in rows if row.state not in _SETTLED]
    return [item for item in items if isinstance(item, Change)]


def _edits(changes: list[Change]) -> dict[str, FieldValue]:
    edits: dict[str, FieldValue] = {}
    for change in changes:
        edits.update(change.edits)
    return edits


def _deletion_conflict(state: RecordState, held: StoredRecord) -> list[Conflict]:
    if not state.is_deleted or held.is_deleted:
        return []
    return [Conflict("is_deleted", False, False, True, held.revision, state.revision)]


def _stored_conflict(state: RecordState, conflict: Conflict, *, now_ms: int) -> RecordConflict:
    # The same difference met again after an interrupted run must be the same conflict.
    name = "\n".join([state.record_kind, state.record_id, conflict.field, *_revisions(conflict)])
    return RecordConflict(
        id=hashlib.sha256(name.encode()).hexdigest()[:32],
        record_kind=state.record_kind,
        record_id=state.record_id,
        field=conflict.field,
        base=conflict.base,
        local=conflict.kept,
        remote=conflict.lost,
        local_revision=conflict.kept_revision,
        remote_revision=conflict.lost_revision,
        found_at_ms=now_ms,
    )


def _revisions(conflict: Conflict) -> tuple[str, str]:
    return conflict.kept_revision, conflict.lost_revision


def _write(replica: Store, state: RecordState, *, shown: _Shown, now_ms: int) -> None:
    record = StoredRecord(
        kind=state.record_kind,
        id=state.record_id,
        revision=shown.revision,
        fields=shown.fields,
        base_revision=state.revision,
        base_fields=state.fields,
        changed_at_ms=now_ms,
        is_deleted=shown.is_deleted,
    )
    write_record(replica, record, origin=Origin("platform"))
