"""The validators a form may name beside its own constraints: `cn_id_any`, `cn_uscc` and the rest.

Each sees the text of one answer and says what stands against it, with the code of the words
to show, or nothing. A validator looks at one answer alone; what needs a second answer, the
day or a table is a rule of the pack (`check_answers`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from employment.division import Divisions
from employment.errors import (
    DivisionUnknownError,
    EmploymentError,
    ResidentIdOldError,
    SocialCreditCodeOldError,
    TelephoneShapeError,
)
from employment.form_strengths import FormStrength
from employment.identity_document import DocumentKind, fitting_kinds, parse_identity_document
from employment.occupation import parse_occupation_code
from employment.person_name import parse_person_name
from employment.social_credit_code import parse_social_credit_code
from employment.telephone import TelephoneKind, parse_telephone


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against an answer: how much it holds up, and the code of its words.

    A form engine takes it as it is: it asks for these three fields and knows no class of ours.
    `message` is blank, for the words are the code's own.
    """

    strength: FormStrength
    code: str
    message: str = ""


AnswerValidator = Callable[..., Objection | None]

# An old number, or a place younger than this list, is true all the same: the officer looks again.
_MAY_BE_TRUE: Final = (ResidentIdOldError, SocialCreditCodeOldError, DivisionUnknownError)


def form_validators(divisions: Divisions) -> Mapping[str, AnswerValidator]:
    """Give the validators by the names forms use; the list of places is the one the device holds."""
    return {
        "cn_id_any": partial(_judge, _identity_number),
        "cn_name": partial(_judge, parse_person_name),
        "cn_mobile": partial(_judge, _mobile),
        "cn_telephone": partial(_judge, parse_telephone),
        "cn_uscc": partial(_judge, parse_social_credit_code),
        "cn_occupation": partial(_judge, parse_occupation_code),
        "cn_division12": partial(_judge, divisions.get),
    }


def _judge(read: Callable[[str], object], answer: str, *_: str) -> Objection | None:
    """Read an answer; a blank one is the business of `required`, further arguments of the form's author."""
    if not answer.strip():
        return None
    try:
        read(answer)
    except _MAY_BE_TRUE as error:
        return Objection(FormStrength.MUST_VERIFY, error.code)
    except EmploymentError as error:
        return Objection(FormStrength.STOP, error.code)
    return None


def _identity_number(text: str) -> None:
    kinds = fitting_kinds(text) or (DocumentKind.RESIDENT_CARD,)
    if parse_identity_document(text, kind=kinds[0]).is_upgraded:
        raise ResidentIdOldError


def _mobile(text: str) -> None:
    if parse_telephone(text).kind is not TelephoneKind.MOBILE:
        raise TelephoneShapeError
