"""A form that arrives is asked what the device asked: it stops alike, and an officer's word is believed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.code_lists import CodeLists
from desktop.form_knowledge import FormKnowledge
from employment import FormFinding, check_character, shipped_rule_pack
from forms import Confirmation
from resources.words import Words
from server_stub.platform.form_review import FormReview
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.ledger import Ledger
from store import Origin, Store, StoredRecord, open_store, read_record, write_record
from sync.change import VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.door import fill_at_the_door
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import (
    CAI,
    SAYS_EMPLOYED,
    SAYS_UNEMPLOYED,
    Office,
    Visit,
)

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

STATUS = "/employment_brief/work/emp_status"
PAST_RETIREMENT, BELOW_SIXTEEN = "35058219500518901", "35058220120518001"
LOOKED_AGAIN = Confirmation(STATUS, "D14", "查过退休审批，尚未办理退休")
CHECKED, APPLIED = (VerdictState.CHECKED, None), (VerdictState.APPLIED, None)
NOT_VALID = (VerdictState.RETURNED, "submission-not-valid")
VERIFIED = {
    "/suspect_verify/consent_grp/consent": "2",
    "/suspect_verify/act/contact_at": "2026-11-20T09:00:00.000+08:00",
    "/suspect_verify/act/way": "phone",
    "/suspect_verify/act/reached": "1",
    "/suspect_verify/act/result": "1",
}


def born(office: Office, first17: str) -> None:
    """Give 蔡志明 the number of somebody of another age."""
    office.put_into_record(CAI, id_no=first17 + check_character(first17))


def send(office: Office, device: FieldDevice, visit: Visit) -> None:
    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()


@pytest.fixture
def replica(office: Office, tmp_path: Path) -> Iterator[Store]:
    """What a device of this village holds: the household, as the platform sends it."""
    store = open_store(tmp_path / "replica.db", bytes(32))
    yield store
    store.close()


def hold(replica: Store, office: Office) -> None:
    states = [*office.enrol().states("person").values(), *office.enrol().states("household").values()]
    for state in states:
        record = StoredRecord(state.record_kind, state.record_id, state.revision, state.fields, None, None, 1)
        write_record(replica, record, origin=Origin("platform"))


def at_the_device(replica: Store, office: Office, visit: Visit) -> list[FormFinding]:
    today = date(2026, 11, 22)
    knowledge = FormKnowledge(replica, Words("zh_CN"), CodeLists("zh_CN"), today)
    values = FormShelf.shipped(clock=office.clock).open(visit.form, device_id="d").asked()
    return list(knowledge.judge(read_record(replica, "person", CAI))(values))


def at_the_platform(office: Office, visit: Visit) -> list[FormFinding]:
    shelf = FormShelf.shipped(clock=office.clock)
    with office.city.read() as connection:
        review = FormReview(Ledger(connection), shelf, shipped_rule_pack())
        return list(review.findings(visit.form, office.record("person", CAI), device_id="d"))


@pytest.mark.parametrize(
    ("number", "answers", "rules"),
    [
        (PAST_RETIREMENT, SAYS_UNEMPLOYED, ["D14"]),
        (BELOW_SIXTEEN, SAYS_EMPLOYED, ["D12", "D51"]),
        (PAST_RETIREMENT, {**SAYS_UNEMPLOYED, "/employment_brief/who/phone": "13800138000"}, ["D07", "D14"]),
    ],
)
def test_both_ends_find_the_same_about_the_same_answers(
    office: Office, replica: Store, number: str, answers: dict[str, str], rules: list[str]
) -> None:
    born(office, number)
    hold(replica, office)
    visit = office.visit(office.enrol(), answers)

    on_device, on_platform = at_the_device(replica, office, visit), at_the_platform(office, visit)

    assert on_device == on_platform
    assert [finding.rule.id for finding in on_device] == rules


def test_a_form_the_device_had_to_stop_is_returned_with_all_its_edits(office: Office) -> None:
    born(office, BELOW_SIXTEEN)
    device = office.enrol()
    visit = office.visit(device, SAYS_EMPLOYED)
    before = office.record("person", CAI)

    send(office, device, visit)

    assert device.verdicts(visit.form.id) == [NOT_VALID]
    assert office.record("person", CAI) == before


def test_a_doubt_nobody_looked_at_again_sends_an_officer(office: Office) -> None:
    born(office, PAST_RETIREMENT)
    device = office.enrol()

    send(office, device, office.visit(device, SAYS_UNEMPLOYED))

    assert "D14" in {task.fields["rule_id"] for task in office.tasks()}


def test_a_doubt_the_officer_looked_at_again_sends_nobody_for_it(office: Office) -> None:
    born(office, PAST_RETIREMENT)
    device = office.enrol()
    finished = fill_at_the_door(
        SAYS_UNEMPLOYED, office=office, device_id=device.id, confirmations=[LOOKED_AGAIN]
    )

    visit = office.visit(device, SAYS_UNEMPLOYED, finished=finished)
    send(office, device, visit)

    assert device.verdicts(visit.change.id) == [CHECKED, APPLIED]
    assert [task.fields["rule_id"] for task in office.tasks()] == ["D41"]


def test_what_only_the_platform_knows_cannot_be_confirmed_away(office: Office) -> None:
    device = office.enrol()
    finished = fill_at_the_door(
        SAYS_UNEMPLOYED, office=office, device_id=device.id, confirmations=[replace(LOOKED_AGAIN, code="D41")]
    )

    send(office, device, office.visit(device, SAYS_UNEMPLOYED, finished=finished))

    assert [task.fields["rule_id"] for task in office.tasks()] == ["D41"]


def test_the_verification_form_ends_the_task_it_was_sent_for(office: Office) -> None:
    device = office.enrol()
    send(office, device, office.visit(device, SAYS_UNEMPLOYED))
    [task] = office.tasks()
    finished = fill_at_the_door(
        VERIFIED,
        office=office,
        device_id=device.id,
        prefill={"/suspect_verify/case/case_id": task.id, "/suspect_verify/case/rule_id": "D41"},
    )

    visit = office.visit(device, VERIFIED, finished=finished)
    answer = office.change(
        device, visit.form, {"state": "recorded"}, base=task.revision, kind="task", record_id=task.id
    )
    device.post(visit.form, answer)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(answer.id) == [CHECKED, APPLIED]
    assert device.states("task")[task.id].fields["state"] == "applied"
