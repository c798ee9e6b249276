"""Of two who share a computer, what is written and looked at names the one who is inside."""

import pytest

from store import list_drafts, list_submissions
from store.disclosures import disclosures_of
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import fill_form, open_form
from tests.desktop.test_this_computer import COLLEAGUE, operators, settings, type_new
from tests.scenario.office import CAI, OPERATOR

NAME = "0922"


@pytest.fixture
def colleague(working: AtTheDesk) -> AtTheDesk:
    """The officer has let a colleague in, who works now."""
    settings(working).operators.add_chosen.emit()
    working.pilot.write(working.say("computer.name"), NAME)
    type_new(working, COLLEAGUE)
    working.pilot.press(working.say("computer.add_go"))
    working.pilot.wait_for("added", lambda: operators(working) == ["1", NAME])
    working.program.lock()
    working.pilot.press(NAME)
    working.unlock(COLLEAGUE)
    working.pilot.wait_for("in", lambda: not working.program.window.is_locked)
    return working


def look_in_full(desk: AtTheDesk) -> None:
    records = desk.program.records
    assert records is not None
    desk.program.window.go_to("records")
    records.presenter.open_record(CAI)
    desk.pilot.wait_for("record", records.view.record.isVisible)
    records.presenter.reveal("核对身份证")
    desk.pilot.wait_for("noted", lambda: bool(disclosures_of(desk.replica, "person", CAI)))


def test_the_one_who_joined_is_named_by_their_own_name(working: AtTheDesk) -> None:
    assert working.program.desk.operator == OPERATOR
    assert working.pilot.sees(OPERATOR)


def test_a_look_in_full_names_the_colleague_who_looked(colleague: AtTheDesk) -> None:
    look_in_full(colleague)

    assert [one.operator for one in disclosures_of(colleague.replica, "person", CAI)] == [NAME]


def test_a_form_names_the_colleague_who_filled_it(colleague: AtTheDesk) -> None:
    open_form(colleague)
    fill_form(colleague)
    page = colleague.program.collecting.page
    assert page is not None
    page.presenter.go_on()
    colleague.pilot.wait_for("kept", lambda: bool(list_submissions(colleague.replica)))

    assert [one.operator for one in list_submissions(colleague.replica)] == [NAME]
    assert list_drafts(colleague.replica) == ()


def test_what_a_purpose_had_opened_is_masked_for_whoever_comes_in_next(working: AtTheDesk) -> None:
    revealed = working.words.text("screens.record.revealed")
    look_in_full(working)
    working.pilot.wait_for("shown", lambda: working.pilot.sees(revealed))

    working.program.lock()
    working.pilot.wait_for("let go", lambda: working.program.desk.unlocked is None)
    working.unlock()
    working.pilot.wait_for("in", lambda: not working.program.window.is_locked)

    assert not working.pilot.sees(revealed)


def test_the_keys_stay_on_the_page_when_somebody_was_let_in_and_when_a_name_is_shown(
    colleague: AtTheDesk,
) -> None:
    """Not on the plate in the rail, which is merely next in the window."""
    window, records = colleague.program.window, colleague.program.records
    view = settings(colleague)
    view.operators.change_chosen.emit()
    colleague.pilot.wait_for("sheet", lambda: view.sheet is not None)
    view.come_again()
    assert view.isAncestorOf(window.focusWidget())

    assert records is not None
    window.go_to("records")
    records.presenter.open_record(CAI)
    colleague.pilot.wait_for("record", records.view.record.isVisible)
    colleague.pilot.press(colleague.say("record.reveal"))
    colleague.pilot.write(colleague.say("record.reveal_why"), "核对身份证")
    colleague.pilot.press(colleague.say("record.reveal_act"))
    shown = colleague.words.text("screens.record.revealed")
    colleague.pilot.wait_for("shown", lambda: colleague.pilot.sees(shown))

    assert records.view.record.isAncestorOf(window.focusWidget())
