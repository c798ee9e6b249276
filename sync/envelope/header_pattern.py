"""A protected header read by the one pattern its bytes can have.

The header is a map of fixed labels in a fixed order, and every value has one shortest spelling. So
whatever fits the pattern is canonical, and nothing has to be built and encoded again to know it. Most
headers ever read fit; what is wrong with one that does not is told by whoever decodes it.
"""

import re
from collections.abc import Sequence
from typing import Final

from sync.cbor import encode_text
from sync.envelope.header import DIGEST_BYTES, ChainLink, EnvelopeHeader, EnvelopeKind
from sync.keys.identity import DEVICE_ID_BYTES, KEY_ID_BYTES, DeviceId, KeyId

# Integers in their shortest form (RFC 8949 section 4.2.1); positive ones below 2**63.
_NUMBER: Final = (
    rb"([\x00-\x17]|\x18[\x18-\xff]|\x19(?!\x00)[\x00-\xff]{2}|\x1a(?!\x00\x00)[\x00-\xff]{4}"
    rb"|\x1b(?!\x00\x00\x00\x00)[\x00-\x7f][\x00-\xff]{7})"
)
_ALGORITHM: Final = (  # of COSE, all of ours are negative
    rb"([\x20-\x37]|\x38[\x18-\xff]|\x39(?!\x00)[\x00-\xff]{2}|\x3a(?!\x00\x00)[\x00-\x7f][\x00-\xff]{3})"
)
# A text of at most 127 bytes; that its head tells its length is seen afterwards.
_TEXT: Final = rb"([\x60-\x77].{0,23}?|\x78[\x18-\x7f].{24,127}?)"
_BYTES: Final = {
    KEY_ID_BYTES: re.escape(b"\x50") + rb"(.{%d})" % KEY_ID_BYTES,
    DIGEST_BYTES: re.escape(b"\x58\x20") + rb"(.{%d})" % DIGEST_BYTES,
}
_KINDS: Final = {encode_text(kind.value): kind for kind in EnvelopeKind}


def header_pattern(
    beginning: bytes, labels: Sequence[bytes], *, critical: bytes, media_type: bytes, version: bytes
) -> re.Pattern[bytes]:
    """Make the pattern of a map that begins so, with these labels in this order."""
    digest = _BYTES[DIGEST_BYTES]
    values = (
        _ALGORITHM,
        re.escape(critical),
        re.escape(media_type),
        _BYTES[KEY_ID_BYTES],
        _TEXT,  # org
        _BYTES[DEVICE_ID_BYTES],
        _NUMBER,  # sequence
        digest,  # previous
        _TEXT,  # audience
        _NUMBER,  # epoch
        _TEXT,  # kind
        re.escape(b"\x82") + _NUMBER + digest,  # acknowledged
        _NUMBER,  # time
        re.escape(version),
    )
    pairs = (re.escape(label) + value for label, value in zip(labels, values, strict=True))
    return re.compile(re.escape(beginning) + b"".join(pairs), re.DOTALL)


def read_written(pattern: re.Pattern[bytes], protected: bytes) -> tuple[int, EnvelopeHeader] | None:
    """Give the algorithm and the header, or None for bytes that are not written as ours are."""
    match = pattern.fullmatch(protected)
    if match is None:
        return None
    algorithm, kid, org, device, sequence, previous, audience, epoch, kind, seen, digest, time_ms = (
        match.groups()
    )
    if kind not in _KINDS or sequence == b"\x00" or not (_is_text(org) and _is_text(audience)):
        return None
    try:
        header = EnvelopeHeader(
            kid=KeyId(kid),
            org=_after_head(org).decode(),
            device=DeviceId(device.hex()),
            sequence=_number(sequence),
            previous=previous,
            audience=_after_head(audience).decode(),
            epoch=_number(epoch),
            time_ms=_number(time_ms),
            kind=_KINDS[kind],
            acknowledged=ChainLink(_number(seen), digest),
        )
    except UnicodeDecodeError:
        return None
    return -1 - _number(algorithm), header


def _number(encoded: bytes) -> int:
    """Give the argument of a head: the number itself, or what a negative one is counted from."""
    return encoded[0] & 0x1F if len(encoded) == 1 else int.from_bytes(encoded[1:], "big")


def _is_text(encoded: bytes) -> bool:
    """Say whether the head of a text tells its length."""
    return encoded[0] - 0x60 == len(encoded) - 1 if encoded[0] < 0x78 else encoded[1] == len(encoded) - 2


def _after_head(encoded: bytes) -> bytes:
    return encoded[1:] if encoded[0] < 0x78 else encoded[2:]
