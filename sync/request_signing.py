"""Proving who asks, for the questions whose answer is not for everybody.

A signed envelope proves itself; a question has no body, so its method and target are
signed with a time and a nonce in the Authorization header. Clocks in the field are
wrong: a refused time comes back with the server's, and the client tries once more.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map, read_text
from sync.cose import read_signed, sign_message
from sync.errors import MessageMalformedError, RequestTimeSkewedError, RequestUnsignedError
from sync.keys.identity import DeviceId, DeviceIdentity, KeyId, VerificationKey, read_device_id
from sync.keys.registry_document import RegistryDocument, Role, Sender
from sync.ports import Entropy

CONTENT_TYPE: Final = "application/vnd.quancai.request; v=1"
SCHEME: Final = "Quancai"
MAX_SKEW_MS: Final = 10 * 60 * 1000
_NONCE_BYTES: Final = 16
_MAX_TOKEN_BYTES: Final = 8_192
_KEYS: Final = frozenset({"method", "target", "device", "time_ms", "nonce"})


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """Who asked; a server that remembers nonces for the allowed skew hears each question once."""

    sender: DeviceId
    role: Role
    time_ms: int
    nonce: bytes


def sign_request(method: str, target: str, *, signer: DeviceIdentity, now_ms: int, entropy: Entropy) -> str:
    """Give the value of the Authorization header."""
    claims = {
        "method": method,
        "target": target,
        "device": signer.device_id,
        "time_ms": now_ms,
        "nonce": entropy.take(_NONCE_BYTES),
    }
    token = sign_message(encode_cbor(claims), content_type=CONTENT_TYPE, signer=signer)
    return f"{SCHEME} {base64.urlsafe_b64encode(token).decode().rstrip('=')}"


def verify_request(
    authorization: str | None, *, method: str, target: str, registry: RegistryDocument, now_ms: int
) -> SignedRequest:
    """Say who asks this very question now.

    Raises:
        RequestUnsignedError: no signature, or one for another question.
        RequestTimeSkewedError: the asker's clock is too far from `now_ms`.
        KeyUnknownError, SignatureInvalidError: signed by a stranger.

    """
    asker: list[Sender] = []

    def find_key(kid: KeyId) -> VerificationKey:
        sender = registry.sender_of(kid)
        asker.append(sender)
        return sender.key

    payload = read_signed(
        _read_token(authorization), content_type=CONTENT_TYPE, limit=_MAX_TOKEN_BYTES, find_key=find_key
    )
    row = read_map(decode_cbor(payload, limit=_MAX_TOKEN_BYTES), keys=_KEYS)
    claimed = (read_text(row["method"]), read_text(row["target"]), read_device_id(row["device"]))
    if claimed != (method, target, asker[0].id):
        raise RequestUnsignedError
    time_ms = read_integer(row["time_ms"])
    if abs(time_ms - now_ms) > MAX_SKEW_MS:
        raise RequestTimeSkewedError(now_ms=str(now_ms))
    return SignedRequest(asker[0].id, asker[0].role, time_ms, read_bytes(row["nonce"], length=_NONCE_BYTES))


def _read_token(authorization: str | None) -> bytes:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme != SCHEME or not token or len(token) > 2 * _MAX_TOKEN_BYTES:
        raise RequestUnsignedError
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise MessageMalformedError(part="authorization") from error
