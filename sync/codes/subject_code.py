"""The code on a card, a station or a task: whose or what it is, from when, until when, signed.

It proves who issued it, not who holds it, so it carries an id and no personal data.
A compact form instead of COSE keeps the printed square one size smaller; the layout
is in docs/protocol/joining.md. Expiry is by date, because cards are read where clocks are poor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list, read_text
from sync.codes.base45 import decode_base45, encode_base45
from sync.codes.errors import (
    CodeExpiredError,
    CodeForgedError,
    CodeIssuerUnknownError,
    CodeNotOursError,
)
from sync.errors import SignatureInvalidError, SyncError
from sync.keys.identity import SigningKey, VerificationKey
from sync.suites.by_id import suite_by_id
from sync.version import SUBJECT_CODE_VERSION

PREFIX: Final = f"YS{SUBJECT_CODE_VERSION}:"
_SIGNED_AS: Final = b"quancai subject code 1\x00"
_SHORT_KID: Final = 4
_SIGNATURE: Final = 64
_MAX_TEXT: Final = 512
_MAX_CLAIMS: Final = 128
_FIRST_DAY: Final = date(2020, 1, 1)
_MAX_DAYS: Final = 65_535


class CodeKind(StrEnum):
    HOUSEHOLD = "household"
    PERSON = "person"
    GIG = "gig"  # a gig worker: a person of the register, or the subject a counter made for one who is not
    STATION = "station"  # a gig market or station, by the code the form `gig_register` asks for
    TASK = "task"


@dataclass(frozen=True, slots=True)
class SubjectCode:
    """What a card says."""

    kind: CodeKind
    subject_id: str
    issued_on: date
    expires_on: date  # the last good day


_KIND_NUMBERS: Final = {
    CodeKind.HOUSEHOLD: 1,
    CodeKind.PERSON: 2,
    CodeKind.GIG: 3,
    CodeKind.STATION: 4,
    CodeKind.TASK: 5,
}


def issue_code(code: SubjectCode, issuer: SigningKey) -> str:
    """Give the text to print: ASCII, upper case, made for QR's alphanumeric mode."""
    claims = [
        _KIND_NUMBERS[code.kind],
        code.subject_id,
        (code.issued_on - _FIRST_DAY).days,
        (code.expires_on - _FIRST_DAY).days,
    ]
    signed = bytes([issuer.suite]) + issuer.kid[:_SHORT_KID] + encode_cbor(claims)
    return PREFIX + encode_base45(signed + issuer.sign(_SIGNED_AS + signed))


def looks_like_subject_code(text: str) -> bool:
    return text.strip().upper().startswith(PREFIX)


def read_code(text: str, *, issuers: Iterable[VerificationKey], today: date) -> SubjectCode:
    """Check a card's code.

    Raises:
        CodeNotOursError: something else was scanned, or only part of it.
        CodeIssuerUnknownError: signed by nobody this device has heard of; a newer registry may help.
        CodeForgedError: the signature does not fit.
        CodeExpiredError: it was good, and its last day has passed.

    """
    packed = _unpack(text)
    signed, signature = packed[:-_SIGNATURE], packed[-_SIGNATURE:]
    _check_signed(signed, signature, issuers)
    code = _read_claims(signed[1 + _SHORT_KID :])
    if today > code.expires_on:
        raise CodeExpiredError(expired_on=code.expires_on.isoformat())
    return code


def _unpack(text: str) -> bytes:
    # A scanner gun with Caps Lock on inverts case, and the alphabet has no lower case: undo it.
    normal = text.strip().upper()
    if not normal.startswith(PREFIX) or len(normal) > _MAX_TEXT:
        raise CodeNotOursError
    try:
        packed = decode_base45(normal.removeprefix(PREFIX))
    except ValueError as error:
        raise CodeNotOursError from error
    if len(packed) <= 1 + _SHORT_KID + _SIGNATURE:
        raise CodeNotOursError
    return packed


def _check_signed(signed: bytes, signature: bytes, issuers: Iterable[VerificationKey]) -> None:
    named = signed[1 : 1 + _SHORT_KID]
    found = [key for key in issuers if key.suite == signed[0] and key.kid[:_SHORT_KID] == named]
    if not found:
        raise CodeIssuerUnknownError(kid=named.hex())
    for key in found:  # four bytes may name two keys
        try:
            suite_by_id(key.suite).verify(key.public, _SIGNED_AS + signed, signature=signature)
        except SignatureInvalidError:
            continue
        return
    raise CodeForgedError


def _read_claims(encoded: bytes) -> SubjectCode:
    try:
        kind, subject_id, issued, expires = read_list(decode_cbor(encoded, limit=_MAX_CLAIMS), length=4)
        kinds = {number: name for name, number in _KIND_NUMBERS.items()}
        return SubjectCode(
            kind=kinds[read_integer(kind)],
            subject_id=read_text(subject_id, limit=_MAX_CLAIMS),
            issued_on=_FIRST_DAY + timedelta(days=read_integer(issued, high=_MAX_DAYS)),
            expires_on=_FIRST_DAY + timedelta(days=read_integer(expires, high=_MAX_DAYS)),
        )
    except (SyncError, KeyError) as error:
        raise CodeNotOursError from error
