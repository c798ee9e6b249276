"""A city database of the first version is brought up to date in place, and loses nothing."""

import pytest

from server_stub.data_folder import open_city
from server_stub.errors import StorageNewerError
from server_stub.platform.upgrades import CITY_VERSION
from tests.scenario.office import SAYS_UNEMPLOYED, Office

# The table as the first version made it.
FIRST_OUTGOING = """
CREATE TABLE platform_outgoing (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, digest VARCHAR(64) NOT NULL UNIQUE,
    audience VARCHAR(64) NOT NULL, sequence BIGINT NOT NULL, body BLOB NOT NULL, receipt BLOB,
    refusal VARCHAR(64), sealed_at_ms BIGINT NOT NULL, UNIQUE (audience, sequence)
)"""
COLUMNS = "number, digest, audience, sequence, body, receipt, refusal, sealed_at_ms"


def as_the_first_version_left_it(office: Office) -> None:
    with office.city.write() as connection:
        connection.exec_driver_sql("ALTER TABLE platform_outgoing RENAME TO kept")
        connection.exec_driver_sql(FIRST_OUTGOING)
        connection.exec_driver_sql(f"INSERT INTO platform_outgoing ({COLUMNS}) SELECT {COLUMNS} FROM kept")
        connection.exec_driver_sql("DROP TABLE kept")
        connection.exec_driver_sql("ALTER TABLE platform_invitations DROP COLUMN suite")
        connection.exec_driver_sql("UPDATE schema_versions SET version = 1 WHERE room = 'platform'")


def test_folder_of_the_first_version_goes_on_where_it_stood(office: Office) -> None:
    device = office.enrol()
    before = office.rows(f"SELECT {COLUMNS} FROM platform_outgoing ORDER BY number")
    as_the_first_version_left_it(office)

    office.restart()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    kept = office.rows(f"SELECT {COLUMNS} FROM platform_outgoing ORDER BY number")
    assert kept[: len(before)] == before
    assert office.rows("SELECT DISTINCT sender FROM platform_outgoing") == [
        (office.desk.keys.city.device_id,)
    ]
    assert device.verdicts(visit.change.id)
    assert office.rows("SELECT version FROM schema_versions WHERE room = 'platform'") == [(CITY_VERSION,)]


def test_folder_of_the_first_version_without_a_device_is_brought_up_to_date(office: Office) -> None:
    as_the_first_version_left_it(office)

    office.restart()
    device = office.enrol()

    assert device.states("person")


def test_folder_of_a_later_version_is_refused(office: Office) -> None:
    with office.city.write() as connection:
        connection.exec_driver_sql(
            f"UPDATE schema_versions SET version = {CITY_VERSION + 1} WHERE room = 'platform'"
        )

    with pytest.raises(StorageNewerError):
        open_city(office.settings)
