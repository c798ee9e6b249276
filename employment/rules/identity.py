"""D01-D05: is this a number, a place and a name that can stand on somebody's papers."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from employment.errors import (
    PersonNameShapeError,
    ResidentIdCheckError,
    ResidentIdError,
    ResidentIdShapeError,
)
from employment.identity_document import DocumentKind
from employment.person_name import parse_person_name
from employment.privacy import mask_name, mask_resident_id
from employment.resident_id import (
    has_resident_shape,
    normalise_resident_id,
    parse_resident_id,
    upgrade_old_number,
)
from employment.rules.case import Check, Evidence, RuleCase
from employment.rules.who import EIGHTEEN_CHARACTERS, OLDEST, document_kinds, identity_of, years_between

_ALWAYS_EIGHTEEN: Final = (DocumentKind.RESIDENT_CARD, DocumentKind.RESIDENCE_PERMIT)


def number_does_not_check(case: RuleCase) -> Evidence | None:
    """D01: the last of eighteen characters does not follow from the others (ISO 7064 MOD 11-2)."""
    number = _number(case)
    if number is None:
        return None
    try:
        parse_resident_id(number)
    except ResidentIdCheckError as error:
        return {"id_no": mask_resident_id(number), "problem": error.code}
    except ResidentIdShapeError as error:
        # While no kind of paper is chosen, another shape may be that of a passport.
        is_certain = case.text("doc_type") in _ALWAYS_EIGHTEEN
        return {"id_no": mask_resident_id(number), "problem": error.code} if is_certain else None
    except ResidentIdError:
        return None  # fifteen digits have no check character; the birth date is D02
    return None


def birth_in_number_is_impossible(case: RuleCase) -> Evidence | None:
    """D02: the birth date in the number does not exist, lies ahead, or is of more than 120 years ago.

    An older number of fifteen digits has one too: nothing else in it could be checked.
    """
    digits = _birth_digits(_number(case) or "")
    if digits is None:
        return None
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return {"birth_in_number": digits}
    today = case.context.today
    is_possible = born_on <= today and years_between(born_on, today) <= OLDEST
    return None if is_possible else {"birth_in_number": digits}


def address_code_is_unknown(case: RuleCase) -> Evidence | None:
    """D03: no edition of the division codes has the first six digits."""
    region = _region(case)
    known = case.context.references.address_codes
    return None if region is None or not known or region in known else {"region_code": region}


def address_code_is_younger(case: RuleCase) -> Evidence | None:
    """D04: the code came into use after the person was born; ordinary for late registration."""
    document = identity_of(case)
    if document is None or document.region_code is None or document.born_on is None:
        return None
    first_year = case.context.references.address_codes.first_year(document.region_code)
    if first_year is None or first_year <= document.born_on.year:
        return None
    return {
        "region_code": document.region_code,
        "in_use_since": str(first_year),
        "born": str(document.born_on.year),
    }


def name_is_not_one(case: RuleCase) -> Evidence | None:
    """D05: digits, brackets, or spaces between ideographs; foreign names keep theirs."""
    name = case.fields.get("person_name")
    if name is None or name == "":
        return None
    try:
        parse_person_name(str(name))
    except PersonNameShapeError as error:
        return {"person_name": mask_name(str(name)), "problem": error.code}
    return None


def _number(case: RuleCase) -> str | None:
    text = case.text("id_no")
    may_be_ours = any(kind in EIGHTEEN_CHARACTERS for kind in document_kinds(case))
    return normalise_resident_id(text) if text and may_be_ours else None


def _birth_digits(number: str) -> str | None:
    if has_resident_shape(number):
        return number[6:14]
    try:
        return upgrade_old_number(number)[6:14]
    except ResidentIdShapeError:
        return None


def _region(case: RuleCase) -> str | None:
    document = identity_of(case)
    return None if document is None else document.region_code


IDENTITY_CHECKS: Final[Mapping[str, Check]] = {
    "D01": number_does_not_check,
    "D02": birth_in_number_is_impossible,
    "D03": address_code_is_unknown,
    "D04": address_code_is_younger,
    "D05": name_is_not_one,
}
