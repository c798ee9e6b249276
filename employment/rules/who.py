"""Who the record is about, as far as it says: papers, birth, age, sex.

What the identity number says comes before what was typed beside it (rule D11 tells when the
two differ); a number that does not check says nothing here, and D01 says so.
"""

from datetime import date
from typing import Final

from employment.errors import DocumentKindOtherError, DocumentNumberShapeError, ResidentIdError
from employment.identity_document import DocumentKind, IdentityDocument, parse_identity_document
from employment.resident_id import Sex
from employment.retirement import RetirementTrack, tracks_of
from employment.rules.case import RuleCase

EIGHTEEN_CHARACTERS: Final = (
    DocumentKind.RESIDENT_CARD,
    DocumentKind.RESIDENCE_PERMIT,
    DocumentKind.PERMANENT_RESIDENT_CARD,
)
OLDEST: Final = 120


def document_kinds(case: RuleCase) -> tuple[DocumentKind, ...]:
    """Give the kinds the number may be of: the chosen one, or those with a check character."""
    chosen = case.text("doc_type")
    if chosen is None:
        return EIGHTEEN_CHARACTERS
    return (DocumentKind(chosen),) if chosen in tuple(DocumentKind) else ()


def identity_of(case: RuleCase) -> IdentityDocument | None:
    """Read the identity number; None where there is none or it is not right."""
    text = case.text("id_no")
    for kind in document_kinds(case) if text else ():
        try:
            return parse_identity_document(text or "", kind=kind)
        except (ResidentIdError, DocumentNumberShapeError, DocumentKindOtherError):
            continue
    return None


def stated_birth(case: RuleCase) -> date | None:
    return case.day("birth_date") or case.day("birth_manual")


def birth_of(case: RuleCase) -> date | None:
    """Give the day of birth where it can be one of a living person."""
    document = identity_of(case)
    born_on = document.born_on if document and document.born_on else stated_birth(case)
    if born_on is None or born_on > case.context.today:
        return None
    return born_on if years_between(born_on, case.context.today) <= OLDEST else None


def age_of(case: RuleCase) -> int | None:
    born_on = birth_of(case)
    return None if born_on is None else years_between(born_on, case.context.today)


def sex_of(case: RuleCase) -> Sex | None:
    document = identity_of(case)
    if document is not None and document.sex is not None:
        return document.sex
    return {"1": Sex.MALE, "2": Sex.FEMALE}.get(case.text("sex") or "")


def tracks_for(case: RuleCase) -> tuple[RetirementTrack, ...]:
    """Give the retirement tables that may hold, the earliest age first; none where the sex is not known."""
    sex = sex_of(case)
    tracks = tracks_of(sex) if sex is not None else ()
    chosen = tuple(track for track in tracks if track == case.text("retirement_track"))
    return chosen or tracks


def years_between(start: date, day: date) -> int:
    """Count completed years."""
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


WHO_FIELDS: Final = ("id_no", "doc_type", "birth_date", "birth_manual")
