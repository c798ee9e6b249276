"""A hostile relay keeps one of the city's envelopes back: both ends know, and nothing stays lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.platform.alarms import list_alarms
from store import DeliveryState, read_record
from store.missing_links import list_holes
from tests.scenario.office import CAI, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office
from tests.scenario.office_fixtures import office, prepared_office
from tests.scenario.village import Village, settle_village

__all__ = ["office", "prepared_office"]
pytestmark = pytest.mark.expects_warning
FORM = "employment_brief"


@pytest.fixture
def village(office: Office, tmp_path: Path) -> Iterator[Village]:
    settled = settle_village(office, tmp_path / "village", scope=("350582001014",))
    yield settled
    settled.store.close()


def withhold_newest(office: Office, village: Village) -> None:
    """Let the relay forget the last envelope for the village, as if it had never been posted."""
    with office.relay_app.state.relay.database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM relay_envelopes WHERE position = "
            f"(SELECT max(position) FROM relay_envelopes WHERE audience = '{village.device.device_id}')"
        )


def test_withheld_answer_comes_again_and_the_office_hears_of_it(office: Office, village: Village) -> None:
    first = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    village.sync()
    office.desk.run_once()
    withhold_newest(office, village)
    second = village.finish(village.start(FORM), SAYS_EMPLOYED)

    village.exchange()
    village.exchange()

    person = read_record(village.store, "person", CAI)
    assert person is not None
    assert person.fields["emp_status"] == office.record("person", CAI).fields["emp_status"] == "2"
    assert {item.state for one in (first, second) for item in village.items(one)} == {DeliveryState.APPLIED}
    assert len(list_holes(village.store)) == 1
    with office.city.read() as connection:
        codes = [alarm.code for alarm in list_alarms(connection)]
    assert codes == ["downlink-withheld"]
