"""Every command of docs/operations.md works as it stands there, in that order, from an empty folder on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from server_stub.devices_of_the_office import Standing, list_devices
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.keys.enrolment import decode_invitation, request_enrolment
from sync.keys.identity import generate_identity
from sync.relay_client import RelayClient
from tests.architecture.sources import ROOT
from tests.quancai.page_commands import Shell, blocks_of, free_port
from tests.scenario.postgresql import USER, PostgresqlServer

pytestmark = [pytest.mark.socket, pytest.mark.timeout(600)]

BLOCKS = blocks_of(ROOT / "docs" / "operations.md")
ON_POSTGRESQL = ("PostgreSQL", "Several relays")
COMMANDS = [block for block in BLOCKS if block.language == "sh"]
NAME = "东石镇1号"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    places = {
        "/var/lib/quancai-new": str(tmp_path / "new"),
        "/var/lib/quancai": str(tmp_path / "data"),
        "/var/backups/quancai": str(tmp_path / "backups"),
        "/media/safe": str(tmp_path / "safe"),
        "8410": free_port(),
    }
    opened = Shell(tmp_path, places=places, environment={})
    yield opened
    opened.close()


@pytest.fixture
def shell_with_postgresql(tmp_path: Path, postgresql: PostgresqlServer) -> Iterator[Shell]:
    cluster = postgresql.cluster
    places = {
        "/var/lib/quancai-relay-2": str(tmp_path / "relay"),
        "/var/lib/quancai-pg": str(tmp_path / "data"),
        "/var/backups/quancai-pg": str(tmp_path / "backup"),
        "createuser quancai": "createuser office",
        "--owner quancai": "--owner office",
        "template0 quancai": "template0 office",
        "quancai@/quancai?host=/run/postgresql": f"office@/office?host={cluster.folder}&port={cluster.port}",
        "8411": free_port(),
    }
    connection = {"PGHOST": str(cluster.folder), "PGPORT": str(cluster.port), "PGUSER": USER}
    opened = Shell(
        tmp_path, places=places, environment={**connection, "PATH": f"{cluster.programs}:/usr/bin:/bin"}
    )
    yield opened
    opened.close()


def ask_to_join(safe: Path, data: Path) -> None:
    """Do what the desktop does with the invitation on the stick, and wait until the city has looked."""
    text = (safe / "join.qjy").read_text("ascii")
    invitation = decode_invitation(text, now_ms=SystemClock().now_ms())
    identity = generate_identity(entropy=SystemEntropy(), org=invitation.org)
    transport = HttpTransport(invitation.relay_url, authorities=str(safe / "relay-tls.crt"))
    client = RelayClient(transport, signer=identity, clock=SystemClock(), entropy=SystemEntropy())
    client.post_enrolment(request_enrolment(identity, name=NAME, code=invitation.code))
    transport.close()
    await_standing(data, Standing.WAITING)


def await_standing(data: Path, standing: Standing) -> None:
    """Wait for a round of the platform."""
    for _ in range(900):
        if [one.standing for one in list_devices(data)] == [standing]:
            return
        Event().wait(0.1)
    raise AssertionError(standing)


def test_every_command_of_the_page_works_in_its_order(shell: Shell, tmp_path: Path) -> None:
    data, safe = tmp_path / "data", tmp_path / "safe"
    before = {
        "Let a device in": lambda: ask_to_join(safe, data),
        "Other places for a computer": lambda: await_standing(data, Standing.MEMBER),
        "A lost computer": lambda: await_standing(data, Standing.MEMBER),
        "Disaster recovery": lambda: await_standing(data, Standing.WIPE_ORDERED),
    }

    said = shell.run_all([one for one in COMMANDS if one.heading not in ON_POSTGRESQL], before=before)

    assert NAME in said["Let a device in"]
    assert '"is_well": true' in said["Watch"]
    assert NAME in said["Disaster recovery"]
    assert not (tmp_path / "new" / "ready.json").exists()


def test_every_command_about_postgresql_works(shell_with_postgresql: Shell, tmp_path: Path) -> None:
    said = shell_with_postgresql.run_all([one for one in COMMANDS if one.heading in ON_POSTGRESQL], before={})

    assert '"status":"ok"' in said["Several relays"]
    assert (tmp_path / "backup" / "city.dump").is_file()


def test_nothing_on_the_page_looks_like_a_command_and_is_not_run() -> None:
    lines = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()

    assert {block.language for block in BLOCKS} == {"sh", "ini"}
    assert [line for line in lines if line.startswith(("    ", "$ ", "# quancai"))] == []
