"""What the protocol lets a device say at its longest is taken, whichever database lies below."""

from dataclasses import replace

import pytest

from server_stub.platform.inbox import InboxState
from sync.change import VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

LONGEST = 128  # of ids and operators, docs/protocol.md section 2


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_ids_and_operators_of_the_greatest_length_are_applied(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    operator = "林" * LONGEST
    form = replace(visit.form, id="f" * LONGEST, operator=operator)
    change = replace(visit.change, id="c" * LONGEST, submission_id=form.id, operator=operator)

    device.post(form, change)
    office.desk.run_once()

    assert office.rows("SELECT state FROM platform_inbox") == [(InboxState.APPLIED.value,)]
    assert office.rows("SELECT state FROM platform_items ORDER BY id") == [(VerdictState.APPLIED.value,)] * 2
    assert office.record("person", CAI).fields["emp_status"] == change.edits["emp_status"]
