"""One edit of one record: what the record shows from now on, and what the outbox owes the platform.

An edit names the platform's state its maker saw, never a state of this device: what was made
here before is implied by the order of the outbox, and a returned edit takes nothing with it.
Its time comes after every time made or seen here, whatever the clock says; the last one is
kept, so that it holds across restarts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from resources import read_text
from store.connection import Store
from store.history import Origin
from store.outbox import DeliveryState, OutboxItem, enqueue
from store.records import StoredRecord, read_record, write_record
from sync.change import Change, FieldValue, FilledForm
from sync.edit_clock import next_edit_time
from sync.editing_base import editing_base
from sync.item_encoding import encode_item
from sync.merge.policy import MergePolicy
from sync.merge.revision import revision_of


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes an edit, and on which device."""

    operator: str
    device_id: str


@dataclass(frozen=True, slots=True)
class Act:
    """The one act that edits belong to; a decision about a conflict has no form."""

    author: Author
    now_ms: int
    submission_id: str | None


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """New values of some fields of a record, or its deletion."""

    kind: str
    id: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    is_deletion: bool = False
    sees_everything: bool = False  # made in knowledge of all the platform has said


@cache
def shipped_policy() -> MergePolicy:
    """Read the rules both ends share."""
    return MergePolicy.parse(read_text("merge/fields.tsv"))


def apply_edit(store: Store, edit: RecordEdit, act: Act, *, change_id: str) -> Change:
    """Write the record with the edit and put the change into the outbox, in the caller's commit."""
    held = read_record(store, edit.kind, edit.id)
    made_at = next_edit_time(store, held, wall_ms=act.now_ms, node=act.author.device_id)
    change = Change(
        id=change_id,
        record_kind=edit.kind,
        record_id=edit.id,
        base_revision=_base(store, held, edit),
        revision=revision_of(made_at),
        edits=edit.fields,
        made_at=made_at,
        operator=act.author.operator,
        submission_id=act.submission_id,
        is_deletion=edit.is_deletion,
    )
    write_record(store, _shown(held, edit, change, now_ms=act.now_ms), origin=_origin(change, act))
    enqueue(store, waiting_item(change, submission_id=act.submission_id, now_ms=act.now_ms))
    return change


def waiting_item(item: FilledForm | Change, *, submission_id: str | None, now_ms: int) -> OutboxItem:
    return OutboxItem(
        id=item.id,
        kind="change" if isinstance(item, Change) else "submission",
        submission_id=submission_id,
        record_kind=item.record_kind if isinstance(item, Change) else None,
        record_id=item.record_id if isinstance(item, Change) else None,
        payload=encode_item(item),
        state_times={DeliveryState.QUEUED: now_ms},
    )


def _base(store: Store, held: StoredRecord | None, edit: RecordEdit) -> str | None:
    if held is None:
        return None
    if edit.sees_everything:
        return held.base_revision
    return editing_base(store, held, edit.fields, policy=shipped_policy().of(edit.kind))


def _shown(held: StoredRecord | None, edit: RecordEdit, change: Change, *, now_ms: int) -> StoredRecord:
    return StoredRecord(
        kind=edit.kind,
        id=edit.id,
        revision=change.revision,
        fields={**(held.fields if held else {}), **edit.fields},
        base_revision=held.base_revision if held else None,
        base_fields=held.base_fields if held else None,
        changed_at_ms=now_ms,
        is_deleted=edit.is_deletion,
    )


def _origin(change: Change, act: Act) -> Origin:
    return Origin(
        "device",
        operator=act.author.operator,
        submission_id=act.submission_id,
        item_id=change.id,
        device_id=act.author.device_id,
    )
