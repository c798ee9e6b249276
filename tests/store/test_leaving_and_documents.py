from store import (
    DeliveryState,
    Draft,
    InboxState,
    Origin,
    OutboxItem,
    Store,
    StoredDocument,
    StoredRecord,
    StoredSubmission,
    complete_document,
    count_leaving,
    discard_draft,
    drop_document,
    enqueue,
    erase_left,
    forget_wants,
    keep_document_piece,
    keep_received,
    keep_submission,
    let_leave,
    let_stay,
    list_documents,
    list_items,
    list_places,
    list_submissions,
    mark_item,
    note_asked,
    note_places,
    read_document,
    read_record,
    record_history,
    save_draft,
    settle_received,
    unasked_wants,
    want_records,
    write_record,
)
from store.copies_new_device import begin_as_new_device
from store.leaving import ANSWER_PATIENCE_MS
from tests.store.story import received

LIN = ("person", "p-1")
NOW = 10


def person(store: Store) -> None:
    fields = {"person_name": "林美"}
    write_record(store, StoredRecord(*LIN, "r-1", fields, "r-1", fields, 1), origin=Origin("platform"))
    note_places(store, [(*LIN, "350582001014")])


def form(store: Store) -> None:
    keep_submission(store, StoredSubmission("f-1", "employment_brief", "1", "p-1", b"<x/>", 1, "林秀梅"))
    times = {DeliveryState.QUEUED: 1}
    enqueue(store, OutboxItem("f-1", "submission", "f-1", None, None, b"form", state_times=times))
    enqueue(store, OutboxItem("c-1", "change", "f-1", *LIN, b"change", state_times=times))


def answered(store: Store, *items: str) -> None:
    assert all(mark_item(store, item, DeliveryState.APPLIED, at_ms=2) for item in items)


def test_a_record_that_left_is_gone_with_everything_it_came_with(store: Store) -> None:
    person(store)
    form(store)
    answered(store, "f-1", "c-1")
    let_leave(store, [LIN], at_ms=3)

    erased = erase_left(store, now_ms=NOW)

    assert erased == (LIN,)
    assert read_record(store, *LIN) is None
    assert record_history(store, *LIN) == ()
    assert (list_items(store), list_submissions(store), list_places(store)) == ((), (), ())
    assert count_leaving(store) == 0


def test_work_that_has_not_gone_up_keeps_its_record(store: Store) -> None:
    person(store)
    form(store)
    answered(store, "c-1")
    let_leave(store, [LIN], at_ms=3)

    assert erase_left(store, now_ms=NOW + ANSWER_PATIENCE_MS) == ()

    answered(store, "f-1")
    assert erase_left(store, now_ms=NOW) == (LIN,)


def test_work_the_city_has_not_answered_is_whole_until_it_is_applied(store: Store) -> None:
    person(store)
    form(store)
    mark_item(store, "f-1", DeliveryState.DELIVERED, at_ms=2)
    mark_item(store, "c-1", DeliveryState.CHECKED, at_ms=2)
    let_leave(store, [LIN], at_ms=3)

    assert erase_left(store, now_ms=NOW) == ()
    assert [item.payload for item in list_items(store)] == [b"form", b"change"]

    answered(store, "f-1", "c-1")
    assert erase_left(store, now_ms=NOW) == (LIN,)


def test_after_two_weeks_without_an_answer_only_the_states_of_work_stay(store: Store) -> None:
    person(store)
    form(store)
    mark_item(store, "f-1", DeliveryState.DELIVERED, at_ms=2)
    mark_item(store, "c-1", DeliveryState.CHECKED, at_ms=2)
    let_leave(store, [LIN], at_ms=3)

    erased = erase_left(store, now_ms=3 + ANSWER_PATIENCE_MS)

    assert (erased, list_submissions(store), read_record(store, *LIN)) == ((LIN,), (), None)
    kept = [(item.id, item.state, item.payload, item.record_id) for item in list_items(store)]
    assert kept == [("f-1", DeliveryState.DELIVERED, b"", None), ("c-1", DeliveryState.CHECKED, b"", None)]
    answered(store, "f-1", "c-1")
    assert {item.state for item in list_items(store)} == {DeliveryState.APPLIED}


