"""What is written by the thousand must leave what one by one would have left."""

from pathlib import Path

from store import (
    DeliveryState,
    FieldValue,
    Origin,
    Store,
    StoredRecord,
    list_items,
    mark_envelope,
    mark_item,
    open_store,
    read_record,
    read_records,
    record_history,
    records_at_work,
    write_record,
    write_records,
)
from store.bulk import make_durable, quick_commits
from store.chains import ChainHead
from store.connection import open_reader
from store.outbox import OutboxItem, enqueue
from store.sealed import SealedEnvelopeRow, keep_sealed

PLATFORM = Origin("platform")


def person(number: int, *, phone: str = "13905950921") -> StoredRecord:
    fields: dict[str, FieldValue] = {"phone": phone, "is_local": True, "age": None}
    return StoredRecord("person", f"p-{number}", "r-2", fields, "r-2", fields, 1_000 + number)


def sealed(store: Store, *item_ids: str) -> None:
    for item_id in item_ids:
        times = {DeliveryState.QUEUED: 1}
        enqueue(store, OutboxItem(item_id, "change", None, "person", "p-1", b"x", state_times=times))
    row = SealedEnvelopeRow("e" * 64, 1, b"d" * 32, b"body", 2)
    keep_sealed(store, row, item_ids=item_ids, head=ChainHead(1, b"d" * 32))


def test_records_written_together_are_those_written_one_by_one(store: Store) -> None:
    write_records(store, [person(1), person(2)], origin=PLATFORM)
    write_record(store, person(3), origin=PLATFORM)

    assert [read_record(store, "person", f"p-{number}") for number in (1, 2, 3)] == [
        person(1),
        person(2),
        person(3),
    ]
    assert [len(record_history(store, "person", f"p-{number}")) for number in (1, 2, 3)] == [1, 1, 1]


def test_thousands_take_as_few_statements_as_ten(store: Store) -> None:
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    write_records(store, [person(1)], origin=PLATFORM)
    few = len([statement for statement in asked if "SELECT" in statement])
    write_records(store, [person(number) for number in range(500)], origin=PLATFORM)
    many = len([statement for statement in asked if "SELECT" in statement]) - few
    store.database.conn.set_trace_callback(None)

    assert many <= few + 2


def test_only_what_is_held_is_found(store: Store) -> None:
    write_records(store, [person(1)], origin=PLATFORM)

    assert read_records(store, "person", ["p-1", "p-9"]) == {"p-1": person(1)}


def test_a_word_about_an_envelope_moves_all_its_items_and_none_back(store: Store) -> None:
    sealed(store, "a", "b")
    mark_item(store, "a", DeliveryState.RETURNED, at_ms=5, code="phone-impossible")

    moved = mark_envelope(store, "e" * 64, DeliveryState.APPLIED, at_ms=9)

    first, second = list_items(store)
    assert moved == 1
    assert (first.state, first.code) == (DeliveryState.RETURNED, "phone-impossible")
    assert (second.state, second.state_times[DeliveryState.APPLIED]) == (DeliveryState.APPLIED, 9)
    assert DeliveryState.APPLIED not in first.state_times


def test_a_record_is_at_work_until_all_its_changes_are_settled(store: Store) -> None:
    sealed(store, "a")
    assert records_at_work(store, "person") == {"p-1"}

    mark_envelope(store, "e" * 64, DeliveryState.APPLIED, at_ms=9)

    assert records_at_work(store, "person") == frozenset()


def test_a_fill_becomes_durable_while_somebody_reads(tmp_path: Path) -> None:
    path, key = tmp_path / "replica.db", bytes(range(32))
    store, log = open_store(path, key), tmp_path / "replica.db-wal"
    reader = open_reader(path, key)
    reader.execute("BEGIN")
    reader.rows("SELECT count(*) FROM records")
    with quick_commits(store):
        write_record(store, person(1), origin=PLATFORM)
    before = log.stat().st_size

    make_durable(store)

    assert log.stat().st_size > before
    reader.close()
    store.close()
