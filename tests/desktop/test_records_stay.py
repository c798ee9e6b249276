"""Records change while somebody reads, compares or types: the page follows, and nobody is moved in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.caseload.caseload_screen import FormOffer, ListedPerson, RecordPage
from desktop.caseload.caseload_view import CaseloadView
from desktop.errors import RecordMissingError
from desktop.tokens import Tone
from resources.words import Words
from store import Store
from tests.desktop.records_page import Page, opened_household
from tests.fakes.local_records import CAI_MING, CAI_SHAN

VILLAGE = tuple(f"p-{number:03}" for number in range(200))
LIN_MEI = RecordPage(
    "p-001",
    "林*梅",
    "女 · 41",
    "在业",
    Tone.OK,
    (),
    (),
    (),
    FormOffer("employment_brief", "填写"),
    other_forms=(FormOffer("service_record", "服务记录"),),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened_household(tmp_path) as store:
        yield store


@pytest.fixture
def page(store: Store) -> Page:
    page = Page(store)
    page.presenter.refresh()
    return page


@pytest.fixture
def view(dressed: QApplication, qtbot: QtBot) -> CaseloadView:
    view = CaseloadView(Words("zh_CN"))
    view.resize(1100, 560)
    qtbot.addWidget(view)
    view.show()
    return view


def listed(person_id: str) -> ListedPerson:
    return ListedPerson(person_id, person_id, "", "", "", "", Tone.OFF, "", "circle", Tone.OFF)


def test_records_that_changed_are_shown_where_they_stand(page: Page) -> None:
    page.presenter.open_record(CAI_MING)

    page.presenter.refresh()

    assert page.screen.record is not None
    assert page.screen.opened == 1


def test_a_mask_that_falls_moves_nobody(page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    page.presenter.reveal("核对身份证")
    shown = page.screen.record

    page.presenter.mask()

    masked = page.screen.record
    assert shown is not None
    assert masked is not None
    assert (shown.is_shown, masked.is_shown) == (True, False)
    assert page.screen.opened == 1


def test_a_story_read_too_late_is_not_shown_over_a_sheet(page: Page) -> None:
    page.is_slow = True
    page.presenter.open_record(CAI_MING)
    page.presenter.stay()

    page.late.pop()()

    assert page.screen.opened == 0


def test_until_the_next_page_is_there_the_acts_are_about_the_one_that_is_shown(page: Page) -> None:
    page.presenter.open_record(CAI_MING)
    page.is_slow = True
    page.presenter.open_member(CAI_SHAN)

    page.presenter.collect("employment_brief")
    page.late.pop()()
    page.presenter.collect("employment_brief")

    assert page.collected == [(CAI_MING, "employment_brief"), (CAI_SHAN, "employment_brief")]


def test_what_went_wrong_stays_readable_when_records_change(page: Page) -> None:
    page.presenter.fail(RecordMissingError())

    page.presenter.refresh()

    assert page.screen.failure is not None


@pytest.mark.parametrize("happens", ["update_record", "show_failure", "leave_record"])
def test_whoever_writes_down_somebody_new_goes_on_writing(view: CaseloadView, happens: str) -> None:
    view.show_record(LIN_MEI)
    view.begin_person()
    name = view.new_person.fields["person_name"]
    name.set_text("林小")
    acts = {
        "update_record": lambda: view.update_record(replace(LIN_MEI, status="失业")),
        "show_failure": lambda: view.show_failure("未能合并", "请再试一次"),
        "leave_record": view.leave_record,
    }

    acts[happens]()

    assert view.new_person.isVisible()
    assert view.window().focusWidget() is name.input
    assert name.text() == "林小"


def test_two_records_side_by_side_stay_when_joining_them_failed(view: CaseloadView) -> None:
    view.show_record(LIN_MEI)
    view.record.twin_chosen.emit("p-002")

    view.show_failure("未能合并", "请再试一次")

    assert view.is_comparing
    assert view.banner.isVisible()


def test_closed_records_leave_nobody_on_any_sheet(view: CaseloadView) -> None:
    view.show_record(LIN_MEI)
    view.record.twin_chosen.emit("p-002")

    view.forget_people()

    assert view.pane.isVisible()


def test_a_half_typed_purpose_survives_what_is_new_in_the_record(view: CaseloadView) -> None:
    view.show_record(LIN_MEI)
    assert view.record.reveal is not None
    view.record.reveal.button.click()
    view.record.reveal.purpose.setText("核对身")

    view.update_record(replace(LIN_MEI, status="失业"))

    assert view.record.reveal.purpose.text() == "核对身"
    assert view.record.reveal.purpose.isVisible()
    assert view.window().focusWidget() is view.record.reveal.purpose


def test_the_time_of_a_look_in_full_is_not_begun_again(view: CaseloadView) -> None:
    view.show_record(replace(LIN_MEI, is_shown=True))
    assert view.record.reveal is not None
    view.record.reveal._masks.start(5_000)

    view.update_record(replace(LIN_MEI, is_shown=True, status="失业"))

    assert view.record.reveal._masks.remainingTime() < 10_000


def test_the_same_record_read_again_is_not_built_again(view: CaseloadView) -> None:
    view.show_record(LIN_MEI)
    shown = view.record._content

    view.update_record(replace(LIN_MEI))

    assert view.record._content is shown


def test_whoever_scrolled_the_list_stays_where_they_were(view: CaseloadView, qtbot: QtBot) -> None:
    view.show_ids(VILLAGE)
    view.show_rows(tuple(map(listed, VILLAGE)))
    qtbot.waitUntil(lambda: view.list.verticalScrollBar().maximum() > 6_000, timeout=60_000)
    view.list.verticalScrollBar().setValue(5_017)
    top = view.list.indexAt(QPoint(0, 0))
    seen, above = view.model.id_at(top), view.list.visualRect(top).top()

    view.update_ids(("p-new", *VILLAGE))

    assert view.model.id_at(view.list.indexAt(QPoint(0, 0))) == seen
    assert view.list.visualRect(view.list.indexAt(QPoint(0, 0))).top() == above
