"""Joining a device's change with what the city holds, by the merge both ends share.

A change is laid over what its maker had seen and beside what he had not; where two edits
stand beside each other their field's rule decides, and what waits for an officer is kept
and told to every device that may hold the record. What the device made is kept as a state
too, because patches build on it; the result is a new revision of the city, later than both.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from resources import read_text
from server_stub.platform.conflicts import end_conflicts, keep_conflicts
from server_stub.platform.ledger import Ledger
from server_stub.platform.records import CityRecord, Provenance, Source
from server_stub.platform.standing_rows import edited_of, newest_of, standing_of
from sync.change import Change, ConflictNotice, FieldValue, HybridTime, RecordState
from sync.errors import MessageMalformedError
from sync.merge.join import CITY_NODE, same_fields
from sync.merge.lines import has_restored_line, line_of
from sync.merge.policy import MergePolicy
from sync.merge.revision import MAX_AHEAD_MS, clamp, observe, revision_of, tick, time_of
from sync.merge.standing import Edit, Standing, lay

__all__ = ["CITY_NODE", "MergedChange", "first_revision", "merge_change", "next_revision", "shipped_policy"]

CLOCK_AHEAD: Final = "clock-ahead"


@dataclass(frozen=True, slots=True)
class MergedChange:
    """The record as it is now, and the conflicts this change opened, altered or ended."""

    record: CityRecord
    made: RecordState  # what the change made of the state it was made on, before the city merged
    notices: tuple[ConflictNotice, ...]


@cache
def shipped_policy() -> MergePolicy:
    """Read the rules both ends share."""
    return MergePolicy.parse(read_text("merge/fields.tsv"))


def first_revision(now_ms: int) -> str:
    """Name the revision of a record that comes from a list and not from an edit."""
    return revision_of(HybridTime(now_ms, 0, CITY_NODE))


def next_revision(current: CityRecord, *, now_ms: int, seen: HybridTime | None = None) -> str:
    """Name a revision later than the record's own and than an edit that was just seen, in the same line."""
    last = _time_or_none(current.revision)
    node = line_of(current.revision) if has_restored_line(current.revision) else CITY_NODE
    newest = last if seen is None else observe(last, seen, wall_ms=now_ms, node=node)
    return revision_of(tick(newest, wall_ms=now_ms, node=node))


def merge_change(
    ledger: Ledger,
    current: CityRecord,
    *,
    change: Change,
    now_ms: int,
    sender: str | None = None,
) -> MergedChange:
    """Apply a change to the record and give the record as it is now.

    `sender` is the device whose chain brought the change; if not given, its maker. The order of a
    chain says what its maker had made before; of a copied disk's work that comes in by two chains,
    neither part has seen the other.
    """
    policy = shipped_policy().of(current.kind)
    standing = standing_of(current, policy)
    by = sender or change.made_at.node
    edit = _edit(ledger, current, standing, change=change, sender=by, now_ms=now_ms)
    made = replace(
        current, revision=change.revision, fields={**edit.view, **edit.edits}, is_deleted=edit.is_deletion
    )
    ledger.keep(made, provenance=_provenance(change, Source.DEVICE, now_ms=now_ms))
    _watch_clock(ledger, change, now_ms=now_ms)
    merged = next_revision(current, now_ms=now_ms, seen=change.made_at)
    laid = lay(standing, edit, merged=merged, policy=policy)
    after = replace(
        current,
        revision=merged,
        # A new record has one set of fields, not two that are equal: it is written as text once.
        fields=made.fields if same_fields(made.fields, laid.standing.fields) else laid.standing.fields,
        is_deleted=laid.standing.is_deleted,
        edited=edited_of(laid.standing),
    )
    ledger.write(after, provenance=_provenance(change, Source.MERGE, now_ms=now_ms))
    opened = keep_conflicts(ledger, after, laid.open, item_id=change.id, now_ms=now_ms)
    ended = end_conflicts(ledger, after, laid.ended, change=change, now_ms=now_ms)
    told = RecordState(made.kind, made.id, made.revision, made.fields, made.is_deleted, made.village)
    return MergedChange(after, told, (*opened, *ended))


def look_ahead(ledger: Ledger, changes: Iterable[Change], *, sender: str) -> None:
    """Read together what merging these changes will ask for."""
    by_kind: dict[str, list[Change]] = {}
    for one in changes:
        by_kind.setdefault(one.record_kind, []).append(one)
    for kind, some in by_kind.items():
        ledger.look_ahead(kind, [one.record_id for one in some])
        ledger.look_ahead_states(kind, _past_states(ledger, some, sender))


def _past_states(ledger: Ledger, changes: Iterable[Change], sender: str) -> Iterator[tuple[str, str]]:
    """Name what the makers saw, where it is not what stands."""
    for one in changes:
        record = ledger.read(one.record_kind, one.record_id)
        if record is None or one.base_revision in (None, record.revision):
            continue
        _, newest = newest_of(record).get(sender, ("", ""))
        for revision in (one.base_revision, newest):
            if revision:
                yield one.record_id, revision


def seen_fields(
    ledger: Ledger, current: CityRecord, change: Change, *, sender: str
) -> Mapping[str, FieldValue] | None:
    """Give what the maker of a change saw of the record; None where the city never had that state."""
    standing = standing_of(current, shipped_policy().of(current.kind))
    return _view(ledger, current, standing, change=change, sender=sender)


def _edit(
    ledger: Ledger,
    current: CityRecord,
    standing: Standing,
    *,
    change: Change,
    sender: str,
    now_ms: int,
) -> Edit:
    base = _fields_at(ledger, current, change.base_revision)
    view = _view(ledger, current, standing, change=change, sender=sender)
    return Edit(
        revision=change.revision,
        # A clock that runs ahead must not win for weeks: its edits count for ten minutes more than ours.
        rank=revision_of(clamp(change.made_at, wall_ms=now_ms)),
        node=sender,
        base=change.base_revision,
        base_fields=base,
        # A state the city never had: what stands now is the nearest to what was seen.
        view=view if view is not None else current.fields if change.base_revision else {},
        edits={} if change.is_deletion else change.edits,
        is_deletion=change.is_deletion,
        is_decision=change.submission_id is None,
    )


def _view(
    ledger: Ledger, current: CityRecord, standing: Standing, *, change: Change, sender: str
) -> Mapping[str, FieldValue] | None:
    merged, revision = standing.newest.get(sender, ("", ""))
    if merged > (change.base_revision or ""):
        return _fields_at(ledger, current, revision)
    return _fields_at(ledger, current, change.base_revision)


def _fields_at(ledger: Ledger, current: CityRecord, revision: str | None) -> Mapping[str, FieldValue] | None:
    if revision is None:
        return None
    if revision == current.revision:
        return current.fields
    return ledger.fields_at(current.kind, current.id, revision=revision)


def _watch_clock(ledger: Ledger, change: Change, *, now_ms: int) -> None:
    """Note once a day that a device's clock runs ahead; its work counts all the same."""
    if change.made_at.wall_ms > now_ms + MAX_AHEAD_MS:
        subject = f"{change.made_at.node} {now_ms // 86_400_000}"
        ledger.raise_alarm(CLOCK_AHEAD, subject=subject, now_ms=now_ms)


def _provenance(change: Change, source: Source, *, now_ms: int) -> Provenance:
    return Provenance(source, operator=change.operator, item_id=change.id, at_ms=now_ms)


def _time_or_none(revision: str) -> HybridTime | None:
    try:
        return time_of(revision)
    except MessageMalformedError:
        return None
