"""Lost devices, changed keys, a restored database: what the platform does, and what is left behind."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from server_stub.platform.alarms import list_alarms
from server_stub.platform.exchange_tables import registry_devices, registry_versions
from server_stub.platform.orders import Order, OrderKind, waiting_orders
from server_stub.platform.registry import present_roots
from server_stub.platform.review import NotInQuarantineError, accept, list_quarantine, reject
from sync.change import VerdictState
from sync.envelope.header import ChainLink, EnvelopeKind
from sync.errors import ServerRefusedError
from sync.keys.rotation import renew_identity, state_rotation
from sync.suites.suite import SuiteId
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

DAY_S = 24 * 3600
APPLIED = (VerdictState.APPLIED, None)


def revoke(office: Office, device: FieldDevice, *, at: int | None = None, wipe: bool = False) -> None:
    office.order(Order(OrderKind.REVOKE, device.id, at, wipe))
    office.desk.run_once()


def post_visit(office: Office, device: FieldDevice) -> str:
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    return visit.change.id


def quarantined(office: Office) -> list[str]:
    with office.city.read() as connection:
        return [one.code for one in list_quarantine(connection)]


def test_what_the_relay_holds_when_a_device_is_ended_still_counts(office: Office) -> None:
    device = office.enrol()
    post_visit(office, device)

    revoke(office, device)

    entry = office.registry().device(device.id)
    assert entry is not None
    assert (entry.revoked_at_seq, entry.wipe_ordered) == (1, False)
    assert office.record("person", CAI).fields["emp_status"] == "1"


def test_office_may_name_the_last_number_that_counts(office: Office) -> None:
    device = office.enrol()

    revoke(office, device, at=7, wipe=True)

    entry = office.registry().device(device.id)
    assert entry is not None
    assert (entry.revoked_at_seq, entry.wipe_ordered) == (7, True)


def test_order_given_twice_ends_a_device_once_and_at_the_earlier_number(office: Office) -> None:
    device = office.enrol()
    revoke(office, device, at=3)

    revoke(office, device, at=9, wipe=True)

    entry = office.registry().device(device.id)
    assert entry is not None
    assert (entry.revoked_at_seq, entry.wipe_ordered) == (3, True)
    with office.city.read() as connection:
        assert waiting_orders(connection) == ()


def test_nothing_is_sealed_to_a_revoked_device_any_more(office: Office) -> None:
    lost, kept = office.enrol(), office.enrol()
    revoke(office, lost)
    before = office.rows("SELECT count(*) FROM platform_outgoing WHERE audience = '" + lost.id + "'")

    post_visit(office, kept)
    office.clock.advance(3 * DAY_S)
    office.desk.run_once()

    after = office.rows("SELECT count(*) FROM platform_outgoing WHERE audience = '" + lost.id + "'")
    assert after == before


def test_revoked_device_reads_nothing_and_still_gets_its_order(office: Office) -> None:
    device = office.enrol()
    revoke(office, device, wipe=True)

    with pytest.raises(ServerRefusedError) as refused:
        device.pull()

    assert refused.value.problem_code == "mailbox-closed"
    entry = office.registry().device(device.id)
    assert entry is not None
    assert entry.wipe_ordered


@pytest.mark.expects_warning
def test_late_work_of_a_lost_device_waits_and_is_applied_when_accepted(office: Office) -> None:
    device = office.enrol()
    revoke(office, device)
    post_visit(office, device)
    office.desk.run_once()
    assert quarantined(office) == ["sender-revoked"]
    assert office.record("person", CAI).fields["emp_status"] == "2"

    with office.city.write() as connection:
        (waiting,) = list_quarantine(connection)
        accept(connection, waiting.digest)
    office.desk.run_once()

    assert (waiting.sender, waiting.sequence) == (device.id, 1)
    assert quarantined(office) == []
    assert office.record("person", CAI).fields["emp_status"] == "1"


@pytest.mark.expects_warning
def test_rejected_work_is_kept_and_never_applied(office: Office) -> None:
    device = office.enrol()
    revoke(office, device)
    post_visit(office, device)
    office.desk.run_once()

    with office.city.write() as connection:
        (waiting,) = list_quarantine(connection)
        reject(connection, waiting.digest)
    office.desk.run_once()

    assert office.rows("SELECT state FROM platform_inbox") == [("rejected",)]
    assert office.record("person", CAI).fields["emp_status"] == "2"


def test_only_what_waits_can_be_accepted(office: Office) -> None:
    with office.city.write() as connection, pytest.raises(NotInQuarantineError):
        accept(connection, "0" * 64)


def test_device_joins_again_under_a_new_identity(office: Office) -> None:
    lost = office.enrol()
    revoke(office, lost, wipe=True)

    again = office.enrol()
    change = post_visit(office, again)
    office.desk.run_once()
    again.pull()

    assert again.id != lost.id
    assert again.verdicts(change)[-1] == APPLIED


def test_device_changes_its_keys_and_stays_the_same_device(office: Office) -> None:
    device = office.enrol()
    renewed = renew_identity(device.device.identity, suite=SuiteId.INTERNATIONAL, entropy=office.entropy)
    statement = state_rotation(renewed, former=device.device.identity.kid)
    header = replace(device.device.header(), kind=EnvelopeKind.ROTATE, epoch=office.registry().version)
    device.client.post_envelope(device.device.seal_bytes(statement, header=header).body)

    office.desk.run_once()

    entry = office.registry().device(device.id)
    assert entry is not None
    assert entry.public == renewed.public
    assert [one.public.kid for one in entry.former] == [device.device.identity.kid]

    former, device.device.identity = device.device.identity, renewed
    change = post_visit(office, device)
    office.desk.run_once()
    device.client = office.client_of(renewed)
    device.pull()
    assert device.verdicts(change)[-1] == APPLIED
    assert former.device_id == renewed.device_id


@pytest.mark.expects_warning
def test_wish_for_a_key_that_somebody_has_is_set_aside(office: Office) -> None:
    device, neighbour = office.enrol(), office.enrol()
    theirs = replace(neighbour.device.identity, device_id=device.device.identity.device_id)
    statement = state_rotation(theirs, former=device.device.identity.kid)
    header = replace(device.device.header(), kind=EnvelopeKind.ROTATE, epoch=office.registry().version)
    wish = device.device.seal_bytes(statement, header=header)
    device.client.post_envelope(wish.body)

    office.desk.run_once()
    device.pull()

    assert quarantined(office) == ["device-name-taken"]
    assert device.verdicts(wish.id) == [(VerdictState.RETURNED, "device-name-taken")]


def test_city_gets_a_new_sealing_key_and_opens_what_was_sealed_before(office: Office) -> None:
    device = office.enrol()
    old = office.desk.keys.city.public
    early = post_visit(office, device)
    office.order(Order(OrderKind.CITY_KEY, old.sealing_kid.hex()))
    office.desk.run_once()
    late = office.visit(device, SAYS_UNEMPLOYED)
    device.post(late.form)  # the device has not seen the new registry: sealed to the former key

    office.restart()
    office.desk.run_once()
    device.pull()

    (listed,) = office.registry().recipients
    assert (listed.kid, listed.sealing_kid != old.sealing_kid) == (old.kid, True)
    assert device.verdicts(early)[-1] == APPLIED
    assert device.verdicts(late.form.id)[-1] == APPLIED


def test_new_roots_sign_and_every_joined_device_follows(office: Office) -> None:
    device = office.enrol()
    first = office.desk.keys.roots
    office.order(Order(OrderKind.ROOTS, first.digest.hex()))

    office.desk.run_once()
    office.restart()
    office.clock.advance(16 * DAY_S)
    office.desk.run_once()
    change = post_visit(office, device)
    office.desk.run_once()
    device.pull()

    with office.city.read() as connection:
        assert present_roots(connection, first).digest != first.digest
    assert device.verdicts(change)[-1] == APPLIED


def test_checkpoint_comes_once_a_day_to_members_only(office: Office) -> None:
    device = office.enrol()
    post_visit(office, device)
    office.desk.run_once()
    before = len(device.checkpoints())

    office.clock.advance(DAY_S)
    office.desk.run_once()
    office.desk.run_once()
    office.clock.advance(DAY_S)
    office.desk.run_once()

    first, second = device.checkpoints()
    assert before == 0
    assert (first.number, second.number, second.previous) == (1, 2, first.digest)
    assert first.head == device.device.head
    assert first.registry_version == office.registry().version


@pytest.mark.expects_warning
def test_device_that_saw_another_history_raises_an_alarm_and_blocks_nothing(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    shown = ChainLink(1, b"x" * 32)
    header = replace(device.device.header(), acknowledged=shown, epoch=office.registry().version)
    device.post(visit.form, visit.change, header=header)

    office.desk.run_once()
    device.pull()

    with office.city.read() as connection:
        (alarm,) = list_alarms(connection)
    assert (alarm.code, alarm.subject) == ("peer-history-differs", f"{device.id} 1")
    assert device.verdicts(visit.change.id)[-1] == APPLIED


@pytest.mark.expects_warning
def test_city_restored_from_a_backup_goes_above_the_relays_registry(office: Office) -> None:
    early = office.enrol()
    backup = office.registry().version
    with office.city.read() as connection:
        devices = connection.execute(select(registry_devices)).one()._asdict()
    late = office.enrol()
    office.clock.advance(16 * DAY_S)
    office.desk.run_once()
    newest = office.registry().version
    with office.city.write() as connection:
        connection.execute(delete(registry_versions).where(registry_versions.c.version > backup))
        connection.execute(update(registry_versions).values(posted_at_ms=None))
        connection.execute(update(registry_devices).values(**devices))

    office.restart()
    office.desk.run_once()

    registry = office.registry()
    assert registry.version > newest
    assert {one.device_id for one in registry.devices} == {early.id, late.id}


def test_registry_is_renewed_before_half_the_lease_is_over(office: Office) -> None:
    before = office.registry()
    office.clock.advance(7 * DAY_S)

    office.desk.run_once()

    assert office.registry().version == before.version + 1
    assert office.registry().issued_ms == office.clock.now_ms()
