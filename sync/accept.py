"""What an opened envelope of the city does to the replica, inside one commit.

Verdicts come first: a record whose edits are all applied takes the platform's state as
it is, and a returned edit leaves the screen. Then states, whole or as patches; when they
were everything there is, what they did not name is asked about; then what waits for an
officer; then what must leave; then published documents. Items that only go
up make the envelope unusable.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from store.connection import Store
from store.leaving import held_among, leaving_among, let_leave
from store.outbox import DeliveryState, mark_envelope, mark_item, newest_queued, records_of_items
from store.wants import expect_records, forget_asked, want_records, want_unnamed
from sync.absorb_conflicts import absorb_notices, reopen_returned
from sync.absorb_many import absorb_states
from sync.attachments import note_attachment_verdicts
from sync.change import (
    EVERYTHING,
    BundleItem,
    ConflictNotice,
    DeviceOrder,
    DocumentPiece,
    DocumentWithdrawn,
    EnvelopeVerdict,
    FillMark,
    FillStep,
    RecordLeft,
    RecordPatch,
    RecordState,
    Verdict,
    VerdictState,
)
from sync.edit_clock import watch_verdict
from sync.errors import MessageMalformedError
from sync.forgotten import note_forgotten, tell_forgotten
from sync.merge.policy import ASK_ABOUT_EVERYTHING, MergePolicy
from sync.patches import resolve_patches
from sync.published import keep_piece, withdraw
from sync.reporting import keep_orders
from sync.restore import restore_returned
from sync.trust_kept import note_wish_answers

_Kind = TypeVar("_Kind")
_DOWN = (
    RecordState,
    RecordPatch,
    RecordLeft,
    FillMark,
    ConflictNotice,
    Verdict,
    EnvelopeVerdict,
    DocumentPiece,
    DocumentWithdrawn,
    DeviceOrder,
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Whether an officer has to decide something, and the first code worth telling a person."""

    is_conflicted: bool
    code: str | None = None


def accept_items(
    replica: Store,
    items: Sequence[BundleItem],
    *,
    now_ms: int,
    policy: MergePolicy = ASK_ABOUT_EVERYTHING,
) -> Accepted:
    """Apply everything, in the caller's commit.

    Raises:
        MessageMalformedError: an item no city sends; nothing may be applied.

    """
    if not all(isinstance(item, _DOWN) for item in items):
        raise MessageMalformedError(part="item")
    returned = _note_verdicts(replica, items)
    marks = {one.step for one in _only(items, FillMark)}
    if FillStep.BEGINS in marks:
        forget_asked(replica, EVERYTHING)
        expect_records(replica)
    states = list(_only(items, RecordState))
    resolved = resolve_patches(replica, list(_only(items, RecordPatch)))
    want_records(replica, resolved.unfit)
    states.extend(resolved.states)
    told = {(one.record_kind, one.record_id) for one in states}
    restore_returned(replica, returned - told, now_ms=now_ms)
    note_forgotten(replica, states)
    absorb_states(replica, states, now_ms=now_ms, policy=policy)
    codes: list[str | None] = []
    if FillStep.ENDS in marks:
        want_unnamed(replica)
        codes.append(tell_forgotten(replica, now_ms=now_ms))
    is_conflicted = absorb_notices(replica, _only(items, ConflictNotice))
    left = [(one.record_kind, one.record_id) for one in _only(items, RecordLeft)]
    let_leave(replica, left, at_ms=now_ms)
    codes.extend(keep_piece(replica, piece, now_ms=now_ms) for piece in _only(items, DocumentPiece))
    for word in _only(items, DocumentWithdrawn):
        withdraw(replica, word)
    keep_orders(replica, _only(items, DeviceOrder))
    codes.append(_watch_clock(replica, items, now_ms=now_ms))
    codes.append(note_wish_answers(replica, _only(items, Verdict)))
    return Accepted(is_conflicted, next((code for code in codes if code), None))


def accept_late(
    replica: Store, items: Sequence[BundleItem], *, now_ms: int, policy: MergePolicy = ASK_ABOUT_EVERYTHING
) -> Accepted:
    """Apply what is read after things the city said later, in the caller's commit.

    States of records and verdicts know by themselves whether something later was heard. That a
    record left does not, so it is asked about instead, and the ends of a fill say nothing any more.
    Nor does the state of a record that is not here know whether it has left since: it is taken and
    asked about; of one that must go it is not even taken (P10).

    Raises:
        MessageMalformedError: an item no city sends; nothing may be applied.

    """
    left = {(one.record_kind, one.record_id) for one in _only(items, RecordLeft)}
    named = {(one.record_kind, one.record_id) for one in items if isinstance(one, RecordState | RecordPatch)}
    going = leaving_among(replica, named)
    doubtful = going | (named - held_among(replica, named))
    others = [one for one in items if not _speaks_of(one, going)]
    accepted = accept_items(replica, others, now_ms=now_ms, policy=policy)
    want_records(replica, sorted(left | doubtful))
    return accepted


def _speaks_of(item: BundleItem, going: Collection[tuple[str, str]]) -> bool:
    """Say whether a late item is left out: an end, or a state of a record that must go."""
    if isinstance(item, RecordState | RecordPatch):
        return (item.record_kind, item.record_id) in going
    return isinstance(item, RecordLeft | FillMark)


def _watch_clock(replica: Store, items: Sequence[BundleItem], *, now_ms: int) -> str | None:
    """Hold this computer's clock against the newest word of the city's about our work."""
    words = [one for one in items if isinstance(one, Verdict | EnvelopeVerdict)]
    if not words:
        return None
    newest = max(words, key=lambda one: one.at_ms)
    ids = [one.item_id for one in words if isinstance(one, Verdict)]
    envelopes = [one.envelope_id for one in words if isinstance(one, EnvelopeVerdict)]
    made_ms = newest_queued(replica, ids, envelopes)
    return watch_verdict(replica, made_ms=made_ms, judged_ms=newest.at_ms, wall_ms=now_ms)


def _note_verdicts(replica: Store, items: Sequence[BundleItem]) -> frozenset[tuple[str, str]]:
    """Move our items to the states the city names; give the records that had a change returned."""
    for verdict in _only(items, Verdict):
        state = DeliveryState(verdict.state.value)
        mark_item(replica, verdict.item_id, state, at_ms=verdict.at_ms, code=verdict.code)
    note_attachment_verdicts(replica, _only(items, Verdict))
    for word in _only(items, EnvelopeVerdict):
        mark_envelope(replica, word.envelope_id, DeliveryState(word.state.value), at_ms=word.at_ms)
    returned = [one.item_id for one in _only(items, Verdict) if one.state is VerdictState.RETURNED]
    records = records_of_items(replica, returned) if returned else frozenset()
    reopen_returned(replica, records, returned)
    return records


def _only(items: Sequence[BundleItem], kind: type[_Kind]) -> Iterable[_Kind]:
    return (item for item in items if isinstance(item, kind))
