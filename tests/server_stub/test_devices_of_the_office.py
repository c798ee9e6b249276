"""The office and its devices: a person lets each in where the office wants that, and sees who was heard."""

from pathlib import Path
from typing import cast

import pytest

from server_stub.data_folder import load_settings
from server_stub.devices_of_the_office import (
    Standing,
    approve_device,
    list_devices,
    refuse_device,
)
from server_stub.errors import SettingInvalidError
from server_stub.platform.joining import DeviceNotWaitingError
from sync.keys.rotation import renew_identity
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import SAYS_UNEMPLOYED, Office
from tests.scenario.realm import TOWNSHIP


def standings(office: Office) -> list[tuple[str, Standing]]:
    return [(one.name, one.standing) for one in list_devices(office.folder)]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_device_with_a_good_invitation_waits_and_gets_nothing(strict: Office) -> None:
    asking = strict.ask_to_join(name="东石镇1号")

    strict.desk.run_once()

    assert standings(strict) == [("东石镇1号", Standing.WAITING)]
    assert strict.registry().device(asking.id) is None
    assert strict.rows("SELECT count(*) FROM platform_outgoing") == [(0,)]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_an_approved_device_is_listed_with_the_places_of_its_invitation(strict: Office) -> None:
    asking = strict.ask_to_join(scope=(TOWNSHIP,))
    strict.desk.run_once()

    approve_device(strict.folder, asking.id)
    strict.desk.run_once()
    asking.pull()

    entry = strict.registry().device(asking.id)
    assert entry is not None
    assert entry.scope == (TOWNSHIP,)
    assert len(asking.states("person")) > 100
    assert [one.standing for one in list_devices(strict.folder)] == [Standing.MEMBER]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_an_approval_counts_though_invitation_and_relay_have_given_up(strict: Office) -> None:
    asking = strict.ask_to_join()
    strict.desk.run_once()
    strict.clock.advance(30 * 24 * 3600)
    strict.desk.run_once()

    approve_device(strict.folder, asking.id)
    strict.desk.run_once()

    assert strict.registry().device(asking.id) is not None


@pytest.mark.expects_warning
@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_refused_device_stays_out_and_its_invitation_is_used_up(strict: Office) -> None:
    asking = strict.ask_to_join()
    strict.desk.run_once()
    ((code,),) = strict.rows("SELECT code FROM platform_invitations")

    refuse_device(strict.folder, asking.id)
    other = strict.ask_to_join(code=bytes(cast("bytes", code)))
    strict.desk.run_once()

    assert strict.registry().device(asking.id) is None
    assert strict.registry().device(other.id) is None
    assert standings(strict) == []


@pytest.mark.expects_warning
@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_second_request_under_the_name_of_a_waiting_device_holds_up_nobody(strict: Office) -> None:
    asking = strict.ask_to_join(name="东石镇1号")
    strict.desk.run_once()
    other = renew_identity(asking.device.identity, suite=asking.device.identity.suite, entropy=strict.entropy)
    strict.ask_to_join(name="冒名", identity=other)
    later = strict.ask_to_join(name="东石镇2号")

    strict.desk.run_once()

    assert [name for name, _ in standings(strict)] == ["东石镇1号", "东石镇2号"]
    assert strict.rows("SELECT code FROM platform_join_requests WHERE code IS NOT NULL") == [
        ("device-name-taken",)
    ]
    assert strict.registry().device(later.id) is None


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_decision_cannot_be_made_twice(strict: Office) -> None:
    asking = strict.ask_to_join()
    strict.desk.run_once()
    refuse_device(strict.folder, asking.id)

    with pytest.raises(DeviceNotWaitingError):
        approve_device(strict.folder, asking.id)


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_last_heard_is_when_the_newest_work_of_a_device_was_taken(office: Office) -> None:
    silent, busy = office.enrol(), office.enrol()
    visit = office.visit(busy, SAYS_UNEMPLOYED)
    busy.post(visit.form, visit.change)
    office.desk.run_once()

    heard = {one.device_id: one.last_heard_ms for one in list_devices(office.folder)}

    assert heard == {silent.id: None, busy.id: office.clock.now_ms()}


def test_a_way_of_approving_nobody_knows_stops_the_server(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalidError):
        load_settings(tmp_path, {"QUANCAI_ENROLMENT": "maybe"})
