"""The server as a process: it says when it is ready, works, and ends cleanly when told to."""

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from server_stub.data_folder import read_ready
from server_stub.demo import issue_subject_code, write_invitation
from server_stub.errors import KeysUnavailableError
from server_stub.platform.inspection import list_tasks, read_city_record
from server_stub.platform.realm_keys import open_realm_keys
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock
from sync.codes.subject_code import CodeKind, read_code
from sync.keys.enrolment import decode_invitation
from sync.ports import Request
from tests.scenario.office import CAI, CAI_HOUSEHOLD

pytestmark = pytest.mark.socket


@pytest.fixture
def service(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "server_stub", "all-in-one", "--port", "0", "--demo", "--data"]
    with subprocess.Popen(
        [*command, str(tmp_path / "city")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def ready_line(service: subprocess.Popen[str]) -> dict[str, str]:
    assert service.stdout is not None
    line: dict[str, str] = json.loads(service.stdout.readline())
    return line


def test_service_is_ready_can_be_asked_and_ends_cleanly(
    service: subprocess.Popen[str], tmp_path: Path
) -> None:
    folder = tmp_path / "city"

    url = ready_line(service)["url"]

    assert read_ready(folder) == url
    assert json.loads((folder / "ready.json").read_bytes())["pid"] == service.pid
    answer = HttpTransport(url).exchange(Request("GET", "/v1/health"))
    assert json.loads(answer.body)["registry"] == 1
    person = read_city_record(folder, "person", CAI)
    assert person is not None
    assert person["village"] == "350582001014"
    assert list_tasks(folder) == []
    assert read_city_record(folder, "person", "p-nobody") is None

    path = write_invitation(folder, tmp_path / "join.qjy", scope=("350582001",))
    invitation = decode_invitation(path.read_text("ascii"), now_ms=SystemClock().now_ms())
    assert (invitation.relay_url, invitation.scope) == (url, ("350582001",))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    service.send_signal(signal.SIGTERM)
    assert service.wait(timeout=60) == 0
    assert read_ready(folder) is None


def test_a_card_issued_by_the_office_is_genuine_for_every_device(
    service: subprocess.Popen[str], tmp_path: Path
) -> None:
    ready_line(service)
    folder = tmp_path / "city"

    text = issue_subject_code(folder, CodeKind.HOUSEHOLD, CAI_HOUSEHOLD)

    issuer = open_realm_keys(folder).issuer
    code = read_code(text, issuers=[issuer], today=date(2026, 1, 1))
    assert (code.kind, code.subject_id) == (CodeKind.HOUSEHOLD, CAI_HOUSEHOLD)
    assert code.expires_on > code.issued_on


def test_missing_key_stops_the_server_and_makes_no_new_one(
    service: subprocess.Popen[str], tmp_path: Path
) -> None:
    ready_line(service)
    city_key = tmp_path / "city" / "realm-keys" / "city.key"
    assert stat.S_IMODE(city_key.stat().st_mode) == 0o600

    city_key.unlink()

    with pytest.raises(KeysUnavailableError):
        open_realm_keys(tmp_path / "city")
