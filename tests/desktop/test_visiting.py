"""A visit noted at a door without a network is a finished form, and comes to the city like any other."""

from datetime import date
from functools import partial

import pytest

from desktop.code_lists import CodeLists
from desktop.form_shelf import FormWithdrawnError
from desktop.form_surroundings import FormSurroundings
from desktop.operations.drafts import submit_draft
from desktop.operations.rounds import VisitOutcome
from desktop.tasks.visiting import Visit, finish_visit
from store import count_unsent, list_submissions, read_record
from store.outbox import DeliveryState, list_items
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import CAI, CAI_HOUSEHOLD, Office


def test_a_visit_reaches_the_city_and_every_other_round(working: AtTheDesk, office: Office) -> None:
    day = working.program.day
    assert day is not None
    working.program.window.go_to("rounds")
    working.pilot.wait_for("houses", lambda: day.houses.model.rowCount() > 0)
    day.rounds.presenter.choose(CAI_HOUSEHOLD)
    assert day.houses.outcomes is not None
    assert day.houses.again is not None
    assert day.houses.save is not None
    day.houses.outcomes.cards[1].click()
    day.houses.again.cards[1].click()
    day.houses.save.click()
    working.pilot.wait_for("written", lambda: bool(list_submissions(working.replica)))

    held = read_record(working.replica, "person", CAI)
    assert held is not None
    assert held.fields["visit_outcome"] == VisitOutcome.ABSENT
    assert list_submissions(working.replica)[0].form_id == "household_visit"
    assert count_unsent(working.replica) > 0

    working.sync()
    working.wait_until_quiet()
    office.desk.run_once()

    assert office.record("person", CAI).fields["visit_outcome"] == VisitOutcome.ABSENT


def test_a_visit_with_a_withdrawn_form_is_told_in_its_own_words(
    working: AtTheDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdrawn(*_visit: object, **_named: object) -> None:
        raise FormWithdrawnError(form="household_visit")

    day = working.program.day
    assert day is not None
    monkeypatch.setattr("desktop.tasks.rounds.finish_visit", withdrawn)
    working.program.window.go_to("rounds")
    working.pilot.wait_for("houses", lambda: day.houses.model.rowCount() > 0)
    day.rounds.presenter.choose(CAI_HOUSEHOLD)

    day.rounds.presenter.record(VisitOutcome.ABSENT, again_after=None)

    assert working.pilot.sees(working.words.error("form-withdrawn").title)
    assert list_submissions(working.replica) == ()


def test_a_visit_about_the_house_itself_reaches_the_city(working: AtTheDesk, office: Office) -> None:
    desk = working.program.desk
    around = FormSurroundings(desk, working.words, CodeLists("zh_CN"), tell=desk.broken.emit)
    visit = Visit("", CAI_HOUSEHOLD, VisitOutcome.EMPTY, date(2026, 11, 22))
    finished = finish_visit(visit, around, instance_id=desk.entropy.uuid(), draft_id="")
    write = partial(
        submit_draft, finished=finished, author=around.author(), clock=desk.clock, entropy=desk.entropy
    )
    desk.run(write, done=lambda _: None)
    working.pilot.wait_for("written", lambda: bool(list_submissions(working.replica)))
    working.sync()
    office.desk.run_once()
    working.sync()

    fields = office.record("household", CAI_HOUSEHOLD).fields
    assert (fields["visit_outcome"], fields["visited_on"]) == (VisitOutcome.EMPTY, "2026-11-22")
    assert {one.state for one in list_items(working.replica)} == {DeliveryState.APPLIED}
    assert office.tasks() == ()
