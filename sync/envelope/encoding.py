"""The header as COSE protected bytes, and the shape of the whole envelope around it.

Outside: COSE_Sign1. Inside: COSE_Encrypt with one wrapped content key a recipient.
Every private label is listed as critical, so that no reader may overlook one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from sync.cbor import (
    decode_cbor,
    decode_unproven_cbor,
    encode_bytes,
    encode_cbor,
    encode_integer,
    encode_text,
    join_list,
    read_bytes,
    read_choice,
    read_integer,
    read_list,
    read_tag,
    read_text,
    require_canonical,
)
from sync.cose import ALGORITHM, CONTENT_TYPE, KEY_ID, MAX_HEADER_BYTES, SignedMessage, split_message
from sync.envelope.header import DIGEST_BYTES, ChainLink, EnvelopeHeader, EnvelopeKind
from sync.envelope.header_pattern import header_pattern, read_written
from sync.errors import MessageMalformedError, SchemaUnknownError
from sync.keys.identity import DEVICE_ID_BYTES, KEY_ID_BYTES, DeviceId, KeyId
from sync.suites.suite import WrappedKey
from sync.version import ENVELOPE_VERSION

MAX_ENVELOPE_BYTES: Final = 8 * 1024 * 1024
MAX_RECIPIENTS: Final = 16
TAG_ENCRYPT: Final = 96
_MOST_VALUES: Final = 16 + 8 * MAX_RECIPIENTS  # of an honest content, with room
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

# What is the same in every envelope is encoded once.
_ENCODED_LABELS: Final = tuple(
    encode_integer(label) for label in (ALGORITHM, CRITICAL, CONTENT_TYPE, KEY_ID, *_PRIVATE_LABELS)
)
_MAP_OF_LABELS: Final = bytes((0xA0 | len(_ENCODED_LABELS),))
_CRITICAL_LIST: Final = encode_cbor(list(_PRIVATE_LABELS))
_MEDIA_TYPE_TEXT: Final = encode_text(MEDIA_TYPE)
_PATTERN: Final = header_pattern(
    _MAP_OF_LABELS,
    _ENCODED_LABELS,
    critical=_CRITICAL_LIST,
    media_type=_MEDIA_TYPE_TEXT,
    version=encode_integer(ENVELOPE_VERSION),
)
_TAGGED_ENCRYPT: Final = bytes((0xD8, TAG_ENCRYPT))
_INITIALISATION_VECTOR_MAP: Final = b"\xa1" + encode_integer(INITIALISATION_VECTOR)
_ENCAPSULATED_KEY_MAP: Final = b"\xa1" + encode_integer(ENCAPSULATED_KEY)
_ENCRYPT: Final = encode_text("Encrypt")
_HPKE_RECIPIENT: Final = encode_text("HPKE Recipient")


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
    """Write the map label by label; the order below is the canonical one, and a test holds it to that."""
    seen = header.acknowledged
    values = (
        encode_integer(algorithm),
        _CRITICAL_LIST,
        _MEDIA_TYPE_TEXT,
        encode_bytes(header.kid),
        encode_text(header.org),
        encode_bytes(bytes.fromhex(header.device)),
        encode_integer(header.sequence),
        encode_bytes(header.previous),
        encode_text(header.audience),
        encode_integer(header.epoch),
        encode_text(header.kind.value),
        join_list(encode_integer(seen.sequence), encode_bytes(seen.digest)),
        encode_integer(header.time_ms),
        encode_integer(ENVELOPE_VERSION),
    )
    pairs = zip(_ENCODED_LABELS, values, strict=True)
    return _MAP_OF_LABELS + b"".join(chain.from_iterable(pairs))


def parse_envelope(body: bytes) -> ParsedEnvelope:
    """Read the outside of an envelope: size, canonical bytes, shape of the header.

    Raises:
        MessageTooLargeError, MessageMalformedError, MessageNotCanonicalError: not an envelope of ours.
        SchemaUnknownError: an envelope of a newer program.

    """
    signed = split_message(body, limit=MAX_ENVELOPE_BYTES)
    written = read_written(_PATTERN, signed.protected)
    algorithm, header = written or _read_suspiciously(signed.protected)
    return ParsedEnvelope(algorithm, header, signed)


def _read_suspiciously(protected: bytes) -> tuple[int, EnvelopeHeader]:
    """Read a header that is not written as ours are, to say what is wrong with it."""
    row = decode_unproven_cbor(protected, limit=MAX_HEADER_BYTES)
    if not isinstance(row, dict):
        raise MessageMalformedError(part="header")
    version = row.get(VERSION)
    if isinstance(version, int) and version > ENVELOPE_VERSION:
        raise SchemaUnknownError(schema=str(version))
    if row.keys() != _LABELS or row[CONTENT_TYPE] != MEDIA_TYPE or version != ENVELOPE_VERSION:
        raise MessageMalformedError(part="header")
    if list(read_list(row[CRITICAL])) != list(_PRIVATE_LABELS):
        raise MessageMalformedError(part="critical")
    algorithm = read_integer(row[ALGORITHM], low=-(2**31), high=2**31)
    header = _read_header(row)
    require_canonical(protected, encode_header(header, algorithm=algorithm))
    return algorithm, header


def encode_content(content: SealedContent) -> bytes:
    recipients = (
        join_list(
            encode_bytes(one.protected),
            _ENCAPSULATED_KEY_MAP + encode_bytes(one.wrapped.encapsulated),
            encode_bytes(one.wrapped.ciphertext),
        )
        for one in content.recipients
    )
    return _TAGGED_ENCRYPT + join_list(
        encode_bytes(content.protected),
        _INITIALISATION_VECTOR_MAP + encode_bytes(content.nonce),
        encode_bytes(content.ciphertext),
        join_list(*recipients),
    )


def parse_content(payload: bytes) -> SealedContent:
    unproven = decode_unproven_cbor(payload, limit=MAX_ENVELOPE_BYTES, most_values=_MOST_VALUES)
    value = read_tag(unproven, TAG_ENCRYPT)
    protected, unprotected, ciphertext, recipients = read_list(value, length=4)
    content = SealedContent(
        protected=read_bytes(protected),
        algorithm=_read_content_header(read_bytes(protected)),
        nonce=_only_bytes(unprotected, INITIALISATION_VECTOR),
        ciphertext=read_bytes(ciphertext),
        recipients=tuple(_read_recipient(one) for one in read_list(recipients, limit=MAX_RECIPIENTS)),
    )
    require_canonical(payload, encode_content(content))
    return content


@lru_cache(maxsize=8)
def content_header(algorithm: int) -> bytes:
    return encode_cbor({ALGORITHM: algorithm})


@lru_cache(maxsize=1_024)
def recipient_header(algorithm: int, kid: KeyId) -> bytes:
    return encode_cbor({ALGORITHM: algorithm, KEY_ID: kid})


def content_context(content_protected: bytes, outer_protected: bytes) -> bytes:
    """Give the associated data of the content: it opens only under the header it was signed with."""
    return join_list(_ENCRYPT, encode_bytes(content_protected), encode_bytes(outer_protected))


def recipient_context(content_algorithm: int, recipient_protected: bytes, outer_protected: bytes) -> bytes:
    """Give HPKE's info: a wrapped key cannot be moved under another header or recipient."""
    return join_list(
        _HPKE_RECIPIENT,
        encode_integer(content_algorithm),
        encode_bytes(recipient_protected),
        encode_bytes(outer_protected),
    )


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
    algorithm, kid = _read_recipient_header(read_bytes(protected))
    encapsulated = _only_bytes(unprotected, ENCAPSULATED_KEY)
    return Recipient(
        protected=read_bytes(protected),
        algorithm=algorithm,
        kid=kid,
        wrapped=WrappedKey(encapsulated, read_bytes(ciphertext)),
    )


