"""D06-D09: can the person be called, and is the employer's code one that exists for such an employer."""

from collections.abc import Mapping
from typing import Final

from employment.errors import SocialCreditCodeError, SocialCreditCodeOldError, TelephoneShapeError
from employment.privacy import mask_phone
from employment.rules.case import Check, Evidence, RuleCase
from employment.social_credit_code import SocialCreditCode, parse_social_credit_code
from employment.telephone import Telephone, TelephoneKind, looks_made_up, parse_telephone

_CODE_FIELDS: Final = ("uscc", "employer_uscc")
_OTHER_OWNERS: Final = frozenset({"family", "contact"})

# By the list `reg_type`: which first two characters fit. Kinds that are not here fit any code.
_REGISTERED_AS: Final[Mapping[str, frozenset[str]]] = {
    "soe": frozenset({"11", "12", "91"}),
    "private": frozenset({"91"}),
    "hmt": frozenset({"91"}),
    "foreign": frozenset({"91"}),
    "indiv": frozenset({"92"}),
    "npo": frozenset({"51", "52", "53"}),
    "coop": frozenset({"93"}),
}


def phone_is_not_mobile(case: RuleCase) -> Evidence | None:
    """D06: not eleven digits from 13 to 19; the number of somebody else may also be a landline."""
    written = case.text("phone")
    if written is None:
        return None
    telephone = _telephone(written)
    is_of_somebody_else = case.text("phone_owner") in _OTHER_OWNERS
    reaches = telephone is not None and (telephone.kind is TelephoneKind.MOBILE or is_of_somebody_else)
    return None if reaches else {"phone": mask_phone(written)}


def phone_looks_made_up(case: RuleCase) -> Evidence | None:
    """D07: a row of digits, one digit over and over, or the number from the advertisement."""
    telephone = _telephone(case.text("phone") or "")
    if telephone is None or telephone.kind is not TelephoneKind.MOBILE or not looks_made_up(telephone.number):
        return None
    return {"phone": mask_phone(telephone.number)}


def credit_code_does_not_check(case: RuleCase) -> Evidence | None:
    """D08: not a code of GB 32100; a registration number of fifteen digits is only old."""
    for name in _CODE_FIELDS:
        written = case.text(name)
        try:
            parse_social_credit_code(written or "")
        except SocialCreditCodeOldError:
            continue
        except SocialCreditCodeError as error:
            if written is not None:
                return {name: written, "problem": error.code}
    return None


def credit_code_is_of_another_kind(case: RuleCase) -> Evidence | None:
    """D09: the first two characters say another kind of organisation than the one chosen."""
    code = _credit_code(case)
    fitting = _REGISTERED_AS.get(case.text("reg_type") or "")
    if code is None or fitting is None or code.registration in fitting:
        return None
    return {"registration": code.registration, "reg_type": case.text("reg_type") or ""}


def _telephone(written: str) -> Telephone | None:
    try:
        return parse_telephone(written)
    except TelephoneShapeError:
        return None


def _credit_code(case: RuleCase) -> SocialCreditCode | None:
    for name in _CODE_FIELDS:
        try:
            return parse_social_credit_code(case.text(name) or "")
        except SocialCreditCodeError:
            continue
    return None


REACHABILITY_CHECKS: Final[Mapping[str, Check]] = {
    "D06": phone_is_not_mobile,
    "D07": phone_looks_made_up,
    "D08": credit_code_does_not_check,
    "D09": credit_code_is_of_another_kind,
}
