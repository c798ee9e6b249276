"""Sealed bytes that their reader has are let go after a time; what a backup may still need stays."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from server_stub.platform.alarms import list_alarms
from server_stub.platform.documents import NewDocument, keep_document
from server_stub.platform.exchange_tables import inbox, outgoing
from server_stub.platform.letting_go import let_bytes_go
from server_stub.platform.outgoing import unposted
from server_stub.relay.tables import chain_heads, envelopes
from sync.change import DocumentKind
from sync.envelope.header import ChainLink, SealedEnvelope
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import SAYS_UNEMPLOYED, Office
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter

on_both_engines = pytest.mark.parametrize("office", ENGINES, indirect=True)

DAY_S = 24 * 3600
KEEP_DAYS = 90
LIST = b"name,label\n350582001,x\n" * 2_000


def acknowledge(counter: Counter, device: Device, *, read: ChainLink) -> tuple[int, bytes]:
    """Let the city say to a device how far it has read that device's chain."""
    city = Device(counter.realm.city, (device.identity.public,), counter.realm.entropy)
    header = replace(city.header(audience=device.id), acknowledged=read)
    return counter.post(city.seal(header=header))


def two_old_links(counter: Counter) -> tuple[Device, SealedEnvelope, SealedEnvelope]:
    device = counter.realm.join()
    counter.publish()
    first, second = device.seal(), device.seal()
    counter.post(first)
    counter.post(second)
    counter.clock.advance((KEEP_DAYS + 1) * DAY_S)
    return device, first, second


def held(counter: Counter) -> dict[str, int]:
    """Name the envelopes of the relay with the bytes it has of each."""
    query = select(envelopes.c.digest, func.length(envelopes.c.body))
    with counter.database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def test_relay_lets_go_what_the_city_has_read_and_keeps_the_end_of_the_chain(counter: Counter) -> None:
    device, first, second = two_old_links(counter)

    acknowledge(counter, device, read=second.link)

    assert (held(counter)[first.id], held(counter)[second.id]) == (0, len(second.body))
    city = Device(counter.realm.city, (), counter.realm.entropy)
    assert [item.body for item in counter.mailbox(city).items] == [second.body]


def test_relay_lets_nothing_go_that_nobody_has_acknowledged(counter: Counter) -> None:
    device, first, second = two_old_links(counter)

    acknowledge(counter, device, read=first.link)

    assert (held(counter)[first.id], held(counter)[second.id]) == (len(first.body), len(second.body))


