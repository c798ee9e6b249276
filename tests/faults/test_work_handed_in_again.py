"""A replaced device hands in its outbox under a new name; what became of the work reaches it, too (P6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.change import EnvelopeVerdict, RecordState, Verdict, VerdictState
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office, Visit, open_office, prepare_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    prepare_office(tmp_path)
    office = open_office(tmp_path)
    yield office
    office.close()


def _last_words(device: FieldDevice) -> list[VerdictState]:
    return [item.state for item in device.received if isinstance(item, Verdict | EnvelopeVerdict)]


def _newest(device: FieldDevice) -> RecordState:
    return device.states("person")[CAI]


def _post_from(office: Office, device: FieldDevice) -> Visit:
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    return visit


def test_work_that_came_in_both_envelopes_of_one_round_is_applied_once_and_answered_to_both(
    office: Office,
) -> None:
    old, new = office.enrol(), office.enrol()
    visit = _post_from(office, old)
    new.post(visit.form, visit.change)

    office.desk.run_once()
    old.pull()
    new.pull()

    assert _last_words(old)[-1] is VerdictState.APPLIED
    assert _last_words(new)[-1] is VerdictState.APPLIED
    merges = office.rows("SELECT count(*) FROM city_revisions WHERE source = 'merge' AND id = '" + CAI + "'")
    assert merges == [(1,)]


def test_work_that_was_applied_long_ago_brings_the_record_as_it_is_now(office: Office) -> None:
    old = office.enrol()
    visit = _post_from(office, old)
    office.desk.run_once()
    new = office.enrol()
    new.received.clear()

    new.post(visit.form, visit.change)
    office.desk.run_once()
    new.pull()

    assert _last_words(new)[-1] is VerdictState.APPLIED
    assert _newest(new).revision == office.record("person", CAI).revision
