"""A revision is the name of a state: a member may not give his edit the city's, of today or to come."""

from dataclasses import replace

import pytest

from sync.change import HybridTime, VerdictState
from sync.merge.revision import revision_of
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import SAYS_UNEMPLOYED, Office


def returned(device: FieldDevice, item_id: str) -> str | None:
    device.pull()
    ((state, code),) = device.verdicts(item_id)
    assert state is VerdictState.RETURNED
    return code


def test_change_under_the_name_of_a_state_to_come_is_returned(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    to_come = revision_of(HybridTime(office.clock.now_ms() + 60_000, 0, "city"))
    forged = replace(visit.change, revision=to_come)

    device.post(visit.form, forged)
    office.desk.run_once()

    assert returned(device, forged.id) == "change-not-allowed"
    assert office.rows(f"SELECT 1 FROM city_revisions WHERE revision = '{to_come}'") == []


@pytest.mark.parametrize("node", ["city", "not-the-city"])
def test_change_in_the_citys_own_name_is_returned(office: Office, node: str) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    made_at = replace(visit.change.made_at, node=node)
    forged = replace(visit.change, made_at=made_at, revision=revision_of(made_at))

    device.post(visit.form, forged)
    office.desk.run_once()

    assert returned(device, forged.id) == "change-not-allowed"