def test_relay_keeps_what_is_younger_than_a_backup_may_be_old(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second = device.seal(), device.seal()
    counter.post(first)
    counter.post(second)
    counter.clock.advance((KEEP_DAYS - 1) * DAY_S)

    acknowledge(counter, device, read=second.link)

    assert held(counter)[first.id] == len(first.body)


@pytest.mark.expects_warning
def test_what_was_let_go_is_answered_as_before_and_a_fork_is_still_one(counter: Counter) -> None:
    device, first, second = two_old_links(counter)
    receipt = counter.post(first)[1]
    acknowledge(counter, device, read=second.link)
    twin = Device(device.identity, device.recipients, counter.realm.entropy)

    repeated = counter.post(first)
    refusal = counter.refusal(twin.seal())

    assert repeated == (200, receipt)
    assert refusal == (409, "envelope-fork")
    assert counter.post(device.seal())[0] == 201


def publish_list(office: Office) -> None:
    with office.city.write() as connection:
        new = NewDocument(DocumentKind.LIST, "streets.csv", "1", LIST)
        keep_document(connection, new, now_ms=office.clock.now_ms())
    office.desk.run_once()


def publish_list_again(office: Office) -> None:
    with office.city.write() as connection:
        new = NewDocument(DocumentKind.LIST, "streets.csv", "2", LIST + LIST)
        keep_document(connection, new, now_ms=office.clock.now_ms())
    office.desk.run_once()


def weigh(office: Office, device: FieldDevice) -> list[int]:
    """Give the bytes the city has of each envelope for a device, in the order of the chain."""
    query = select(func.length(outgoing.c.body)).where(outgoing.c.audience == device.id)
    with office.city.read() as connection:
        return list(connection.execute(query.order_by(outgoing.c.sequence)).scalars())


def read_all(office: Office, device: FieldDevice) -> None:
    """Let a device say, with its next work, that it has everything sealed for it so far."""
    query = select(outgoing.c.sequence, outgoing.c.digest).where(outgoing.c.audience == device.id)
    with office.city.read() as connection:
        sequence, digest = connection.execute(query.order_by(outgoing.c.sequence.desc())).first() or (0, "")
    visit = office.visit(device, SAYS_UNEMPLOYED)
    read = ChainLink(sequence, bytes.fromhex(digest))
    device.post(visit.form, visit.change, header=replace(device.device.header(), acknowledged=read))
    office.desk.run_once()


def grow_old(office: Office) -> None:
    """Let the days pass; the city looks at its old bytes when it signs the checkpoint of a day."""
    office.clock.advance((KEEP_DAYS + 1) * DAY_S)
    office.desk.run_once()
    office.clock.advance(DAY_S)
    office.desk.run_once()


@on_both_engines
def test_city_keeps_no_copy_of_a_list_for_each_device_for_ever(office: Office) -> None:
    device = office.enrol()
    publish_list(office)
    before = weigh(office, device)
    read_all(office, device)

    grow_old(office)

    after = weigh(office, device)
    assert after[: len(before) - 1] == [0] * (len(before) - 1)
    assert after[len(before) - 1] == before[-1]
    assert 0 not in after[len(before) :]


@on_both_engines
def test_city_keeps_what_a_device_has_not_said_it_has(office: Office) -> None:
    device = office.enrol()
    publish_list(office)
    before = weigh(office, device)

    grow_old(office)

    assert weigh(office, device)[: len(before)] == before


@on_both_engines
def test_city_keeps_what_went_by_stick_until_the_relay_has_it(office: Office) -> None:
    device = office.enrol()
    publish_list(office)
    before = weigh(office, device)
    read_all(office, device)
    with office.city.write() as connection:
        connection.execute(update(outgoing).where(outgoing.c.sequence == 1).values(receipt=None))
        let_bytes_go(connection, before_ms=office.clock.now_ms() + 1)

    assert weigh(office, device)[: len(before) - 1] == [before[0], *[0] * (len(before) - 2)]


def test_city_lets_received_envelopes_go_but_the_newest_of_a_sender(office: Office) -> None:
    device = office.enrol()
    read_all(office, device)
    read_all(office, device)

    grow_old(office)

    query = select(func.length(inbox.c.body) > 0).order_by(inbox.c.position)
    with office.city.read() as connection:
        assert list(connection.execute(query).scalars()) == [False, True]


def forget(office: Office, device: FieldDevice, *, after: int) -> None:
    """Bring the relay back as it was when the chain to a device ended at a number."""
    relay = office.relay_app.state.relay
    is_lost = (envelopes.c.audience == device.id) & (envelopes.c.sequence > after)
    kept = (envelopes.c.audience == device.id) & (envelopes.c.sequence == after)
    with relay.database.write() as connection:
        connection.execute(delete(envelopes).where(is_lost))
        digest = connection.execute(select(envelopes.c.digest).where(kept)).scalar_one()
        end = {"sequence": after, "digest": bytes.fromhex(digest)}
        connection.execute(update(chain_heads).where(chain_heads.c.audience == device.id).values(**end))


@pytest.mark.expects_warning
@on_both_engines
def test_relay_from_a_backup_older_than_what_is_kept_is_an_alarm_and_the_chain_waits(office: Office) -> None:
    device = office.enrol()
    publish_list(office)
    read_all(office, device)
    read_all(office, device)
    grow_old(office)
    forget(office, device, after=1)

    publish_list_again(office)

    with office.city.read() as connection:
        alarms = [(one.code, one.subject) for one in list_alarms(connection)]
        waiting = unposted(connection)
    assert ("envelope-gap", f"{device.id} 2") in alarms
    assert [one.audience for one in waiting] == [device.id]


@pytest.mark.expects_warning
@on_both_engines
def test_relay_from_a_younger_backup_gets_everything_again(office: Office) -> None:
    device = office.enrol()
    publish_list(office)
    read_all(office, device)
    before = len(weigh(office, device))
    forget(office, device, after=1)

    publish_list_again(office)
    office.desk.run_once()

    with office.city.read() as connection:
        assert unposted(connection) == ()
    relay = office.relay_app.state.relay
    with relay.database.read() as connection:
        query = select(func.count()).select_from(envelopes).where(envelopes.c.audience == device.id)
        assert connection.execute(query).scalar_one() > before
