"""What the relay promises an honest sender: kept once, in order, with a receipt that proves it."""

from sqlalchemy import update

from server_stub.relay.tables import chain_heads
from sync.receipt import verify_receipt
from sync.wire import decode_page, mailbox_target
from tests.scenario.realm import REALM
from tests.server_stub.conftest import Counter


def test_an_envelope_is_kept_and_answered_with_a_signed_receipt(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelope = device.seal()

    status, receipt = counter.post(envelope)

    assert status == 201
    spoken = verify_receipt(receipt, relay=counter.realm.relay.public)
    assert (spoken.envelope_id, spoken.sender, spoken.audience) == (envelope.id, device.id, REALM)
    assert (spoken.sequence, spoken.position) == (1, counter.mailbox(counter.city).head)
    assert counter.kept() == [envelope.id]


def test_replayed_envelope_gets_the_same_receipt_and_is_kept_once(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelope = device.seal()
    _, first = counter.post(envelope)
    counter.clock.advance(60)

    status, second = counter.post(envelope)

    assert (status, second) == (200, first)
    assert counter.kept() == [envelope.id]


def test_an_old_envelope_is_still_known_after_later_ones(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    oldest = device.seal()
    _, receipt = counter.post(oldest)
    counter.post(device.seal())

    assert counter.post(oldest) == (200, receipt)


def test_the_city_reads_in_order_and_after_its_cursor(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second, third = device.seal(), device.seal(), device.seal()
    counter.post(first)
    counter.post(second)
    counter.post(third)

    begin = counter.mailbox(counter.city).items[0].position

    page = counter.mailbox(counter.city, after=begin)

    assert [item.body for item in page.items] == [second.body, third.body]
    assert (page.head, page.epoch) == (page.items[-1].position, 1)


def test_a_device_reads_only_what_is_addressed_to_it(counter: Counter) -> None:
    mine, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    city = counter.city
    to_mine = city.seal(header=city.header(audience=mine.id))
    counter.post(to_mine)

    assert [item.body for item in counter.mailbox(mine).items] == [to_mine.body]
    assert counter.mailbox(other).items == ()


def test_chains_to_two_devices_do_not_mix(counter: Counter) -> None:
    mine, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    to_mine, to_other = counter.city, counter.city

    assert counter.post(to_mine.seal(header=to_mine.header(audience=mine.id)))[0] == 201
    assert counter.post(to_other.seal(header=to_other.header(audience=other.id)))[0] == 201


def test_a_page_is_cut_at_its_limit_and_goes_on_from_there(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second = device.seal(), device.seal()
    counter.post(first)
    counter.post(second)

    page = counter.mailbox(counter.city, limit=1)
    rest = counter.mailbox(counter.city, after=page.items[-1].position)

    assert [item.body for item in page.items] == [first.body]
    assert [item.body for item in rest.items] == [second.body]


def test_an_empty_mailbox_is_an_empty_page(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    target = mailbox_target(after=0)

    answer = counter.client.get(target, headers=counter.authorization(device, target))

    assert decode_page(answer.content).items == ()


def test_health_names_the_newest_registry(counter: Counter) -> None:
    counter.realm.version = 7
    counter.publish()

    assert counter.client.get("/v1/health").json()["registry"] == 7


def test_a_restored_log_goes_on_above_every_number_it_ever_gave(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    kept, lost = device.seal(), device.seal()
    counter.post(kept)
    counter.post(lost)
    read_so_far = counter.mailbox(counter.city).head
    with counter.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM relay_envelopes WHERE sequence = 2")
        connection.execute(update(chain_heads).values(sequence=1, digest=kept.link.digest))
    counter.clock.advance(60)

    counter.post(lost)

    page = counter.mailbox(counter.city, after=read_so_far)
    assert [item.body for item in page.items] == [lost.body]
