"""A restored device sends again what its former self had sent: one effect, and both hear the end."""

import pytest

from sync.change import VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office, Visit

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

APPLIED = (VerdictState.APPLIED, None)


def last_words(device: FieldDevice, visit: Visit) -> list[tuple[VerdictState, str | None]]:
    device.pull()
    return [device.verdicts(visit.form.id)[-1], device.verdicts(visit.change.id)[-1]]


def test_both_hear_the_end_when_the_platform_finds_both_envelopes_at_once(office: Office) -> None:
    former, restored = office.enrol(), office.enrol()
    former.pull()
    visit = office.visit(former, SAYS_UNEMPLOYED)
    former.post(visit.form, visit.change)
    restored.post(visit.form, visit.change)

    office.desk.run_once()

    assert last_words(former, visit) == [APPLIED, APPLIED]
    assert last_words(restored, visit) == [APPLIED, APPLIED]
    assert office.rows("SELECT count(*) FROM platform_items") == [(2,)]


def test_part_of_the_work_sent_again_beside_new_work_hears_its_own_end(office: Office) -> None:
    former, restored = office.enrol(), office.enrol()
    former.pull()
    visit = office.visit(former, SAYS_UNEMPLOYED)
    former.post(visit.form)
    restored.post(visit.form, visit.change)

    office.desk.run_once()

    assert last_words(restored, visit) == [APPLIED, APPLIED]
    assert office.record("person", CAI).fields["emp_status"] == "1"
