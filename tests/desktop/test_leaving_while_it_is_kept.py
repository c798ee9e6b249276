"""A form that is left while it is being kept is kept, and whatever is open by then stays open."""

from desktop.form_shelf import HOUSEHOLD_FORM
from store import list_drafts, list_submissions
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import fill_form, open_form
from tests.scenario.office import CAI


def test_another_form_opened_meanwhile_stays_open_and_the_first_is_no_draft_again(working: AtTheDesk) -> None:
    collecting = working.program.collecting
    open_form(working)
    fill_form(working)
    first = collecting.page
    assert first is not None
    first.presenter.go_on()

    collecting.leave()
    collecting.begin(CAI, HOUSEHOLD_FORM)
    other = collecting.page
    submitted: list[object] = []
    collecting.submitted.connect(submitted.append)
    working.pilot.wait_for("kept", lambda: bool(submitted))

    assert collecting.page is other
    assert len(list_submissions(working.replica)) == 1
    assert list_drafts(working.replica) == ()
