"""A relay restored from a backup has lost what was published last, and the platform gives it again (P5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from server_stub.relay.tables import registries
from sync.change import EnvelopeVerdict, Verdict, VerdictState
from tests.scenario.office import SAYS_UNEMPLOYED, Office, open_office, prepare_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    prepare_office(tmp_path)
    office = open_office(tmp_path)
    yield office
    office.close()


@pytest.mark.expects_warning
def test_the_newest_registry_is_posted_again_and_answers_go_out(office: Office) -> None:
    device = office.enrol()
    relay = office.relay_app.state.relay.database
    with relay.read() as connection:
        backup = [row._asdict() for row in connection.execute(select(registries))]
    office.enrol()
    published = office.registry().version
    with relay.write() as connection:
        connection.execute(delete(registries))
        connection.execute(insert(registries), backup)
    assert office.registry().version == published - 1
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)

    office.desk.run_once()
    office.desk.run_once()
    device.pull()

    assert office.registry().version == published
    words = [item.state for item in device.received if isinstance(item, Verdict | EnvelopeVerdict)]
    assert words[-1] is VerdictState.APPLIED
