"""The platform's rules come to the verdicts the device came to, and only some of them send an officer."""

from dataclasses import replace

import pytest

from employment import (
    Doubt,
    InsuranceKind,
    InsuranceMonth,
    Month,
    RuleContext,
    check_answers,
    shipped_references,
    shipped_rule_pack,
)
from forms import DeviceProperties, FormSession, load_form
from resources import read_bytes
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.form_shelf import FormClock
from server_stub.platform.ledger import Ledger
from server_stub.platform.records import CityRecord
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

PACK = shipped_rule_pack()
PAID = InsuranceMonth(CAI, Month("2026-11"), InsuranceKind.EMPLOYER, "晋江晨汐鞋业有限公司（演示）")
MADE_UP = {**SAYS_EMPLOYED, "/employment_brief/who/phone": "13800138000"}
BOTH = {**SAYS_UNEMPLOYED, "/employment_brief/who/phone": "13800138000"}


def fill(office: Office, answers: dict[str, str]) -> FormSession:
    definition = load_form(read_bytes("forms/employment_brief.xml"))
    session = FormSession.start(definition, clock=FormClock(office.clock), device=DeviceProperties("d-1"))
    for reference, text in answers.items():
        session.answer(reference, text)
    return session


def doubts_of(office: Office, person: CityRecord) -> tuple[Doubt, ...]:
    with office.city.read() as connection:
        clock_ms = office.clock.now_ms()
        return Dispatcher(Ledger(connection), PACK, 7, clock_ms, office.entropy).find_doubts(person)


@pytest.mark.parametrize(
    ("answers", "rules"),
    [(SAYS_EMPLOYED, []), (SAYS_UNEMPLOYED, ["D41"]), (MADE_UP, ["D07"]), (BOTH, ["D07", "D41"])],
)
def test_both_ends_come_to_the_same_verdicts_about_the_same_fields(
    office: Office, answers: dict[str, str], rules: list[str]
) -> None:
    session = fill(office, answers)
    context = RuleContext(
        today=FormClock(office.clock).now().date(),
        references=shipped_references(),
        insurance=[PAID],
        insurance_month=Month("2026-11"),
    )
    written = {reference.rpartition("/")[2]: text or None for reference, text in session.values().items()}
    person = replace(office.record("person", CAI), fields=written)

    on_device = check_answers(PACK, session.values(), subject_id=CAI, context=context)
    on_platform = doubts_of(office, person)

    assert [doubt.rule_id for doubt in on_platform] == rules
    assert [finding.doubt for finding in on_device] == list(on_platform)


def test_each_doubt_of_one_visit_is_a_task_of_its_own(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, BOTH)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    assert sorted(str(task.fields["rule_id"]) for task in office.tasks()) == ["D07", "D41"]


def test_what_stops_or_hints_at_the_door_is_no_task(office: Office) -> None:
    office.put_into_record(CAI, id_no="350582198005189017")
    device = office.enrol()
    visit = office.visit(device, SAYS_EMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    assert "D01" in {doubt.rule_id for doubt in doubts_of(office, office.record("person", CAI))}
    assert office.tasks() == ()
