"""A mistake of ours met in one request to join: it is kept, somebody is told, and the others join."""

from dataclasses import replace
from typing import Any

import pytest

from server_stub.platform import admitting
from server_stub.platform.alarms import list_alarms
from server_stub.platform.enrol import Approved
from server_stub.platform.joining import JoiningState, decide
from server_stub.settings import EnrolmentApproval
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import Office

pytestmark = [
    pytest.mark.parametrize("office", ENGINES, indirect=True),
    pytest.mark.expects_warning,
]


def trip_over(monkeypatch: pytest.MonkeyPatch, name: str, device: FieldDevice) -> None:
    """Plant a mistake that shows after a device was listed, before its records are sealed."""
    honest = getattr(admitting, name)

    def judge(*arguments: Any, **named: Any) -> Approved | None:
        approved: Approved | None = honest(*arguments, **named)
        if approved is not None and approved.device.device_id == device.id:
            raise ZeroDivisionError
        return approved

    monkeypatch.setattr(admitting, name, judge)


def listed(office: Office, *devices: FieldDevice) -> list[bool]:
    registry = office.registry()
    return [registry.device(one.id) is not None for one in devices]


def alarms(office: Office) -> list[str]:
    with office.city.read() as connection:
        return [one.code for one in list_alarms(connection)]


def test_others_join_and_the_tripping_request_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tripping, second = office.ask_to_join(), office.ask_to_join()
    trip_over(monkeypatch, "judge_request", tripping)

    office.desk.run_once()
    office.desk.run_once()

    assert listed(office, tripping, second) == [False, True]
    assert alarms(office) == ["join-request-set-aside"]
    assert office.rows("SELECT count(*) FROM platform_invitations WHERE device IS NULL") == [(1,)]
    assert caplog.text.count("ZeroDivisionError") == 1


def test_next_program_lets_the_device_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as buggy:
        tripping = office.ask_to_join()
        trip_over(buggy, "judge_request", tripping)
        office.desk.run_once()
    monkeypatch.setattr(admitting, "PROGRAM_VERSION", "0.1.1")

    office.desk.run_once()
    tripping.pull()

    assert listed(office, tripping) == [True]
    assert tripping.states("person")


def test_approved_device_that_trips_us_keeps_no_other_approved_one_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewing = replace(office.desk.settings, enrolment=EnrolmentApproval.REVIEW)
    office.desk = replace(office.desk, settings=reviewing)
    tripping, second = office.ask_to_join(), office.ask_to_join()
    office.desk.run_once()
    with office.city.write() as connection:
        decide(connection, tripping.id, JoiningState.APPROVED, now_ms=1)
        decide(connection, second.id, JoiningState.APPROVED, now_ms=1)
    trip_over(monkeypatch, "admit_approved", tripping)

    office.desk.run_once()

    assert listed(office, tripping, second) == [False, True]
    states = office.rows(f"SELECT state FROM platform_joining WHERE device = '{tripping.id}'")
    assert states == [(JoiningState.APPROVED.value,)]
