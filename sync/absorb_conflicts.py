"""What the city says of differences that wait for an officer, and what becomes of a decision it returns.

The city has both edits, so it alone says that there is a conflict; every device that may
hold the record hears it, and hears how it ended, whoever decided.
"""

from collections.abc import Collection, Iterable

from store.conflicts import (
    ConflictDecision,
    RecordConflict,
    conflicts_of_record,
    end_conflict,
    keep_conflict,
    reopen_conflict,
)
from store.connection import Store
from store.outbox import items_of_record
from sync.change import Change, ConflictNotice
from sync.item_encoding import decode_kept_item
from sync.merge.conflict import conflict_id


def absorb_notices(replica: Store, notices: Iterable[ConflictNotice]) -> bool:
    """Keep what has to be decided and note what is over; say whether anything has to be."""
    waits = False
    for notice in notices:
        conflict = conflict_of(notice)
        keep_conflict(replica, conflict)
        if notice.ended_by is None:
            waits = True
        else:
            decision = ConflictDecision(notice.chosen, notice.ended_by, notice.ended_at_ms)
            end_conflict(replica, conflict.id, decision)
    return waits


def conflict_of(notice: ConflictNotice) -> RecordConflict:
    """Give a notice the form the replica keeps, under the name every device knows it by."""
    kind, record_id, field = notice.record_kind, notice.record_id, notice.field
    return RecordConflict(
        id=conflict_id(kind, record_id, field, lost_revision=notice.lost_revision),
        record_kind=kind,
        record_id=record_id,
        field=field,
        base=notice.base,
        local=notice.kept,
        remote=notice.lost,
        local_revision=notice.kept_revision,
        remote_revision=notice.lost_revision,
        found_at_ms=notice.found_at_ms,
    )


def reopen_returned(replica: Store, records: Collection[tuple[str, str]], returned: Collection[str]) -> None:
    """Let differences wait again whose decision the city returned, in the caller's commit."""
    for kind, record_id in sorted(records):
        rows = [row for row in items_of_record(replica, kind, record_id) if row.id in returned]
        for change in map(decode_kept_item, (row.payload for row in rows)):
            if isinstance(change, Change) and change.submission_id is None:
                _reopen(replica, change)


def _reopen(replica: Store, change: Change) -> None:
    for conflict in conflicts_of_record(replica, change.record_kind, change.record_id):
        decision = conflict.decision
        is_this = decision is not None and decision.at_ms == change.made_at.wall_ms
        if is_this and decision is not None and decision.operator == change.operator:
            reopen_conflict(replica, conflict.id)
