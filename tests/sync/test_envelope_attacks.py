"""Each test is an attack, or a fault that looks like one, and what becomes of it."""

from dataclasses import replace

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cbor import encode_cbor
from sync.cose import sign_protected, split_message
from sync.envelope.encoding import (
    CRITICAL,
    KIND,
    MAX_ENVELOPE_BYTES,
    SEQUENCE,
    VERSION,
    encode_header,
    parse_envelope,
)
from sync.envelope.header import SealedEnvelope
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import (
    SuiteTooWeakError,
    authenticate_envelope,
    verify_envelope,
)
from sync.errors import (
    AudienceMismatchError,
    KeyUnknownError,
    MessageMalformedError,
    MessageNotCanonicalError,
    MessageTooLargeError,
    NotOpenableError,
    SchemaUnknownError,
    SenderMismatchError,
    SignatureInvalidError,
    SuiteMismatchError,
    SyncError,
)
from sync.suites.suite import SuiteId
from tests.sync.story import (
    CITY,
    PUZHAO,
    REGISTRY,
    STRANGER,
    XIANGSHAN,
    sealed_downlink,
    sealed_uplink,
    uplink_header,
)

ENVELOPE = sealed_uplink(b"work of one morning")


def resign(envelope: SealedEnvelope, **labels: object) -> bytes:
    """Change header labels and sign again with the true key, as a faulty or stolen device could."""
    message = split_message(envelope.body, limit=MAX_ENVELOPE_BYTES)
    header = {**cbor2.loads(message.protected), **{int(key): value for key, value in labels.items()}}
    return sign_protected(encode_cbor(header), payload=message.payload, signer=XIANGSHAN)


def test_honest_envelope_is_verified_and_opened() -> None:
    verified = verify_envelope(ENVELOPE.body, REGISTRY)

    assert verified.id == ENVELOPE.id
    assert open_envelope(verified, CITY) == b"work of one morning"


@given(position=st.integers(0, len(ENVELOPE.body) - 1), bit=st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_one_flipped_bit_anywhere_is_rejected(position: int, bit: int) -> None:
    tampered = bytearray(ENVELOPE.body)
    tampered[position] ^= 1 << bit

    with pytest.raises(SyncError):
        open_envelope(verify_envelope(bytes(tampered), REGISTRY), CITY)


@given(length=st.integers(0, len(ENVELOPE.body) - 1))
@settings(max_examples=50, deadline=None)
def test_cut_envelope_is_rejected(length: int) -> None:
    with pytest.raises(MessageMalformedError):
        verify_envelope(ENVELOPE.body[:length], REGISTRY)


@given(garbage=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_garbage_is_an_error_of_ours_never_a_crash(garbage: bytes) -> None:
    with pytest.raises(SyncError):
        verify_envelope(garbage, REGISTRY)


def test_bytes_after_the_envelope_are_rejected() -> None:
    with pytest.raises(MessageNotCanonicalError):
        verify_envelope(ENVELOPE.body + b"\x00", REGISTRY)


def test_non_canonical_cbor_of_an_envelope_is_rejected() -> None:
    parts = cbor2.loads(ENVELOPE.body).value
    wider = cbor2.dumps(cbor2.CBORTag(18, parts), indefinite_containers=True)

    with pytest.raises(MessageMalformedError):
        verify_envelope(wider, REGISTRY)


def test_duplicate_key_in_the_header_is_rejected() -> None:
    message = split_message(ENVELOPE.body, limit=MAX_ENVELOPE_BYTES)
    doubled = bytes([message.protected[0] + 1]) + message.protected[1:] + cbor2.dumps(SEQUENCE) + b"\x09"
    body = sign_protected(doubled, payload=message.payload, signer=XIANGSHAN)

    with pytest.raises(MessageMalformedError):
        verify_envelope(body, REGISTRY)


def test_oversized_cbor_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(MessageTooLargeError):
        verify_envelope(bytes(MAX_ENVELOPE_BYTES + 1), REGISTRY)


def test_strip_and_re_sign_by_another_registered_device_cannot_be_opened() -> None:
    message = split_message(ENVELOPE.body, limit=MAX_ENVELOPE_BYTES)
    stolen = encode_header(uplink_header(sender=PUZHAO), algorithm=-19)
    body = sign_protected(stolen, payload=message.payload, signer=PUZHAO)

    verified = verify_envelope(body, REGISTRY)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, CITY)


def test_changed_sequence_signed_again_by_the_true_key_cannot_be_opened() -> None:
    verified = verify_envelope(resign(ENVELOPE, **{str(SEQUENCE): 2}), REGISTRY)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, CITY)


