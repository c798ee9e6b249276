"""One record to the platform and its task back, over loopback HTTP, with servers that die."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quancai.demo.server_process import ServerProcess
from quancai.demo.story import OPERATOR, PERSON, SCOPE
from server_stub.demo import write_invitation
from server_stub.platform.inspection import list_tasks, read_city_record
from store import DeliveryState, count_records
from sync.progress import SyncState
from tests.journey.field_device import FieldDevice
from tests.journey.waiting import until
from tests.scenario.office import SAYS_UNEMPLOYED

pytestmark = pytest.mark.socket
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def device(tmp_path: Path, server: ServerProcess) -> Iterator[FieldDevice]:
    """A device that has joined and holds the township."""
    device = FieldDevice(tmp_path / "device")
    device.join(write_invitation(server.folder, tmp_path / "enroll.qjy", scope=(SCOPE,)), operator=OPERATOR)
    until(lambda: synced(device) and count_records(device.store, "person") > 300, what="first fill")
    yield device
    device.close()


def synced(device: FieldDevice) -> bool:
    return device.sync().state is SyncState.OK


def city_status(server: ServerProcess) -> object:
    record = read_city_record(server.folder, "person", PERSON)
    fields = record["fields"] if record else {}
    assert isinstance(fields, dict)
    return fields["emp_status"]


def test_a_record_reaches_the_platform_and_its_task_comes_back(
    server: ServerProcess, device: FieldDevice
) -> None:
    form = device.fill(PERSON, SAYS_UNEMPLOYED)
    assert device.state(form) is DeliveryState.QUEUED

    until(lambda: synced(device) and device.tasks(PERSON) != (), what="the task")

    assert device.state(form) is DeliveryState.APPLIED
    assert city_status(server) == "1"
    [task] = device.tasks(PERSON)
    assert task.fields["rule_id"] == "D41"
    assert [row["id"] for row in list_tasks(server.folder)] == [task.id]


def test_without_a_network_the_form_is_kept_and_goes_up_when_it_returns(
    server: ServerProcess, device: FieldDevice
) -> None:
    server.kill()
    form = device.fill(PERSON, SAYS_UNEMPLOYED)
    outcome = device.sync()
    assert outcome.state is SyncState.OFFLINE
    assert device.state(form) is DeliveryState.SEALED

    server.start()
    until(lambda: synced(device) and device.state(form) is DeliveryState.APPLIED, what="applied")

    assert city_status(server) == "1"


def test_a_server_killed_between_delivery_and_the_platforms_work_loses_and_repeats_nothing(
    server: ServerProcess, device: FieldDevice
) -> None:
    server.stop()
    relay_alone = ServerProcess(server.folder, role="relay")
    relay_alone.start()
    form = device.fill(PERSON, SAYS_UNEMPLOYED)
    until(lambda: synced(device) and device.state(form) is DeliveryState.DELIVERED, what="delivered")
    assert city_status(server) == "2"
    relay_alone.kill()

    server.start()
    until(lambda: synced(device) and device.tasks(PERSON) != (), what="the task")

    assert device.state(form) is DeliveryState.APPLIED
    assert city_status(server) == "1"
    assert len(device.tasks(PERSON)) == 1
    assert len(list_tasks(server.folder)) == 1


def test_a_restart_in_the_middle_of_everything_changes_nothing(
    server: ServerProcess, device: FieldDevice
) -> None:
    form = device.fill(PERSON, SAYS_UNEMPLOYED)
    device.sync()
    server.kill()
    server.start()

    until(lambda: synced(device) and device.state(form) is DeliveryState.APPLIED, what="applied")
    device.sync()
    device.sync()

    assert len(list_tasks(server.folder)) == 1
    assert len(device.tasks(PERSON)) == 1


def test_the_server_ends_with_whoever_started_it(tmp_path: Path) -> None:
    starter = (
        "import os, sys; from pathlib import Path; from quancai.demo.server_process import ServerProcess;"
        "server = ServerProcess(Path(sys.argv[1])); server.start(); os._exit(9)"
    )

    subprocess.run([sys.executable, "-c", starter, str(tmp_path)], cwd=ROOT, check=False, timeout=60)

    until(lambda: not (tmp_path / "ready.json").exists(), what="the end of the orphaned server")
