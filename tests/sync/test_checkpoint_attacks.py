"""What a relay can try between the city and a device, and which alarm it sets off."""

from dataclasses import replace

import pytest

from sync.checkpoint import (
    NO_CHECKPOINT,
    Checkpoint,
    commit_heads,
    decode_held,
    encode_held,
    read_checkpoint,
    sign_checkpoint,
)
from sync.checkpoint_comparing import (
    DELIVERY_GRACE_MS,
    Finding,
    OwnKnowledge,
    compare_acknowledged,
    compare_checkpoint,
)
from sync.envelope.header import GENESIS, ChainLink
from sync.errors import KeyUnknownError, SignatureInvalidError
from sync.keys.registry import registry_digest, sign_registry
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import CITY, PUZHAO, REGISTRY, RELAY, ROOTS, SIGNED_REGISTRY, XIANGSHAN

OUR_CHAIN = {number: bytes([number]) * 32 for number in range(1, 6)}
HEADS = {XIANGSHAN.device_id: ChainLink(5, OUR_CHAIN[5]), PUZHAO.device_id: GENESIS}
FIRST = Checkpoint(
    number=1,
    time_ms=STORY_STARTS_MS,
    previous=NO_CHECKPOINT,
    registry_version=REGISTRY.version,
    registry_digest=registry_digest(SIGNED_REGISTRY),
    heads=commit_heads(HEADS),
    device=XIANGSHAN.device_id,
    head=HEADS[XIANGSHAN.device_id],
)
SECOND = replace(FIRST, number=2, previous=FIRST.digest, time_ms=STORY_STARTS_MS + 86_400_000)
OWN = OwnKnowledge(
    digest_at=OUR_CHAIN.get,
    registry_version=REGISTRY.version,
    registry_digest=registry_digest(SIGNED_REGISTRY),
    received_at={5: STORY_STARTS_MS - 1_000}.get,
    held=None,
)
AFTER_FIRST = replace(OWN, held=(FIRST.number, FIRST.digest))


def codes(checkpoint: Checkpoint, own: OwnKnowledge = OWN) -> list[str]:
    return [finding.code for finding in compare_checkpoint(checkpoint, own)]


def test_honest_checkpoints_find_nothing() -> None:
    assert codes(FIRST) == []
    assert codes(SECOND, AFTER_FIRST) == []


def test_checkpoint_of_the_city_is_read_as_it_was_signed() -> None:
    assert read_checkpoint(sign_checkpoint(FIRST, city=CITY), REGISTRY) == FIRST


def test_relay_signing_a_checkpoint_of_its_own_is_refused() -> None:
    with pytest.raises(KeyUnknownError):
        read_checkpoint(sign_checkpoint(FIRST, city=RELAY), REGISTRY)


def test_listed_device_signing_a_checkpoint_is_refused() -> None:
    with pytest.raises(KeyUnknownError):
        read_checkpoint(sign_checkpoint(FIRST, city=PUZHAO), REGISTRY)


def test_flipped_bit_in_a_checkpoint_is_refused() -> None:
    signed = bytearray(sign_checkpoint(FIRST, city=CITY))
    signed[-1] ^= 1

    with pytest.raises(SignatureInvalidError):
        read_checkpoint(bytes(signed), REGISTRY)


def test_relay_hides_an_envelope_it_gave_a_receipt_for() -> None:
    behind = replace(SECOND, head=ChainLink(4, OUR_CHAIN[4]))

    assert compare_checkpoint(behind, AFTER_FIRST) == (Finding("delivery-withheld", "5"),)


def test_envelope_that_is_merely_on_its_way_sets_off_nothing() -> None:
    behind = replace(SECOND, head=ChainLink(4, OUR_CHAIN[4]))
    just_now = {5: SECOND.time_ms - DELIVERY_GRACE_MS + 1}

    assert codes(behind, replace(AFTER_FIRST, received_at=just_now.get)) == []


def test_relay_forks_the_devices_history() -> None:
    forked = replace(FIRST, head=ChainLink(5, b"f" * 32))

    assert compare_checkpoint(forked, OWN) == (Finding("peer-history-differs", "5"),)


def test_city_has_links_this_device_never_made() -> None:
    stolen = replace(FIRST, head=ChainLink(9, b"9" * 32))

    assert codes(stolen) == ["peer-history-differs"]


def test_relay_replays_an_old_checkpoint() -> None:
    after_second = replace(OWN, held=(SECOND.number, SECOND.digest))

    assert codes(FIRST, after_second) == ["checkpoint-forked"]
    assert codes(SECOND, after_second) == []


def test_two_checkpoints_under_one_number() -> None:
    other = replace(FIRST, heads=commit_heads({}))

    assert codes(other, AFTER_FIRST) == ["checkpoint-forked"]


def test_next_checkpoint_grows_from_another_past() -> None:
    assert codes(replace(SECOND, previous=b"p" * 32), AFTER_FIRST) == ["checkpoint-forked"]


def test_device_that_missed_one_checkpoint_sets_off_nothing() -> None:
    third = replace(SECOND, number=3, previous=SECOND.digest)

    assert codes(third, AFTER_FIRST) == []


def test_equivocation_of_the_relay_about_one_version_of_the_registry_is_found() -> None:
    other = sign_registry(replace(REGISTRY, devices=REGISTRY.devices[:1]), roots=ROOTS[1:])
    shown_the_other = replace(OWN, registry_digest=registry_digest(other))

    assert compare_checkpoint(FIRST, shown_the_other) == (Finding("registry-equivocated", "7"),)


def test_all_devices_compare_one_digest_though_each_has_a_checkpoint_of_its_own() -> None:
    theirs = replace(FIRST, device=PUZHAO.device_id, head=HEADS[PUZHAO.device_id])

    assert theirs.digest == FIRST.digest
    assert replace(theirs, heads=commit_heads({})).digest != FIRST.digest


def test_signatures_of_other_roots_do_not_change_the_name_of_a_registry() -> None:
    assert registry_digest(sign_registry(REGISTRY, roots=ROOTS[1:])) == registry_digest(SIGNED_REGISTRY)


def test_acknowledgement_of_our_own_link_sets_off_nothing() -> None:
    assert compare_acknowledged(GENESIS, digest_at=OUR_CHAIN.get) is None
    assert compare_acknowledged(ChainLink(3, OUR_CHAIN[3]), digest_at=OUR_CHAIN.get) is None


def test_acknowledgement_of_a_link_we_never_made_is_an_alarm() -> None:
    finding = compare_acknowledged(ChainLink(3, b"x" * 32), digest_at=OUR_CHAIN.get)

    assert finding == Finding("peer-history-differs", "3")


def test_what_is_held_of_a_checkpoint_comes_back() -> None:
    assert decode_held(encode_held(SECOND)) == (2, SECOND.digest)
