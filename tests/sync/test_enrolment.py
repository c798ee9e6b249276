from dataclasses import replace

import pytest

from sync.cbor import decode_cbor, encode_cbor
from sync.codes.base45 import decode_base45
from sync.cose import sign_message, split_message
from sync.custody.recovery import RecoveryKey
from sync.errors import (
    EnrolmentProofInvalidError,
    InvitationExpiredError,
    InvitationInvalidError,
    KeyUnknownError,
    MessageMalformedError,
)
from sync.keys.enrolment import (
    MAX_REQUEST_BYTES,
    REQUEST_TYPE,
    Invitation,
    decode_enrolment,
    decode_invitation,
    encode_enrolment,
    encode_invitation,
    enrol,
    read_enrolment_request,
    request_enrolment,
    verify_enrolment_request,
)
from sync.keys.identity import public_to_plain
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import ORG, REALM, STRANGER, TOWN, TRUST, XIANGSHAN

CODE = SeededEntropy("one-time code").take(16)
INVITATION = Invitation(
    relay_url="https://sync.example.invalid",
    org=ORG,
    realm=REALM,
    roots=TRUST,
    code=CODE,
    scope=(TOWN,),
    expires_ms=STORY_STARTS_MS + 3_600_000,
)


def test_invitation_travels_as_text_a_code_can_carry() -> None:
    text = encode_invitation(INVITATION)

    assert text.isascii()
    assert decode_invitation(f"{text.lower()}\n", now_ms=STORY_STARTS_MS) == INVITATION


def test_invitation_brings_the_key_of_the_citys_recovery_into_the_membership() -> None:
    recovery = RecoveryKey(1, bytes(range(32)))
    invitation = replace(INVITATION, recovery=recovery)

    read = decode_invitation(encode_invitation(invitation), now_ms=STORY_STARTS_MS)
    kept = encode_enrolment(enrol(read, identity=XIANGSHAN, operator="林秀梅"))

    assert read == invitation
    assert decode_enrolment(kept).recovery == recovery


def test_invitation_without_recovery_is_the_bytes_it_always_was() -> None:
    packed = decode_base45(encode_invitation(INVITATION).removeprefix("QZI1:"))

    assert b"recovery" not in packed


def test_expired_invitation_is_refused() -> None:
    with pytest.raises(InvitationExpiredError):
        decode_invitation(encode_invitation(INVITATION), now_ms=INVITATION.expires_ms)


@pytest.mark.parametrize("text", ["", "YS1:BB8", "QZI1:", "QZI1:BB8", "QZI1:é"])
def test_something_else_is_no_invitation(text: str) -> None:
    with pytest.raises(InvitationInvalidError):
        decode_invitation(text, now_ms=STORY_STARTS_MS)


def test_the_code_never_shows_in_a_log() -> None:
    assert repr(CODE) not in repr(INVITATION)


def test_invited_device_is_recognised() -> None:
    request = request_enrolment(XIANGSHAN, name="象山社区 1 号机", code=CODE)

    admitted = verify_enrolment_request(request, code=CODE)

    assert (admitted.device_id, admitted.public) == (XIANGSHAN.device_id, XIANGSHAN.public)


def test_request_does_not_carry_the_code() -> None:
    assert CODE not in request_enrolment(XIANGSHAN, name="象山社区 1 号机", code=CODE)


def test_device_without_the_code_is_refused() -> None:
    request = request_enrolment(STRANGER, name="象山社区 1 号机", code=bytes(16))

    assert read_enrolment_request(request).device_id == STRANGER.device_id
    with pytest.raises(EnrolmentProofInvalidError):
        verify_enrolment_request(request, code=CODE)


def test_relay_that_swaps_the_keys_is_found_out() -> None:
    honest = split_message(
        request_enrolment(XIANGSHAN, name="象山社区 1 号机", code=CODE), limit=MAX_REQUEST_BYTES
    )
    claims = decode_cbor(honest.payload, limit=MAX_REQUEST_BYTES)
    assert isinstance(claims, dict)
    swapped = encode_cbor({**claims, "keys": public_to_plain(STRANGER.public)})

    with pytest.raises(EnrolmentProofInvalidError):
        verify_enrolment_request(sign_message(swapped, content_type=REQUEST_TYPE, signer=STRANGER), code=CODE)


def test_showing_keys_one_does_not_hold_is_refused() -> None:
    honest = split_message(
        request_enrolment(XIANGSHAN, name="象山社区 1 号机", code=CODE), limit=MAX_REQUEST_BYTES
    )

    with pytest.raises(KeyUnknownError):
        read_enrolment_request(sign_message(honest.payload, content_type=REQUEST_TYPE, signer=STRANGER))


@pytest.mark.parametrize("sealing", [bytes(32), b"short"])
def test_device_nobody_could_answer_is_refused_before_it_is_listed(sealing: bytes) -> None:
    keys = [int(STRANGER.suite), STRANGER.public.signing_public, sealing]
    claims = {"device": STRANGER.device_id, "name": "象山社区 1 号机", "keys": keys, "proof": bytes(32)}
    request = sign_message(encode_cbor(claims), content_type=REQUEST_TYPE, signer=STRANGER)

    with pytest.raises(MessageMalformedError):
        read_enrolment_request(request)


def test_proof_of_any_other_length_is_refused() -> None:
    keys = public_to_plain(STRANGER.public)
    claims = {"device": STRANGER.device_id, "name": "象山社区 1 号机", "keys": keys, "proof": bytes(9_000)}
    request = sign_message(encode_cbor(claims), content_type=REQUEST_TYPE, signer=STRANGER)

    with pytest.raises(MessageMalformedError):
        read_enrolment_request(request)


def test_enrolment_comes_back_from_the_store_without_the_code() -> None:
    enrolment = enrol(INVITATION, identity=XIANGSHAN, operator="林秀梅")

    kept = encode_enrolment(enrolment)

    assert decode_enrolment(kept) == enrolment
    assert CODE not in kept
