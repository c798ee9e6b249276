"""Every command of the guide for IT staff works as it stands there, in order; both languages say the same."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from resources import read_bytes
from server_stub.devices_of_the_office import Standing, list_devices
from server_stub.office import city_database
from server_stub.platform.device_words import keep_reports
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import DeviceReport
from sync.keys.enrolment import decode_invitation, request_enrolment
from sync.keys.identity import generate_identity
from sync.relay_client import RelayClient
from tests.architecture.sources import ROOT
from tests.quancai.page_commands import Shell, blocks_of, free_port
from tests.updates.publisher import make_program

pytestmark = [pytest.mark.socket, pytest.mark.timeout(600)]

ENGLISH, CHINESE = (blocks_of(ROOT / "docs" / f"it-guide.{language}.md") for language in ("en", "zh"))
NAME = "晋江1号"
SCRIPT = """#!/bin/sh
[ "$1" = self-check ] && exit 0
rm -f "$QUANCAI_INSTALLATION/unconfirmed"
echo quancai {version}
"""


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    places = {
        "/var/lib/quancai": str(tmp_path / "data"),
        "/media/safe": str(tmp_path / "safe"),
        "/media/stick": str(tmp_path / "stick"),
        "/srv/updates": str(tmp_path / "updates"),
        "/srv/build": str(tmp_path / "build"),
        "/srv/forms": str(tmp_path / "forms"),
        "/opt/quancai-portable": str(tmp_path / "portable"),
        "8410": free_port(),
    }
    make_program(tmp_path / "build" / "0.1.0", "0.1.0", script=SCRIPT.format(version="0.1.0"))
    make_program(tmp_path / "build" / "0.2.0", "0.2.0", script=SCRIPT.format(version="0.2.0"))
    (tmp_path / "forms").mkdir()
    brief = read_bytes("forms/employment_brief.xml").replace(b"2026112301", b"2026120101")
    (tmp_path / "forms" / "brief.xml").write_bytes(brief)
    (tmp_path / "forms" / "media").symlink_to(ROOT / "resources" / "forms" / "media")
    opened = Shell(tmp_path, places=places, environment={})
    yield opened
    opened.close()


def ask_to_join(folder: Path) -> None:
    """Do what the desktop does with the invitation of the first sheet, and wait until the city has looked."""
    text = (folder / "safe" / "sheets" / "0002.qjy").read_text("ascii")
    invitation = decode_invitation(text, now_ms=SystemClock().now_ms())
    identity = generate_identity(entropy=SystemEntropy(), org=invitation.org)
    transport = HttpTransport(invitation.relay_url, authorities=str(folder / "safe" / "relay-tls.crt"))
    client = RelayClient(transport, signer=identity, clock=SystemClock(), entropy=SystemEntropy())
    client.post_enrolment(request_enrolment(identity, name="DESKTOP-7Q2F1", code=invitation.code))
    transport.close()
    await_standing(folder, Standing.WAITING)


def await_standing(folder: Path, standing: Standing) -> None:
    """Wait for a round of the platform."""
    for _ in range(600):
        if [one.standing for one in list_devices(folder / "data")] == [standing]:
            return
        Event().wait(0.1)
    raise AssertionError(standing)


def say_how_it_stands(folder: Path) -> None:
    """Stand in for the laptop's first report, which a program sends by itself."""
    await_standing(folder, Standing.MEMBER)
    device = list_devices(folder / "data")[0].device_id
    said = DeviceReport(1, "0.1.0", "linux x86_64", 20_480, 0, 1, (), ())
    with city_database(folder / "data") as connection:
        keep_reports(connection, [said], device=device, now_ms=SystemClock().now_ms())


def test_every_command_of_the_guide_works_in_its_order(shell: Shell, tmp_path: Path) -> None:
    before = {
        "Letting laptops in": partial(ask_to_join, tmp_path),
        "Watching them": partial(say_how_it_stands, tmp_path),
        "A key that is lost": partial(await_standing, tmp_path, Standing.WIPE_ORDERED),
    }

    said = shell.run_all(ENGLISH, before=before)

    assert len(list((tmp_path / "safe" / "sheets").glob("*.qjy"))) == 100
    assert "linux x86_64" in said["Watching them"]
    assert said["A new version, by stick"].split("\n").count("quancai 0.2.0") == 1
    assert said["A new version, by stick"].rstrip().endswith("quancai 0.1.0")
    assert NAME in said["A lost laptop"]


def test_both_languages_give_the_same_commands() -> None:
    assert [one.text for one in CHINESE] == [one.text for one in ENGLISH]


def test_nothing_in_a_block_is_left_out() -> None:
    assert {one.language for one in ENGLISH} == {"sh"}
    assert len({one.heading for one in ENGLISH}) == 12