def test_states_without_content_are_not_handed_in_again_by_a_new_identity(store: Store) -> None:
    person(store)
    form(store)
    mark_item(store, "f-1", DeliveryState.DELIVERED, at_ms=2)
    answered(store, "c-1")
    let_leave(store, [LIN], at_ms=3)
    erase_left(store, now_ms=3 + ANSWER_PATIENCE_MS)

    waiting = begin_as_new_device(store)

    assert waiting.total == 0
    assert [item.state for item in list_items(store)] == [DeliveryState.DELIVERED]


def test_work_without_an_answer_about_a_record_that_left_goes_up_again_under_a_new_identity(
    store: Store,
) -> None:
    person(store)
    form(store)
    mark_item(store, "f-1", DeliveryState.DELIVERED, at_ms=2)
    mark_item(store, "c-1", DeliveryState.CHECKED, at_ms=2)
    let_leave(store, [LIN], at_ms=3)
    erase_left(store, now_ms=NOW)

    waiting = begin_as_new_device(store)

    assert waiting.items == 2
    assert [(item.payload, item.state) for item in list_items(store)] == [
        (b"form", DeliveryState.QUEUED),
        (b"change", DeliveryState.QUEUED),
    ]


def test_a_draft_keeps_its_record_until_it_is_finished_or_let_go(store: Store) -> None:
    person(store)
    save_draft(store, Draft("d-1", "employment_brief", "1", "p-1", b"draft", 1))
    let_leave(store, [LIN], at_ms=3)

    assert (erase_left(store, now_ms=NOW), count_leaving(store)) == ((), 1)

    discard_draft(store, "d-1")
    assert erase_left(store, now_ms=NOW) == (LIN,)


def test_a_body_that_is_gone_is_not_written_again(store: Store) -> None:
    keep_received(store, [received(1), received(2)], stream="city", cursor=2)
    settle_received(store, "envelope-1", InboxState.MERGED)
    store.execute("CREATE TEMP TABLE written (id TEXT)")
    writing = "AFTER UPDATE OF body ON main.inbox BEGIN INSERT INTO written VALUES (old.id); END"
    store.execute(f"CREATE TEMP TRIGGER writing {writing}")
    person(store)
    let_leave(store, [LIN], at_ms=3)
    erase_left(store, now_ms=NOW)
    person(store)
    let_leave(store, [LIN], at_ms=4)

    assert erase_left(store, now_ms=NOW) == (LIN,)
    assert store.rows("SELECT id FROM written") == [("envelope-1",)]
    assert store.rows("SELECT id, length(body) > 0 FROM inbox") == [("envelope-1", 0), ("envelope-2", 1)]


def test_a_record_that_came_back_stays(store: Store) -> None:
    person(store)
    let_leave(store, [LIN], at_ms=3)
    let_stay(store, [LIN])

    assert erase_left(store, now_ms=NOW) == ()
    assert list_places(store) == ((*LIN, "350582001014"),)


def document(*, digest: bytes = b"d" * 32, version: str = "1") -> StoredDocument:
    return StoredDocument("form", "employment_brief", version, digest, 6, 9)


def test_a_document_counts_when_its_last_piece_is_here_in_any_order(store: Store) -> None:
    assert keep_document_piece(store, document(), place=3, piece=b"def") is None
    assert list_documents(store, "form") == ()

    assert keep_document_piece(store, document(), place=0, piece=b"abc") == b"abcdef"
    complete_document(store, b"d" * 32)

    assert list_documents(store, "form") == (document(),)
    assert read_document(store, b"d" * 32) == b"abcdef"


def test_a_repeated_piece_of_a_whole_document_is_no_news(store: Store) -> None:
    keep_document_piece(store, document(), place=0, piece=b"abcdef")
    complete_document(store, b"d" * 32)

    assert keep_document_piece(store, document(), place=0, piece=b"abcdef") is None
    assert list_documents(store, "form") == (document(),)


def test_pieces_that_make_something_else_are_forgotten(store: Store) -> None:
    keep_document_piece(store, document(), place=0, piece=b"forged")

    drop_document(store, b"d" * 32)

    assert keep_document_piece(store, document(), place=3, piece=b"def") is None
    assert list_documents(store, "form") == ()


def test_a_want_is_asked_once_until_it_is_wanted_again(store: Store) -> None:
    want_records(store, [LIN, ("person", "p-2")])
    note_asked(store, [LIN], sequence=4)
    assert unasked_wants(store, 10) == (("person", "p-2"),)

    want_records(store, [LIN])
    forget_wants(store, [("person", "p-2")])

    assert unasked_wants(store, 10) == (LIN,)
