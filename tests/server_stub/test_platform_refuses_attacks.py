"""What a dishonest or broken device can try behind the relay: it is returned or set aside, with a code."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from server_stub.platform.city_tables import records
from sync.change import RecordState, VerdictState
from sync.keys.identity import generate_service_identity
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office
from tests.scenario.realm import ORG

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

NEIGHBOUR = "p-350582001015-0101-2"


def returned(device: FieldDevice, item_id: str) -> str | None:
    device.pull()
    ((state, code),) = device.verdicts(item_id)
    assert state is VerdictState.RETURNED
    return code


def quarantined(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined' ORDER BY position")


def test_edits_that_are_not_the_forms_are_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    forged = replace(visit.change, edits={**visit.change.edits, "id_no": "350582198005189999"})

    device.post(visit.form, forged)
    office.desk.run_once()

    assert returned(device, forged.id) == "change-not-from-submission"
    assert office.record("person", CAI).fields["id_no"] == "350582198005189016"


def test_change_without_a_form_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.change)
    office.desk.run_once()

    assert returned(device, visit.change.id) == "change-without-submission"
    assert office.record("person", CAI).fields["emp_status"] == "2"


def test_form_that_stops_at_a_constraint_is_returned_with_its_change(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    broken = replace(visit.form, xml=visit.form.xml.replace(b"16405954274", b"110"))

    device.post(broken, visit.change)
    office.desk.run_once()

    assert returned(device, broken.id) == "submission-not-valid"
    assert returned(device, visit.change.id) == "change-without-submission"


def test_form_that_is_no_xml_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    broken = replace(visit.form, xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")

    device.post(broken)
    office.desk.run_once()

    assert returned(device, broken.id) == "submission-not-valid"


def test_form_of_an_unknown_version_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    old = replace(visit.form, form_version="1999")

    device.post(old)
    office.desk.run_once()

    assert returned(device, old.id) == "form-unknown"


def test_person_of_another_village_is_out_of_reach(office: Office) -> None:
    device = office.enrol(scope=("350582001014",))
    visit = office.visit(device, SAYS_UNEMPLOYED, person_id=NEIGHBOUR)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    assert returned(device, visit.form.id) == "record-outside-scope"
    assert returned(device, visit.change.id) == "change-without-submission"


def test_form_about_one_person_cannot_change_another(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    aside = replace(visit.change, record_id=NEIGHBOUR)

    device.post(visit.form, aside)
    office.desk.run_once()

    assert returned(device, aside.id) == "change-not-from-submission"
    assert office.record("person", NEIGHBOUR).fields["phone"] == "16405955950"


def test_unknown_person_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED, person_id="p-350582001014-9999-1")

    device.post(visit.form)
    office.desk.run_once()

    assert returned(device, visit.form.id) == "record-unknown"


@pytest.mark.parametrize("kind", ["household", "vacancy"])
def test_devices_change_people_and_tasks_only(office: Office, kind: str) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    other = replace(visit.change, record_kind=kind)

    device.post(visit.form, other)
    office.desk.run_once()

    assert returned(device, other.id) == "change-not-allowed"


def test_deletion_by_a_device_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    deletion = replace(visit.change, is_deletion=True)

    device.post(visit.form, deletion)
    office.desk.run_once()

    assert returned(device, deletion.id) == "change-not-allowed"


def test_task_moved_to_a_state_of_the_devices_choice_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()
    (task,) = office.tasks()
    wish = office.change(
        device, visit.form, {"state": "applied"}, base=task.revision, kind="task", record_id=task.id
    )

    device.post(wish)
    office.desk.run_once()

    assert returned(device, wish.id) == "change-not-from-submission"
    assert office.tasks()[0].fields["state"] == "dispatched"


@pytest.mark.expects_warning
def test_record_state_from_a_device_is_set_aside(office: Office) -> None:
    device = office.enrol()
    state = RecordState("person", CAI, "99999999999999-000000-x", {"emp_status": "9"})

    device.post(state)
    office.desk.run_once()

    assert quarantined(office) == [("message-malformed",)]
    assert office.record("person", CAI).fields["emp_status"] == "2"


@pytest.mark.expects_warning
def test_unopenable_envelope_is_set_aside_and_blocks_nobody(office: Office) -> None:
    device = office.enrol()
    stranger = generate_service_identity(entropy=office.entropy, org=ORG)
    right_recipients, device.device.recipients = device.device.recipients, (stranger.public,)
    device.post()
    device.device.recipients = right_recipients
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert quarantined(office) == [("envelope-not-openable",)]
    assert device.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)


@pytest.mark.expects_warning
def test_bundle_that_is_no_bundle_is_set_aside(office: Office) -> None:
    device = office.enrol()
    device.device.epoch = office.registry().version
    device.client.post_envelope(device.device.seal_bytes(b"not compressed, not CBOR").body)

    office.desk.run_once()

    assert quarantined(office) == [("message-malformed",)]


def test_item_sent_again_in_a_new_envelope_has_one_effect_and_one_answer_more(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    applied = (VerdictState.APPLIED, None)
    assert device.verdicts(visit.change.id) == [(VerdictState.CHECKED, None), applied, applied]
    merges = office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}' AND source = 'merge'")
    assert merges == [(1,)]


@pytest.mark.expects_warning
def test_other_words_under_a_known_item_id_are_set_aside(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()

    device.post(replace(visit.form, operator="别人"))
    office.desk.run_once()

    assert quarantined(office) == [("item-conflict",)]


def test_record_that_no_rule_can_read_returns_the_change(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    office.put_into_record(CAI, person_name=7)

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id)[-1] == (VerdictState.RETURNED, "person-not-acceptable")
    assert office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}'") == [(1,)]


@pytest.mark.expects_warning
def test_envelope_that_trips_a_fault_of_ours_blocks_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    device = office.enrol()
    tripping = office.visit(device, SAYS_UNEMPLOYED, person_id=NEIGHBOUR)
    visit = office.visit(device, SAYS_UNEMPLOYED)
    with office.city.write() as connection:
        connection.execute(update(records).where(records.c.id == NEIGHBOUR).values(fields="{"))

    device.post(tripping.form, tripping.change)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert quarantined(office) == [("unexpected",)]
    assert device.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)
    assert "JSONDecodeError" in caplog.text


@pytest.mark.expects_warning
def test_work_of_a_revoked_device_waits_for_review_link_by_link(office: Office) -> None:
    device = office.enrol()
    office.revoke(device)
    first, second = office.visit(device, SAYS_UNEMPLOYED), office.visit(device, SAYS_UNEMPLOYED)

    device.post(first.form, first.change)
    device.post(second.form, second.change)
    office.desk.run_once()

    assert quarantined(office) == [("sender-revoked",), ("sender-revoked",)]
    assert office.record("person", CAI).fields["emp_status"] == "2"
    assert office.rows(f"SELECT sequence FROM platform_chains WHERE name LIKE '{device.id}>%'") == [(2,)]
