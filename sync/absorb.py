"""Taking the platform's word about one record without losing ours.

While edits of this device are not applied yet, they stay visible on top of the
platform's state, and the history keeps what they cover. Once all are applied or
returned, the platform's state is the record. Whether two edits are a conflict is the
platform's to say, because it alone has both (`sync.absorb_conflicts`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.connection import Store
from store.history import Origin
from store.records import StoredRecord, read_record, write_record
from sync.change import Change, FieldValue, RecordState
from sync.editing_base import pending_changes
from sync.merge.policy import ASK_ABOUT_EVERYTHING, MergePolicy
from sync.merge.revision import is_known_older
from sync.merge.three_way import Version, rebase


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the officer sees from now on; the platform's state stays beside it as the merge base."""

    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    is_deleted: bool


def absorb_state(
    replica: Store, state: RecordState, *, now_ms: int, policy: MergePolicy = ASK_ABOUT_EVERYTHING
) -> bool:
    """Bring one record up to the platform's state, in the caller's commit.

    Says whether nothing later was heard of it.
    """
    held = read_record(replica, state.record_kind, state.record_id)
    if held is not None and is_old_news(state, held):
        return not is_overtaken(state, held)
    pending = pending_changes(replica, state.record_kind, state.record_id)
    if held is None or not pending:
        shown = _Shown(state.revision, state.fields, is_deleted=state.is_deleted)
        _write(replica, state, shown=shown, now_ms=now_ms)
        return True
    base = held.base_fields or {}
    ours = Version({**base, **_edits(pending)}, held.revision)
    theirs = Version(state.fields, state.revision)
    merged = rebase(base, ours, theirs, policy=policy.of(state.record_kind))
    shown = _Shown(held.revision, merged.fields, is_deleted=pending[-1].is_deletion)
    _write(replica, state, shown=shown, now_ms=now_ms)
    return True


def is_old_news(state: RecordState, held: StoredRecord) -> bool:
    """Say whether the platform's word was heard before, or something later was."""
    if held.base_revision is None:
        return False
    return held.revision == state.revision or is_overtaken(state, held)


def is_overtaken(state: RecordState, held: StoredRecord) -> bool:
    """Say whether the platform has said something later of the record, also of where it lies."""
    return held.base_revision is not None and is_known_older(state.revision, held.base_revision)


def _edits(changes: list[Change]) -> dict[str, FieldValue]:
    edits: dict[str, FieldValue] = {}
    for change in changes:
        edits.update(change.edits)
    return edits


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
