"""A half-filled form of a device that erased itself: kept for a person, never taken for a finished one."""

import pytest

from desktop.form_entry.draft_document import DraftDocument, write_document
from forms import DeviceProperties, FormSession
from server_stub.platform.form_shelf import FormClock, shipped_form
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.review import accept, list_quarantine
from sync.change import FilledForm, VerdictState
from sync.item_encoding import encode_item
from tests.scenario.office import CAI, OPERATOR, Office


@pytest.fixture
def unfinished(office: Office) -> FilledForm:
    """A visit that was broken off after the first answer."""
    session = FormSession.start(
        shipped_form("employment_brief"),
        clock=FormClock(office.clock),
        device=DeviceProperties(device_id="d", username=OPERATOR),
    )
    session.answer("/employment_brief/who/consent", "1")
    return FilledForm(
        id=office.entropy.uuid(),
        form_id="employment_brief",
        form_version=session.definition.version,
        subject_id=CAI,
        xml=write_document(DraftDocument(session.save())),
        finalised_at_ms=office.clock.now_ms(),
        operator=OPERATOR,
    )


@pytest.mark.expects_warning
def test_it_waits_for_a_person_and_accepting_it_changes_no_record(
    office: Office, unfinished: FilledForm
) -> None:
    device, before = office.enrol(), office.record("person", CAI)
    office.order(Order(OrderKind.REVOKE, device.id, is_wipe=True))
    office.desk.run_once()
    device.post(unfinished)
    office.desk.run_once()

    with office.city.write() as connection:
        (waiting,) = list_quarantine(connection)
        accept(connection, waiting.digest)
    office.desk.run_once()

    assert office.record("person", CAI) == before
    kept = office.rows("SELECT state, payload FROM platform_items")
    assert kept == [(VerdictState.RETURNED, encode_item(unfinished))]
