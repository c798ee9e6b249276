"""D16-D19 and D32: do schooling, year of graduation and grade of skill fit the person's years.

Education by the codes of GB/T 4658-2006, grades of skill by the list `skill_level`.
"""

from collections.abc import Mapping
from typing import Final

from employment.rules.case import Check, Evidence, RuleCase
from employment.rules.who import age_of, birth_of

_DOCTOR: Final = "11"
_MASTER: Final = "14"
_BACHELOR: Final = "21"
_COLLEGE: Final = "31"
_DEGREES: Final = frozenset({_DOCTOR, _MASTER, _BACHELOR})
_GRADUATES: Final = _DEGREES | {_COLLEGE}
_YOUNGEST_WITH_DEGREE: Final = 20
_YOUNGEST_DOCTOR: Final = 24

# The usual age at graduation; two years less are still believed.
_GRADUATION_AGES: Final[Mapping[str, int]] = {
    "81": 12,
    "71": 15,
    "61": 18,
    "41": 18,
    "44": 18,
    "47": 18,
    _COLLEGE: 20,
    _BACHELOR: 21,
    _MASTER: 23,
    _DOCTOR: 26,
}
_EARLY_YEARS: Final = 2

_IN_GRADUATION_YEAR: Final = "09"
# 技师 and above: 二级, 一级, 特级, 首席.
_MASTER_GRADES: Final = frozenset({"2", "1", "T", "S"})
_YOUNGEST_MASTER_GRADE: Final = 25


def degree_before_its_age(case: RuleCase) -> Evidence | None:
    """D16: a degree before twenty, or a doctorate before twenty-four."""
    age = age_of(case)
    education = case.text("education")
    if age is None or education not in _DEGREES:
        return None
    youngest = _YOUNGEST_DOCTOR if education == _DOCTOR else _YOUNGEST_WITH_DEGREE
    return {"age": str(age), "education": education or ""} if age < youngest else None


def graduated_too_young(case: RuleCase) -> Evidence | None:
    """D17: the year of graduation lies more than two years before the usual age of that school."""
    born_on = birth_of(case)
    year = case.number("grad_year")
    usual = _GRADUATION_AGES.get(case.text("education") or "")
    if born_on is None or year is None or usual is None:
        return None
    age_then = year - born_on.year
    return {"grad_year": str(year), "age_then": str(age_then)} if age_then < usual - _EARLY_YEARS else None


def graduate_without_college(case: RuleCase) -> Evidence | None:
    """D18: counted among college graduates with less than college."""
    education = case.text("education")
    if education is None or "graduate" not in case.choices("key_group") or education in _GRADUATES:
        return None
    return {"education": education}


def graduation_year_is_not_this_one(case: RuleCase) -> Evidence | None:
    """D19: unemployed since leaving college this year, but the year of graduation is another."""
    year = case.number("grad_year")
    if year is None or case.text("unemp_reason") != _IN_GRADUATION_YEAR or year == case.context.today.year:
        return None
    return {"grad_year": str(year)}


def master_grade_is_early(case: RuleCase) -> Evidence | None:
    """D32: a technician's grade or higher before twenty-five."""
    age = age_of(case)
    grade = case.text("skill_level")
    if age is None or grade not in _MASTER_GRADES or age >= _YOUNGEST_MASTER_GRADE:
        return None
    return {"age": str(age), "skill_level": grade or ""}


SCHOOLING_CHECKS: Final[Mapping[str, Check]] = {
    "D16": degree_before_its_age,
    "D17": graduated_too_young,
    "D18": graduate_without_college,
    "D19": graduation_year_is_not_this_one,
    "D32": master_grade_is_early,
}
