"""What employment work knows: identity numbers, places, rules, the life of a task.

Pure and shared by both ends, so that the device hears at the door what the
platform would say weeks later. Nothing here reads a clock, a network or a screen.
"""

from employment.answers import EMPLOYMENT_BRIEF, person_edits, person_prefill
from employment.assignment import AssignmentEvent, AssignmentState, advance
from employment.division import Division, DivisionLevel, Divisions
from employment.doubt import Doubt, Severity
from employment.errors import EmploymentError, ResidentIdError
from employment.insurance import InsuranceKind, InsuranceMonth, Month, month_of
from employment.person import EmploymentStatus, Person, PersonId, person_from_fields
from employment.privacy import mask_name, mask_phone, mask_resident_id
from employment.resident_id import ResidentId, Sex, check_character, parse_resident_id
from employment.rule_pack import Rule, RulePack, check_person
from employment.tables import shipped_rule_pack

__all__ = [
    "EMPLOYMENT_BRIEF",
    "AssignmentEvent",
    "AssignmentState",
    "Division",
    "DivisionLevel",
    "Divisions",
    "Doubt",
    "EmploymentError",
    "EmploymentStatus",
    "InsuranceKind",
    "InsuranceMonth",
    "Month",
    "Person",
    "PersonId",
    "ResidentId",
    "ResidentIdError",
    "Rule",
    "RulePack",
    "Severity",
    "Sex",
    "advance",
    "check_character",
    "check_person",
    "mask_name",
    "mask_phone",
    "mask_resident_id",
    "month_of",
    "parse_resident_id",
    "person_edits",
    "person_from_fields",
    "person_prefill",
    "shipped_rule_pack",
]
