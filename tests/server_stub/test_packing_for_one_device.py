"""A device that hears of the city by stick only gets first what it lacks first: it takes no link before."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

import server_stub.courier
from server_stub.courier import export_parcel
from server_stub.platform.exchange_tables import outgoing
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import ChainLink
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import SAYS_UNEMPLOYED, Office

DAY_S = 24 * 3600


def say_read(office: Office, device: FieldDevice, sequence: int) -> None:
    """Let a device say, with its next work, how far it has read what was sealed for it."""
    query = select(outgoing.c.digest).where(outgoing.c.audience == device.id, outgoing.c.sequence == sequence)
    with office.city.read() as connection:
        digest = connection.execute(query).scalar_one()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    read = ChainLink(sequence, bytes.fromhex(digest))
    device.post(visit.form, visit.change, header=replace(device.device.header(), acknowledged=read))
    office.desk.run_once()


def packed(office: Office, device: FieldDevice, stick: Path) -> list[int]:
    """Give the numbers of what lies on a fresh stick for a device."""
    stick.mkdir()
    export_parcel(office.folder, stick, device=device.id)
    bodies = [path.read_bytes() for path in stick.rglob("*.envelope")]
    return sorted(parse_envelope(body).header.sequence for body in bodies)


def test_what_a_device_lacks_first_is_packed_first(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = office.enrol()
    office.clock.advance(2 * DAY_S)
    office.desk.run_once()
    monkeypatch.setattr(server_stub.courier, "_MOST_ENVELOPES", 1)

    before = packed(office, device, tmp_path / "first")
    say_read(office, device, 1)
    after = packed(office, device, tmp_path / "second")

    assert (before, after) == ([1], [2])


def test_everything_a_device_lacks_is_packed_and_no_more(office: Office, tmp_path: Path) -> None:
    device = office.enrol()
    office.clock.advance(2 * DAY_S)
    office.desk.run_once()
    say_read(office, device, 2)
    query = select(outgoing.c.sequence).where(outgoing.c.audience == device.id, outgoing.c.sequence > 2)
    with office.city.read() as connection:
        lacked = sorted(connection.execute(query).scalars())

    assert packed(office, device, tmp_path / "stick") == lacked
