"""Thousands that come at once are indexed later; no search and no crash may tell the difference."""

import shutil
from pathlib import Path

import pytest

from store import (
    Origin,
    Store,
    StoredRecord,
    catch_up,
    drop_search,
    open_reader,
    open_store,
    search_persons,
    transaction,
    write_record,
    write_records,
)
from store.errors import StoreReadOnlyError
from store.search_pace import MOST_AT_ONCE, is_in_step
from tests.store.story import KEY, MORNING_MS, PERSON

PLATFORM = Origin("platform")
VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "store"
MANY = MOST_AT_ONCE + 50


def someone(number: int, *, name: str = "王伟", is_deleted: bool = False) -> StoredRecord:
    fields = {"person_name": name, "phone": f"1640000{number:04d}", "household_id": "h-1"}
    return StoredRecord(
        "person", f"p-{number:04d}", "r1", fields, "r1", fields, MORNING_MS, is_deleted=is_deleted
    )


def house(address: str) -> StoredRecord:
    fields = {"address": address}
    return StoredRecord("household", "h-1", address, fields, address, fields, MORNING_MS)


def township() -> list[StoredRecord]:
    return [someone(number) for number in range(MANY)]


def found(store: Store, query: str) -> list[str]:
    return [hit.id for hit in search_persons(store, query, limit=MANY)]


def indexed(store: Store) -> int:
    [(number,)] = store.rows("SELECT count(*) FROM searchable")
    return int(number)


def test_many_at_once_wait_for_the_next_search_which_finds_them_all(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)
    before = indexed(store)

    ids = found(store, "王伟")

    assert (before, indexed(store)) == (0, MANY)
    assert ids == [one.id for one in township()]


def test_few_are_indexed_in_their_own_commit(store: Store) -> None:
    write_records(store, township()[:MOST_AT_ONCE], origin=PLATFORM)

    assert indexed(store) == MOST_AT_ONCE
    assert is_in_step(store)


def test_what_an_officer_writes_while_others_wait_is_found(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)
    write_record(store, someone(3, name="蔡志明"), origin=Origin("device"))

    assert found(store, "蔡志明") == ["p-0003"]
    assert "p-0003" not in found(store, "王伟")


def test_a_kill_between_fill_and_indexing_leaves_nobody_unfindable(store: Store, tmp_path: Path) -> None:
    write_records(store, township(), origin=PLATFORM)
    killed = left_by_a_kill(store, tmp_path / "killed.db")

    assert indexed(killed) == 0
    assert len(found(killed, "王伟")) == MANY
    killed.close()


def test_a_kill_between_two_pieces_leaves_nobody_unfindable(store: Store, tmp_path: Path) -> None:
    write_records(store, township(), origin=PLATFORM)
    has_more = catch_up(store, most=MANY // 2)
    killed = left_by_a_kill(store, tmp_path / "killed.db")

    assert (has_more, indexed(killed)) == (True, MANY // 2)
    assert len(found(killed, "王伟")) == MANY
    killed.close()


def test_a_piece_that_fails_is_as_if_it_had_not_begun(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)

    with pytest.raises(ZeroDivisionError):
        catch_up_and_fail(store)

    assert indexed(store) == 0
    assert len(found(store, "王伟")) == MANY


def test_piece_by_piece_nobody_is_left_out(store: Store) -> None:
    write_records(store, [*township(), house("象山路 12 号")], origin=PLATFORM)

    left = [catch_up(store, most=MANY // 3) for _ in range(4)]

    assert left == [True, True, True, False]
    assert indexed(store) == MANY
    assert len(found(store, "象山路")) == MANY


def test_nobody_calls_for_ever_for_an_index_that_only_a_search_can_make(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)
    drop_search(store)

    has_more = catch_up(store, most=MANY)

    assert not has_more
    assert len(found(store, "王伟")) == MANY


def test_who_goes_before_being_indexed_is_not_found(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)
    write_record(store, someone(3, is_deleted=True), origin=PLATFORM)
    store.execute("DELETE FROM record_history WHERE id = 'p-0004'")
    store.execute("DELETE FROM records WHERE id = 'p-0004'")

    ids = found(store, "王伟")

    assert len(ids) == MANY - 2
    assert {"p-0003", "p-0004"} & set(ids) == set()


def test_a_household_that_moves_takes_many_members_along(store: Store) -> None:
    write_records(store, [*township(), house("象山路 12 号")], origin=PLATFORM)
    found(store, "王伟")
    write_record(store, house("温陵北路 7 号"), origin=PLATFORM)

    assert (len(found(store, "温陵北路")), found(store, "象山路")) == (MANY, [])


def test_a_reader_does_not_answer_from_an_index_that_lies_behind(store: Store) -> None:
    write_records(store, township(), origin=PLATFORM)
    reader = open_reader(store.path, KEY)

    with pytest.raises(StoreReadOnlyError):
        found(reader, "王伟")
    reader.close()


def test_an_upgraded_replica_is_taken_for_what_it_was_in_step(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / "0011.sqlite", place)

    store = open_store(place, KEY)

    assert is_in_step(store)
    assert found(store, "蔡志明") == [PERSON]
    store.close()


def test_an_upgraded_replica_that_never_had_an_index_makes_one(tmp_path: Path) -> None:
    place = tmp_path / "replica.db"
    shutil.copy(VECTORS / "0003.sqlite", place)

    store = open_store(place, KEY)

    assert not is_in_step(store)
    assert found(store, "蔡志明") == [PERSON]
    store.close()


def left_by_a_kill(store: Store, place: Path) -> Store:
    """Open what lies on the disk at this moment, the log with it, as after a kill."""
    for end in ("", "-wal"):
        shutil.copy(f"{store.path}{end}", f"{place}{end}")
    return open_store(place, KEY)


def catch_up_and_fail(store: Store) -> None:
    with transaction(store):
        catch_up(store)
        raise ZeroDivisionError
