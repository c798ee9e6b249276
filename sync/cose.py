"""The two COSE shapes that carry one signature or several (RFC 9052), signing bytes as they were sent.

The header of a signed message is inside the signature; which key may sign what is
decided by the callers, who look the key up by its id first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from sync.cbor import (
    bytes_at,
    decode_cbor,
    decode_unproven_cbor,
    encode_bytes,
    encode_cbor,
    encode_text,
    join_list,
    read_bytes,
    read_list,
    read_tag,
    require_canonical,
    tagged,
)
from sync.errors import MessageMalformedError, SignatureInvalidError, SuiteMismatchError
from sync.keys.identity import KEY_ID_BYTES, KeyId, VerificationKey
from sync.suites.by_id import suite_by_id

TAG_SIGN1: Final = 18
TAG_SIGN: Final = 98
ALGORITHM: Final = 1
CONTENT_TYPE: Final = 3
KEY_ID: Final = 4
MAX_HEADER_BYTES: Final = 4_096
MAX_SIGNATURES: Final = 8
# The values an honest outside has, with room: four parts of one signer, or of a list of signers.
_MOST_ALONE: Final = 16
_MOST_TOGETHER: Final = 16 + 8 * MAX_SIGNATURES
_SIGNATURE1: Final = encode_text("Signature1")
_NOTHING: Final = encode_bytes(b"")
_NO_HEADER: Final = encode_cbor({})
_TAGGED_SIGN1: Final = bytes((0xC0 | TAG_SIGN1,))
_BEFORE_PROTECTED: Final = _TAGGED_SIGN1 + join_list(_NOTHING, _NOTHING, _NOTHING, _NOTHING)[:1]


class Signer(Protocol):
    """Anything with a key of its own: a device, a service, a root, an issuer."""

    @property
    def suite(self) -> int: ...
    @property
    def kid(self) -> KeyId: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A COSE_Sign1 taken apart, with nothing verified yet."""

    protected: bytes
    payload: bytes
    signature: bytes


def sign_message(payload: bytes, *, content_type: str, signer: Signer) -> bytes:
    """Make a COSE_Sign1; the content type keeps a signature for one use from serving another."""
    protected = _encode_header(suite_by_id(signer.suite).signature_algorithm, content_type, signer.kid)
    return sign_protected(protected, payload=payload, signer=signer)


def sign_protected(protected: bytes, *, payload: bytes, signer: Signer) -> bytes:
    signature = signer.sign(_to_be_signed(protected, payload))
    return _join_message(SignedMessage(protected, payload, signature))


def split_message(encoded: bytes, *, limit: int) -> SignedMessage:
    """Take a COSE_Sign1 apart.

    Raises:
        MessageTooLargeError, MessageMalformedError, MessageNotCanonicalError: not one as we write it.

    """
    as_written = _split_as_written(encoded) if len(encoded) <= limit else None
    return as_written or _split_suspiciously(encoded, limit=limit)


def _split_as_written(encoded: bytes) -> SignedMessage | None:
    """Take apart exactly what `_join_message` writes, by where its parts must stand; None for anything else.

    Three strings in their shortest form between fixed bytes have one meaning and one spelling, so nothing
    has to be built and written again to know it. What is wrong with other bytes the long way says.
    """
    if not encoded.startswith(_BEFORE_PROTECTED):
        return None
    try:
        protected = bytes_at(encoded, len(_BEFORE_PROTECTED))
        if protected is None or not encoded.startswith(_NO_HEADER, protected[1]):
            return None
        payload = bytes_at(encoded, protected[1] + len(_NO_HEADER))
        signature = None if payload is None else bytes_at(encoded, payload[1])
    except IndexError:
        return None
    if payload is None or signature is None or signature[1] != len(encoded):
        return None
    return SignedMessage(protected[0], payload[0], signature[0])


def _split_suspiciously(encoded: bytes, *, limit: int) -> SignedMessage:
    value = read_tag(decode_unproven_cbor(encoded, limit=limit, most_values=_MOST_ALONE), TAG_SIGN1)
    protected, unprotected, payload, signature = read_list(value, length=4)
    if unprotected != {}:
        raise MessageMalformedError(part="unprotected")
    message = SignedMessage(read_bytes(protected), read_bytes(payload), read_bytes(signature))
    require_canonical(encoded, _join_message(message))
    return message


def check_signature(message: SignedMessage, key: VerificationKey) -> None:
    signed = _to_be_signed(message.protected, message.payload)
    suite_by_id(key.suite).verify(key.public, signed, signature=message.signature)


