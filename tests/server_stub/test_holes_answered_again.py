"""A device names a link that never reached it, and names it again: the answer may have been kept back too."""

import pytest

from server_stub.platform.alarms import list_alarms
from sync.change import EVERYTHING, FillMark, FillStep, Want
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import Office

pytestmark = pytest.mark.expects_warning

HOUR_S = 3600
BEGINS = FillMark(FillStep.BEGINS)


def tellings(office: Office, device: FieldDevice, *numbers: str) -> int:
    """Name these links; say how often everything was told anew in answer."""
    device.post(*[Want(EVERYTHING, number) for number in numbers])
    office.desk.run_once()
    return device.pull().count(BEGINS)


@pytest.fixture
def device(office: Office) -> FieldDevice:
    joined = office.enrol()
    office.desk.run_once()
    joined.pull()
    return joined


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_number_named_again_after_a_while_is_answered_again(office: Office, device: FieldDevice) -> None:
    first = tellings(office, device, "1")
    at_once = tellings(office, device, "1")
    office.clock.advance(12 * HOUR_S)
    later = tellings(office, device, "1")
    at_once_again = tellings(office, device, "1")

    assert (first, at_once, later, at_once_again) == (1, 0, 1, 0)
    with office.city.read() as connection:
        assert [alarm.subject for alarm in list_alarms(connection)] == [f"{device.id} 1"]


def test_another_number_is_answered_at_once(office: Office, device: FieldDevice) -> None:
    first = tellings(office, device, "1")

    assert (first, tellings(office, device, "1", "2")) == (1, 1)


def test_number_that_was_never_sent_is_not_answered_however_late(office: Office, device: FieldDevice) -> None:
    office.clock.advance(48 * HOUR_S)

    assert tellings(office, device, "999") == 0
    assert office.rows("SELECT count(*) FROM platform_alarms") == [(0,)]
