"""A house nobody is registered in: its visit is about the household, and only that record changes."""

from collections.abc import Mapping

import pytest

from sync.change import Change, FieldValue, FilledForm, VerdictState
from sync.merge.revision import revision_of, tick
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.door import fill_at_the_door, hand_in
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, CAI_HOUSEHOLD, OPERATOR, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

VISIT = "/household_visit/visit"
MET = {"visited_on": "2026-11-22", "visit_outcome": "6"}
APPLIED = [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]


def visit(office: Office, device: FieldDevice, house: str = CAI_HOUSEHOLD, met: str = "6") -> FilledForm:
    answers = {f"{VISIT}/visited_on": MET["visited_on"], f"{VISIT}/outcome": met}
    finished = fill_at_the_door(answers, office=office, device_id=device.id)
    return hand_in(finished, subject_id=house, operator=OPERATOR, at_ms=office.clock.now_ms())


def change(
    office: Office,
    device: FieldDevice,
    edits: Mapping[str, FieldValue],
    *,
    form: FilledForm | None = None,
    base: str | None = None,
) -> Change:
    office.clock.advance(1)
    made_at = tick(None, wall_ms=office.clock.now_ms(), node=device.id)
    return Change(
        office.entropy.uuid(),
        "household",
        CAI_HOUSEHOLD,
        base or device.states("household")[CAI_HOUSEHOLD].revision,
        revision_of(made_at),
        edits,
        made_at,
        OPERATOR,
        submission_id=None if form is None else form.id,
    )


def post(office: Office, device: FieldDevice, *items: FilledForm | Change) -> None:
    device.post(*items)
    office.desk.run_once()
    device.pull()


def test_the_visit_of_a_house_changes_the_household(office: Office) -> None:
    device = office.enrol()
    form = visit(office, device)
    edit = change(office, device, MET, form=form)

    post(office, device, form, edit)

    assert device.verdicts(form.id) == device.verdicts(edit.id) == APPLIED
    fields = office.record("household", CAI_HOUSEHOLD).fields
    assert {name: fields[name] for name in MET} == MET
    assert "visit_outcome" not in office.record("person", CAI).fields
    assert office.tasks() == ()


def test_a_house_elsewhere_is_not_for_this_device(office: Office) -> None:
    device = office.enrol(scope=("350582001016",))
    form = visit(office, device)

    post(office, device, form)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-outside-scope")]


def test_a_house_nobody_knows_is_returned(office: Office) -> None:
    device = office.enrol()
    form = visit(office, device, "h-350582001014-9999")

    post(office, device, form)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-unknown")]


def test_a_visit_changes_nothing_of_a_house_but_what_it_asks(office: Office) -> None:
    device = office.enrol()
    form = visit(office, device)
    forged = change(office, device, {**MET, "address": "象山路 1 号"}, form=form)

    post(office, device, form, forged)

    assert device.verdicts(forged.id)[-1] == (VerdictState.RETURNED, "change-not-from-submission")
    assert office.record("household", CAI_HOUSEHOLD).fields["address"] == "象山路 12 号"


def test_a_household_is_not_changed_without_a_form(office: Office) -> None:
    device = office.enrol()
    forged = change(office, device, MET)

    post(office, device, forged)

    assert device.verdicts(forged.id)[-1] == (VerdictState.RETURNED, "change-without-submission")


def test_two_visits_that_met_different_things_are_decided_like_anything_else(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    first, second = visit(office, mine), visit(office, theirs, met="2")
    changes = (
        change(office, mine, MET, form=first),
        change(office, theirs, {**MET, "visit_outcome": "2"}, form=second),
    )
    mine.post(first, changes[0])
    theirs.post(second, changes[1])
    office.desk.run_once()
    mine.pull()
    decision = change(office, mine, {"visit_outcome": "6"})

    post(office, mine, decision)

    assert mine.verdicts(decision.id) == APPLIED
    assert office.record("household", CAI_HOUSEHOLD).fields["visit_outcome"] == "6"
