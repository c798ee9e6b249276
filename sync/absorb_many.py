"""Bringing many records up to the platform's states in one commit.

Most records of a bundle meet no work of ours: they are written together, in a few
statements for ten thousand. Only those with changes on their way are merged one by one.
"""

from collections.abc import Sequence

from store import Origin
from store.connection import Store
from store.leaving import let_stay, note_places
from store.outbox import records_at_work
from store.records import StoredRecord, read_records, write_records
from store.wants import forget_wants
from sync.absorb import absorb_state, is_old_news, is_overtaken
from sync.change import RecordState
from sync.merge.policy import ASK_ABOUT_EVERYTHING, MergePolicy

_PLATFORM = Origin("platform")


def absorb_states(
    replica: Store,
    states: Sequence[RecordState],
    *,
    now_ms: int,
    policy: MergePolicy = ASK_ABOUT_EVERYTHING,
) -> None:
    """Bring the records up to these states, in the caller's commit.

    A state that something later was heard after says nothing of where a record lies, nor that it stays.
    """
    newest: list[RecordState] = []
    for kind in dict.fromkeys(one.record_kind for one in states):
        of_kind = [one for one in states if one.record_kind == kind]
        newest += _absorb_kind(replica, kind, of_kind, now_ms=now_ms, policy=policy)
    keys = [(one.record_kind, one.record_id) for one in newest]
    note_places(replica, [(one.record_kind, one.record_id, one.place) for one in newest if one.place])
    let_stay(replica, keys)
    forget_wants(replica, keys)


def _absorb_kind(
    replica: Store, kind: str, states: Sequence[RecordState], *, now_ms: int, policy: MergePolicy
) -> Sequence[RecordState]:
    """Bring records of one kind up to date; give the states that nothing later was heard after."""
    at_work = records_at_work(replica, kind)
    held = read_records(replica, kind, [one.record_id for one in states if one.record_id not in at_work])
    alone: dict[str, RecordState] = {}
    in_turn: list[RecordState] = []
    for state in states:
        # A second state of one record must meet the first one, so it takes the way one by one.
        if state.record_id in at_work or state.record_id in alone:
            in_turn.append(state)
        else:
            alone[state.record_id] = state
    news = [one for one in alone.values() if not _is_known(one, held.get(one.record_id))]
    write_records(replica, [_record(one, now_ms=now_ms) for one in news], origin=_PLATFORM, held=held)
    newest = [one for one in alone.values() if not _is_overtaken(one, held.get(one.record_id))]
    turned = [one for one in in_turn if absorb_state(replica, one, now_ms=now_ms, policy=policy)]
    return [*newest, *turned]


def _is_overtaken(state: RecordState, held: StoredRecord | None) -> bool:
    return held is not None and is_overtaken(state, held)


def _is_known(state: RecordState, held: StoredRecord | None) -> bool:
    return held is not None and is_old_news(state, held)


def _record(state: RecordState, *, now_ms: int) -> StoredRecord:
    return StoredRecord(
        kind=state.record_kind,
        id=state.record_id,
        revision=state.revision,
        fields=state.fields,
        base_revision=state.revision,
        base_fields=state.fields,
        changed_at_ms=now_ms,
        is_deleted=state.is_deleted,
    )
