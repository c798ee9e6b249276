"""The relay tells the city what the city itself has sent, page by page, and nobody else anything."""

from sync.wire import decode_page, sent_target
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter


def ask(counter: Counter, asker: Device, *, after: int = 0, limit: int = 50) -> tuple[int, bytes]:
    target = sent_target(after=after, limit=limit)
    answer = counter.client.get(target, headers=counter.authorization(asker, target))
    return answer.status_code, answer.content


def test_city_reads_its_own_envelopes_in_order_and_after_a_position(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    city = counter.city
    sealed = [city.seal(header=city.header(audience=device.id)) for _ in range(3)]
    for envelope in sealed:
        counter.post(envelope)
    counter.post(device.seal())

    _, first = ask(counter, city, limit=2)
    page = decode_page(first)
    _, rest = ask(counter, city, after=page.items[-1].position)

    assert [item.body for item in page.items] == [one.body for one in sealed[:2]]
    assert [item.body for item in decode_page(rest).items] == [sealed[2].body]


def test_device_is_not_told_even_what_it_sent_itself(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(device.seal())

    status, body = ask(counter, device)

    assert status == 403
    assert b"city-only" in body


def test_unsigned_question_is_refused(counter: Counter) -> None:
    counter.realm.join()
    counter.publish()

    assert counter.client.get(sent_target(after=0)).status_code == 401
