"""A form that is left while it is being kept is kept, and whatever is open by then stays open."""

import pytest

import desktop.collecting
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


@pytest.mark.expects_warning
def test_a_mistake_of_ours_in_keeping_a_form_has_a_number_and_a_line_in_the_log(
    working: AtTheDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desktop.collecting, "submit_draft", mistaken)
    collecting = working.program.collecting
    open_form(working)
    fill_form(working)
    page = collecting.page
    assert page is not None
    page.presenter.go_on()
    working.pilot.wait_for("told", lambda: page.view.banner.isVisible())

    assert collecting.page is page
    assert ["ZeroDivisionError" in line for line in caplog.messages] == [True]
