"""What makes one state of a record out of another: said by the city, carried out by a device.

Finding the state a patch is laid over is the device's (`sync.patches`).
"""

from collections.abc import Mapping

from sync.change import FieldValue, RecordPatch, RecordState


def make_patch(before: RecordState, after: RecordState) -> RecordPatch:
    """Say what makes one state out of the other."""
    changed = {
        name: value
        for name, value in after.fields.items()
        if name not in before.fields or not _same(before.fields[name], value)
    }
    return RecordPatch(
        record_kind=after.record_kind,
        record_id=after.record_id,
        base_revision=before.revision,
        revision=after.revision,
        fields=changed,
        gone=tuple(sorted(set(before.fields) - set(after.fields))),
        is_deleted=after.is_deleted,
        place=after.place,
    )


def apply_patch(patch: RecordPatch, base: Mapping[str, FieldValue]) -> RecordState:
    """Make the state a patch speaks of."""
    fields = {name: value for name, value in base.items() if name not in patch.gone}
    fields.update(patch.fields)
    return RecordState(
        patch.record_kind, patch.record_id, patch.revision, fields, patch.is_deleted, patch.place
    )


def _same(one: FieldValue, other: FieldValue) -> bool:
    # Python holds 1 and True equal; a form does not.
    return type(one) is type(other) and one == other
