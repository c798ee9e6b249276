"""The few things we encode without the library come out byte for byte as the library has them."""

from dataclasses import replace

import cbor2
from hypothesis import given
from hypothesis import strategies as st

from sync.cbor import encode_bytes, encode_cbor, encode_integer, encode_text, join_list
from sync.envelope.encoding import Recipient, SealedContent, encode_content, encode_header, parse_content
from sync.envelope.header import ChainLink, EnvelopeHeader, EnvelopeKind
from sync.keys.identity import DeviceId, KeyId
from sync.suites.suite import WrappedKey
from tests.sync.fuzz_targets import PAYLOAD

integers = st.integers(0, 2**63 - 1)
digests = st.binary(min_size=32, max_size=32)
headers = st.builds(
    EnvelopeHeader,
    kid=st.binary(min_size=16, max_size=16).map(KeyId),
    org=st.text(max_size=40),
    device=st.binary(min_size=16, max_size=16).map(lambda name: DeviceId(name.hex())),
    sequence=integers,
    previous=digests,
    audience=st.text(max_size=40),
    epoch=integers,
    time_ms=integers,
    kind=st.sampled_from(EnvelopeKind),
    acknowledged=st.builds(ChainLink, integers, digests),
)


@given(st.integers(-(2**64), 2**64 - 1))
def test_integer(number: int) -> None:
    assert encode_integer(number) == encode_cbor(number)


@given(st.binary(max_size=300) | st.integers(0, 70_000).map(bytes))
def test_byte_string(value: bytes) -> None:
    assert encode_bytes(value) == encode_cbor(value)


@given(st.text(max_size=300))
def test_text(value: str) -> None:
    assert encode_text(value) == encode_cbor(value)


@given(st.lists(st.binary(max_size=9), max_size=30))
def test_list(parts: list[bytes]) -> None:
    assert join_list(*(encode_bytes(part) for part in parts)) == encode_cbor(parts)


@given(headers, st.integers(-70_010, 60))
def test_header(header: EnvelopeHeader, algorithm: int) -> None:
    written = encode_header(header, algorithm=algorithm)

    assert encode_cbor(cbor2.loads(written)) == written
    assert cbor2.loads(written)[-70102] == header.sequence


@given(
    st.binary(min_size=12, max_size=12), st.binary(max_size=400), st.binary(max_size=1_200), st.integers(0, 5)
)
def test_content(nonce: bytes, ciphertext: bytes, encapsulated: bytes, recipients: int) -> None:
    one = parse_one_recipient(WrappedKey(encapsulated, ciphertext))
    content = SealedContent(b"\xa1\x01\x18\x18", 24, nonce, ciphertext, (one,) * recipients)

    written = encode_content(content)

    assert encode_cbor(cbor2.loads(written)) == written


def parse_one_recipient(wrapped: WrappedKey) -> Recipient:
    return replace(parse_content(PAYLOAD).recipients[0], wrapped=wrapped)
