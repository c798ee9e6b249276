"""What a code's text is, told apart without trusting it.

A payload is only ever named here: an address is not opened, a number is not looked
up, a signed code is not believed yet. Shape and check characters decide, so that a
phone number is not taken for an order number. No Qt, no records.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from desktop.capture.credit_code import find_credit_code
from desktop.capture.web_codes import find_plate_code
from employment.errors import ResidentIdError
from employment.resident_id import parse_resident_id
from sync.keys.enrolment import INVITATION_PREFIX
from sync.places import station_county

SIGNED_PREFIX: Final = "YS1:"
MAX_TEXT: Final = 4096
_PHONE: Final = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_SPACING: Final = re.compile(r"[\s\-]")
_ADDRESS: Final = re.compile(r"(?i)^(?:https?://|www\.)\S+$")
_HOUSEHOLD_NUMBER: Final = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class SignedCode:
    """One of our own codes; its signature is still to be checked."""

    text: str


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """A resident identity number whose check character is right."""

    number: str


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code, alone or found inside a licence address."""

    number: str


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A mobile number of mainland China."""

    number: str


@dataclass(frozen=True, slots=True)
class HouseholdNumber:
    """The short number printed under a household code, as somebody types it."""

    number: str


@dataclass(frozen=True, slots=True)
class StationNumber:
    """The code of a gig market or station, as it hangs on the wall."""

    number: str


@dataclass(frozen=True, slots=True)
class PlateCode:
    """The code of a door plate, out of an address."""

    code: str


@dataclass(frozen=True, slots=True)
class InvitationCode:
    """An invitation to join, which holds a secret: it is neither kept nor shown."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address; shown, never opened."""

    address: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """Anything else."""

    text: str


Payload = (
    SignedCode
    | InvitationCode
    | ResidentNumber
    | CreditCode
    | PhoneNumber
    | HouseholdNumber
    | StationNumber
    | PlateCode
    | WebAddress
    | PlainText
)


def read_payload(text: str) -> Payload:
    """Tell what a text is."""
    plain = unicodedata.normalize("NFKC", text).strip()[:MAX_TEXT]
    if plain.upper().startswith(SIGNED_PREFIX):
        # Base45 knows capitals only: a scanner with the caps lock inverted still reads right.
        return SignedCode(plain.upper())
    if plain.upper().startswith(INVITATION_PREFIX):
        return InvitationCode()
    if station_county(plain.upper()) is not None:
        return StationNumber(plain.upper())
    # A text nobody interprets is shown as it stands, with the punctuation of its own language.
    return _number(_SPACING.sub("", plain)) or _address(plain) or PlainText(text.strip()[:MAX_TEXT])


def _number(compact: str) -> Payload | None:
    if _HOUSEHOLD_NUMBER.fullmatch(compact):
        return HouseholdNumber(compact.zfill(4))
    if phone := _PHONE.fullmatch(compact):
        return PhoneNumber(phone[1])
    try:
        return ResidentNumber(parse_resident_id(compact).number)
    except ResidentIdError:
        code = find_credit_code(compact) if len(compact) == len("91350582MA00000000") else None
        return None if code is None else CreditCode(code)


def _address(plain: str) -> Payload | None:
    if _ADDRESS.match(plain) is None:
        return None
    code = find_credit_code(plain)
    if code is not None:
        return CreditCode(code)
    plate = find_plate_code(plain)
    return WebAddress(plain) if plate is None else PlateCode(plate)
