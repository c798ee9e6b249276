"""Several envelopes in one request: a receipt each, and an end at the first that is refused."""

import json
from dataclasses import replace

import pytest

from server_stub.relay.metering import BURST_SECONDS, LEAST_WEIGHT, DeviceMeters
from sync.cbor import encode_cbor
from sync.envelope.header import SealedEnvelope
from sync.posting import (
    MAX_TOGETHER_BYTES,
    MOST_TOGETHER,
    RECEIPTS_TYPE,
    SEVERAL_PATH,
    Posted,
    decode_posted,
    encode_envelopes,
)
from sync.receipt import verify_receipt
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter


def post(counter: Counter, *envelopes: SealedEnvelope) -> tuple[int, Posted]:
    body = encode_envelopes([one.body for one in envelopes])
    answer = counter.client.post(SEVERAL_PATH, content=body)
    assert answer.headers["content-type"] == RECEIPTS_TYPE, answer.text
    return answer.status_code, decode_posted(answer.content)


def refusal(counter: Counter, body: bytes) -> tuple[int, str]:
    answer = counter.client.post(SEVERAL_PATH, content=body)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def named(counter: Counter, posted: Posted) -> list[str]:
    relay = counter.realm.relay.public
    return [verify_receipt(one, relay=relay).envelope_id for one in posted.receipts]


def code_of(posted: Posted) -> str:
    assert posted.refusal is not None
    code: str = json.loads(posted.refusal)["code"]
    return code


