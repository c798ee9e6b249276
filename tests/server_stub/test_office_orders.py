"""What the office orders by command: kept in the city database, carried out by the platform's round."""

import json
from pathlib import Path

import pytest

from quancai.door import run
from server_stub.office import DeviceNotListedError, order_revocation, read_alarms, read_quarantine
from server_stub.platform.alarms import raise_alarm
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

on_both_engines = pytest.mark.parametrize("office", ENGINES, indirect=True)


@pytest.fixture
def folder(office: Office) -> str:
    return str(office.folder)


def late_visit(office: Office) -> FieldDevice:
    device = office.enrol()
    office.revoke(device)
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    return device


@on_both_engines
def test_device_is_ended_by_the_beginning_of_its_id(office: Office, folder: str) -> None:
    device = office.enrol()

    status = run(["--language", "en", "server", "revoke", "--data", folder, device.id[:8], "--wipe"])
    office.desk.run_once()

    entry = office.registry().device(device.id)
    assert status == 0
    assert entry is not None
    assert (entry.revoked_at_seq, entry.wipe_ordered) == (0, True)


@on_both_engines
def test_name_that_two_devices_share_ends_neither(office: Office) -> None:
    office.enrol()
    office.enrol()

    with pytest.raises(DeviceNotListedError):
        order_revocation(office.folder, "象山社区窗口")

    assert office.rows("SELECT count(*) FROM platform_orders") == [(0,)]


@pytest.mark.expects_warning
@on_both_engines
def test_quarantine_is_listed_and_accepted_by_command(
    office: Office, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    device = late_visit(office)

    run(["server", "quarantine", "--data", folder, "list", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    run(["server", "quarantine", "--data", folder, "accept", row["digest"]])
    office.desk.run_once()

    assert (row["sender"], row["sequence"], row["code"]) == (device.id, 1, "sender-revoked")
    assert office.record("person", CAI).fields["emp_status"] == "1"
    assert read_quarantine(office.folder) == ()


@pytest.mark.expects_warning
@on_both_engines
def test_alarms_are_listed_and_tell_by_their_exit_code(
    office: Office, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    calm = run(["server", "alarms", "--data", folder, "--json"])
    with office.city.write() as connection:
        raise_alarm(connection, "peer-history-differs", subject="device 7", now_ms=1_000)

    alarmed = run(["--language", "en", "server", "alarms", "--data", folder])

    assert (calm, alarmed) == (0, 1)
    assert "peer-history-differs  device 7" in capsys.readouterr().out
    assert [one.subject for one in read_alarms(office.folder)] == ["device 7"]


@pytest.mark.parametrize("verb", ["rotate-city-key", "rotate-roots"])
@on_both_engines
def test_keys_change_in_the_next_round_and_only_once(office: Office, folder: str, verb: str) -> None:
    office.enrol()
    before = office.registry().version

    run(["server", verb, "--data", folder])
    run(["server", verb, "--data", folder])
    office.desk.run_once()

    assert office.registry().version == before + 1
    assert office.rows("SELECT count(*) FROM platform_orders WHERE done_at_ms IS NULL") == [(0,)]


def test_commands_on_a_folder_without_a_city_make_none(tmp_path: Path) -> None:
    status = run(["server", "alarms", "--data", str(tmp_path / "nowhere")])

    assert status == 4
    assert not (tmp_path / "nowhere" / "city.sqlite").exists()
