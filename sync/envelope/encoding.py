"""The header as COSE protected bytes, and the shape of the whole envelope around it.

Outside: COSE_Sign1. Inside: COSE_Encrypt with one wrapped content key a recipient.
Every private label is listed as critical, so that no reader may overlook one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_bytes,
    read_choice,
    read_integer,
    read_list,
    read_tag,
    read_text,
    tagged,
)
from sync.cose import ALGORITHM, CONTENT_TYPE, KEY_ID, MAX_HEADER_BYTES, SignedMessage, split_message
from sync.envelope.header import DIGEST_BYTES, ChainLink, EnvelopeHeader, EnvelopeKind
from sync.errors import MessageMalformedError, SchemaUnknownError
from sync.keys.identity import DEVICE_ID_BYTES, KEY_ID_BYTES, DeviceId, KeyId
from sync.suites.suite import WrappedKey
from sync.version import ENVELOPE_VERSION

MAX_ENVELOPE_BYTES: Final = 8 * 1024 * 1024
MAX_RECIPIENTS: Final = 16
TAG_ENCRYPT: Final = 96
MEDIA_TYPE: Final = "application/vnd.quancai.sync-envelope; v=1"

CRITICAL: Final = 2
INITIALISATION_VECTOR: Final = 5
ENCAPSULATED_KEY: Final = -4
ORG: Final = -70100
DEVICE: Final = -70101
SEQUENCE: Final = -70102
PREVIOUS: Final = -70103
AUDIENCE: Final = -70104
EPOCH: Final = -70105
KIND: Final = -70106
ACKNOWLEDGED: Final = -70107
TIME: Final = -70108
VERSION: Final = -70109

_PRIVATE_LABELS: Final = (
    ORG,
    DEVICE,
    SEQUENCE,
    PREVIOUS,
    AUDIENCE,
    EPOCH,
    KIND,
    ACKNOWLEDGED,
    TIME,
    VERSION,
)
_LABELS: Final = frozenset({ALGORITHM, CRITICAL, CONTENT_TYPE, KEY_ID, *_PRIVATE_LABELS})
_MAX_NAME: Final = 128


@dataclass(frozen=True, slots=True)
class Recipient:
    """One way into the content: whose key, under which protected bytes, and the wrapped key."""

    protected: bytes
    algorithm: int
    kid: KeyId
    wrapped: WrappedKey


@dataclass(frozen=True, slots=True)
class SealedContent:
    """The COSE_Encrypt inside, taken apart."""

    protected: bytes
    algorithm: int
    nonce: bytes
    ciphertext: bytes
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class ParsedEnvelope:
    """An envelope that has the right shape and proves nothing yet."""

    algorithm: int
    header: EnvelopeHeader
    signed: SignedMessage


def encode_header(header: EnvelopeHeader, *, algorithm: int) -> bytes:
    return encode_cbor(
        {
            ALGORITHM: algorithm,
            CRITICAL: list(_PRIVATE_LABELS),
            CONTENT_TYPE: MEDIA_TYPE,
            KEY_ID: header.kid,
            ORG: header.org,
            DEVICE: bytes.fromhex(header.device),
            SEQUENCE: header.sequence,
            PREVIOUS: header.previous,
            AUDIENCE: header.audience,
            EPOCH: header.epoch,
            KIND: header.kind.value,
            ACKNOWLEDGED: [header.acknowledged.sequence, header.acknowledged.digest],
            TIME: header.time_ms,
            VERSION: ENVELOPE_VERSION,
        }
    )


def parse_envelope(body: bytes) -> ParsedEnvelope:
    """Read the outside of an envelope: size, canonical bytes, shape of the header.

    Raises:
        MessageTooLargeError, MessageMalformedError, MessageNotCanonicalError: not an envelope of ours.
        SchemaUnknownError: an envelope of a newer program.

    """
    signed = split_message(body, limit=MAX_ENVELOPE_BYTES)
    row = decode_cbor(signed.protected, limit=MAX_HEADER_BYTES)
    if not isinstance(row, Mapping):
        raise MessageMalformedError(part="header")
    version = row.get(VERSION)
    if isinstance(version, int) and version > ENVELOPE_VERSION:
        raise SchemaUnknownError(schema=str(version))
    if set(row) != _LABELS or row[CONTENT_TYPE] != MEDIA_TYPE or version != ENVELOPE_VERSION:
        raise MessageMalformedError(part="header")
    if list(read_list(row[CRITICAL])) != list(_PRIVATE_LABELS):
        raise MessageMalformedError(part="critical")
    algorithm = read_integer(row[ALGORITHM], low=-(2**31), high=2**31)
    return ParsedEnvelope(algorithm, _read_header(row), signed)


def encode_content(content: SealedContent) -> bytes:
    recipients = [
        [one.protected, {ENCAPSULATED_KEY: one.wrapped.encapsulated}, one.wrapped.ciphertext]
        for one in content.recipients
    ]
    unprotected = {INITIALISATION_VECTOR: content.nonce}
    return encode_cbor(tagged(TAG_ENCRYPT, [content.protected, unprotected, content.ciphertext, recipients]))


def parse_content(payload: bytes) -> SealedContent:
    value = read_tag(decode_cbor(payload, limit=MAX_ENVELOPE_BYTES), TAG_ENCRYPT)
    protected, unprotected, ciphertext, recipients = read_list(value, length=4)
    content_header = decode_cbor(read_bytes(protected), limit=MAX_HEADER_BYTES)
    return SealedContent(
        protected=read_bytes(protected),
        algorithm=_only_algorithm(content_header),
        nonce=_only_bytes(unprotected, INITIALISATION_VECTOR),
        ciphertext=read_bytes(ciphertext),
        recipients=tuple(_read_recipient(one) for one in read_list(recipients, limit=MAX_RECIPIENTS)),
    )


def content_header(algorithm: int) -> bytes:
    return encode_cbor({ALGORITHM: algorithm})


def recipient_header(algorithm: int, kid: KeyId) -> bytes:
    return encode_cbor({ALGORITHM: algorithm, KEY_ID: kid})


def content_context(content_protected: bytes, outer_protected: bytes) -> bytes:
    """Give the associated data of the content: it opens only under the header it was signed with."""
    return encode_cbor(["Encrypt", content_protected, outer_protected])


def recipient_context(content_algorithm: int, recipient_protected: bytes, outer_protected: bytes) -> bytes:
    """Give HPKE's info: a wrapped key cannot be moved under another header or recipient."""
    return encode_cbor(["HPKE Recipient", content_algorithm, recipient_protected, outer_protected])


