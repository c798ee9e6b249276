"""What was let go in other years costs a day nothing: the city looks at what still has bytes."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, inspect, select, update

from server_stub.platform.exchange_tables import inbox, outgoing
from server_stub.platform.inbox import InboxState
from server_stub.platform.letting_go import let_bytes_go
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import Office, open_office
from tests.scenario.older_folders import VERSIONS, take_folder
from tests.server_stub.test_letting_go import read_all

YEARS = 3_000  # links and envelopes of other years


def remember_years(connection: Connection, device: FieldDevice, *, count: int) -> None:
    """Put rows before the first ones, such as stay when the bytes went."""
    ours = connection.execute(select(outgoing.c.sender).limit(1)).scalar_one()
    sent = [
        {"digest": f"s{number:063d}", "sender": ours, "audience": device.id, "sequence": -number}
        for number in range(1, count + 1)
    ]
    connection.execute(insert(outgoing).values(body=b"", receipt=b"r", sealed_at_ms=1), sent)
    came = [{"digest": f"r{number:063d}", "position": -number} for number in range(1, count + 1)]
    done = {"body": b"", "state": InboxState.APPLIED, "sender": device.id, "received_at_ms": 1}
    connection.execute(insert(inbox).values(**done), came)


def steps_of_a_day(office: Office) -> int:
    """Give the steps of SQLite's machine, in hundreds, that one look takes."""
    steps: list[None] = []
    with office.city.write() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(lambda: steps.append(None), 100)
        let_bytes_go(connection, before_ms=1)
        driver.set_progress_handler(None, 0)
    return len(steps)


def test_years_of_what_is_gone_cost_a_day_nothing(office: Office) -> None:
    device = office.enrol()
    read_all(office, device)
    young = steps_of_a_day(office)
    with office.city.write() as connection:
        remember_years(connection, device, count=YEARS)

    old = steps_of_a_day(office)

    assert old <= young + 2


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_more_than_is_let_go_at_once_goes_all_the_same(office: Office) -> None:
    device = office.enrol()
    read_all(office, device)
    with office.city.write() as connection:
        remember_years(connection, device, count=450)
        connection.execute(update(outgoing).where(outgoing.c.sequence < 0).values(body=b"x"))
        connection.execute(update(inbox).where(inbox.c.position < 0).values(body=b"x"))

        gone = let_bytes_go(connection, before_ms=2)
        again = let_bytes_go(connection, before_ms=2)

    assert (gone, again) == (900, 0)
    assert office.rows("SELECT count(*) FROM platform_outgoing WHERE length(body) = 1") == [(0,)]
    assert office.rows("SELECT count(*) FROM platform_inbox WHERE length(body) = 1") == [(0,)]


@pytest.mark.parametrize("version", VERSIONS)
def test_city_of_every_version_finds_them_by_the_same_indexes(version: str, tmp_path: Path) -> None:
    office = open_office(take_folder(version, tmp_path / "folder"))

    with office.city.read() as connection:
        found = {
            table.name: {one["name"] for one in inspect(connection).get_indexes(table.name)}
            for table in (inbox, outgoing)
        }

    assert found["platform_inbox"] >= {"platform_inbox_of_sender", "platform_inbox_with_bytes"}
    assert "platform_outgoing_with_bytes" in found["platform_outgoing"]
    office.close()
