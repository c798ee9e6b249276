"""D20-D23 and D41: does what the person says about work fit together, and what others reported."""

from collections.abc import Mapping
from typing import Final

from employment.insurance import InsuranceKind
from employment.person import EmploymentStatus
from employment.rules.case import Check, Evidence, RuleCase

_AT_AN_EMPLOYER: Final = "10"
# By the list `contract`: fixed term, open-ended, for a task. Part time and services have no monthly minimum.
_FULL_TIME: Final = frozenset({"1", "2", "3"})
_PLACES: Final = ("work_county", "res_county", "res_village", "village")
_COUNTY_DIGITS: Final = 6
_HIGHEST_WISH: Final = 3


def employed_without_any_work(case: RuleCase) -> Evidence | None:
    """D20: employed, but the form of employment or the trade was left blank."""
    blank = [name for name in ("emp_form", "occupation") if case.was_left_blank(name)]
    if not blank or case.text("emp_status") != EmploymentStatus.EMPLOYED:
        return None
    return {"missing": " ".join(blank)}


def unemployed_with_work(case: RuleCase) -> Evidence | None:
    """D21: not employed, yet an employer or a wage is named."""
    if case.text("emp_status") != EmploymentStatus.UNEMPLOYED:
        return None
    employer = case.text("employer_name")
    wage = case.number("wage_month")
    evidence = {"employer_name": employer or "", "wage_month": str(wage or "")}
    return evidence if employer or wage else None


def wage_below_minimum(case: RuleCase) -> Evidence | None:
    """D22: full time for an employer at less than the county's minimum; 0 yuan means not told."""
    wage = case.number("wage_month")
    minimum = _minimum_wage(case)
    is_full_time = case.text("emp_form") == _AT_AN_EMPLOYER and case.text("contract") in _FULL_TIME
    if not is_full_time or minimum is None or not wage or wage >= minimum:
        return None
    return {"wage_month": str(wage), "minimum": str(minimum)}


def wish_is_far_from_the_market(case: RuleCase) -> Evidence | None:
    """D23: more than three times what the best paid tenth earns in the trade, or under half the minimum."""
    wish = case.number("want_wage_min")
    if wish is None:
        return None
    trade = (case.text("cluster") or "", case.text("occupation") or "")
    high = case.context.references.high_wages.get(trade)
    if high is not None and wish > _HIGHEST_WISH * high:
        return {"want_wage_min": str(wish), "high_wage": str(high)}
    minimum = _minimum_wage(case)
    if minimum is not None and 2 * wish < minimum:
        return {"want_wage_min": str(wish), "minimum": str(minimum)}
    return None


def registered_unemployed_but_insured(case: RuleCase) -> Evidence | None:
    """D41: registered as unemployed while an employer pays insurance for the same month."""
    is_unemployed = case.text("emp_status") == EmploymentStatus.UNEMPLOYED
    if not (is_unemployed and case.yes("unemp_registered")):
        return None
    for paid in case.context.insurance:
        is_theirs = paid.person_id == case.subject_id and paid.month == case.context.insurance_month
        if is_theirs and paid.kind is InsuranceKind.EMPLOYER:
            return {"month": paid.month, "employer_name": paid.employer_name or ""}
    return None


def _minimum_wage(case: RuleCase) -> int | None:
    places = (case.text(name) for name in _PLACES)
    county = next((place[:_COUNTY_DIGITS] for place in places if place), "")
    return case.context.references.minimum_wages.get(county)


WORK_CHECKS: Final[Mapping[str, Check]] = {
    "D20": employed_without_any_work,
    "D21": unemployed_with_work,
    "D22": wage_below_minimum,
    "D23": wish_is_far_from_the_market,
    "D41": registered_unemployed_but_insured,
}
