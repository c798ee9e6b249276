"""What the platform gave back is opened with its own answers, whoever or whatever it is about."""

from dataclasses import replace

import pytest

from desktop.form_shelf import ENTERPRISE_FORM, shipped_form
from desktop.operations.corrections import correction_id
from desktop.pages.rail_pages import RECORDS, SYNC
from forms import FormSession
from store import (
    DeliveryState,
    Store,
    StoredSubmission,
    enqueue,
    keep_submission,
    list_drafts,
    mark_item,
)
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_closed_screens import fall_silent
from tests.fakes.clock import STORY_STARTS_MS
from tests.scenario.office import CAI
from tests.store.story import item

FIRM = "uuid:11111111-2222-4333-8444-555555555555"
NUMBER = "/enterprise_monitor/ent/uscc"
FIRM_NAME = "/enterprise_monitor/ent/ent_name"
FILLED = {
    ENTERPRISE_FORM: "<ent><uscc>91350582MA2XN3XY5T</uscc><ent_name>晨汐鞋业</ent_name></ent>",
    "household_visit": "<visit><note>没人住</note></visit>",
    "gig_register": "<who><person_name>蒋国珍</person_name></who>",
    "employment_brief": "<person><id_no>350582198005189016</id_no></person>",
}


def lay_returned(store: Store, form_id: str, subject_id: str) -> None:
    """Leave a form that was filled yesterday and came back."""
    version = shipped_form(form_id).version
    xml = f'<{form_id} id="{form_id}" version="{version}">{FILLED[form_id]}</{form_id}>'
    form = StoredSubmission(FIRM, form_id, version, subject_id, xml.encode(), STORY_STARTS_MS, "林秀梅")
    keep_submission(store, form)
    sent = replace(item(FIRM), submission_id=FIRM, record_kind=None, record_id=None)
    enqueue(store, replace(sent, state_times={DeliveryState.QUEUED: STORY_STARTS_MS}))
    mark_item(store, FIRM, DeliveryState.RETURNED, at_ms=STORY_STARTS_MS, code="submission-not-valid")


def give_back(working: AtTheDesk, form_id: str, subject_id: str) -> None:
    desk = working.program.desk
    desk.run(lambda store: lay_returned(store, form_id, subject_id), done=lambda _: desk.refresh())
    working.pilot.wait_for("counted", lambda: desk.status.returned == 1)


def correct(working: AtTheDesk) -> FormSession:
    """Press 改一改再交 on the page of the exchange."""
    working.program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.row_fix"))
    working.pilot.wait_for("the form", lambda: working.program.collecting.page is not None)
    page = working.program.collecting.page
    assert page is not None
    return page.presenter.session


def test_the_form_of_an_enterprise_comes_back_with_its_answers(working: AtTheDesk) -> None:
    give_back(working, ENTERPRISE_FORM, "e-91350582MA2XN3XY5T")
    session = correct(working)

    assert session.definition.form_id == ENTERPRISE_FORM
    assert (session.values()[NUMBER], session.values()[FIRM_NAME]) == ("91350582MA2XN3XY5T", "晨汐鞋业")


@pytest.mark.parametrize(
    ("form_id", "subject_id"),
    [
        ("household_visit", "h-0921"),
        ("gig_register", "g-0000000000000000000000000000000a"),
        ("employment_brief", CAI),
    ],
)
def test_every_form_that_came_back_is_opened_about_the_same_subject(
    working: AtTheDesk, form_id: str, subject_id: str
) -> None:
    give_back(working, form_id, subject_id)
    session = correct(working)

    [draft] = list_drafts(working.replica)
    assert session.definition.form_id == form_id
    assert (draft.id, draft.subject_id) == (correction_id(FIRM), subject_id)


def test_who_puts_the_correction_aside_comes_back_to_it(working: AtTheDesk) -> None:
    give_back(working, ENTERPRISE_FORM, "e-91350582MA2XN3XY5T")
    correct(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer(FIRM_NAME, "晨汐鞋业二厂")
    working.program.collecting.leave()
    working.pilot.wait_for("closed", lambda: working.program.collecting.page is None)

    assert correct(working).values()[FIRM_NAME] == "晨汐鞋业二厂"
    assert len(list_drafts(working.replica)) == 1


def test_nothing_is_opened_over_a_form_that_was_begun_meanwhile(working: AtTheDesk) -> None:
    give_back(working, ENTERPRISE_FORM, "e-91350582MA2XN3XY5T")
    working.program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.row_fix"))
    working.program.collecting.begin(CAI)
    done: list[object] = []
    working.program.desk.run(list_drafts, done=done.append)
    working.pilot.wait_for("what was read", lambda: done != [])

    page = working.program.collecting.page
    assert page is not None
    assert page.presenter.session.definition.form_id == "employment_brief"
    assert done == [()]


def test_while_records_are_closed_nothing_of_what_was_filled_is_opened(working: AtTheDesk) -> None:
    give_back(working, ENTERPRISE_FORM, "e-91350582MA2XN3XY5T")
    fall_silent(working)
    working.program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.row_fix"))

    assert working.program.window.navigation.current == RECORDS
    assert working.program.collecting.page is None
    assert list_drafts(working.replica) == ()
