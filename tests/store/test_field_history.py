"""P6: of every value of every field it can be asked who said it, when, by which form and on which device."""

from dataclasses import replace

from store import Origin, Store, field_history, field_origins, record_history, write_record, write_records
from tests.store.story import PERSON, person

PLATFORM = Origin("platform")
LIN = Origin("device", "林秀梅", "form-1", "item-1", "d" * 32)
CHEN = Origin("device", "陈阿芬", "form-2", "item-2", "e" * 32)
QUESTION = ("person", PERSON, "phone")


def edit_twice(store: Store) -> None:
    first = person("r1", phone="16405950001")
    write_record(store, replace(first, base_fields=first.fields), origin=PLATFORM)
    write_record(store, person("r2", phone="16405950002"), origin=LIN)
    write_record(store, person("r3", phone="16405950002", emp_status="1"), origin=CHEN)


def test_every_value_of_a_field_is_told_with_its_origin(store: Store) -> None:
    edit_twice(store)

    values = [(one.value, one.revision, one.origin) for one in field_history(store, *QUESTION)]

    assert values == [("16405950001", "r1", PLATFORM), ("16405950002", "r2", LIN)]


def test_what_stands_now_is_told_with_the_one_who_wrote_it(store: Store) -> None:
    edit_twice(store)

    origins = {name: one.origin for name, one in field_origins(store, "person", PERSON).items()}

    assert origins == {"phone": LIN, "emp_status": CHEN, "household_id": PLATFORM, "person_name": PLATFORM}


def test_word_of_the_platform_below_an_edit_of_ours_is_kept(store: Store) -> None:
    edit_twice(store)
    said = replace(person("r3", phone="16405950002", emp_status="1"), base_revision="r4")
    write_record(store, replace(said, base_fields={"phone": "16405950009"}), origin=PLATFORM)
    write_record(store, replace(said, base_fields={"phone": "16405950002"}), origin=PLATFORM)

    lost = [one for one in field_history(store, *QUESTION) if not one.was_shown]

    assert [(one.value, one.origin) for one in lost] == [("16405950009", PLATFORM)]


def test_field_that_went_away_and_came_back_is_told_each_time(store: Store) -> None:
    write_record(store, person("r1", phone="1"), origin=LIN)
    write_record(store, person("r2"), origin=CHEN)
    write_record(store, person("r3", phone="1"), origin=LIN)

    told = [(one.value, one.revision) for one in field_history(store, *QUESTION)]

    assert told == [("1", "r1"), (None, "r2"), ("1", "r3")]
    assert [version.fields.get("phone", "—") for version in record_history(store, "person", PERSON)] == [
        "1",
        "—",
        "1",
    ]


def test_true_one_and_the_text_one_are_different_values(store: Store) -> None:
    write_records(store, [person("r1", x=True), person("r2", x=1), person("r3", x="1")], origin=LIN)

    values = [one.value for one in field_history(store, "person", PERSON, "x")]

    assert [repr(value) for value in values] == ["True", "1", "'1'"]


def test_history_costs_what_was_changed_and_not_what_the_record_holds(store: Store) -> None:
    write_record(store, person("r1", note="很长的备注" * 1000), origin=LIN)
    write_record(store, person("r2", note="很长的备注" * 1000, emp_status="3"), origin=LIN)

    [(size,)] = store.rows("SELECT sum(length(coalesce(displaced, ''))) FROM record_history")

    assert size < 100


def test_unknown_record_has_no_history(store: Store) -> None:
    assert field_history(store, *QUESTION) == ()
    assert field_origins(store, "person", PERSON) == {}
