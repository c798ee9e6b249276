"""Envelopes that arrive together are kept in a few statements, and come out as if each had come alone."""

import pytest

from server_stub.relay.mailbox import Kept
from server_stub.relay.taking import Proven
from sync.envelope.header import SealedEnvelope
from sync.envelope.verifying import verify_envelope
from sync.errors import AudienceMismatchError, EnvelopeForkError, EnvelopeGapError, KeyUnknownError, SyncError
from sync.receipt import verify_receipt
from tests.server_stub.conftest import Counter


def prove(counter: Counter, envelope: SealedEnvelope) -> Proven:
    registry = counter.relay.shelf.current()
    return Proven(verify_envelope(envelope.body, registry), registry.version)


def take(counter: Counter, *arrived: Proven) -> list[Kept | SyncError]:
    with counter.database.write() as connection:
        words = counter.relay.taking.take_posts(connection, [(one,) for one in arrived])
    return [word for [word] in words]


def receipt_of(word: Kept | SyncError) -> bytes:
    assert isinstance(word, Kept), word
    return word.receipt


def test_a_chain_that_arrives_in_one_group_is_kept_in_its_order(counter: Counter) -> None:
    one, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    envelopes = [one.seal(), other.seal(), one.seal(), one.seal()]

    words = take(counter, *(prove(counter, each) for each in envelopes))

    spoken = [verify_receipt(receipt_of(word), relay=counter.realm.relay.public) for word in words]
    assert [each.envelope_id for each in spoken] == [each.id for each in envelopes]
    assert [each.position for each in spoken] == sorted({each.position for each in spoken})
    assert counter.kept() == [each.id for each in envelopes]
    assert counter.post(one.seal())[0] == 201


def test_the_same_bytes_twice_in_a_group_are_kept_once_with_one_receipt(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    first, second = prove(counter, device.seal()), prove(counter, device.seal())

    words = take(counter, first, first, second)

    assert receipt_of(words[0]) == receipt_of(words[1])
    assert [isinstance(word, Kept) and word.is_new for word in words] == [True, False, True]
    assert len(counter.kept()) == 2


def test_bytes_known_from_before_get_their_old_receipt_in_a_group(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    known = device.seal()
    _, receipt = counter.post(known)

    words = take(counter, prove(counter, known), prove(counter, device.seal()))

    assert receipt_of(words[0]) == receipt
    assert len(counter.kept()) == 2


@pytest.mark.expects_warning
def test_a_gap_and_a_fork_in_a_group_are_refused_and_stand_in_nobodys_way(counter: Counter) -> None:
    honest, hasty, cloned = (counter.realm.join(name) for name in ("甲", "乙", "丙"))
    counter.publish()
    hasty.seal()
    head = cloned.head
    first = prove(counter, cloned.seal())
    cloned.head = head

    words = take(
        counter,
        prove(counter, hasty.seal()),
        first,
        prove(counter, cloned.seal()),
        prove(counter, honest.seal()),
    )

    assert [type(word) for word in words] == [EnvelopeGapError, Kept, EnvelopeForkError, Kept]
    assert len(counter.kept()) == 2


def test_what_was_proven_under_an_older_registry_is_proven_again_in_the_commit(counter: Counter) -> None:
    device, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    proven = [prove(counter, device.seal()), prove(counter, other.seal())]
    counter.realm.devices = [one for one in counter.realm.devices if one.device_id == other.id]
    counter.realm.version += 1
    counter.publish()

    words = take(counter, *proven)

    assert isinstance(words[0], KeyUnknownError)
    assert isinstance(words[1], Kept)
    assert len(counter.kept()) == 1


def test_an_envelope_of_a_newer_registry_than_the_one_remembered_is_taken(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(device.seal())
    newcomer = counter.realm.join("新来的")
    counter.realm.version += 1
    signed = counter.realm.registry()
    with counter.database.write() as connection:  # as another relay on the same database does
        counter.relay.shelf.publish(connection, signed, now_ms=counter.clock.now_ms())
    newcomer.epoch = counter.realm.version

    assert counter.post(newcomer.seal())[0] == 201


def test_an_envelope_for_nobody_is_refused_before_it_waits(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(device.seal())

    status, code = counter.refusal(device.seal(header=device.header(audience="city/999999")))

    assert (status, code) == (403, AudienceMismatchError.code)


def test_a_post_of_several_that_ends_early_stands_in_no_other_posts_way(counter: Counter) -> None:
    hasty, honest = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    first, _missing, third, fourth = (prove(counter, hasty.seal()) for _ in range(4))
    others = [prove(counter, honest.seal()) for _ in range(2)]

    with counter.database.write() as connection:
        words = counter.relay.taking.take_posts(connection, [(first, third, fourth), others])

    assert [[type(word) for word in post] for post in words] == [[Kept, EnvelopeGapError], [Kept, Kept]]
    assert len(counter.kept()) == 3


def test_several_of_a_device_that_was_taken_off_the_list_meanwhile_are_refused_at_the_first(
    counter: Counter,
) -> None:
    device, other = counter.realm.join("甲"), counter.realm.join("乙")
    counter.publish()
    several, beside = [prove(counter, device.seal()) for _ in range(2)], prove(counter, other.seal())
    counter.realm.devices = [one for one in counter.realm.devices if one.device_id == other.id]
    counter.realm.version += 1
    counter.publish()

    with counter.database.write() as connection:
        words = counter.relay.taking.take_posts(connection, [several, (beside,)])

    assert [[type(word) for word in post] for post in words] == [[KeyUnknownError], [Kept]]
    assert len(counter.kept()) == 1
