"""What came back waits for a person, until it is sent again afterwards or put aside knowingly."""

from dataclasses import replace

from store import DeliveryState, Store, enqueue, keep_submission, list_items, mark_item
from store.returned_work import put_aside, returned_work
from tests.store.story import MORNING_MS, item, submission

RETURNED_MS = MORNING_MS + 1000


def send(store: Store, number: int, *, at_ms: int = MORNING_MS, form: str = "employment_brief") -> None:
    name = f"form-{number}"
    keep_submission(store, replace(submission(), id=name, form_id=form))
    queued = item(f"item-{number}", submission_id=name)
    enqueue(store, replace(queued, state_times={DeliveryState.QUEUED: at_ms}))


def come_back(store: Store, item_id: str, *, at_ms: int = RETURNED_MS) -> None:
    mark_item(store, item_id, DeliveryState.RETURNED, at_ms=at_ms, code="record-missing")


def test_what_came_back_waits_and_what_arrived_does_not(store: Store) -> None:
    send(store, 1)
    send(store, 2)
    mark_item(store, "item-1", DeliveryState.APPLIED, at_ms=RETURNED_MS)
    come_back(store, "item-2")

    assert returned_work(store) == {"form-2"}


def test_what_was_sent_again_after_its_return_waits_no_more(store: Store) -> None:
    send(store, 1)
    come_back(store, "item-1")
    send(store, 2, at_ms=RETURNED_MS + 1)

    assert returned_work(store) == frozenset()


def test_form_sent_before_the_return_was_no_answer_to_it(store: Store) -> None:
    send(store, 1)
    send(store, 2, at_ms=RETURNED_MS - 1)
    come_back(store, "item-1")

    assert returned_work(store) == {"form-1"}


def test_another_form_about_the_same_person_is_no_correction(store: Store) -> None:
    send(store, 1)
    come_back(store, "item-1")
    send(store, 2, at_ms=RETURNED_MS + 1, form="service_record")

    assert returned_work(store) == {"form-1"}


def test_correction_that_came_back_waits_itself(store: Store) -> None:
    send(store, 1)
    come_back(store, "item-1")
    send(store, 2, at_ms=RETURNED_MS + 1)
    come_back(store, "item-2", at_ms=RETURNED_MS + 2)

    assert returned_work(store) == {"form-2"}


def test_what_was_put_aside_waits_no_more_and_stays_what_it_was(store: Store) -> None:
    send(store, 1)
    come_back(store, "item-1")
    put_aside(store, "form-1", at_ms=RETURNED_MS + 1)
    put_aside(store, "form-1", at_ms=RETURNED_MS + 2)

    assert returned_work(store) == frozenset()
    assert [(one.state, one.code) for one in list_items(store)] == [
        (DeliveryState.RETURNED, "record-missing")
    ]


def test_part_that_comes_back_later_waits_again(store: Store) -> None:
    send(store, 1)
    enqueue(store, item("item-later"))
    come_back(store, "item-1")
    put_aside(store, "form-1", at_ms=RETURNED_MS + 1)
    come_back(store, "item-later", at_ms=RETURNED_MS + 2)

    assert returned_work(store) == {"form-1"}


def test_change_without_a_form_is_mended_by_another_of_the_same_record(store: Store) -> None:
    alone = replace(item("change-1"), submission_id=None)
    enqueue(store, alone)
    come_back(store, "change-1")
    before = returned_work(store)
    enqueue(store, replace(alone, id="change-2", state_times={DeliveryState.QUEUED: RETURNED_MS + 1}))

    assert before == {"change-1"}
    assert returned_work(store) == frozenset()


def test_photo_that_came_back_waits_under_the_name_of_its_form(store: Store) -> None:
    send(store, 1)
    mark_item(store, "item-1", DeliveryState.APPLIED, at_ms=RETURNED_MS)
    store.execute("INSERT INTO attachment_contents (id, size_bytes, key) VALUES ('photo', 1, zeroblob(32))")
    store.execute(
        "INSERT INTO attachments (submission_id, name, media_type, content_id, state, judged_at_ms)"
        " VALUES ('form-1', 'photo.jpg', 'image/jpeg', 'photo', 'returned', ?)",
        (RETURNED_MS,),
    )
    before = returned_work(store)
    put_aside(store, "form-1", at_ms=RETURNED_MS + 1)

    assert before == {"form-1"}
    assert returned_work(store) == frozenset()


def test_nothing_is_kept_of_work_that_is_not_here(store: Store) -> None:
    put_aside(store, "form-9", at_ms=RETURNED_MS)

    assert store.rows("SELECT * FROM returned_put_aside") == []
