"""An officer decides between two values: record, outbox and the difference change in one commit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.operations.conflicts import NOTE, Choice, ask_deletion, decide_conflict, undo_decision
from desktop.operations.edits import Author
from store.conflicts import RecordConflict, conflicts_of_record, keep_conflict, open_conflicts
from store.connection import Store, open_store
from store.errors import StoreInvariantError
from store.history import Origin
from store.outbox import list_items
from store.records import StoredRecord, read_record, write_record
from store.trust import list_alarms
from sync.change import Change, FieldValue, HybridTime
from sync.item_encoding import decode_item
from sync.merge.revision import revision_of
from tests.fakes.clock import STORY_STARTS_MS, FakeClock
from tests.fakes.entropy import SeededEntropy

PERSON = "p-350582001014-0921-1"
AUTHOR = Author("林秀梅", "a" * 32)
CITY = revision_of(HybridTime(STORY_STARTS_MS - 1_000, 0, "city"))
FIELDS = {"phone": "136", "emp_status": "2", "employer_name": "晨汐鞋业"}
YEAR_MS = 365 * 86_400_000


def conflict(
    name: str, field: str, local: FieldValue, remote: FieldValue, *, by: str = "r-1"
) -> RecordConflict:
    return RecordConflict(name, "person", PERSON, field, None, local, remote, "r-9", by, STORY_STARTS_MS)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", bytes(range(32)))
    record = StoredRecord("person", PERSON, CITY, FIELDS, CITY, FIELDS, STORY_STARTS_MS)
    write_record(store, record, origin=Origin("platform"))
    yield store
    store.close()


def decide(store: Store, name: str, choice: Choice, clock: FakeClock, *, reason: str = "") -> Change:
    entropy = SeededEntropy(name)
    return decide_conflict(store, name, choice, author=AUTHOR, clock=clock, entropy=entropy, reason=reason)


def shown(store: Store) -> StoredRecord:
    record = read_record(store, "person", PERSON)
    assert record is not None
    return record


def test_the_chosen_value_is_shown_owed_and_noted_together(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))

    change = decide(store, "c-1", Choice.OTHER, clock)

    assert shown(store).fields["phone"] == "138"
    assert [decode_item(one.payload) for one in list_items(store)] == [change]
    assert (change.base_revision, change.edits, change.submission_id) == (CITY, {"phone": "138"}, None)
    assert open_conflicts(store) == ()
    [kept] = conflicts_of_record(store, "person", PERSON)
    assert (kept.local, kept.remote, kept.decision and kept.decision.chosen) == ("136", "138", "138")


def test_choosing_what_stands_is_told_too(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))

    change = decide(store, "c-1", Choice.STANDING, clock)

    assert change.edits == {"phone": "136"}
    assert open_conflicts(store) == ()


def test_fields_that_move_together_are_decided_together(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "emp_status", "2", "1"))
    keep_conflict(store, conflict("c-2", "employer_name", "晨汐鞋业", None))

    change = decide(store, "c-1", Choice.OTHER, clock)

    assert change.edits == {"emp_status": "1", "employer_name": None}
    assert open_conflicts(store) == ()


def test_a_conflict_of_another_field_goes_on_waiting(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "emp_status", "2", "1"))
    keep_conflict(store, conflict("c-2", "phone", "136", "138"))

    decide(store, "c-1", Choice.OTHER, clock)

    assert [one.id for one in open_conflicts(store)] == ["c-2"]


def test_what_is_decided_is_not_decided_again(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))
    decide(store, "c-1", Choice.OTHER, clock)

    with pytest.raises(StoreInvariantError):
        decide(store, "c-1", Choice.STANDING, clock)

    assert len(list_items(store)) == 1


def test_a_deletion_can_be_chosen_and_the_work_on_the_record_too(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "is_deleted", local=False, remote=True))

    change = decide(store, "c-1", Choice.OTHER, clock)

    assert (change.is_deletion, change.edits) == (True, {})
    assert shown(store).is_deleted


def test_a_record_asked_to_be_deleted_is_out_of_sight_at_once(store: Store, clock: FakeClock) -> None:
    change = ask_deletion(store, "person", PERSON, author=AUTHOR, clock=clock, entropy=SeededEntropy())

    assert (change.is_deletion, change.base_revision) == (True, CITY)
    assert shown(store).is_deleted


def test_edits_stay_in_order_when_the_clock_falls_back_a_year(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))
    keep_conflict(store, conflict("c-2", "emp_status", "2", "1"))
    before = decide(store, "c-1", Choice.OTHER, clock)

    clock.set_wall(clock.now_ms() - YEAR_MS)
    after = decide(store, "c-2", Choice.OTHER, clock)

    assert after.revision > before.revision
    assert [one.code for one in list_alarms(store)] == ["clock-behind"]


def undo(store: Store, name: str, clock: FakeClock) -> Change:
    return undo_decision(store, name, author=AUTHOR, clock=clock, entropy=SeededEntropy(f"undo {name}"))


def test_the_reason_becomes_a_line_of_the_note_and_none_goes(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))
    keep_conflict(store, conflict("c-2", "emp_status", "2", "1"))
    decide(store, "c-1", Choice.OTHER, clock, reason="核对手机号：电话问过")
    decide(store, "c-2", Choice.OTHER, clock, reason="核对就业状态：当面问过")

    assert shown(store).fields[NOTE] == "核对手机号：电话问过\n核对就业状态：当面问过"


def test_a_decision_taken_back_is_a_change_back_and_the_question_waits_again(
    store: Store, clock: FakeClock
) -> None:
    keep_conflict(store, conflict("c-1", "emp_status", "2", "1"))
    keep_conflict(store, conflict("c-2", "employer_name", "晨汐鞋业", None))
    decide(store, "c-1", Choice.OTHER, clock)

    change = undo(store, "c-1", clock)

    assert change.edits == {"emp_status": "2", "employer_name": "晨汐鞋业"}
    assert {name: shown(store).fields[name] for name in change.edits} == change.edits
    assert [one.id for one in open_conflicts(store)] == ["c-1", "c-2"]
    assert len(list_items(store)) == 2


def test_a_deletion_taken_back_lets_the_record_live(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "is_deleted", local=False, remote=True))
    decide(store, "c-1", Choice.OTHER, clock)

    change = undo(store, "c-1", clock)

    assert (change.is_deletion, change.edits) == (False, {})
    assert not shown(store).is_deleted


def test_nothing_is_taken_back_over_what_was_written_since(store: Store, clock: FakeClock) -> None:
    keep_conflict(store, conflict("c-1", "phone", "136", "138"))
    decide(store, "c-1", Choice.OTHER, clock)
    newer = replace(shown(store), fields={**FIELDS, "phone": "139"})
    write_record(store, newer, origin=Origin("platform"))

    with pytest.raises(StoreInvariantError):
        undo(store, "c-1", clock)

    assert shown(store).fields["phone"] == "139"
    assert open_conflicts(store) == ()
