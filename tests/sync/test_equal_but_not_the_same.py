"""True, 1 and 1.0 are equal in Python and three different messages: only the integer is ours."""

import cbor2
import pytest
import zstandard

from sync.bundle_encoding import decode_bundle
from sync.cose import read_signed, sign_protected
from sync.envelope.encoding import parse_content
from sync.errors import MessageMalformedError, MessageNotCanonicalError
from sync.keys.identity import KeyId, VerificationKey
from sync.keys.registry import CONTENT_TYPE, sign_registry, verify_registry
from sync.keys.registry_forms import split_registry
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.fuzz_targets import PAYLOAD
from tests.sync.story import REGISTRY, ROOTS, TRUST, XIANGSHAN

ONES = [True, 1.0]


def own_key(_kid: KeyId) -> VerificationKey:
    return VerificationKey(XIANGSHAN.suite, XIANGSHAN.public.signing_public)


@pytest.mark.parametrize("one", ONES)
def test_header_that_says_its_label_otherwise_is_refused(one: object) -> None:
    header = cbor2.dumps({one: -19, 3: "x", 4: XIANGSHAN.kid}, canonical=True)
    signed = sign_protected(header, payload=b"\xa0", signer=XIANGSHAN)

    with pytest.raises(MessageNotCanonicalError):
        read_signed(signed, content_type="x", limit=1_000, find_key=own_key)


@pytest.mark.parametrize("one", ONES)
def test_content_header_that_says_its_label_otherwise_is_refused(one: object) -> None:
    whole = cbor2.loads(PAYLOAD)
    parts = [cbor2.dumps({one: 24}, canonical=True), *whole.value[1:]]

    with pytest.raises(MessageNotCanonicalError):
        parse_content(cbor2.dumps(cbor2.CBORTag(96, parts), canonical=True))


@pytest.mark.parametrize("one", ONES)
def test_recipient_header_that_says_its_label_otherwise_is_refused(one: object) -> None:
    protected, nonce, ciphertext, [recipient] = cbor2.loads(PAYLOAD).value
    kid = cbor2.loads(recipient[0])[4]
    other = [cbor2.dumps({one: 50, 4: kid}, canonical=True), *recipient[1:]]
    content = cbor2.CBORTag(96, [protected, nonce, ciphertext, [other]])

    with pytest.raises(MessageNotCanonicalError):
        parse_content(cbor2.dumps(content, canonical=True))


def test_registry_that_says_its_label_otherwise_is_refused() -> None:
    body, unprotected, payload, rows = cbor2.loads(
        split_registry(sign_registry(REGISTRY, roots=ROOTS)).signed
    ).value
    other = cbor2.dumps({3.0: CONTENT_TYPE}, canonical=True)
    signed = cbor2.dumps(cbor2.CBORTag(98, [other, unprotected, payload, rows]), canonical=True)

    assert body == cbor2.dumps({3: CONTENT_TYPE})
    with pytest.raises(MessageMalformedError):
        verify_registry(signed, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


@pytest.mark.parametrize("one", ONES)
def test_bundle_whose_schema_is_no_integer_is_refused(one: object) -> None:
    plain = cbor2.dumps({"schema": one, "items": []}, canonical=True)

    with pytest.raises(MessageMalformedError):
        decode_bundle(zstandard.ZstdCompressor().compress(plain))
