"""A mistake of ours met in one item: it waits alone, its neighbours have their effect, nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from server_stub.platform.alarms import list_alarms
from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.port import PlacedState
from server_stub.platform.review import accept, list_quarantine
from sync.change import Change, FilledForm, VerdictState
from sync.keys.registry_document import DeviceEntry
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office, Visit
from tests.server_stub.test_platform_restarts import power_cut_at_commit

pytestmark = [
    pytest.mark.parametrize("office", ENGINES, indirect=True),
    pytest.mark.expects_warning,
]

NEIGHBOUR = "p-350582001015-0101-2"
THIRD = "p-350582001014-0920-1"
WAITS = (VerdictState.CHECKED, "item-set-aside")
CHECKED = (VerdictState.CHECKED, None)
APPLIED = (VerdictState.APPLIED, None)

apply_change = BuiltInCity.apply_change
check_form = BuiltInCity.check_form


def trip_after_writing(
    city: BuiltInCity, change: Change, *, form: FilledForm | None, sender: DeviceEntry
) -> Sequence[PlacedState]:
    states = apply_change(city, change, form=form, sender=sender)
    if change.record_id == NEIGHBOUR:
        raise ZeroDivisionError(change.edits)
    return states


def trip_at_the_form(city: BuiltInCity, form: FilledForm, *, sender: DeviceEntry) -> None:
    check_form(city, form, sender=sender)
    if form.subject_id == NEIGHBOUR:
        raise KeyError(form.xml)


def three_visits(office: Office) -> tuple[FieldDevice, Visit, Visit, Visit]:
    """Hand in the forms and changes of three people in one envelope, the tripping one in the middle."""
    device = office.enrol()
    first = office.visit(device, SAYS_UNEMPLOYED)
    tripping = office.visit(device, SAYS_UNEMPLOYED, person_id=NEIGHBOUR)
    last = office.visit(device, SAYS_UNEMPLOYED, person_id=THIRD)
    device.post(first.form, first.change, tripping.form, tripping.change, last.form, last.change)
    return device, first, tripping, last


def run_and_pull(office: Office, device: FieldDevice) -> None:
    office.desk.run_once()
    device.pull()


def next_program(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("server_stub.platform.retaking.PROGRAM_VERSION", "0.1.1")
    office.restart()


def quarantined(office: Office) -> list[str]:
    with office.city.read() as connection:
        return [one.code for one in list_quarantine(connection)]


def alarms(office: Office) -> list[str]:
    with office.city.read() as connection:
        return [one.code for one in list_alarms(connection)]


def test_neighbours_of_a_tripping_change_have_their_effect(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(BuiltInCity, "apply_change", trip_after_writing)
    before = office.record("person", NEIGHBOUR)
    device, first, tripping, last = three_visits(office)

    run_and_pull(office, device)

    assert device.verdicts(first.change.id) == device.verdicts(last.change.id) == [CHECKED, APPLIED]
    assert device.verdicts(tripping.form.id) == [CHECKED, APPLIED]
    # No word for the whole envelope said "applied" of it, either.
    assert device.verdicts(tripping.change.id) == [CHECKED, WAITS]
    assert office.record("person", NEIGHBOUR) == before
    assert office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{NEIGHBOUR}'") == [(1,)]
    assert (quarantined(office), alarms(office)) == (["unexpected"], ["item-set-aside"])
    assert "ZeroDivisionError in test_one_item_set_aside.py:" in caplog.text
    assert "16405954274" not in caplog.text


def test_change_waits_with_its_tripping_form(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BuiltInCity, "check_form", trip_at_the_form)
    device, first, tripping, last = three_visits(office)

    run_and_pull(office, device)

    assert device.verdicts(tripping.form.id) == device.verdicts(tripping.change.id) == [WAITS, WAITS]
    assert device.verdicts(first.change.id) == device.verdicts(last.change.id) == [CHECKED, APPLIED]
    assert office.rows(f"SELECT count(*) FROM city_submissions WHERE subject_id = '{NEIGHBOUR}'") == [(0,)]


def test_form_that_waits_keeps_a_change_of_a_later_envelope_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BuiltInCity, "check_form", trip_at_the_form)
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED, person_id=NEIGHBOUR)

    device.post(visit.form)
    device.post(visit.change)
    run_and_pull(office, device)

    assert device.verdicts(visit.change.id)[-1] == WAITS
    assert quarantined(office) == ["unexpected", "unexpected"]


def test_next_program_applies_what_waits_in_the_order_it_was_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BuiltInCity, "apply_change", trip_after_writing)
    device, _, tripping, _ = three_visits(office)
    base = tripping.change.revision
    later = office.visit(device, SAYS_EMPLOYED, person_id=NEIGHBOUR, base=base)
    device.post(later.form, later.change)
    run_and_pull(office, device)
    waited = device.verdicts(later.change.id)
    monkeypatch.setattr(BuiltInCity, "apply_change", apply_change)
    next_program(monkeypatch, office)

    run_and_pull(office, device)

    assert waited[-1] == WAITS
    assert device.verdicts(tripping.change.id) == [CHECKED, WAITS, APPLIED]
    assert device.verdicts(later.change.id)[-1] == APPLIED
    assert office.record("person", NEIGHBOUR).fields["emp_status"] == "2"
    assert quarantined(office) == []
    assert office.rows("SELECT item FROM platform_set_aside") == []


def test_next_program_checks_what_was_never_checked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BuiltInCity, "check_form", trip_at_the_form)
    device, _, tripping, _ = three_visits(office)
    astray = replace(tripping.change, id=office.entropy.uuid(), edits={"emp_status": "3"})
    device.post(astray)
    run_and_pull(office, device)
    next_program(monkeypatch, office)

    run_and_pull(office, device)

    assert device.verdicts(tripping.form.id)[-1] == device.verdicts(tripping.change.id)[-1] == APPLIED
    assert device.verdicts(astray.id)[-1] == (VerdictState.RETURNED, "change-not-from-submission")
    assert office.rows("SELECT count(*) FROM city_submissions") == [(3,)]


def test_the_same_program_does_not_try_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BuiltInCity, "apply_change", trip_after_writing)
    device, _, tripping, _ = three_visits(office)
    office.desk.run_once()
    monkeypatch.undo()
    office.restart()

    run_and_pull(office, device)

    assert device.verdicts(tripping.change.id) == [CHECKED, WAITS]
    assert quarantined(office) == ["unexpected"]


def test_person_who_accepts_the_envelope_has_the_item_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BuiltInCity, "apply_change", trip_after_writing)
    device, first, tripping, _ = three_visits(office)
    office.desk.run_once()
    monkeypatch.undo()
    with office.city.write() as connection:
        accept(connection, list_quarantine(connection)[0].digest)

    run_and_pull(office, device)

    assert device.verdicts(tripping.change.id)[-1] == device.verdicts(first.change.id)[-1] == APPLIED
    merges = office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}' AND source = 'merge'")
    assert (quarantined(office), merges) == ([], [(1,)])


def test_record_nobody_can_read_stops_only_the_work_about_it(office: Office) -> None:
    device, first, tripping, last = three_visits(office)
    with office.city.write() as connection:
        connection.exec_driver_sql(f"UPDATE city_records SET fields = '{{' WHERE id = '{NEIGHBOUR}'")

    run_and_pull(office, device)

    assert device.verdicts(tripping.form.id)[-1] == device.verdicts(tripping.change.id)[-1] == WAITS
    assert device.verdicts(first.change.id)[-1] == device.verdicts(last.change.id)[-1] == APPLIED


# Arrival, check, apply; then, by the next program, what waits is handed back and applied.
@pytest.mark.parametrize("number", range(1, 6))
def test_power_cut_at_any_commit_leaves_the_item_waiting_or_applied_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as buggy:
        buggy.setattr(BuiltInCity, "apply_change", trip_after_writing)
        device, first, tripping, _ = three_visits(office)
        with power_cut_at_commit(office, number):
            office.desk.run_once()
        office.restart()
        office.desk.run_once()
        waited = (quarantined(office), alarms(office))
    next_program(monkeypatch, office)
    with power_cut_at_commit(office, min(number, 2)):
        office.desk.run_once()
    office.restart()

    run_and_pull(office, device)

    assert waited == (["unexpected"], ["item-set-aside"])
    assert device.verdicts(tripping.change.id) == [CHECKED, WAITS, APPLIED]
    assert device.verdicts(first.change.id) == [CHECKED, APPLIED]
    merges = office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{NEIGHBOUR}' AND source = 'merge'")
    assert merges == [(1,)]