def test_envelope_passed_off_as_another_kind_cannot_be_opened() -> None:
    verified = verify_envelope(resign(ENVELOPE, **{str(KIND): "snapshot"}), REGISTRY)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, CITY)


def test_wrong_recipient_cannot_open() -> None:
    verified = verify_envelope(ENVELOPE.body, REGISTRY)

    with pytest.raises(NotOpenableError):
        open_envelope(verified, PUZHAO)


def test_forged_signature_is_rejected() -> None:
    message = split_message(ENVELOPE.body, limit=MAX_ENVELOPE_BYTES)
    body = sign_protected(message.protected, payload=message.payload, signer=_borrowed_kid())

    with pytest.raises(SignatureInvalidError):
        verify_envelope(body, REGISTRY)


def test_stranger_is_rejected() -> None:
    with pytest.raises(KeyUnknownError):
        verify_envelope(sealed_uplink(sender=STRANGER).body, REGISTRY)


def test_impersonating_another_device_is_rejected() -> None:
    header = replace(uplink_header(), device=PUZHAO.device_id)
    body = _sealed_with_header(encode_header(header, algorithm=-19))

    with pytest.raises(SenderMismatchError):
        verify_envelope(body, REGISTRY)


def test_envelope_of_another_tenant_is_rejected() -> None:
    header = replace(uplink_header(), org="xiamen")
    body = _sealed_with_header(encode_header(header, algorithm=-19))

    with pytest.raises(SenderMismatchError):
        verify_envelope(body, REGISTRY)


def test_algorithm_of_another_suite_is_rejected() -> None:
    body = _sealed_with_header(encode_header(uplink_header(), algorithm=-70001))

    with pytest.raises(SuiteMismatchError):
        verify_envelope(body, REGISTRY)


def test_suite_below_the_registrys_minimum_is_set_aside_for_review() -> None:
    stricter = replace(REGISTRY, minimum_suite=SuiteId.HYBRID)

    with pytest.raises(SuiteTooWeakError) as caught:
        verify_envelope(ENVELOPE.body, stricter)

    assert caught.value.envelope.id == ENVELOPE.id


def test_device_speaking_to_another_device_is_rejected() -> None:
    header = replace(uplink_header(), audience=PUZHAO.device_id)

    with pytest.raises(AudienceMismatchError):
        verify_envelope(sealed_uplink(header=header).body, REGISTRY)


def test_downlink_for_another_device_is_rejected() -> None:
    with pytest.raises(AudienceMismatchError):
        verify_envelope(sealed_downlink(b"news").body, REGISTRY, audience=PUZHAO.device_id)


def test_uplink_reflected_to_its_sender_is_rejected() -> None:
    with pytest.raises(AudienceMismatchError):
        verify_envelope(ENVELOPE.body, REGISTRY, audience=XIANGSHAN.device_id)


def test_unlisted_critical_label_is_rejected() -> None:
    with pytest.raises(MessageMalformedError):
        verify_envelope(resign(ENVELOPE, **{str(CRITICAL): [SEQUENCE]}), REGISTRY)


def test_unknown_label_in_the_header_is_rejected() -> None:
    with pytest.raises(MessageMalformedError):
        verify_envelope(resign(ENVELOPE, **{"-70199": 1}), REGISTRY)


def test_envelope_of_a_newer_program_is_named_as_such() -> None:
    with pytest.raises(SchemaUnknownError):
        verify_envelope(resign(ENVELOPE, **{str(VERSION): 2}), REGISTRY)


def test_anything_in_the_unprotected_header_is_rejected() -> None:
    parts = list(cbor2.loads(ENVELOPE.body).value)
    parts[1] = {SEQUENCE: 5}

    with pytest.raises(MessageMalformedError):
        verify_envelope(encode_cbor(cbor2.CBORTag(18, parts)), REGISTRY)


def test_parsing_proves_nothing_but_gives_the_header_back_exactly() -> None:
    assert parse_envelope(ENVELOPE.body).header == ENVELOPE.header


def test_authentication_alone_does_not_ask_for_the_route() -> None:
    header = replace(uplink_header(), audience="city/350200")

    assert authenticate_envelope(sealed_uplink(header=header).body, REGISTRY).header == header


def _sealed_with_header(protected: bytes) -> bytes:
    message = split_message(ENVELOPE.body, limit=MAX_ENVELOPE_BYTES)
    return sign_protected(protected, payload=message.payload, signer=XIANGSHAN)


class _Borrower:
    """A stranger who writes another's key id on what he signs."""

    suite = SuiteId.INTERNATIONAL
    kid = XIANGSHAN.kid

    def sign(self, message: bytes) -> bytes:
        return STRANGER.sign(message)


def _borrowed_kid() -> _Borrower:
    return _Borrower()
