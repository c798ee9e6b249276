"""A change and a conflict as one row of a table each, and back again.

What follows from something else is not said twice: most changes are named by their
revision, and a revision is made of its time.
"""

from collections.abc import Mapping
from typing import Any, Final

from sync.change import Change, ConflictNotice, HybridTime
from sync.errors import MessageMalformedError
from sync.merge.revision import revision_of

_CONFLICT_VALUES: Final = frozenset({"base", "kept", "lost", "chosen"})


def pack_change(item: Change) -> tuple[object, ...]:
    made = item.made_at
    own_revision = revision_of(made)
    return (
        None if item.id == item.revision else item.id,
        item.record_kind,
        item.record_id,
        item.base_revision,
        None if item.revision == own_revision else item.revision,
        made.wall_ms,
        made.counter,
        made.node,
        item.operator,
        item.submission_id,
        item.is_deletion,
        item.edits,
    )


def build_change(
    item_id: str | None,
    kind: str,
    record: str,
    base: str | None,
    revision: str | None,
    wall_ms: int,
    counter: int,
    node: str,
    operator: str,
    submission: str | None,
    deletion: bool,  # noqa: FBT001
    edits: Mapping[str, Any],
) -> Change:
    made = HybridTime(wall_ms, counter, node)
    known = revision_of(made) if revision is None else revision
    own_id = known if item_id is None else item_id
    return Change(own_id, kind, record, base, known, edits, made, operator, submission, deletion)


def pack_conflict(item: ConflictNotice) -> tuple[object, ...]:
    values = {"base": item.base, "kept": item.kept, "lost": item.lost, "chosen": item.chosen}
    revisions = (item.kept_revision, item.lost_revision)
    ending = (item.ended_by, item.ended_at_ms)
    return (item.record_kind, item.record_id, item.field, *revisions, item.found_at_ms, *ending, values)


def build_conflict(
    kind: str,
    record: str,
    field: str,
    kept_revision: str,
    lost_revision: str,
    found_ms: int,
    ended_by: str | None,
    ended_ms: int,
    values: Mapping[str, Any],
) -> ConflictNotice:
    if values.keys() != _CONFLICT_VALUES:
        raise MessageMalformedError(part="conflict")
    sides = (values["base"], values["kept"], values["lost"])
    ending = (values["chosen"], ended_by, ended_ms)
    return ConflictNotice(kind, record, field, *sides, kept_revision, lost_revision, found_ms, *ending)
