"""Every byte of an envelope counts, and no second spelling of one is taken, even signed by a true key."""

import cbor2
import pytest
import zstandard

from sync.bundle_encoding import MAX_INFLATED_BYTES, decode_bundle
from sync.cbor import encode_cbor
from sync.cose import MAX_HEADER_BYTES, sign_protected
from sync.envelope.encoding import (
    ACKNOWLEDGED,
    AUDIENCE,
    EPOCH,
    MAX_ENVELOPE_BYTES,
    MAX_RECIPIENTS,
    SEQUENCE,
    VERSION,
    encode_content,
    encode_header,
    parse_content,
)
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.errors import (
    MessageMalformedError,
    MessageNotCanonicalError,
    MessageTooLargeError,
    SyncError,
)
from tests.sync.fuzz_targets import HEADER, PAYLOAD
from tests.sync.story import CITY, REGISTRY, XIANGSHAN, sealed_uplink, uplink_header

BODY = sealed_uplink(b"work").body


def is_opened(body: bytes) -> bool:
    try:
        open_envelope(verify_envelope(body, REGISTRY), CITY)
    except SyncError:
        return False
    return True


def signed(header: bytes = HEADER, payload: bytes = PAYLOAD) -> bytes:
    return sign_protected(header, payload=payload, signer=XIANGSHAN)


def header_with(label: int, value: object) -> bytes:
    return encode_cbor({**cbor2.loads(HEADER), label: value})


@pytest.mark.parametrize("mask", [*(1 << bit for bit in range(8)), 0xFF])
def test_no_byte_can_be_changed(mask: int) -> None:
    changed = (BODY[:place] + bytes([BODY[place] ^ mask]) + BODY[place + 1 :] for place in range(len(BODY)))

    assert [place for place, body in enumerate(changed) if is_opened(body)] == []


def test_no_byte_can_be_left_out() -> None:
    shorter = (BODY[:place] + BODY[place + 1 :] for place in range(len(BODY)))

    assert [place for place, body in enumerate(shorter) if is_opened(body)] == []


def test_no_byte_can_be_put_in() -> None:
    longer = (BODY[:place] + b"\x00" + BODY[place:] for place in range(len(BODY) + 1))

    assert [place for place, body in enumerate(longer) if is_opened(body)] == []


def test_no_beginning_of_an_envelope_is_one() -> None:
    assert [length for length in range(len(BODY)) if is_opened(BODY[:length])] == []


def test_the_untouched_envelope_opens() -> None:
    assert is_opened(BODY)
    assert is_opened(signed())


@pytest.mark.parametrize(
    ("label", "value"),
    [
        (VERSION, True),
        (VERSION, 1.0),
        (SEQUENCE, 1.0),
        (SEQUENCE, True),
        (SEQUENCE, 0),
        (SEQUENCE, 2**63),
        (SEQUENCE, -1),
        (EPOCH, "7"),
        (EPOCH, None),
        (AUDIENCE, b"city/350500"),
        (AUDIENCE, "x" * 129),
        (ACKNOWLEDGED, [0, bytes(31)]),
        (ACKNOWLEDGED, [0, bytes(32), 0]),
        (ACKNOWLEDGED, {0: bytes(32)}),
    ],
)
def test_header_value_of_another_type_or_range_is_refused(label: int, value: object) -> None:
    with pytest.raises((MessageMalformedError, MessageNotCanonicalError)):
        verify_envelope(signed(header_with(label, value)), REGISTRY)


def test_header_in_another_order_is_refused() -> None:
    backwards = cbor2.dumps(dict(reversed(cbor2.loads(HEADER).items())))

    with pytest.raises(MessageNotCanonicalError):
        verify_envelope(signed(backwards), REGISTRY)


def test_header_with_a_longer_number_is_refused() -> None:
    wide = encode_cbor(EPOCH) + b"\x18\x07"
    longer = HEADER.replace(encode_cbor(EPOCH) + b"\x07", wide)

    assert longer != HEADER
    with pytest.raises(MessageNotCanonicalError):
        verify_envelope(signed(longer), REGISTRY)


def test_bytes_after_the_header_are_refused() -> None:
    with pytest.raises(MessageNotCanonicalError):
        verify_envelope(signed(HEADER + b"\x00"), REGISTRY)


def test_oversized_header_is_refused() -> None:
    with pytest.raises(MessageTooLargeError):
        verify_envelope(signed(HEADER + bytes(MAX_HEADER_BYTES)), REGISTRY)


def test_bytes_after_the_content_are_refused() -> None:
    verified = verify_envelope(signed(payload=PAYLOAD + b"\x00"), REGISTRY)

    with pytest.raises(MessageNotCanonicalError):
        open_envelope(verified, CITY)


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, {5: bytes(12), 6: 0}), (1, {}), (1, {6: bytes(12)}), (2, "text"), (3, [b""]), (3, [[b"", {}, b""]])],
)
def test_content_of_another_shape_is_refused(place: int, value: object) -> None:
    parts = list(cbor2.loads(PAYLOAD).value)
    parts[place] = value
    verified = verify_envelope(signed(payload=encode_cbor(cbor2.CBORTag(96, parts))), REGISTRY)

    with pytest.raises(MessageMalformedError):
        open_envelope(verified, CITY)


def test_endless_byte_string_around_the_ciphertext_is_refused() -> None:
    content = parse_content(PAYLOAD)
    head = encode_content(content)
    chunked = head.replace(
        encode_cbor(content.ciphertext), b"\x5f" + encode_cbor(content.ciphertext) + b"\xff"
    )
    verified = verify_envelope(signed(payload=chunked), REGISTRY)

    with pytest.raises(MessageMalformedError):
        open_envelope(verified, CITY)


def test_doubled_key_in_the_contents_map_is_refused() -> None:
    nonce = encode_cbor(parse_content(PAYLOAD).nonce)
    doubled = PAYLOAD.replace(b"\xa1\x05" + nonce, b"\xa2\x05" + nonce + b"\x05" + nonce)
    verified = verify_envelope(signed(payload=doubled), REGISTRY)

    assert doubled != PAYLOAD
    with pytest.raises(MessageMalformedError):
        open_envelope(verified, CITY)


def test_more_recipients_than_any_honest_envelope_has_are_refused() -> None:
    tag = cbor2.loads(PAYLOAD)
    parts = [*tag.value[:3], [*tag.value[3]] * (MAX_RECIPIENTS + 1)]
    verified = verify_envelope(signed(payload=encode_cbor(cbor2.CBORTag(96, parts))), REGISTRY)

    with pytest.raises(MessageMalformedError):
        open_envelope(verified, CITY)


def test_zip_bomb_in_a_genuine_envelope_is_refused_before_it_is_inflated() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(MAX_INFLATED_BYTES + 1))
    opened = open_envelope(verify_envelope(sealed_uplink(bomb).body, REGISTRY), CITY)

    assert len(opened) < 10_000
    with pytest.raises(MessageTooLargeError):
        decode_bundle(opened)


def test_largest_envelope_is_refused_one_byte_later() -> None:
    with pytest.raises(MessageTooLargeError):
        sealed_uplink(bytes(MAX_ENVELOPE_BYTES))


def test_header_of_the_story_is_what_the_tests_start_from() -> None:
    assert encode_header(uplink_header(), algorithm=-19) == HEADER
