"""How a device joins: an invitation on paper, a request with two proofs, a document it keeps.

The invitation brings the trust roots and a one-time code over a channel people see (a
QR code shown by the township office). The request is signed by the device's new key,
which proves possession, and carries a keyed hash under the code, which proves the
invitation; a relay that carries it can neither read the code nor swap the keys.
Admission is the roots' act: the device is enrolled when a registry lists it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sync.cbor import (
    decode_cbor,
    encode_cbor,
    read_bytes,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.codes.base45 import decode_base45, encode_base45
from sync.cose import read_signed, sign_message, split_message
from sync.custody.recovery import RecoveryKey
from sync.errors import (
    EnrolmentProofInvalidError,
    InvitationExpiredError,
    InvitationInvalidError,
    KeyUnknownError,
    MessageMalformedError,
    NotOpenableError,
    SyncError,
)
from sync.keys.device_encoding import MAX_DEVICE_NAME
from sync.keys.identity import (
    DeviceId,
    DeviceIdentity,
    KeyId,
    PublicIdentity,
    VerificationKey,
    decode_identity,
    encode_identity,
    public_from_plain,
    public_to_plain,
    read_device_id,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry import TrustRoots
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

INVITATION_PREFIX: Final = "QZI1:"
REQUEST_TYPE: Final = "application/vnd.quancai.enrolment; v=1"
CODE_BYTES: Final = 16
_PROOF_BYTES: Final = 32
MAX_REQUEST_BYTES: Final = 16_384
_MAX_DOCUMENT_BYTES: Final = 65_536
_MAX_TEXT: Final = 256
_INVITATION_KEYS: Final = frozenset({"relay", "org", "realm", "roots", "need", "code", "scope", "until_ms"})
_REQUEST_KEYS: Final = frozenset({"device", "name", "keys", "proof"})
_RECOVERY: Final = "recovery"
_SUITE: Final = "suite"
_ENROLMENT_KEYS: Final = frozenset({"identity", "relay", "realm", "roots", "need", "scope", "operator"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the township office hands over; whoever holds it may ask to join once."""

    relay_url: str
    org: str
    realm: str
    roots: TrustRoots
    code: bytes = field(repr=False)
    scope: tuple[str, ...]
    expires_ms: int
    recovery: RecoveryKey | None = None  # whom to ask when every secret here is forgotten
    suite: int = SuiteId.INTERNATIONAL  # in which the new device makes its keys


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A device that asks to be listed."""

    device_id: DeviceId
    name: str
    public: PublicIdentity


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a device remembers of having joined; kept inside the encrypted store."""

    identity: DeviceIdentity
    relay_url: str
    realm: str
    roots: TrustRoots
    scope: tuple[str, ...]
    operator: str
    recovery: RecoveryKey | None = None


def encode_invitation(invitation: Invitation) -> str:
    packed = encode_cbor(
        {
            "relay": invitation.relay_url,
            "org": invitation.org,
            "realm": invitation.realm,
            "roots": [verification_to_plain(key) for key in invitation.roots.keys],
            "need": invitation.roots.threshold,
            "code": invitation.code,
            "scope": list(invitation.scope),
            "until_ms": invitation.expires_ms,
            # Left out where a program of the first version would do the same without being told.
            **({_SUITE: int(invitation.suite)} if invitation.suite != SuiteId.INTERNATIONAL else {}),
            **_recovery_to_plain(invitation.recovery),
        }
    )
    return INVITATION_PREFIX + encode_base45(packed)


def decode_invitation(text: str, *, now_ms: int) -> Invitation:
    """Read an invitation while it is good.

    Raises:
        InvitationInvalidError: something else was scanned.
        InvitationExpiredError: ask the office for a new one.

    """
    try:
        invitation = _read_invitation(text.strip().upper())
    except (SyncError, ValueError) as error:
        raise InvitationInvalidError from error
    if now_ms >= invitation.expires_ms:
        raise InvitationExpiredError
    return invitation


def request_enrolment(identity: DeviceIdentity, *, name: str, code: bytes) -> bytes:
    claims = {"device": identity.device_id, "name": name, "keys": public_to_plain(identity.public)}
    proof = identity.cipher.authenticate(code, encode_cbor(claims))
    return sign_message(encode_cbor({**claims, "proof": proof}), content_type=REQUEST_TYPE, signer=identity)


def read_enrolment_request(encoded: bytes) -> EnrolmentRequest:
    """Check that the asker holds the keys it shows; whether it was invited is another question."""
    claims = _read_request_claims(split_message(encoded, limit=MAX_REQUEST_BYTES).payload)
    public = public_from_plain(claims["keys"])

    def own_key(kid: KeyId) -> VerificationKey:
        if kid != public.kid:
            raise KeyUnknownError(kid=kid.hex())
        return VerificationKey(public.suite, public.signing_public)

    read_signed(encoded, content_type=REQUEST_TYPE, limit=MAX_REQUEST_BYTES, find_key=own_key)
    read_bytes(claims["proof"], length=_PROOF_BYTES)
    require_sealable(public)
    return EnrolmentRequest(
        device_id=read_device_id(claims["device"]),
        name=read_text(claims["name"], limit=MAX_DEVICE_NAME),
        public=public,
    )