def test_each_gets_its_receipt_in_order_and_all_go_in_one_commit(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelopes = [device.seal() for _ in range(MOST_TOGETHER)]
    before = counter.relay.writer.commit_count

    status, posted = post(counter, *envelopes)

    assert (status, posted.refusal) == (201, None)
    assert named(counter, posted) == [one.id for one in envelopes] == counter.kept()
    assert counter.relay.writer.commit_count == before + 1
    assert counter.post(device.seal())[0] == 201


def test_the_same_request_again_is_answered_with_the_same_receipts(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelopes = [device.seal(), device.seal()]
    _, first = post(counter, *envelopes)
    counter.clock.advance(60)

    assert post(counter, *envelopes) == (200, first)
    assert len(counter.kept()) == 2


def test_what_was_known_and_what_is_new_may_come_together(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    known, new = device.seal(), device.seal()
    _, receipt = counter.post(known)

    status, posted = post(counter, known, new)

    assert (status, posted.receipts[0], posted.refusal) == (201, receipt, None)
    assert counter.kept() == [known.id, new.id]


def test_one_repeated_within_the_request_is_kept_once(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second = device.seal(), device.seal()

    _, posted = post(counter, first, first, second)

    assert named(counter, posted) == [first.id, first.id, second.id]
    assert posted.receipts[0] == posted.receipts[1]
    assert counter.kept() == [first.id, second.id]


def test_a_gap_inside_ends_it_and_what_came_before_stands(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, missing, third, fourth = (device.seal() for _ in range(4))

    _, posted = post(counter, first, third, fourth)

    assert named(counter, posted) == [first.id] == counter.kept()
    assert code_of(posted) == "envelope-gap"
    assert json.loads(posted.refusal or b"")["want"] == 2
    assert named(counter, post(counter, missing, third, fourth)[1]) == [missing.id, third.id, fourth.id]


@pytest.mark.expects_warning
def test_a_fork_inside_ends_it_and_raises_the_alarm(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    device = counter.realm.join()
    counter.publish()
    clone = Device(device.identity, device.recipients, device.entropy)
    honest, forked, after = device.seal(), clone.seal(), device.seal()

    _, posted = post(counter, honest, forked, after)

    assert (named(counter, posted), code_of(posted)) == ([honest.id], "envelope-fork")
    assert counter.kept() == [honest.id]
    assert f"fork in the chain of {device.id} at 1" in caplog.text


def test_mixed_devices_end_at_the_first_of_another(counter: Counter) -> None:
    one, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    mine, foreign, later = one.seal(), other.seal(), one.seal()

    _, posted = post(counter, mine, foreign, later)

    assert (named(counter, posted), code_of(posted)) == ([mine.id], "sender-mismatch")
    assert counter.kept() == [mine.id]


def test_a_changed_byte_in_the_second_ends_it_there(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second, third = device.seal(), device.seal(), device.seal()
    changed = replace(second, body=second.body[:-1] + bytes([second.body[-1] ^ 1]))

    _, posted = post(counter, first, changed, third)

    assert (named(counter, posted), code_of(posted)) == ([first.id], "signature-invalid")
    assert counter.kept() == [first.id]


def test_a_first_that_is_refused_is_answered_as_if_it_had_come_alone(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    device.seal()
    late, later = device.seal(), device.seal()

    assert refusal(counter, encode_envelopes([late.body, later.body])) == (409, "envelope-gap")
    assert refusal(counter, encode_envelopes([counter.realm.stranger().seal().body])) == (403, "key-unknown")
    assert counter.kept() == []


def test_oversize_is_refused_before_it_is_read(counter: Counter) -> None:
    counter.publish()

    assert refusal(counter, b"\x00" * (MAX_TOGETHER_BYTES + 1)) == (413, "message-too-large")


def test_too_many_are_refused_before_they_are_parsed(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    bodies = [device.seal().body for _ in range(MOST_TOGETHER + 1)]

    assert refusal(counter, encode_envelopes(bodies)) == (413, "message-too-large")
    assert refusal(counter, encode_cbor([b""] * 4_000_000)) == (413, "message-too-large")
    assert counter.kept() == []


def test_a_cut_body_leaves_nothing(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    whole = encode_envelopes([device.seal().body, device.seal().body])

    assert refusal(counter, whole[:-1]) == (400, "message-malformed")
    assert refusal(counter, whole[: len(whole) // 2]) == (400, "message-malformed")
    assert counter.kept() == []


@pytest.mark.parametrize("value", [[], [b"x", 1], {"a": b"x"}, b"x", [[b"x"]]])
def test_what_is_no_list_of_envelopes_is_malformed(counter: Counter, value: object) -> None:
    counter.publish()

    assert refusal(counter, encode_cbor(value)) == (400, "message-malformed")


def test_the_same_list_in_longer_bytes_is_not_canonical(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    frame = encode_envelopes([device.seal().body])

    assert refusal(counter, b"\x98\x01" + frame[1:]) == (400, "message-not-canonical")


def test_a_revoked_device_may_hand_in_several(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    envelopes = [device.seal() for _ in range(3)]
    counter.realm.revoke(device, after=1)
    counter.publish()

    _, posted = post(counter, *envelopes)

    assert named(counter, posted) == [one.id for one in envelopes]


def test_the_city_may_write_to_several_devices_in_one_request(counter: Counter) -> None:
    one, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    to_one, to_other = (counter.city.seal(header=counter.city.header(audience=it.id)) for it in (one, other))

    assert post(counter, to_one, to_other)[1].refusal is None
    assert [item.body for item in counter.mailbox(one).items] == [to_one.body]
    assert [item.body for item in counter.mailbox(other).items] == [to_other.body]


def test_each_envelope_weighs_as_much_as_if_it_had_come_alone(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.relay.admission._meters = DeviceMeters(bytes_a_second=LEAST_WEIGHT // 4, clock=counter.clock)
    share = BURST_SECONDS // 4
    envelopes = [device.seal() for _ in range(share + 2)]

    _, posted = post(counter, *envelopes)

    assert len(posted.receipts) == share
    assert code_of(posted) == "device-too-busy"
    answer = counter.client.post(SEVERAL_PATH, content=encode_envelopes([envelopes[share].body]))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "4")
    counter.clock.advance(4)
    assert post(counter, *envelopes[share:])[1].receipts != ()
