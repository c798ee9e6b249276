"""D10-D15, D73, D74: do sex, birth and age fit the papers, and does what the person does fit the age."""

from collections.abc import Mapping
from typing import Final

from employment.person import EmploymentStatus
from employment.resident_id import Sex
from employment.retirement import may_retire_from, retires_on
from employment.rules.case import Check, Evidence, RuleCase
from employment.rules.who import age_of, birth_of, identity_of, sex_of, stated_birth, tracks_for

# 禁止使用童工规定 (2002), article 2.
_WORKING_AGE: Final = 16
# 个人信息保护法 (2021), articles 28 and 31.
_CHILD: Final = 14
_ORDINARY_STUDENT: Final = 35
# 国发〔1978〕104号, on workers, article 1 (3): men unable to work; (2) and (3): women in hazardous posts or
# unable to work. The earliest of all that name an age; raising the ages since 2025 has not lowered them.
_EARLIEST_PENSION: Final = {Sex.MALE: 50, Sex.FEMALE: 45}


def sex_differs_from_number(case: RuleCase) -> Evidence | None:
    """D10: an odd order number is a man's, an even one a woman's (GB 11643-1999, 4.3)."""
    document = identity_of(case)
    stated = case.text("sex")
    if document is None or document.sex is None or stated not in {"1", "2"} or stated == document.sex:
        return None
    return {"sex": stated, "sex_in_number": document.sex}


def birth_differs_from_number(case: RuleCase) -> Evidence | None:
    """D11: the birth date typed is not the one in the number."""
    document = identity_of(case)
    stated = stated_birth(case)
    if document is None or document.born_on is None or stated is None or stated == document.born_on:
        return None
    return {"birth_date": stated.isoformat(), "birth_in_number": document.born_on.isoformat()}


def employed_below_sixteen(case: RuleCase) -> Evidence | None:
    """D12: nobody may be employed before the sixteenth birthday."""
    age = age_of(case)
    if age is None or age >= _WORKING_AGE or case.text("emp_status") != EmploymentStatus.EMPLOYED:
        return None
    return {"age": str(age)}


def child_was_recorded(case: RuleCase) -> Evidence | None:
    """D13: what belongs to a child under fourteen is sensitive and not for this survey."""
    age = age_of(case)
    return None if age is None or age >= _CHILD else {"age": str(age)}


def unemployed_past_retirement(case: RuleCase) -> Evidence | None:
    """D14: the statutory age is reached; where a woman's post is not known, by either table."""
    born_on = birth_of(case)
    tracks = tracks_for(case)
    if born_on is None or not tracks or case.text("emp_status") != EmploymentStatus.UNEMPLOYED:
        return None
    latest = max(retires_on(born_on, track=track) for track in tracks)
    return {"retires_on": latest.isoformat()} if latest <= case.context.today else None


def student_is_old(case: RuleCase) -> Evidence | None:
    """D15: at school after thirty-five."""
    age = age_of(case)
    if age is None or age <= _ORDINARY_STUDENT or case.text("emp_status") != EmploymentStatus.STUDENT:
        return None
    return {"age": str(age)}


def retired_too_young(case: RuleCase) -> Evidence | None:
    """D73: retired before the earliest age at which anybody of this sex may, whatever the post."""
    age = age_of(case)
    if age is None or age >= _earliest_pension(case) or case.text("emp_status") != EmploymentStatus.RETIRED:
        return None
    return {"age": str(age)}


def retired_early(case: RuleCase) -> Evidence | None:
    """D74: old enough for the ages of hazardous posts and illness, not for what anybody may choose."""
    age, born_on = age_of(case), birth_of(case)
    tracks = tracks_for(case)
    if age is None or born_on is None or not tracks or age < _earliest_pension(case):
        return None
    earliest = min(may_retire_from(born_on, track=track) for track in tracks)
    if earliest <= case.context.today or case.text("emp_status") != EmploymentStatus.RETIRED:
        return None
    return {"age": str(age), "may_retire_from": earliest.isoformat()}


def _earliest_pension(case: RuleCase) -> int:
    """Give the age in years; the lower one where the sex is not known: what is missing raises no doubt."""
    sex = sex_of(case)
    return min(_EARLIEST_PENSION.values()) if sex is None else _EARLIEST_PENSION[sex]


AGE_CHECKS: Final[Mapping[str, Check]] = {
    "D10": sex_differs_from_number,
    "D11": birth_differs_from_number,
    "D12": employed_below_sixteen,
    "D13": child_was_recorded,
    "D14": unemployed_past_retirement,
    "D15": student_is_old,
    "D73": retired_too_young,
    "D74": retired_early,
}
