"""Attacks on the counter, by name: each gets its code, and none leaves anything behind."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

import pytest

from sync.keys.identity import DeviceIdentity, generate_identity
from sync.receipt import verify_receipt
from sync.wire import ENVELOPES_PATH, mailbox_target
from tests.scenario.realm import ORG, Device
from tests.server_stub.conftest import Counter


def test_gap_is_refused_and_says_what_is_wanted(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    skipped, late = device.seal(), device.seal()

    answer = counter.client.post(ENVELOPES_PATH, content=late.body)

    assert (answer.status_code, answer.json()["code"], answer.json()["want"]) == (409, "envelope-gap", 1)
    assert counter.kept() == []
    assert counter.post(skipped)[0] == 201


@pytest.mark.expects_warning
def test_fork_of_a_cloned_device_is_refused_and_raises_the_alarm(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    device = counter.realm.join()
    counter.publish()
    clone = Device(device.identity, device.recipients, device.entropy)
    honest = device.seal()
    counter.post(honest)

    assert counter.refusal(clone.seal()) == (409, "envelope-fork")
    assert counter.kept() == [honest.id]
    assert f"fork in the chain of {device.id} at 1" in caplog.text


@pytest.mark.expects_warning
def test_chain_that_grows_from_another_past_is_a_fork(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(device.seal())
    elsewhere = replace(device.header(), previous=b"\x07" * 32)

    assert counter.refusal(device.seal(header=elsewhere)) == (409, "envelope-fork")


def test_unregistered_device_is_unknown(counter: Counter) -> None:
    counter.publish()

    assert counter.refusal(counter.realm.stranger().seal()) == (403, "key-unknown")
    assert counter.kept() == []


def test_envelope_of_a_foreign_organisation_is_refused(counter: Counter) -> None:
    foreign = counter.realm.join(org="xiamen")
    counter.publish()

    assert counter.refusal(foreign.seal()) == (403, "sender-mismatch")
    assert counter.kept() == []


def test_device_that_speaks_in_anothers_name_is_refused(counter: Counter) -> None:
    victim, thief = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    mask = DeviceIdentity(
        device_id=victim.identity.device_id,
        org=ORG,
        suite=thief.identity.suite,
        signing_secret=thief.identity.signing_secret,
        sealing_secret=thief.identity.sealing_secret,
    )
    masked = Device(mask, thief.recipients, thief.entropy)

    assert counter.refusal(masked.seal()) == (403, "sender-mismatch")


def test_changed_byte_breaks_the_signature(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    body = bytearray(device.seal().body)
    body[-1] ^= 1

    assert counter.refusal(bytes(body)) == (403, "signature-invalid")


def test_device_cannot_write_to_another_device(counter: Counter) -> None:
    device, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()

    sideways = device.seal(header=device.header(audience=other.id))

    assert counter.refusal(sideways) == (403, "audience-mismatch")


def test_envelope_for_another_city_is_refused(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()

    elsewhere = device.seal(header=device.header(audience="city/350200"))

    assert counter.refusal(elsewhere) == (403, "audience-mismatch")


def test_future_registry_version_is_not_known_yet(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()

    early = device.seal(header=replace(device.header(), epoch=9))

    assert counter.refusal(early) == (409, "epoch-unknown")


def test_revoked_device_may_hand_in_what_it_holds(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    before, after = device.seal(), device.seal()
    counter.post(before)
    counter.realm.revoke(device, after=1)
    counter.publish()

    status, receipt = counter.post(after)

    assert status == 201
    assert verify_receipt(receipt, relay=counter.realm.relay.public).envelope_id == after.id
    assert counter.kept() == [before.id, after.id]


def test_revoked_device_gets_nothing_more(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(counter.city.seal(header=counter.city.header(audience=device.id)))
    counter.realm.revoke(device, after=1)
    counter.publish()
    target = mailbox_target(after=0)

    answer = counter.client.get(target, headers=counter.authorization(device, target))

    assert (answer.status_code, answer.json()["code"]) == (403, "mailbox-closed")


@pytest.mark.parametrize("after", ["9" * 30, "+1", "1_0", "%20" + "1"])
def test_number_that_no_position_can_be_is_malformed(counter: Counter, after: str) -> None:
    device = counter.realm.join()
    counter.publish()
    target = f"{ENVELOPES_PATH}?after={after}"

    answer = counter.client.get(target, headers=counter.authorization(device, target))

    assert (answer.status_code, answer.json()["code"]) == (400, "message-malformed")


def test_not_cbor_is_malformed(counter: Counter) -> None:
    counter.publish()

    assert counter.refusal(b"\xff\xff\xff") == (400, "message-malformed")


def test_empty_body_is_malformed(counter: Counter) -> None:
    counter.publish()

    assert counter.refusal(b"") == (400, "message-malformed")


def test_trailing_bytes_are_not_canonical_or_malformed(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()

    status, code = counter.refusal(device.seal().body + b"\x00")

    assert status == 400
    assert code in {"message-malformed", "message-not-canonical"}


def test_announced_oversize_is_refused_before_reading(counter: Counter) -> None:
    counter.publish()

    assert counter.refusal(b"\x00" * (8 * 1024 * 1024 + 1)) == (413, "message-too-large")


def test_oversize_without_a_length_is_cut_off_while_streaming(counter: Counter) -> None:
    counter.publish()

    def endless() -> Iterator[bytes]:
        yield from repeat(b"\x00" * (1024 * 1024), 12)

    answer = counter.client.post(ENVELOPES_PATH, content=endless())

    assert (answer.status_code, answer.json()["code"]) == (413, "message-too-large")


def test_compressed_body_is_refused(counter: Counter) -> None:
    counter.publish()

    answer = counter.client.post(ENVELOPES_PATH, content=b"x", headers={"content-encoding": "gzip"})

    assert (answer.status_code, answer.json()["code"]) == (415, "body-encoding-refused")


def test_mailbox_without_a_signature_stays_closed(counter: Counter) -> None:
    counter.publish()

    answer = counter.client.get(mailbox_target(after=0))

    assert (answer.status_code, answer.json()["code"]) == (401, "request-unsigned")


def test_signature_for_another_question_opens_nothing(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    headers = counter.authorization(device, mailbox_target(after=5))

    answer = counter.client.get(mailbox_target(after=0), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "request-unsigned")


def test_copied_question_is_answered_once(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    target = mailbox_target(after=0)
    headers = counter.authorization(device, target)
    counter.client.get(target, headers=headers)

    answer = counter.client.get(target, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "request-replayed")


def test_wrong_clock_is_told_the_time(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    target = mailbox_target(after=0)
    headers = counter.authorization(device, target)
    counter.clock.advance(3600)

    answer = counter.client.get(target, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "request-time-skewed")
    assert answer.json()["now_ms"] == counter.clock.now_ms()


def test_stranger_cannot_read_a_mailbox(counter: Counter) -> None:
    counter.publish()
    target = mailbox_target(after=0)

    answer = counter.client.get(target, headers=counter.authorization(counter.realm.stranger(), target))

    assert (answer.status_code, answer.json()["code"]) == (403, "key-unknown")


def test_nothing_is_taken_before_a_registry_is_there(counter: Counter) -> None:
    device = counter.realm.join()

    assert counter.refusal(device.seal()) == (503, "registry-missing")


def test_unknown_path_is_a_problem_too(counter: Counter) -> None:
    answer = counter.client.get("/v1/secrets")

    assert (answer.status_code, answer.json()["code"]) == (404, "path-unknown")


def test_wrong_method_is_a_problem_that_names_the_right_ones(counter: Counter) -> None:
    answer = counter.client.delete(ENVELOPES_PATH)

    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_new_keys_under_an_old_device_name_are_unknown(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    fresh = generate_identity(entropy=counter.realm.entropy, org=ORG)
    renamed = replace(fresh, device_id=device.identity.device_id)

    assert counter.refusal(Device(renamed, device.recipients, device.entropy).seal()) == (403, "key-unknown")
