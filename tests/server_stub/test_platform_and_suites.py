"""A device of a suite the city has no key of is not listed: nobody could seal an answer to it."""

from dataclasses import replace

import pytest

from sync.change import VerdictState
from sync.envelope.header import EnvelopeKind
from sync.keys.rotation import renew_identity, state_rotation
from sync.suites.suite import SuiteId
from tests.scenario.office import SAYS_UNEMPLOYED, Office


@pytest.mark.expects_warning
@pytest.mark.parametrize("suite", [SuiteId.NATIONAL, SuiteId.HYBRID])
def test_wish_for_a_suite_the_city_has_no_key_of_is_set_aside_and_answers_go_on(
    office: Office, suite: SuiteId
) -> None:
    device = office.enrol()
    before = device.device.identity
    renewed = renew_identity(before, suite=suite, entropy=office.entropy)
    statement = state_rotation(renewed, former=before.kid)
    header = replace(device.device.header(), kind=EnvelopeKind.ROTATE, epoch=office.registry().version)
    device.client.post_envelope(device.device.seal_bytes(statement, header=header).body)

    office.desk.run_once()

    entry = office.registry().device(device.id)
    assert entry is not None
    assert entry.public == before.public

    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()
    assert device.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)
