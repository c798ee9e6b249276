from dataclasses import replace
from typing import Any

import cbor2
import pytest

from sync.cbor import encode_cbor
from sync.cose import sign_together
from sync.errors import (
    KeyUnknownError,
    MessageMalformedError,
    MessageTooLargeError,
    RegistryExpiredError,
    RegistryRollbackError,
    RegistryUntrustedError,
    SignatureInvalidError,
    SyncError,
)
from sync.keys.identity import KeyId, decode_identity, encode_identity
from sync.keys.registry import (
    CONTENT_TYPE,
    DeviceEntry,
    Role,
    TrustRoots,
    read_registry,
    sign_registry,
    verify_registry,
)
from sync.keys.registry_document import FormerKey
from sync.keys.registry_forms import split_registry
from sync.receipt import DeliveryReceipt, sign_receipt, verify_receipt
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.registry_by_hand import sign_unread
from tests.sync.story import (
    CITY,
    NEXT_YEAR_MS,
    PUZHAO,
    REALM,
    REGISTRY,
    RELAY,
    ROOTS,
    SIGNED_REGISTRY,
    TRUST,
    XIANGSHAN,
    sealed_uplink,
)


def test_registry_of_two_roots_is_accepted_as_written() -> None:
    assert verify_registry(SIGNED_REGISTRY, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS) == REGISTRY


def test_a_registry_is_verified_once_however_often_it_is_read() -> None:
    again = bytes(bytearray(SIGNED_REGISTRY))

    assert read_registry(again, TRUST) is read_registry(SIGNED_REGISTRY, TRUST)


def test_what_some_roots_vouch_for_is_nothing_to_others() -> None:
    read_registry(SIGNED_REGISTRY, TRUST)

    with pytest.raises(RegistryUntrustedError):
        read_registry(SIGNED_REGISTRY, replace(TRUST, threshold=3))


def test_one_root_alone_is_not_enough() -> None:
    signed = sign_registry(REGISTRY, roots=ROOTS[:1])

    with pytest.raises(RegistryUntrustedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_one_root_signing_twice_is_still_one() -> None:
    signed = sign_registry(REGISTRY, roots=[ROOTS[0], ROOTS[0]])

    with pytest.raises(RegistryUntrustedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_strangers_beside_one_root_do_not_count() -> None:
    signed = sign_registry(REGISTRY, roots=[ROOTS[0], XIANGSHAN, PUZHAO])

    with pytest.raises(RegistryUntrustedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_threshold_of_nobody_trusts_nobody() -> None:
    with pytest.raises(RegistryUntrustedError):
        verify_registry(SIGNED_REGISTRY, TrustRoots((), 0), newest_seen=0, now_ms=STORY_STARTS_MS)


def test_signature_for_another_use_does_not_count() -> None:
    signed = sign_together(b"registry", content_type="application/other", signers=ROOTS[:2])

    with pytest.raises(MessageMalformedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_changed_registry_is_refused() -> None:
    tampered = SIGNED_REGISTRY.replace(b"quanzhou", b"xiamen__")

    with pytest.raises(SyncError):
        verify_registry(tampered, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_rollback_of_the_registry_is_refused() -> None:
    with pytest.raises(RegistryRollbackError):
        verify_registry(SIGNED_REGISTRY, TRUST, newest_seen=8, now_ms=STORY_STARTS_MS)


def test_freeze_of_the_registry_ends_at_its_expiry() -> None:
    with pytest.raises(RegistryExpiredError):
        verify_registry(SIGNED_REGISTRY, TRUST, newest_seen=0, now_ms=NEXT_YEAR_MS)


def test_one_key_with_two_owners_is_refused() -> None:
    twin = DeviceEntry(PUZHAO.device_id, "copy", XIANGSHAN.public, ())
    signed = sign_unread(replace(REGISTRY, devices=(REGISTRY.devices[0], twin)), roots=ROOTS[:2])

    with pytest.raises(MessageMalformedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


@pytest.mark.parametrize(
    "unreadable",
    [
        {"name": "x" * 129},
        {"scope": ("3505",) * 65_537},
        {"former": tuple(FormerKey(PUZHAO.public.verification, epoch) for epoch in range(1, 66))},
    ],
    ids=["a long name", "a long scope", "too many keys before"],
)
def test_roots_sign_no_registry_that_no_reader_takes(unreadable: dict[str, Any]) -> None:
    entry = replace(REGISTRY.devices[0], **unreadable)

    with pytest.raises((MessageMalformedError, MessageTooLargeError)):
        sign_registry(replace(REGISTRY, devices=(entry,)), roots=ROOTS[:2])


def test_roots_sign_no_registry_larger_than_a_reader_takes() -> None:
    entry = replace(REGISTRY.devices[0], scope=("x" * 128,) * 40_000)

    with pytest.raises(MessageTooLargeError):
        sign_registry(replace(REGISTRY, devices=(entry,)), roots=ROOTS[:2])


def test_a_stranger_cannot_tell_a_device_that_its_program_is_too_old() -> None:
    payload = encode_cbor({"schema": 99})
    signed = sign_together(payload, content_type=CONTENT_TYPE, signers=[XIANGSHAN, PUZHAO])

    with pytest.raises(RegistryUntrustedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_nothing_travels_beside_a_signature_of_a_root() -> None:
    whole = cbor2.loads(split_registry(SIGNED_REGISTRY).signed)
    body, unprotected, payload, rows = whole.value
    rows = [[own, {5: b"carried along"}, signature] for own, _, signature in rows]
    stuffed = encode_cbor(cbor2.CBORTag(98, [body, unprotected, payload, rows]))

    with pytest.raises(MessageMalformedError):
        verify_registry(stuffed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def test_senders_are_found_by_key() -> None:
    assert REGISTRY.sender_of(XIANGSHAN.kid).id == XIANGSHAN.device_id
    assert REGISTRY.sender_of(CITY.kid).role is Role.CITY
    with pytest.raises(KeyUnknownError):
        REGISTRY.sender_of(KeyId(bytes(16)))


def test_identity_comes_back_from_the_store_and_never_shows_its_secrets() -> None:
    assert decode_identity(encode_identity(XIANGSHAN)) == XIANGSHAN
    assert XIANGSHAN.signing_secret.hex() not in repr(XIANGSHAN)
    assert repr(XIANGSHAN.signing_secret) not in repr(XIANGSHAN)


RECEIPT = DeliveryReceipt(sealed_uplink().id, XIANGSHAN.device_id, REALM, 1, 41, STORY_STARTS_MS)


def test_receipt_of_the_relay_is_read_back() -> None:
    assert verify_receipt(sign_receipt(RECEIPT, relay=RELAY), relay=RELAY.public) == RECEIPT


def test_receipt_signed_by_somebody_else_is_refused() -> None:
    with pytest.raises(KeyUnknownError):
        verify_receipt(sign_receipt(RECEIPT, relay=XIANGSHAN), relay=RELAY.public)


def test_tampered_receipt_is_refused() -> None:
    signed = bytearray(sign_receipt(RECEIPT, relay=RELAY))
    signed[-1] ^= 1

    with pytest.raises(SignatureInvalidError):
        verify_receipt(bytes(signed), relay=RELAY.public)
