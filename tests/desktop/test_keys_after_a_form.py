"""Where the keys go once a form or the door no longer lies over the page: to what they were in before."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.capture.scan_screen import ScanOrigin
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import fill_form
from tests.scenario.office import CAI


def press_enter(desk: AtTheDesk) -> None:
    holder = desk.program.window.focusWidget()
    assert holder is not None
    QTest.keyClick(holder, Qt.Key.Key_Return)


def test_enter_begins_the_next_person_of_the_card_after_one_is_kept(working: AtTheDesk) -> None:
    program = working.program
    program.window.go_to("scan")
    scanning = program.scanning
    assert scanning is not None
    scanning.presenter.text_arrived("0921", origin=ScanOrigin.TYPED)
    working.pilot.wait_for("card", lambda: scanning.view.result.primary is not None)
    press_enter(working)
    working.pilot.wait_for("form", lambda: program.collecting.page is not None)
    fill_form(working)
    first = program.collecting.page
    assert first is not None
    first.presenter.go_on()
    working.pilot.wait_for("closed", lambda: program.collecting.page is None)

    press_enter(working)

    working.pilot.wait_for("next form", lambda: program.collecting.page is not None)


def test_a_form_that_is_put_aside_leaves_the_keys_in_the_page_beneath(working: AtTheDesk) -> None:
    window = working.program.window
    window.go_to("records")
    beneath = window.focusWidget()
    working.program.collecting.begin(CAI)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)

    working.program.collecting.leave()

    working.pilot.wait_for("put aside", lambda: working.program.collecting.page is None)
    assert window.focusWidget() is beneath
