"""A visit noted at a door without a network is a finished form, and comes to the city like any other."""

from desktop.operations.rounds import VisitOutcome
from store import count_unsent, list_submissions, read_record
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import CAI, CAI_HOUSEHOLD, Office


def test_a_visit_reaches_the_city_and_every_other_round(working: AtTheDesk, office: Office) -> None:
    day = working.program.day
    assert day is not None
    day.tasks.tabs[1].click()
    working.pilot.wait_for("houses", lambda: day.tasks.rounds.model.rowCount() > 0)
    day.rounds.presenter.choose(CAI_HOUSEHOLD)
    assert day.tasks.rounds.outcomes is not None
    assert day.tasks.rounds.again is not None
    assert day.tasks.rounds.save is not None
    day.tasks.rounds.outcomes.cards[1].click()
    day.tasks.rounds.again.cards[1].click()
    day.tasks.rounds.save.click()
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
