"""A door that closed in the middle of a form opens on that form again, for whoever had it open."""

from PySide6.QtWidgets import QLineEdit

from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import open_form
from tests.desktop.test_this_computer import COLLEAGUE, operators, settings, type_new

NAME = "0922"
HALF = "1385"


def half_fill(desk: AtTheDesk) -> None:
    open_form(desk)
    desk.pilot.write("本人手机号", HALF)


def lock(desk: AtTheDesk) -> None:
    desk.program.lock()
    desk.pilot.wait_for("let go", lambda: desk.program.desk.unlocked is None)


def come_in(desk: AtTheDesk) -> None:
    desk.unlock()
    desk.pilot.wait_for("in", lambda: not desk.program.window.is_locked)


def test_the_form_is_open_again_with_what_was_half_typed(working: AtTheDesk) -> None:
    half_fill(working)
    lock(working)

    come_in(working)

    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    holder = working.program.window.focusWidget()
    assert isinstance(holder, QLineEdit)
    assert holder.text() == HALF


def test_a_form_that_was_put_aside_by_hand_stays_aside(working: AtTheDesk) -> None:
    half_fill(working)
    working.program.collecting.leave()
    lock(working)

    come_in(working)

    assert working.program.collecting.page is None
    assert not working.program.window.is_full_screen_task_open


def test_a_form_nothing_was_answered_in_is_not_missed(working: AtTheDesk) -> None:
    open_form(working)
    lock(working)

    come_in(working)

    assert working.program.collecting.page is None


def test_a_second_lock_does_not_open_the_form_of_the_first_for_ever(working: AtTheDesk) -> None:
    half_fill(working)
    lock(working)
    come_in(working)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    working.program.collecting.leave()
    lock(working)

    come_in(working)

    assert working.program.collecting.page is None


def test_somebody_else_begins_with_the_page_beneath(working: AtTheDesk) -> None:
    settings(working).operators.add_chosen.emit()
    working.pilot.write(working.say("computer.name"), NAME)
    type_new(working, COLLEAGUE)
    working.pilot.press(working.say("computer.add_go"))
    working.pilot.wait_for("added", lambda: operators(working) == ["1", NAME])
    half_fill(working)
    lock(working)
    working.pilot.press(NAME)

    working.unlock(COLLEAGUE)

    working.pilot.wait_for("in", lambda: not working.program.window.is_locked)
    assert working.program.collecting.page is None
