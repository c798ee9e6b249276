"""Who joins the realm: one device an invitation, in its time, with the scope it names."""

import pytest
from sqlalchemy import select

from server_stub.platform.exchange_tables import invitations
from sync.errors import ServerRefusedError
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import Office
from tests.scenario.realm import TOWNSHIP

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)


@pytest.mark.expects_warning
def test_device_with_a_guessed_code_does_not_join(office: Office) -> None:
    stranger = office.ask_to_join(code=b"guess-guess-gues")

    office.desk.run_once()

    assert office.registry().device(stranger.id) is None
    assert office.rows("SELECT code FROM platform_join_requests") == [("enrolment-proof-invalid",)]


@pytest.mark.expects_warning
def test_invitation_lets_one_device_in(office: Office) -> None:
    first = office.enrol()
    with office.city.read() as connection:
        spoken = connection.execute(select(invitations.c.code)).scalar_one()

    second = office.ask_to_join(code=spoken)
    office.desk.run_once()

    assert office.registry().device(first.id) is not None
    assert office.registry().device(second.id) is None


@pytest.mark.expects_warning
def test_invitation_ends_after_its_week(office: Office) -> None:
    late = office.ask_to_join()
    office.clock.advance(8 * 24 * 3600)

    office.desk.run_once()

    assert office.registry().device(late.id) is None


def test_registry_is_renewed_before_it_ends(office: Office) -> None:
    before = office.registry()
    office.clock.advance(16 * 24 * 3600)

    office.desk.run_once()

    assert office.registry().version == before.version + 1
    assert office.registry().expires_ms > before.expires_ms


def test_scope_of_a_device_is_what_its_invitation_said(office: Office) -> None:
    device = office.enrol(scope=("350582001000",))

    entry = office.registry().device(device.id)

    assert entry is not None
    assert entry.scope == (TOWNSHIP,)


@pytest.mark.expects_warning
def test_a_name_no_registry_can_carry_ends_neither_the_realm_nor_the_invitation(office: Office) -> None:
    member = office.enrol()

    with pytest.raises(ServerRefusedError):
        office.ask_to_join(name="窗" * 200)
    office.desk.run_once()

    assert office.registry().device(member.id) is not None
    assert office.enrol().id != member.id
