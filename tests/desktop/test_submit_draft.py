"""Finishing a form is one commit: record, change, submission and outbox agree, always (P1)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.operations.casework import read_day
from desktop.operations.corrections import correction_id
from desktop.operations.drafts import Author, FinishedForm, submit_draft
from desktop.operations.exchange import list_queue, read_progress
from employment.assignment import AssignmentState
from forms import FormSubmission
from store.connection import Store, open_store
from store.drafts import Draft, list_drafts, save_draft
from store.errors import StoreInvariantError
from store.history import Origin, record_history
from store.outbox import DeliveryState, OutboxItem, enqueue, list_items, mark_item
from store.records import StoredRecord, read_record, write_record
from store.returned_work import returned_work
from store.submissions import list_submissions
from store.transaction import transaction
from sync.change import Change, FilledForm
from sync.item_encoding import decode_item
from tests.fakes.clock import STORY_STARTS_MS, FakeClock
from tests.fakes.entropy import SeededEntropy

PERSON = "p-350582001014-0921-1"
TASK = "t-" + "4" * 32
AUTHOR = Author("林秀梅", "a" * 32)
PLATFORM_REVISION = f"{STORY_STARTS_MS - 1000:014d}-000000-" + "b" * 32
SUBMISSION = FormSubmission(
    instance_id="uuid:9f1c",
    form_id="employment_brief",
    version="2026.11",
    xml=b"<employment_brief/>",
    values={
        "/employment_brief/work/emp_status": "2",
        "/employment_brief/work/employer_name": "某鞋业公司",
        "/employment_brief/work/status_since": "2026-09-01",
    },
)
FINISHED = FinishedForm(SUBMISSION, PERSON, draft_id="d-1", task_id=TASK)


def keep(store: Store, kind: str, record_id: str, fields: dict[str, str]) -> None:
    record = StoredRecord(
        kind, record_id, PLATFORM_REVISION, fields, PLATFORM_REVISION, fields, STORY_STARTS_MS
    )
    write_record(store, record, origin=Origin("platform"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", bytes(range(32)))
    keep(store, "household", "h-350582001014-0921", {"address": "象山路 12 号", "head_name": "蔡志明"})
    person = {
        "household_id": "h-350582001014-0921",
        "person_name": "蔡志明",
        "emp_status": "1",
        "unemp_registered": "1",
    }
    keep(store, "person", PERSON, person)
    task = {"subject_id": PERSON, "title": "核实就业状态", "rule_id": "D41", "due_on": "2026-11-21"}
    keep(store, "task", TASK, {**task, "state": "dispatched"})
    save_draft(store, Draft("d-1", "employment_brief", "2026.11", PERSON, b"half", STORY_STARTS_MS))
    yield store
    store.close()


def finished_edit(item_id: str) -> OutboxItem:
    times = {DeliveryState.QUEUED: STORY_STARTS_MS}
    return OutboxItem(item_id, "change", None, "person", PERSON, b"edit", state_times=times)


def submit(store: Store, clock: FakeClock) -> tuple[str, ...]:
    return submit_draft(store, FINISHED, author=AUTHOR, clock=clock, entropy=SeededEntropy()).item_ids


def test_everything_a_finished_form_means_is_written_together(store: Store, clock: FakeClock) -> None:
    item_ids = submit(store, clock)

    person = read_record(store, "person", PERSON)
    assert person is not None
    assert (person.fields["emp_status"], person.fields["unemp_registered"]) == ("2", None)
    assert person.fields["person_name"] == "蔡志明"
    assert [item.id for item in list_items(store)] == list(item_ids)
    assert [form.id for form in list_submissions(store)] == ["uuid:9f1c"]
    assert list_drafts(store) == ()


def test_the_change_names_the_revision_it_was_made_on_and_comes_after_it(
    store: Store, clock: FakeClock
) -> None:
    submit(store, clock)

    form, change, task = (decode_item(item.payload) for item in list_items(store))
    assert isinstance(form, FilledForm)
    assert isinstance(change, Change)
    assert isinstance(task, Change)
    assert change.base_revision == PLATFORM_REVISION
    assert change.revision > PLATFORM_REVISION
    assert change.edits["emp_status"] == "2"
    assert task.edits == {"state": "recorded"}


def test_the_merge_base_stays_what_the_platform_said(store: Store, clock: FakeClock) -> None:
    submit(store, clock)

    person = read_record(store, "person", PERSON)
    assert person is not None
    assert person.base_revision == PLATFORM_REVISION
    assert person.base_fields is not None
    assert person.base_fields["emp_status"] == "1"
    assert record_history(store, "person", PERSON)[-1].origin == Origin(
        "device", "林秀梅", "uuid:9f1c", list_items(store)[1].id, AUTHOR.device_id
    )


def test_a_clock_set_back_cannot_make_the_edit_older_than_what_was_seen(
    store: Store, clock: FakeClock
) -> None:
    clock.set_wall(STORY_STARTS_MS - 86_400_000)
    submit(store, clock)

    person = read_record(store, "person", PERSON)
    assert person is not None
    assert person.revision != PLATFORM_REVISION
    assert record_history(store, "person", PERSON)[-1].revision == person.revision


def test_a_form_finished_twice_changes_nothing_the_second_time(store: Store, clock: FakeClock) -> None:
    submit(store, clock)
    before = (list_items(store), record_history(store, "person", PERSON))

    with pytest.raises(StoreInvariantError):
        submit(store, clock)

    assert (list_items(store), record_history(store, "person", PERSON)) == before


def test_an_answered_task_leaves_the_list_of_today(store: Store, clock: FakeClock) -> None:
    before = read_day(store, now_ms=clock.now_ms())
    submit(store, clock)
    after = read_day(store, now_ms=clock.now_ms())

    assert [(task.subject, task.address) for task in before.tasks] == [("蔡*明", "象山路 12 号")]
    assert after.tasks == ()
    task = read_record(store, "task", TASK)
    assert task is not None
    assert task.fields["state"] == AssignmentState.RECORDED
    assert (after.unsent, after.oldest_unsent_ms) == (1, clock.now_ms())
    assert (after.progress.visited, after.progress.visited_this_week) == (1, 1)


def test_the_list_of_work_ends_with_the_newest_and_never_without_what_is_open(
    store: Store, clock: FakeClock
) -> None:
    submit(store, clock)
    later = [f"change-{number}" for number in range(500)]
    with transaction(store):
        for one in later:
            enqueue(store, finished_edit(one))
            mark_item(store, one, DeliveryState.APPLIED, at_ms=STORY_STARTS_MS)

    listed = [row.id for row in list_queue(store)]

    assert listed == [*reversed(later[100:]), "uuid:9f1c"]


def test_a_person_counts_as_complete_with_every_answer_and_no_blank_one(
    store: Store, clock: FakeClock
) -> None:
    full = {"person_name": "许丽英", "id_no": "350582197803120012", "phone": "0595", "emp_status": "2"}
    keep(store, "person", "p-full", full)
    keep(store, "person", "p-blank", {**full, "phone": ""})

    progress = read_day(store, now_ms=clock.now_ms()).progress

    assert (progress.complete, progress.persons) == (1, 3)


def test_visits_of_months_before_count_no_more(store: Store, clock: FakeClock) -> None:
    submit(store, clock)
    clock.advance(40 * 24 * 3600)

    progress = read_day(store, now_ms=clock.now_ms()).progress

    assert (progress.visited, progress.visited_this_week) == (0, 0)


def test_a_piece_of_work_is_as_far_as_its_slowest_part(store: Store, clock: FakeClock) -> None:
    first, *rest = submit(store, clock)
    mark_item(store, first, DeliveryState.DELIVERED, at_ms=STORY_STARTS_MS + 1)
    waiting = list_queue(store)[0].state
    [mark_item(store, item, DeliveryState.DELIVERED, at_ms=STORY_STARTS_MS + 2) for item in rest]
    delivered = read_progress(store, "uuid:9f1c")

    assert waiting is DeliveryState.QUEUED
    assert delivered is not None
    assert (delivered.state, delivered.subject) == (DeliveryState.DELIVERED, "蔡*明")
    assert delivered.times[DeliveryState.DELIVERED] == STORY_STARTS_MS + 2


def test_one_returned_part_returns_the_whole(store: Store, clock: FakeClock) -> None:
    item_ids = submit(store, clock)
    mark_item(store, item_ids[1], DeliveryState.RETURNED, at_ms=STORY_STARTS_MS + 5, code="record-missing")

    [row] = list_queue(store)
    assert (row.state, row.code) == (DeliveryState.RETURNED, "record-missing")
    assert row.times[DeliveryState.RETURNED] == STORY_STARTS_MS + 5


def give_back(store: Store) -> None:
    """Let what was submitted come back."""
    mark_item(store, "uuid:9f1c", DeliveryState.RETURNED, at_ms=STORY_STARTS_MS, code="submission-not-valid")


def test_a_correction_settles_what_came_back_even_about_another_subject(
    store: Store, clock: FakeClock
) -> None:
    submit(store, clock)
    give_back(store)
    before = returned_work(store)
    again = replace(SUBMISSION, instance_id="uuid:again")
    corrected = FinishedForm(again, f"{PERSON}-else", draft_id=correction_id("uuid:9f1c"))
    submit_draft(store, corrected, author=AUTHOR, clock=clock, entropy=SeededEntropy())

    assert before == {"uuid:9f1c"}
    assert not returned_work(store)


def test_another_form_about_somebody_else_settles_nothing(store: Store, clock: FakeClock) -> None:
    submit(store, clock)
    give_back(store)
    again = replace(SUBMISSION, instance_id="uuid:again")
    finished = FinishedForm(again, f"{PERSON}-else", draft_id="d-2")
    submit_draft(store, finished, author=AUTHOR, clock=clock, entropy=SeededEntropy())

    assert returned_work(store) == {"uuid:9f1c"}
