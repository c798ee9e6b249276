"""The rules about one person, as pure predicates under the ids of the rule catalogue.

A check gives the evidence when its rule is hit and None when it is not. Adding a
rule is a function here and a line in the pack.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from employment.insurance import InsuranceKind, InsuranceMonth, Month
from employment.person import EmploymentStatus, Person

Evidence = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonCase:
    """Everything a check may look at: what the person said, and what others reported."""

    person: Person
    insurance: Sequence[InsuranceMonth]
    month: Month


PersonCheck = Callable[[PersonCase], Evidence | None]


def registered_unemployed_but_insured(case: PersonCase) -> Evidence | None:
    """D41: registered as unemployed while an employer pays insurance for the same month."""
    person = case.person
    says_unemployed = person.emp_status is EmploymentStatus.UNEMPLOYED
    if not (says_unemployed and person.is_registered_unemployed):
        return None
    for paid in case.insurance:
        is_theirs = paid.person_id == person.id and paid.month == case.month
        if is_theirs and paid.kind is InsuranceKind.EMPLOYER:
            return {"month": paid.month, "employer_name": paid.employer_name or ""}
    return None


PERSON_CHECKS: Final[Mapping[str, PersonCheck]] = {
    "D41": registered_unemployed_but_insured,
}
