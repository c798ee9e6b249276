"""Making whole states out of patches, from what this device holds or has itself said.

The platform names the base of a patch by its revision: its own last state, or the state
one of our changes made. A base we cannot find is no guess but a question: the record
is asked for whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from store.connection import Store
from store.outbox import payloads_of_records
from store.records import StoredRecord, read_records
from sync.change import Change, FieldValue, RecordPatch, RecordState
from sync.item_encoding import decode_kept_items
from sync.record_patch import apply_patch


@dataclass(frozen=True, slots=True)
class Resolved:
    """The states that could be made, and the records whose patch did not fit."""

    states: tuple[RecordState, ...]
    unfit: tuple[tuple[str, str], ...]


def resolve_patches(replica: Store, patches: Sequence[RecordPatch]) -> Resolved:
    """Find the base of every patch among what is held, in the caller's transaction."""
    states: list[RecordState] = []
    unfit: list[tuple[str, str]] = []
    for kind in dict.fromkeys(one.record_kind for one in patches):
        mine = [one for one in patches if one.record_kind == kind]
        held = read_records(replica, kind, [one.record_id for one in mine])
        said = _changes_of(replica, kind, [one for one in mine if not _is_platforms(one, held)])
        for patch in mine:
            state = _resolve(patch, held.get(patch.record_id), said.get(patch.record_id, ()))
            if state is None:
                unfit.append((patch.record_kind, patch.record_id))
            else:
                states.append(state)
    return Resolved(tuple(states), tuple(unfit))


def _resolve(patch: RecordPatch, held: StoredRecord | None, said: Sequence[Change]) -> RecordState | None:
    if held is not None and held.base_revision == patch.revision:
        return apply_patch(patch, held.base_fields or {})  # heard before: absorbing will say so
    base = _fields_at(patch.base_revision, held, {one.revision: one for one in said})
    return None if base is None else apply_patch(patch, base)


def _fields_at(
    revision: str | None, held: StoredRecord | None, said: Mapping[str, Change]
) -> Mapping[str, FieldValue] | None:
    """Give the fields as the platform saw them at a revision, walking back over our own changes."""
    edits: list[Mapping[str, FieldValue]] = []
    while revision is not None and (held is None or revision != held.base_revision):
        change = said.get(revision)
        if change is None or len(edits) > len(said):
            return None
        edits.append(change.edits)
        revision = change.base_revision
    base = held.base_fields if held is not None and revision is not None else None
    fields = dict(base or {})
    for one in reversed(edits):
        fields.update(one)
    return fields


def _is_platforms(patch: RecordPatch, held: Mapping[str, StoredRecord]) -> bool:
    record = held.get(patch.record_id)
    return record is not None and record.base_revision == patch.base_revision


def _changes_of(replica: Store, kind: str, patches: Iterable[RecordPatch]) -> dict[str, list[Change]]:
    found = payloads_of_records(replica, kind, [one.record_id for one in patches])
    items = iter(decode_kept_items([one for payloads in found.values() for one in payloads]))
    said = {record_id: list(islice(items, len(payloads))) for record_id, payloads in found.items()}
    return {
        record_id: [item for item in spoken if isinstance(item, Change)] for record_id, spoken in said.items()
    }
