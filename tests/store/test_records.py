from dataclasses import replace

import pytest

from store import (
    Origin,
    Store,
    StoreInvariantError,
    count_records,
    find_records,
    list_records,
    read_record,
    record_history,
    write_record,
)
from store.engine import dbapi
from tests.store.story import HOUSEHOLD, PERSON, person

DEVICE = Origin("device", operator="林秀梅", submission_id="form-1")
PLATFORM = Origin("platform", item_id="item-9")


def test_record_comes_back_exactly(store: Store) -> None:
    record = person(age=46, is_head=True, phone=None, note="与'引号\"和;分号")

    write_record(store, record, origin=DEVICE)

    assert read_record(store, "person", PERSON) == record


def test_unknown_record_is_none(store: Store) -> None:
    assert read_record(store, "person", "p-nobody") is None


def test_same_id_of_another_kind_is_another_record(store: Store) -> None:
    write_record(store, person(), origin=DEVICE)

    assert read_record(store, "household", PERSON) is None


def test_history_keeps_every_value_and_whose_word_it_was(store: Store) -> None:
    write_record(store, person("r1", emp_status="2"), origin=PLATFORM)
    write_record(store, person("r2", emp_status="1"), origin=DEVICE)
    write_record(store, person("r3", emp_status="2"), origin=PLATFORM)

    history = record_history(store, "person", PERSON)

    assert [version.fields["emp_status"] for version in history] == ["2", "1", "2"]
    assert [version.origin for version in history] == [PLATFORM, DEVICE, PLATFORM]


def test_history_cannot_be_rewritten(store: Store) -> None:
    write_record(store, person(), origin=DEVICE)

    with pytest.raises(StoreInvariantError):
        store.execute("UPDATE record_history SET displaced = '{}'")

    assert record_history(store, "person", PERSON)[0].fields["person_name"] == "蔡志明"


def test_household_members_are_found_by_their_household(store: Store) -> None:
    write_record(store, replace(person(), id="p-350582001014-0921-2"), origin=DEVICE)
    write_record(store, person(), origin=DEVICE)
    write_record(store, replace(person(household_id="h-other"), id="p-other"), origin=DEVICE)

    members = find_records(store, "person", household_id=HOUSEHOLD)

    assert [member.id for member in members] == [PERSON, "p-350582001014-0921-2"]


@pytest.mark.parametrize("field", ["household_id", "household_no", "id_no", "phone", "subject_id"])
def test_questions_at_the_door_are_answered_by_an_index(store: Store, field: str) -> None:
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    find_records(store, "person", **{field: "anything"})
    store.database.conn.set_trace_callback(None)

    plan = [detail for *_, detail in store.rows(f"EXPLAIN QUERY PLAN {asked[0]}")]

    assert len(plan) == 1
    assert "USING INDEX records_by_" in plan[0]
    assert "(kind=? AND <expr>=?)" in plan[0]


def test_missing_answer_is_found_as_none_and_text_is_not_a_number(store: Store) -> None:
    write_record(store, person(phone=None, emp_status="1"), origin=DEVICE)

    assert len(find_records(store, "person", phone=None)) == 1
    assert find_records(store, "person", emp_status=1) == ()


def test_tombstone_is_kept_but_not_listed(store: Store) -> None:
    write_record(store, replace(person("r2"), is_deleted=True), origin=PLATFORM)

    assert list_records(store, "person") == ()
    assert count_records(store, "person") == 0
    kept = read_record(store, "person", PERSON)
    assert kept is not None
    assert kept.is_deleted


@pytest.mark.parametrize("name", ["a') OR 1=1 --", "", "A", "a.b", "a b"])
def test_field_name_cannot_carry_sql(store: Store, name: str) -> None:
    write_record(store, person(), origin=DEVICE)

    with pytest.raises(StoreInvariantError):
        find_records(store, "person", **{name: "1"})


def test_foreign_errors_stay_visible_as_the_cause(store: Store) -> None:
    with pytest.raises(StoreInvariantError) as raised:
        store.execute("SELECT nothing FROM nowhere")

    assert isinstance(raised.value.__cause__, dbapi.OperationalError)
