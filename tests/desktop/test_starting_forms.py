"""Every shipped form can be begun where an officer looks for it, with what is known filled in."""

import pytest
from PySide6.QtWidgets import QMenu

from desktop.form_shelf import ENTERPRISE_FORM, PERSON_FORMS, form_title
from forms import FormSession
from store import find_records, list_drafts
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import CAI, SAYS_UNEMPLOYED


def session_of(desk: AtTheDesk) -> FormSession:
    page = desk.program.collecting.page
    assert page is not None
    return page.presenter.session


def open_record(desk: AtTheDesk) -> QMenu:
    records = desk.program.records
    assert records is not None
    desk.program.window.go_to("records")
    records.presenter.open_record(CAI)
    desk.pilot.wait_for("record", lambda: records.view.record.forms_menu is not None)
    assert records.view.record.forms_menu is not None
    return records.view.record.forms_menu


def send_a_doubt(desk: AtTheDesk) -> None:
    """Let the platform find that 蔡志明 is insured by an employer."""
    collecting = desk.program.collecting
    collecting.begin(CAI)
    page = collecting.page
    assert page is not None
    for reference, text in SAYS_UNEMPLOYED.items():
        page.presenter.answer(reference, text)
    page.presenter.go_to(2)
    page.presenter.go_on()
    desk.pilot.wait_for("closed", lambda: collecting.page is None)
    desk.sync()
    desk.office.desk.run_once()
    desk.sync()
    desk.pilot.wait_for("task", lambda: bool(find_records(desk.replica, "task", subject_id=CAI)))


def test_the_record_offers_every_other_form_about_a_person(working: AtTheDesk) -> None:
    menu = open_record(working)

    assert [action.text() for action in menu.actions()] == [
        form_title(form_id, working.words) for form_id in PERSON_FORMS[1:]
    ]


@pytest.mark.parametrize(
    ("place", "form_id", "question"),
    [
        (0, "person_employment", "/person_employment/member[1]/m_id/person_name"),
        (1, "gig_register", "/gig_register/who/person_name"),
        (2, "service_record", "/service_record/subj/subject_masked"),
    ],
)
def test_a_form_chosen_at_the_record_knows_whom_it_is_about(
    working: AtTheDesk, place: int, form_id: str, question: str
) -> None:
    open_record(working).actions()[place].trigger()

    session = session_of(working)
    assert session.definition.form_id == form_id
    assert session.values()[question] in {"蔡志明", "蔡*明"}


def test_two_forms_about_one_person_are_two_drafts(working: AtTheDesk) -> None:
    collecting = working.program.collecting
    collecting.begin(CAI, "gig_register")
    assert collecting.page is not None
    collecting.page.presenter.answer("/gig_register/consent_grp/consent", "1")
    collecting.leave()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)

    collecting.begin(CAI)

    assert session_of(working).definition.form_id == "employment_brief"


def test_the_enterprise_form_begins_at_the_records_with_the_place_of_the_device(working: AtTheDesk) -> None:
    working.program.window.go_to("records")
    working.pilot.press(working.say("records.monitor"))

    session = session_of(working)
    assert session.definition.form_id == ENTERPRISE_FORM
    assert session.values()["/enterprise_monitor/site_place/site_town"] == "350582001"


def test_the_verification_form_begins_at_its_task_with_the_doubt(working: AtTheDesk) -> None:
    send_a_doubt(working)
    working.program.window.go_to("tasks")

    working.pilot.press(working.say("tasks.verify"))

    values = session_of(working).values()
    assert values["/suspect_verify/case/rule_id"] == "D41"
    assert values["/suspect_verify/case/field_name"] == "就业状态"
    assert values["/suspect_verify/case/value_a"].startswith("未就业")