def read_signed(
    encoded: bytes, *, content_type: str, limit: int, find_key: Callable[[KeyId], VerificationKey]
) -> bytes:
    """Verify a message made by `sign_message` and give its payload; `find_key` raises for a stranger."""
    message = split_message(encoded, limit=limit)
    algorithm, kid = _read_header(message.protected, content_type=content_type)
    key = find_key(kid)
    if algorithm != suite_by_id(key.suite).signature_algorithm:
        raise SuiteMismatchError(algorithm=str(algorithm))
    check_signature(message, key)
    return message.payload


def sign_together(payload: bytes, *, content_type: str, signers: Sequence[Signer]) -> bytes:
    """Make a COSE_Sign with one signature a signer."""
    protected = encode_cbor({CONTENT_TYPE: content_type})
    rows: list[object] = []
    for signer in sorted(signers, key=lambda one: one.kid):
        own = encode_cbor({ALGORITHM: suite_by_id(signer.suite).signature_algorithm, KEY_ID: signer.kid})
        signature = signer.sign(encode_cbor(["Signature", protected, own, b"", payload]))
        rows.append([own, {}, signature])
    return encode_cbor(tagged(TAG_SIGN, [protected, {}, payload, rows]))


def read_signed_together(
    encoded: bytes, *, content_type: str, limit: int, keys: Sequence[VerificationKey]
) -> tuple[bytes, frozenset[KeyId]]:
    """Give the payload and which of the keys signed it; strangers and bad signatures count for nothing."""
    value = decode_cbor(encoded, limit=limit, most_values=_MOST_TOGETHER)
    parts = read_list(read_tag(value, TAG_SIGN), length=4)
    protected, payload = read_bytes(parts[0]), read_bytes(parts[2])
    if parts[1] != {} or protected != encode_cbor({CONTENT_TYPE: content_type}):
        raise MessageMalformedError(part="header")
    known = {key.kid: key for key in keys}
    good: set[KeyId] = set()
    for row in read_list(parts[3], limit=MAX_SIGNATURES):
        own, unprotected, signature = read_list(row, length=3)
        if unprotected != {}:
            raise MessageMalformedError(part="unprotected")
        own_bytes = read_bytes(own)
        kid = _read_signature_header(own_bytes)
        if kid in known and _is_signed(protected, own_bytes, payload, read_bytes(signature), known[kid]):
            good.add(kid)
    return payload, frozenset(good)


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Give the Sig_structure of RFC 9052 section 4.4, without external data."""
    return join_list(_SIGNATURE1, encode_bytes(protected), _NOTHING, encode_bytes(payload))


def _join_message(message: SignedMessage) -> bytes:
    parts = (message.protected, message.payload, message.signature)
    protected, payload, signature = (encode_bytes(part) for part in parts)
    return _TAGGED_SIGN1 + join_list(protected, _NO_HEADER, payload, signature)


def _is_signed(protected: bytes, own: bytes, payload: bytes, signature: bytes, key: VerificationKey) -> bool:
    suite = suite_by_id(key.suite)
    if own != encode_cbor({ALGORITHM: suite.signature_algorithm, KEY_ID: key.kid}):
        return False
    try:
        suite.verify(
            key.public, encode_cbor(["Signature", protected, own, b"", payload]), signature=signature
        )
    except SignatureInvalidError:
        return False
    return True


def _read_signature_header(own: bytes) -> KeyId:
    header = decode_cbor(own, limit=MAX_HEADER_BYTES)
    if not isinstance(header, Mapping) or set(header) != {ALGORITHM, KEY_ID}:
        raise MessageMalformedError(part="header")
    return KeyId(read_bytes(header[KEY_ID], length=KEY_ID_BYTES))


def _read_header(protected: bytes, *, content_type: str) -> tuple[int, KeyId]:
    header = decode_cbor(protected, limit=MAX_HEADER_BYTES)
    if not isinstance(header, Mapping) or set(header) != {ALGORITHM, CONTENT_TYPE, KEY_ID}:
        raise MessageMalformedError(part="header")
    if header[CONTENT_TYPE] != content_type or not isinstance(header[ALGORITHM], int):
        raise MessageMalformedError(part="header")
    algorithm, kid = int(header[ALGORITHM]), KeyId(read_bytes(header[KEY_ID], length=KEY_ID_BYTES))
    # True and 1.0 are equal to 1 for Python, and other bytes.
    require_canonical(protected, _encode_header(algorithm, content_type, kid))
    return algorithm, kid


@lru_cache(maxsize=256)
def _encode_header(algorithm: int, content_type: str, kid: KeyId) -> bytes:
    """Give the protected header of what one signer signs for one use, the same every time."""
    return encode_cbor({ALGORITHM: algorithm, CONTENT_TYPE: content_type, KEY_ID: kid})
