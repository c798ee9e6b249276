from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.capture.local_records import ReplicaRecords
from desktop.caseload.people import PersonState, read_caseload
from desktop.components.delivery_step import StepState
from store import (
    DeliveryState,
    Draft,
    Origin,
    OutboxItem,
    Store,
    StoredSubmission,
    enqueue,
    keep_submission,
    mark_item,
    save_draft,
    write_record,
)
from store.disclosures import Disclosure, note_disclosure
from tests.desktop.records_page import Page, opened_household
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import CAI_MING, CAI_SHAN, HOUSEHOLD_ID, PERSONS, XU_YING, record

MINUTE_MS = 60_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The Cai household as it came from the platform."""
    with opened_household(tmp_path) as store:
        yield store


def collect_from_cai_ming(store: Store) -> None:
    """A form was finished and its change of the phone number waits on this computer."""
    keep_submission(
        store,
        StoredSubmission("uuid:1", "employment_brief", "1", CAI_MING, b"<x/>", STORY_STARTS_MS, "林秀梅"),
    )
    changed = replace(
        PERSONS[0],
        revision="r2",
        fields={**PERSONS[0].fields, "phone": "13900000000", "emp_status": "2"},
        changed_at_ms=STORY_STARTS_MS,
    )
    write_record(store, changed, origin=Origin("device", "林秀梅", "uuid:1", "c1"))
    queued = {DeliveryState.QUEUED: STORY_STARTS_MS}
    enqueue(store, OutboxItem("uuid:1", "submission", "uuid:1", None, None, b"x", state_times=queued))
    enqueue(store, OutboxItem("c1", "change", "uuid:1", "person", CAI_MING, b"x", state_times=queued))


def reach(store: Store, state: DeliveryState, *, minutes: int) -> None:
    for item_id in ("uuid:1", "c1"):
        mark_item(store, item_id, state, at_ms=STORY_STARTS_MS + minutes * MINUTE_MS)


@pytest.fixture
def page(store: Store) -> Page:
    page = Page(store)
    page.presenter.refresh()
    return page


def test_the_list_shows_everyone_masked(page: Page) -> None:
    assert [person.name for person in page.screen.people] == ["蔡*明", "蔡*珊", "许*英"]
    assert page.screen.people[0].place == "象山路 12 号"
    assert page.screen.count == "本机 3 人"


@pytest.mark.parametrize("query", ["许丽英", "丽英", "xly", "xuliying", "许 象山路", "0921 丽英"])
def test_people_are_found_by_name_place_and_number(page: Page, query: str) -> None:
    page.presenter.search(query)

    assert [person.id for person in page.screen.people] == [XU_YING]
    assert page.screen.count == "找到 1 人"


def test_the_last_four_of_the_identity_number_find_a_person(page: Page) -> None:
    page.presenter.search(str(PERSONS[1].fields["id_no"])[-4:].lower())

    assert [person.id for person in page.screen.people] == [CAI_SHAN]


def test_a_late_answer_to_what_was_typed_over_is_dropped(page: Page) -> None:
    page.is_slow = True
    page.presenter.search("许")
    page.presenter.search("许丽英")
    page.presenter.search("蔡志明")

    page.late[0]()
    assert [person.id for person in page.screen.people] == [CAI_MING, CAI_SHAN, XU_YING]
    page.late[1]()

    assert [person.id for person in page.screen.people] == [CAI_MING]
    assert page.asked == ["许", "蔡志明"]


def test_an_emptied_search_shows_everyone_again(page: Page) -> None:
    page.presenter.search("许丽英")
    page.presenter.search("")

    assert len(page.screen.people) == 3


def test_a_search_without_result_offers_scanning(page: Page) -> None:
    page.presenter.search("zzz")

    assert page.screen.empty is not None
    assert "zzz" in page.screen.empty[0]


def test_the_most_pressing_state_is_shown(store: Store, page: Page) -> None:
    collect_from_cai_ming(store)
    doubt = record("task", "t-1", subject_id=CAI_SHAN, state="dispatched")
    write_record(store, doubt, origin=Origin("platform"))
    save_draft(store, Draft("d1", "employment_brief", "1", XU_YING, b"", STORY_STARTS_MS))

    caseload = read_caseload(store)

    assert [caseload.state_of(name) for name in caseload.ids] == [
        PersonState.UNSENT,
        PersonState.DOUBT,
        PersonState.DRAFT,
    ]


def test_a_filter_keeps_only_its_state(store: Store, page: Page) -> None:
    save_draft(store, Draft("d1", "employment_brief", "1", XU_YING, b"", STORY_STARTS_MS))
    page.presenter.refresh()
    page.presenter.choose_filter("draft")

    assert [person.id for person in page.screen.people] == [XU_YING]
    assert [pill.label for pill in page.screen.pills] == [
        "全部 3",
        "待采集 2",
        "草稿 1",
        "待上传 0",
        "疑点 0",
        "不一样 0",
        "重点群体 0",
    ]


def test_a_record_shows_four_stops_with_their_times(store: Store, page: Page) -> None:
    collect_from_cai_ming(store)
    reach(store, DeliveryState.DELIVERED, minutes=5)
    reach(store, DeliveryState.CHECKED, minutes=6)

    page.presenter.open_record(CAI_MING)

    assert page.screen.record is not None
    [form] = page.screen.record.forms
    assert form.title == "就业状况简表 · 今天 08:00"
    assert [(step.word, step.state, step.time) for step in form.steps] == [
        ("本机", StepState.DONE, "08:00"),
        ("已送达", StepState.DONE, "08:05"),
        ("已校验", StepState.CURRENT, "08:06"),
        ("已应用", StepState.AHEAD, ""),
    ]


def test_the_history_says_who_changed_what_with_numbers_masked(store: Store, page: Page) -> None:
    collect_from_cai_ming(store)

    page.presenter.open_record(CAI_MING)

    assert page.screen.record is not None
    newest, oldest = page.screen.record.history
    assert newest.source == "就业状况简表 · 林秀梅"
    assert "手机号：138****1234 → 139****0000" in newest.changes
    assert (oldest.source, oldest.changes) == ("平台", ("建档",))


def test_who_is_shown_beside_the_list_follows_what_was_just_collected(store: Store, page: Page) -> None:
    page.presenter.look_at(CAI_MING)
    collect_from_cai_ming(store)

    page.presenter.refresh()

    assert page.screen.preview is not None
    assert [form.title for form in page.screen.preview.forms] == ["就业状况简表 · 今天 08:00"]


def test_the_history_tells_a_print_from_a_look(store: Store, page: Page) -> None:
    note_disclosure(store, Disclosure("person", CAI_MING, "0922", STORY_STARTS_MS, "交派出所", 0))
    note_disclosure(store, Disclosure("person", CAI_MING, "0922", STORY_STARTS_MS + 1, "核对电话", 30))

    page.presenter.open_record(CAI_MING)

    assert page.screen.record is not None
    look, printed = page.screen.record.history[:2]
    assert (look.source, look.changes) == ("显示全名 · 0922", ("事由：核对电话（30 秒）",))
    assert (printed.source, printed.changes) == ("打印全文 · 0922", ("用途：交派出所",))


def test_nothing_on_the_page_shows_a_whole_name_or_number(store: Store, page: Page) -> None:
    collect_from_cai_ming(store)

    page.presenter.open_record(CAI_MING)

    shown = repr(page.screen.record)
    assert "蔡志明" not in shown
    assert "13900000000" not in shown
    assert str(PERSONS[0].fields["id_no"]) not in shown


def test_a_record_that_left_this_computer_is_said_calmly(page: Page) -> None:
    page.presenter.open_record("p-gone")

    assert page.screen.failure is not None
    assert page.screen.failure[0] == "这份档案不在这台电脑上"


def test_a_story_read_too_late_does_not_take_the_list_away(page: Page) -> None:
    page.is_slow = True
    page.presenter.open_record(CAI_MING)
    page.presenter.close_record()

    page.late[0]()

    assert page.screen.record is None


def test_collecting_from_a_record_is_about_that_person(page: Page) -> None:
    page.presenter.open_record(CAI_SHAN)
    page.presenter.collect("gig_register")

    assert page.collected == [(CAI_SHAN, "gig_register")]


def test_scanning_reads_the_same_household_from_the_replica(store: Store) -> None:
    collect_from_cai_ming(store)
    records = ReplicaRecords(store)

    assert [each.id for each in records.members(HOUSEHOLD_ID)] == [CAI_MING, CAI_SHAN, XU_YING]
    assert records.households_numbered("0921")[0].id == HOUSEHOLD_ID
    assert records.standing(CAI_MING).collected_at_ms == STORY_STARTS_MS
    assert records.standing(CAI_SHAN).collected_at_ms is None
