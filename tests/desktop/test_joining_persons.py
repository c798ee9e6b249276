from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.capture.local_records import ReplicaRecords
from desktop.caseload.people import PersonState, read_caseload
from desktop.caseload.record_story import read_story
from desktop.operations.casework import list_tasks
from desktop.operations.edits import Author
from desktop.operations.same_person import differing_fields, merge_persons, part_persons
from desktop.operations.subjects import housemates, standing_id, subject_name
from employment.same_person import absorbed_ids
from store import (
    Draft,
    Origin,
    Store,
    StoredRecord,
    StoreInvariantError,
    list_items,
    open_store,
    read_record,
    record_history,
    save_draft,
    search_persons,
    write_record,
)
from tests.desktop.records_page import TODAY
from tests.fakes.clock import STORY_STARTS_MS, FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.local_records import CAI_MING, CAI_SHAN, HOUSEHOLD, PERSONS, XU_YING, record

AUTHOR = Author("林秀梅", "device-1")
PHONE = "13900000000"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "replica.db", b"k" * 32)
    for each in (HOUSEHOLD, *PERSONS):
        write_record(
            store, replace(each, base_fields=each.fields, base_revision="r1"), origin=Origin("platform")
        )
    twin = replace(PERSONS[2], fields={**PERSONS[0].fields, "phone": PHONE, "employer_name": "晋江远帆"})
    write_record(store, replace(twin, base_fields={}, base_revision="r1"), origin=Origin("platform"))
    yield store
    store.close()


def person(store: Store, person_id: str) -> StoredRecord:
    record = read_record(store, "person", person_id)
    assert record is not None
    return record


def join(store: Store, survivor: str = CAI_MING, duplicate: str = XU_YING, *taken: str) -> None:
    merge_persons(
        store,
        survivor,
        duplicate,
        taken=taken,
        author=AUTHOR,
        clock=FakeClock(),
        entropy=SeededEntropy("join"),
    )


def part(store: Store) -> None:
    part_persons(store, CAI_MING, XU_YING, author=AUTHOR, clock=FakeClock(), entropy=SeededEntropy("part"))


def test_a_card_of_the_record_that_went_names_the_one_that_stands(store: Store) -> None:
    join(store)

    found = ReplicaRecords(store).person(XU_YING)

    assert found is not None
    assert found.id == CAI_MING


def test_what_was_taken_stands_and_the_other_keeps_all_it_said(store: Store) -> None:
    before = person(store, XU_YING).fields

    join(store, CAI_MING, XU_YING, "phone")

    assert person(store, CAI_MING).fields["phone"] == PHONE
    assert "employer_name" not in person(store, CAI_MING).fields
    gone = person(store, XU_YING)
    assert gone.is_deleted
    assert {name: gone.fields[name] for name in before} == before


def test_the_value_that_lost_stays_in_the_history(store: Store) -> None:
    join(store, CAI_MING, XU_YING, "phone")

    phones = [version.fields.get("phone") for version in record_history(store, "person", CAI_MING)]
    assert phones == ["13805551234", PHONE]


def test_links_to_the_one_that_went_lead_to_the_one_that_stays(store: Store) -> None:
    join(store)

    assert standing_id(store, XU_YING) == CAI_MING
    assert subject_name(store, XU_YING) == "蔡*明"
    assert [mate.id for mate in housemates(store, person(store, CAI_MING))] == [CAI_SHAN]
    assert [hit.id for hit in search_persons(store, PHONE, limit=5)] == []


def test_the_city_is_told_in_the_order_it_can_follow(store: Store) -> None:
    join(store)

    assert [(item.kind, item.record_id) for item in list_items(store)] == [
        ("change", CAI_MING),
        ("change", XU_YING),
        ("change", XU_YING),
    ]


def test_a_record_is_not_joined_twice_nor_with_itself(store: Store) -> None:
    join(store)

    with pytest.raises(StoreInvariantError):
        join(store, CAI_SHAN, XU_YING)
    with pytest.raises(StoreInvariantError):
        join(store, CAI_MING, CAI_MING)

    assert len(list_items(store)) == 3


def test_parting_brings_both_back_as_they_were(store: Store) -> None:
    before = {name: dict(person(store, name).fields) for name in (CAI_MING, XU_YING)}
    join(store, CAI_MING, XU_YING, "phone", "employer_name")

    part(store)

    said = {
        name: {field: value for field, value in person(store, name).fields.items() if value is not None}
        for name in (CAI_MING, XU_YING)
    }
    assert said == before
    assert not person(store, XU_YING).is_deleted
    assert absorbed_ids(person(store, CAI_MING).fields) == ()


def test_only_what_was_joined_can_be_parted(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        part(store)

    assert list_items(store) == ()


def test_fields_that_move_together_are_one_choice(store: Store) -> None:
    groups = differing_fields(person(store, CAI_MING), person(store, XU_YING))

    assert ("phone",) in groups
    assert any("employer_name" in group and "emp_status" in group for group in groups)


def test_a_draft_and_a_task_about_the_one_that_went_wait_about_the_one_that_stays(store: Store) -> None:
    save_draft(store, Draft("d1", "employment_brief", "1", XU_YING, b"", STORY_STARTS_MS))
    task = record("task", "t-1", subject_id=XU_YING, subject_kind="person", state="dispatched")
    write_record(store, task, origin=Origin("platform"))

    join(store)

    caseload = read_caseload(store)
    assert caseload.in_state(PersonState.DRAFT) == {CAI_MING}
    assert caseload.in_state(PersonState.DOUBT) == {CAI_MING}
    story = read_story(store, CAI_MING, today=TODAY)
    assert story is not None
    assert story.drafts == {"employment_brief"}
    assert [gone.id for gone in story.absorbed] == [XU_YING]
    assert [task.subject for task in list_tasks(store)] == ["蔡*明"]
