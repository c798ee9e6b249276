"""新建采集 for a household nobody knows: from its address to the city, and put aside in between."""

import pytest

from desktop.capture.scan_screen import ScanChoice, ScanOrigin
from desktop.form_entry.form_presenter import FormPresenter
from employment.answers import NEWCOMER
from store import list_drafts, list_submissions
from store.outbox import DeliveryState, list_items
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.new_household import FORM, household_answers

HOME = f"/{FORM}/hh"
REVIEW = 6  # after the six sections of the form
SAID = {"person_name": "蔡小宝", "address": "象山路 99 号", "household_no": "0999"}


def presenter_of(desk: AtTheDesk) -> FormPresenter:
    page = desk.program.collecting.page
    assert page is not None
    return page.presenter


@pytest.fixture
def begun(working: AtTheDesk) -> AtTheDesk:
    """Somebody has typed who lives at an address no record has."""
    working.program.window.go_to("records")
    records = working.program.records
    assert records is not None
    records.view.begin_person()
    sheet = records.view.new_person
    working.pilot.wait_for("sheet", lambda: sheet.isVisible())
    sheet.new_household_chosen.emit()
    working.pilot.wait_for("place asked for", lambda: sheet.fields["address"].isVisible())
    for name, text in SAID.items():
        sheet.fields[name].set_text(text)
    sheet.typed.emit(sheet.said())
    working.pilot.press(working.say("new_person.go_on"))
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    return working


def test_the_form_begins_with_the_address_and_the_place(begun: AtTheDesk) -> None:
    values = presenter_of(begun).session.values()

    assert (values[f"{HOME}/address"], values[f"{HOME}/household_no"]) == ("象山路 99 号", "0999")
    assert values[f"/{FORM}/res_place/res_town"] == "350582001"
    assert values[f"/{FORM}/member[1]/m_id/person_name"] == "蔡小宝"


def test_a_new_household_put_aside_is_gone_on_with(begun: AtTheDesk) -> None:
    presenter_of(begun).answer(f"{HOME}/labour_count", "1")
    begun.program.collecting.leave()
    begun.pilot.wait_for("put aside", lambda: bool(list_drafts(begun.replica)))
    begun.pilot.wait_for("closed", lambda: begun.program.collecting.page is None)
    [draft] = list_drafts(begun.replica)

    begun.program.collecting.resume(draft.id)

    begun.pilot.wait_for("form", lambda: begun.program.collecting.page is not None)
    assert (draft.subject_id or "").startswith(NEWCOMER)
    assert presenter_of(begun).session.values()[f"{HOME}/labour_count"] == "1"


def test_a_finished_new_household_reaches_the_city(begun: AtTheDesk) -> None:
    presenter = presenter_of(begun)
    for reference, text in household_answers().items():
        presenter.answer(reference, text)
    presenter.go_to(REVIEW)
    presenter.go_on()
    begun.pilot.wait_for("closed", lambda: begun.program.collecting.page is None)
    begun.sync()
    begun.office.desk.run_once()
    begun.sync()

    [kept] = list_submissions(begun.replica)
    assert begun.office.rows("SELECT subject_id FROM city_submissions") == [(kept.subject_id,)]
    assert [item.state for item in list_items(begun.replica)] == [DeliveryState.APPLIED]


def test_a_household_code_nobody_here_has_leads_to_its_form(working: AtTheDesk) -> None:
    scanning = working.program.scanning
    assert scanning is not None
    working.program.window.go_to("scan")
    scanning.presenter.text_arrived("0777", origin=ScanOrigin.SCANNER)

    scanning.presenter.choose(ScanChoice.NEW_HOUSEHOLD)

    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    assert presenter_of(working).session.values()[f"{HOME}/household_no"] == "0777"