# The same few headers come in every envelope; what a stranger fills the cache with is bounded by
# MAX_HEADER_BYTES, and what is wrong is never cached.
@lru_cache(maxsize=256)
def _read_recipient_header(protected: bytes) -> tuple[int, KeyId]:
    header = decode_cbor(protected, limit=MAX_HEADER_BYTES)
    if not isinstance(header, dict) or header.keys() != {ALGORITHM, KEY_ID}:
        raise MessageMalformedError(part="recipient")
    algorithm = read_integer(header[ALGORITHM], low=-(2**31))
    kid = KeyId(read_bytes(header[KEY_ID], length=KEY_ID_BYTES))
    require_canonical(protected, recipient_header(algorithm, kid))
    return algorithm, kid


@lru_cache(maxsize=8)
def _read_content_header(protected: bytes) -> int:
    header = decode_cbor(protected, limit=MAX_HEADER_BYTES)
    if not isinstance(header, dict) or header.keys() != {ALGORITHM}:
        raise MessageMalformedError(part="content")
    algorithm = read_integer(header[ALGORITHM], low=-(2**31))
    require_canonical(protected, content_header(algorithm))
    return algorithm


def _only_bytes(header: object, label: int) -> bytes:
    if not isinstance(header, Mapping) or len(header) != 1 or label not in header:
        raise MessageMalformedError(part="content")
    return read_bytes(header[label])
