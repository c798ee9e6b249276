"""The numbers on the five kinds of papers people show, read by the kind the officer chose.

Kinds are the codes of the list `doc_type` (AAC058). Sources: GB 11643-1999 sections 3
and 4 for everything of eighteen characters and for the older fifteen digits; the
residence permits of 2018 use the same layout with the region 810000, 820000 or 830000;
the permanent resident card of December 2023 starts with 9, and the one before it, three
letters and twelve digits, stays valid. Only what a number says for certain is read out of
it: a travel permit or a passport tells nothing about its holder.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from employment.errors import DocumentKindOtherError, DocumentNumberShapeError, ResidentIdError
from employment.resident_id import (
    Sex,
    normalise_resident_id,
    parse_resident_id,
    upgrade_old_number,
)


class DocumentKind(StrEnum):
    """Which paper a number was read from, by the code list `doc_type`."""

    RESIDENT_CARD = "01"
    HONG_KONG_MACAO_PERMIT = "04"
    TAIWAN_PERMIT = "06"
    PERMANENT_RESIDENT_CARD = "07"
    PASSPORT = "08"
    RESIDENCE_PERMIT = "16"


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A number in its present spelling; None where this kind of number does not say."""

    kind: DocumentKind
    number: str
    region_code: str | None = None
    born_on: date | None = None
    sex: Sex | None = None
    is_upgraded: bool = False  # from fifteen digits: ask for the present card


_PERMIT_REGIONS: Final = frozenset({"810000", "820000", "830000"})
_PERMANENT_RESIDENT: Final = "9"
_OLD_RESIDENT: Final = re.compile(r"[1-9][0-9]{14}")
_OLD_PERMANENT_RESIDENT: Final = re.compile(r"[A-Z]{3}[0-9]{12}")
_HONG_KONG_MACAO: Final = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_TAIWAN: Final = re.compile(r"[0-9]{8}")
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,17}")


def parse_identity_document(text: str, *, kind: DocumentKind) -> IdentityDocument:
    """Read a number as people write it.

    Raises:
        ResidentIdError: one of the eighteen characters is wrong.
        DocumentNumberShapeError: no number of this kind looks like that.
        DocumentKindOtherError: a right number, but of another kind of paper.

    """
    return _READERS[kind](normalise_resident_id(text))


def fitting_kinds(text: str) -> tuple[DocumentKind, ...]:
    """Name the kinds this text could be a number of, the most telling first."""
    return tuple(kind for kind in _READERS if _fits(text, kind))


def _fits(text: str, kind: DocumentKind) -> bool:
    try:
        parse_identity_document(text, kind=kind)
    except (ResidentIdError, DocumentNumberShapeError, DocumentKindOtherError):
        return False
    return True


def _resident_card(number: str) -> IdentityDocument:
    is_old = _OLD_RESIDENT.fullmatch(number) is not None
    document = _eighteen(
        upgrade_old_number(number) if is_old else number, DocumentKind.RESIDENT_CARD, is_upgraded=is_old
    )
    if document.number.startswith(_PERMANENT_RESIDENT) or document.region_code in _PERMIT_REGIONS:
        raise DocumentKindOtherError(document=DocumentKind.RESIDENT_CARD)
    return document


def _residence_permit(number: str) -> IdentityDocument:
    document = _eighteen(number, DocumentKind.RESIDENCE_PERMIT)
    if document.region_code not in _PERMIT_REGIONS:
        raise DocumentKindOtherError(document=DocumentKind.RESIDENCE_PERMIT)
    return document


def _permanent_resident_card(number: str) -> IdentityDocument:
    if _OLD_PERMANENT_RESIDENT.fullmatch(number):
        return IdentityDocument(DocumentKind.PERMANENT_RESIDENT_CARD, number)
    document = _eighteen(number, DocumentKind.PERMANENT_RESIDENT_CARD)
    if not number.startswith(_PERMANENT_RESIDENT):
        raise DocumentKindOtherError(document=DocumentKind.PERMANENT_RESIDENT_CARD)
    return document


def _eighteen(number: str, kind: DocumentKind, *, is_upgraded: bool = False) -> IdentityDocument:
    resident = parse_resident_id(number)
    # Digits 2 to 6 of a permanent resident card are a province and a country, not a region.
    is_foreign = resident.number.startswith(_PERMANENT_RESIDENT)
    return IdentityDocument(
        kind=kind,
        number=resident.number,
        region_code=None if is_foreign else resident.region_code,
        born_on=resident.born_on,
        sex=resident.sex,
        is_upgraded=is_upgraded,
    )


def _by_shape(kind: DocumentKind, shape: re.Pattern[str]) -> Callable[[str], IdentityDocument]:
    def read(number: str) -> IdentityDocument:
        if shape.fullmatch(number) is None:
            raise DocumentNumberShapeError(document=kind)
        return IdentityDocument(kind, number)

    return read


_READERS: Final[Mapping[DocumentKind, Callable[[str], IdentityDocument]]] = {
    DocumentKind.RESIDENT_CARD: _resident_card,
    DocumentKind.RESIDENCE_PERMIT: _residence_permit,
    DocumentKind.PERMANENT_RESIDENT_CARD: _permanent_resident_card,
    DocumentKind.HONG_KONG_MACAO_PERMIT: _by_shape(DocumentKind.HONG_KONG_MACAO_PERMIT, _HONG_KONG_MACAO),
    DocumentKind.TAIWAN_PERMIT: _by_shape(DocumentKind.TAIWAN_PERMIT, _TAIWAN),
    DocumentKind.PASSPORT: _by_shape(DocumentKind.PASSPORT, _PASSPORT),
}
