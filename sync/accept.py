"""What an opened envelope of the city does to the replica, inside one commit.

Verdicts come first: a record whose edits are all applied takes the platform's state as
it is, and a returned edit leaves the screen. Then states, whole or as patches; then what
must leave; then published documents. Items that only go up make the envelope unusable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from store.connection import Store
from store.leaving import let_leave
from store.outbox import DeliveryState, mark_envelope, mark_item, records_of_items
from store.wants import want_records
from sync.absorb_many import absorb_states
from sync.change import (
    BundleItem,
    DocumentPiece,
    EnvelopeVerdict,
    RecordLeft,
    RecordPatch,
    RecordState,
    Verdict,
    VerdictState,
)
from sync.errors import MessageMalformedError
from sync.patches import resolve_patches
from sync.published import keep_piece
from sync.restore import restore_returned

_Kind = TypeVar("_Kind")
_DOWN = (RecordState, RecordPatch, RecordLeft, Verdict, EnvelopeVerdict, DocumentPiece)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Whether a record met work of ours, and the first code worth telling a person."""

    is_conflicted: bool
    code: str | None = None


def accept_items(replica: Store, items: Sequence[BundleItem], *, now_ms: int) -> Accepted:
    """Apply everything, in the caller's commit.

    Raises:
        MessageMalformedError: an item no city sends; nothing may be applied.

    """
    if not all(isinstance(item, _DOWN) for item in items):
        raise MessageMalformedError(part="item")
    returned = _note_verdicts(replica, items)
    states = list(_only(items, RecordState))
    resolved = resolve_patches(replica, list(_only(items, RecordPatch)))
    want_records(replica, resolved.unfit)
    states.extend(resolved.states)
    told = {(one.record_kind, one.record_id) for one in states}
    restore_returned(replica, returned - told, now_ms=now_ms)
    is_conflicted = absorb_states(replica, states, now_ms=now_ms)
    left = [(one.record_kind, one.record_id) for one in _only(items, RecordLeft)]
    let_leave(replica, left, at_ms=now_ms)
    codes = [keep_piece(replica, piece, now_ms=now_ms) for piece in _only(items, DocumentPiece)]
    return Accepted(is_conflicted, next((code for code in codes if code), None))


def _note_verdicts(replica: Store, items: Sequence[BundleItem]) -> frozenset[tuple[str, str]]:
    """Move our items to the states the city names; give the records that had a change returned."""
    for verdict in _only(items, Verdict):
        state = DeliveryState(verdict.state.value)
        mark_item(replica, verdict.item_id, state, at_ms=verdict.at_ms, code=verdict.code)
    for word in _only(items, EnvelopeVerdict):
        mark_envelope(replica, word.envelope_id, DeliveryState(word.state.value), at_ms=word.at_ms)
    returned = [one.item_id for one in _only(items, Verdict) if one.state is VerdictState.RETURNED]
    return records_of_items(replica, returned) if returned else frozenset()


def _only(items: Sequence[BundleItem], kind: type[_Kind]) -> Iterable[_Kind]:
    return (item for item in items if isinstance(item, kind))