def _read_header(row: Mapping[int, object]) -> EnvelopeHeader:
    seen, digest = read_list(row[ACKNOWLEDGED], length=2)
    return EnvelopeHeader(
        kid=KeyId(read_bytes(row[KEY_ID], length=KEY_ID_BYTES)),
        org=read_text(row[ORG], limit=_MAX_NAME),
        device=DeviceId(read_bytes(row[DEVICE], length=DEVICE_ID_BYTES).hex()),
        sequence=read_integer(row[SEQUENCE], low=1),
        previous=read_bytes(row[PREVIOUS], length=DIGEST_BYTES),
        audience=read_text(row[AUDIENCE], limit=_MAX_NAME),
        epoch=read_integer(row[EPOCH]),
        time_ms=read_integer(row[TIME]),
        kind=read_choice(row[KIND], EnvelopeKind),
        acknowledged=ChainLink(read_integer(seen), read_bytes(digest, length=DIGEST_BYTES)),
    )


def _read_recipient(value: object) -> Recipient:
    protected, unprotected, ciphertext = read_list(value, length=3)
    header = decode_cbor(read_bytes(protected), limit=MAX_HEADER_BYTES)
    if not isinstance(header, Mapping) or set(header) != {ALGORITHM, KEY_ID}:
        raise MessageMalformedError(part="recipient")
    encapsulated = _only_bytes(unprotected, ENCAPSULATED_KEY)
    return Recipient(
        protected=read_bytes(protected),
        algorithm=read_integer(header[ALGORITHM], low=-(2**31)),
        kid=KeyId(read_bytes(header[KEY_ID], length=KEY_ID_BYTES)),
        wrapped=WrappedKey(encapsulated, read_bytes(ciphertext)),
    )


def _only_algorithm(header: object) -> int:
    if not isinstance(header, Mapping) or set(header) != {ALGORITHM}:
        raise MessageMalformedError(part="content")
    return read_integer(header[ALGORITHM], low=-(2**31))


def _only_bytes(header: object, label: int) -> bytes:
    if not isinstance(header, Mapping) or set(header) != {label}:
        raise MessageMalformedError(part="content")
    return read_bytes(header[label])
