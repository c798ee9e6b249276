"""D24-D26, D30, D31 and D53: does the record bear out the category of help somebody is put in.

Categories by the list `hard_cat`: 闽人社办〔2025〕69号 for U1 to U5, the province's list of people
hard to employ for the others. Who counts as an urban resident is decided by the urban-rural
class of the address on the papers, which the office delivers; it is never guessed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from employment.person import EmploymentStatus
from employment.resident_id import Sex
from employment.retirement import MONTHS, add_months
from employment.rules.case import Check, Evidence, RuleCase
from employment.rules.who import age_of, sex_of

_URBAN: Final = frozenset({"U1", "U2", "U3", "U4"})
_RURAL_CLASS: Final = "2"
_A_YEAR_UNEMPLOYED: Final = frozenset({"U4", "U5"})
_OLDER_URBAN: Final[Mapping[Sex, int]] = {Sex.MALE: 50, Sex.FEMALE: 40}
_FAMILY_PLANNING: Final[Mapping[Sex, int]] = {Sex.MALE: 40, Sex.FEMALE: 30}
_WORKING_AGE: Final = 16


def urban_category_at_rural_address(case: RuleCase) -> Evidence | None:
    """D24: a category of urban residents, at an address of class 2xx."""
    categories = case.choices("hard_cat") & _URBAN
    urban_class = case.context.references.urban_classes.get(case.text("hukou_village") or "", "")
    if not categories or not urban_class.startswith(_RURAL_CLASS):
        return None
    return {"hard_cat": " ".join(sorted(categories)), "urban_class": urban_class}


def too_young_for_older_urban(case: RuleCase) -> Evidence | None:
    """D25: U1 asks for fifty completed years of a man and forty of a woman."""
    return _below(case, category="U1", ages=_OLDER_URBAN)


def too_young_for_family_planning(case: RuleCase) -> Evidence | None:
    """D26: R4 asks for forty completed years of a man and thirty of a woman."""
    return _below(case, category="R4", ages=_FAMILY_PLANNING)


def household_has_somebody_at_work(case: RuleCase) -> Evidence | None:
    """D30: a household without work, though a member of working age, the person too, is employed."""
    if "Z1" not in case.choices("hard_cat"):
        return None
    members = [
        RuleCase(case.subject_id, fields, case.context) for fields in (case.fields, *case.context.household)
    ]
    at_work = [member for member in members if _is_at_work(member)]
    return {"employed_members": str(len(at_work))} if at_work else None


def veteran_without_proof(case: RuleCase) -> Evidence | None:
    """D31: marked as a veteran, and no evidence was seen."""
    evidence_missing = case.was_left_blank("evidence") or case.choices("evidence") == {"none"}
    is_veteran = "veteran" in case.choices("key_group")
    return {"key_group": "veteran"} if is_veteran and evidence_missing else None


def unemployed_for_less_than_a_year(case: RuleCase) -> Evidence | None:
    """D53: U4 and U5 ask for a full year since the registration was approved.

    A registration cancelled on its own day does not interrupt: the one before it counts.
    """
    categories = case.choices("hard_cat") & _A_YEAR_UNEMPLOYED
    since = _registered_since(case)
    if not categories or since is None or add_months(since, MONTHS) <= case.context.today:
        return None
    return {"hard_cat": " ".join(sorted(categories)), "unemp_reg_date": since.isoformat()}


def _below(case: RuleCase, *, category: str, ages: Mapping[Sex, int]) -> Evidence | None:
    age = age_of(case)
    sex = sex_of(case)
    if age is None or sex is None or category not in case.choices("hard_cat") or age >= ages[sex]:
        return None
    return {"hard_cat": category, "age": str(age), "needed": str(ages[sex])}


def _is_at_work(member: RuleCase) -> bool:
    age = age_of(member)
    is_employed = member.text("emp_status") == EmploymentStatus.EMPLOYED
    return is_employed and age is not None and age >= _WORKING_AGE


def _registered_since(case: RuleCase) -> date | None:
    approved = case.day("unemp_reg_date")
    if approved is not None and case.day("unemp_cancelled_on") == approved:
        return case.day("unemp_reg_before")
    return approved


HARDSHIP_CHECKS: Final[Mapping[str, Check]] = {
    "D24": urban_category_at_rural_address,
    "D25": too_young_for_older_urban,
    "D26": too_young_for_family_planning,
    "D30": household_has_somebody_at_work,
    "D31": veteran_without_proof,
    "D53": unemployed_for_less_than_a_year,
}
