"""News of the city arrive while somebody is in the middle of something: page, focus and typed words stay.

The news are about the very person who is looked at, so every page has something new to show.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop.deciding.reason_field import ReasonField
from desktop.pages.rail_pages import COMPUTER, GIG
from desktop.settings.secret_sheet import SecretSheet
from store import read_record
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_deciding_page import keep
from tests.scenario.office import CAI, SAYS_EMPLOYED, Office

HALF_TYPED = "林小"
TWIN = "p-350582001014-0902-1"


@dataclass(frozen=True)
class Place:
    """Where somebody is, as they would say it."""

    page: str | None
    has_whole_window: bool
    control: str
    words: str


def place_of(desk: AtTheDesk) -> Place:
    window = desk.program.window
    control = window.focusWidget()
    assert control is not None
    assert control.isVisible()
    words = control.text() if isinstance(control, QLineEdit) else control.accessibleDescription()
    name = f"{type(control).__name__} {control.accessibleName()}"
    return Place(window.navigation.current, window.is_full_screen_task_open, name, words)


def type_into(field: QLineEdit) -> None:
    field.setFocus()
    field.insert(HALF_TYPED)
    field.textEdited.emit(field.text())


def open_record(desk: AtTheDesk) -> None:
    records = desk.program.records
    assert records is not None
    desk.program.window.go_to("records")
    records.presenter.open_record(CAI)
    desk.pilot.wait_for("record", records.view.record.isVisible)


def writing_down_somebody_new(desk: AtTheDesk) -> None:
    open_record(desk)
    assert desk.program.records is not None
    view = desk.program.records.view
    view.begin_person()
    type_into(view.new_person.fields["person_name"].input)


def comparing_two_records(desk: AtTheDesk) -> None:
    open_record(desk)
    assert desk.program.records is not None
    view = desk.program.records.view
    view.record.twin_chosen.emit(TWIN)
    desk.pilot.wait_for("pair", lambda: desk.pilot.sees(desk.say("record.pair_title")))
    view.joining.setFocus()
    view.joining.focusNextChild()


def saying_why_the_record_is_looked_at(desk: AtTheDesk) -> None:
    open_record(desk)
    assert desk.program.records is not None
    reveal = desk.program.records.view.record.reveal
    assert reveal is not None
    reveal.button.click()
    type_into(reveal.purpose)


def searching(desk: AtTheDesk) -> None:
    desk.program.window.go_to("records")
    assert desk.program.records is not None
    type_into(desk.program.records.view.search)


def at_the_counter(desk: AtTheDesk) -> None:
    desk.program.window.page_requested.emit(GIG)
    assert desk.program.work.gig is not None
    type_into(desk.program.work.gig.view.idle.field.input)


def entering_a_code_by_hand(desk: AtTheDesk) -> None:
    desk.program.window.manual_entry_requested.emit()
    field = desk.program.window.focusWidget()
    assert isinstance(field, QLineEdit | QComboBox)
    type_into(field if isinstance(field, QLineEdit) else field.lineEdit() or QLineEdit())


def adding_a_colleague(desk: AtTheDesk) -> None:
    desk.program.window.go_to(COMPUTER)
    view = desk.program.computer.view
    assert view is not None
    view.operators.add_chosen.emit()
    assert isinstance(view.sheet, SecretSheet)
    type_into(view.sheet.name.input)


def explaining_a_decision(desk: AtTheDesk) -> None:
    desk.program.desk.run(lambda store: keep(store, standing=None), done=lambda _: None)
    desk.program.deciding.open()
    view = desk.program.deciding.view
    assert view is not None
    desk.pilot.wait_for("reason", lambda: bool(view.findChildren(ReasonField)))
    type_into(view.findChildren(ReasonField)[0].field.input)


def filling_a_form(desk: AtTheDesk) -> None:
    desk.program.collecting.begin(CAI)
    page = desk.program.collecting.page
    assert page is not None
    assert page.view.section is not None
    type_into(page.view.section.panels["/employment_brief/who/phone"].findChildren(QLineEdit)[0])


def holding_a_stick(desk: AtTheDesk) -> None:
    desk.program.window.go_to("sync")
    assert desk.program.day is not None
    desk.program.day.exchange.courier.export.setFocus()


@pytest.mark.parametrize(
    "go",
    [
        writing_down_somebody_new,
        comparing_two_records,
        saying_why_the_record_is_looked_at,
        searching,
        at_the_counter,
        entering_a_code_by_hand,
        adding_a_colleague,
        explaining_a_decision,
        filling_a_form,
        holding_a_stick,
    ],
)
def test_news_leave_everybody_where_they_are(
    working: AtTheDesk, office: Office, go: Callable[[AtTheDesk], None]
) -> None:
    theirs = office.enrol()
    go(working)
    before = place_of(working)
    visit = office.visit(theirs, SAYS_EMPLOYED)
    theirs.post(visit.form, visit.change)
    office.desk.run_once()
    heard: list[object] = []
    working.program.desk.news_arrived.connect(heard.append)

    working.sync()
    working.pilot.wait_for("news", lambda: bool(heard))
    working.program.desk.refresh(done=lambda _: heard.clear())
    working.pilot.wait_for("shown twice", lambda: not heard)

    held = read_record(working.replica, "person", CAI)
    assert held is not None
    assert held.fields["emp_status"] == "2"
    assert place_of(working) == before