def verify_enrolment_request(encoded: bytes, *, code: bytes) -> EnrolmentRequest:
    """Check possession and invitation.

    Raises:
        EnrolmentProofInvalidError: made without this code.

    """
    request = read_enrolment_request(encoded)
    claims = dict(_read_request_claims(split_message(encoded, limit=MAX_REQUEST_BYTES).payload))
    proof = read_bytes(claims.pop("proof"))
    expected = suite_by_id(request.public.suite).authenticate(code, encode_cbor(claims))
    if not hmac.compare_digest(proof, expected):
        raise EnrolmentProofInvalidError(device=request.device_id)
    return request


def enrol(invitation: Invitation, *, identity: DeviceIdentity, operator: str) -> Enrolment:
    """Join identity and invitation into what the device keeps; the one-time code is left behind."""
    return Enrolment(
        identity=identity,
        relay_url=invitation.relay_url,
        realm=invitation.realm,
        roots=invitation.roots,
        scope=invitation.scope,
        operator=operator,
        recovery=invitation.recovery,
    )


def encode_enrolment(enrolment: Enrolment) -> bytes:
    return encode_cbor(
        {
            "identity": encode_identity(enrolment.identity),
            "relay": enrolment.relay_url,
            "realm": enrolment.realm,
            "roots": [verification_to_plain(key) for key in enrolment.roots.keys],
            "need": enrolment.roots.threshold,
            "scope": list(enrolment.scope),
            "operator": enrolment.operator,
            **_recovery_to_plain(enrolment.recovery),
        }
    )


def decode_enrolment(encoded: bytes) -> Enrolment:
    row = _read_map(decode_cbor(encoded, limit=_MAX_DOCUMENT_BYTES), keys=_ENROLMENT_KEYS)
    return Enrolment(
        identity=decode_identity(read_bytes(row["identity"])),
        relay_url=read_text(row["relay"], limit=_MAX_TEXT),
        realm=read_text(row["realm"], limit=_MAX_TEXT),
        roots=_read_roots(row["roots"], row["need"]),
        scope=_read_scope(row["scope"]),
        operator=read_text(row["operator"], limit=_MAX_TEXT),
        recovery=_read_recovery(row),
    )


def _read_invitation(text: str) -> Invitation:
    if not text.startswith(INVITATION_PREFIX):
        raise InvitationInvalidError
    packed = decode_base45(text.removeprefix(INVITATION_PREFIX))
    row = _read_map(decode_cbor(packed, limit=_MAX_DOCUMENT_BYTES), keys=_INVITATION_KEYS, optional=_SUITE)
    return Invitation(
        relay_url=read_text(row["relay"], limit=_MAX_TEXT),
        org=read_text(row["org"], limit=_MAX_TEXT),
        realm=read_text(row["realm"], limit=_MAX_TEXT),
        roots=_read_roots(row["roots"], row["need"]),
        code=read_bytes(row["code"], length=CODE_BYTES),
        scope=_read_scope(row["scope"]),
        expires_ms=read_integer(row["until_ms"]),
        recovery=_read_recovery(row),
        suite=suite_by_id(read_integer(row.get(_SUITE, int(SuiteId.INTERNATIONAL)))).id,
    )


def _read_request_claims(payload: bytes) -> dict[str, object]:
    return dict(read_map(decode_cbor(payload, limit=MAX_REQUEST_BYTES), keys=_REQUEST_KEYS))


def require_sealable(public: PublicIdentity) -> None:
    """Refuse a key nobody can seal to; found out after admission, it would stop answers to everybody."""
    suite = suite_by_id(public.suite)
    try:
        suite.wrap(public.sealing_public, bytes(suite.content_key_size), context=b"")
    except NotOpenableError as error:
        raise MessageMalformedError(part="keys") from error


def _read_map(value: object, *, keys: frozenset[str], optional: str = _RECOVERY) -> Mapping[str, object]:
    """Read a document of today, or one from before there was a recovery key or a choice of suites."""
    present = {_RECOVERY, optional} & set(value) if isinstance(value, Mapping) else set()
    return read_map(value, keys=keys | present)


def _recovery_to_plain(recovery: RecoveryKey | None) -> dict[str, object]:
    return {} if recovery is None else {_RECOVERY: [int(recovery.suite), recovery.public]}


def _read_recovery(row: Mapping[str, object]) -> RecoveryKey | None:
    if _RECOVERY not in row:
        return None
    suite, public = read_list(row[_RECOVERY], length=2)
    return RecoveryKey(suite_by_id(read_integer(suite)).id, read_bytes(public))


def _read_roots(keys: object, threshold: object) -> TrustRoots:
    roots = tuple(verification_from_plain(key) for key in read_list(keys, limit=16))
    return TrustRoots(roots, read_integer(threshold, low=1, high=max(1, len(roots))))


def _read_scope(value: object) -> tuple[str, ...]:
    return tuple(read_text(code, limit=_MAX_TEXT) for code in read_list(value, limit=1_000))
