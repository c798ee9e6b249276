"""The relay's signed word what time it is, for this asker and this moment.

The asker draws the nonce, so that no recorded answer passes for a fresh one. It shows
people that a clock is wrong. It opens nothing and closes nothing: lease and expiry go by
the city's times alone (docs/protocol/registry.md §5.2), because a relay may lie.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map
from sync.cose import Signer, read_signed, sign_message
from sync.errors import KeyUnknownError, MessageMalformedError, ReceiptMismatchError
from sync.keys.identity import KeyId, PublicIdentity, VerificationKey

TIME_PATH: Final = "/v1/time"
TIME_TYPE: Final = "application/vnd.quancai.time"
CONTENT_TYPE: Final = "application/vnd.quancai.time; v=1"
NONCE_BYTES: Final = 16
_MAX_BYTES: Final = 4_096
_KEYS: Final = frozenset({"time_ms", "nonce"})
_QUERY: Final = "nonce="
_NONCE_CHARACTERS: Final = 22  # 16 bytes in base64url without padding


@dataclass(frozen=True, slots=True)
class TimeAnchor:
    """A moment in milliseconds since 1970 UTC, bound to the question it answers."""

    time_ms: int
    nonce: bytes


def time_target(nonce: bytes) -> str:
    return f"{TIME_PATH}?{_QUERY}{base64.urlsafe_b64encode(nonce).decode().rstrip('=')}"


def read_time_query(query: str) -> bytes:
    """Read the nonce of a question.

    Raises:
        MessageMalformedError: not exactly one nonce of 16 bytes.

    """
    text = query.removeprefix(_QUERY)
    if not query.startswith(_QUERY) or len(text) != _NONCE_CHARACTERS:
        raise MessageMalformedError(part="query")
    try:
        return base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise MessageMalformedError(part="query") from error


def sign_time(anchor: TimeAnchor, *, relay: Signer) -> bytes:
    payload = encode_cbor({"time_ms": anchor.time_ms, "nonce": anchor.nonce})
    return sign_message(payload, content_type=CONTENT_TYPE, signer=relay)


def verify_time(encoded: bytes, *, relay: PublicIdentity, nonce: bytes) -> TimeAnchor:
    """Read the relay's answer to the question with this nonce.

    Raises:
        KeyUnknownError, SignatureInvalidError: not signed by it.
        ReceiptMismatchError: the answer to another question.

    """

    def relay_key(kid: KeyId) -> VerificationKey:
        if kid != relay.kid:
            raise KeyUnknownError(kid=kid.hex())
        return VerificationKey(relay.suite, relay.signing_public)

    payload = read_signed(encoded, content_type=CONTENT_TYPE, limit=_MAX_BYTES, find_key=relay_key)
    row = read_map(decode_cbor(payload, limit=_MAX_BYTES), keys=_KEYS)
    anchor = TimeAnchor(read_integer(row["time_ms"]), read_bytes(row["nonce"], length=NONCE_BYTES))
    if anchor.nonce != nonce:
        raise ReceiptMismatchError(envelope="")
    return anchor
