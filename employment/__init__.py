"""What employment work knows: identity numbers, places, rules, the life of a task.

Pure and shared by both ends, so that the device hears at the door what the
platform would say weeks later. Nothing here reads a clock, a network or a screen.
"""

from employment.answers import (
    EMPLOYMENT_BRIEF,
    SUSPECT_VERIFY,
    SubjectKind,
    answered_task,
    answers_doubts,
    concerns_household,
    is_about_household,
    is_newcomer,
    known_of_doubt,
    known_of_person,
    known_of_place,
    newcomer_places,
    person_edits,
    person_prefill,
    placed_subject,
    settled_doubt,
    subject_kind,
)
from employment.assignment import AssignmentEvent, AssignmentState, advance
from employment.checking import check
from employment.code_list import CodeList, CodeLists
from employment.division import Division, DivisionLevel, Divisions
from employment.division_history import DivisionHistory
from employment.doubt import Doubt, Severity
from employment.errors import EmploymentError, ResidentIdError
from employment.form_review import AnsweredAbout, review_answers, stopping, verified
from employment.form_strengths import FormFinding, FormStrength, check_answers, strength_of
from employment.form_validators import form_validators
from employment.identity_document import DocumentKind, IdentityDocument, parse_identity_document
from employment.insurance import InsuranceKind, InsuranceMonth, Month, month_of
from employment.person import EmploymentStatus, Person, PersonId, person_from_fields
from employment.privacy import mask_name, mask_phone, mask_resident_id
from employment.resident_id import ResidentId, Sex, check_character, parse_resident_id
from employment.retirement import RetirementTrack, retirement_age_months, retires_on
from employment.rule_pack import DefaultAction, Rule, RuleKind, RulePack
from employment.rules.case import References, RuleContext
from employment.social_credit_code import SocialCreditCode, parse_social_credit_code
from employment.tables import shipped_references, shipped_rule_pack
from employment.telephone import Telephone, TelephoneKind, parse_telephone

__all__ = [
    "EMPLOYMENT_BRIEF",
    "SUSPECT_VERIFY",
    "AnsweredAbout",
    "AssignmentEvent",
    "AssignmentState",
    "CodeList",
    "CodeLists",
    "DefaultAction",
    "Division",
    "DivisionHistory",
    "DivisionLevel",
    "Divisions",
    "DocumentKind",
    "Doubt",
    "EmploymentError",
    "EmploymentStatus",
    "FormFinding",
    "FormStrength",
    "IdentityDocument",
    "InsuranceKind",
    "InsuranceMonth",
    "Month",
    "Person",
    "PersonId",
    "References",
    "ResidentId",
    "ResidentIdError",
    "RetirementTrack",
    "Rule",
    "RuleContext",
    "RuleKind",
    "RulePack",
    "Severity",
    "Sex",
    "SocialCreditCode",
    "SubjectKind",
    "Telephone",
    "TelephoneKind",
    "advance",
    "answered_task",
    "answers_doubts",
    "check",
    "check_answers",
    "check_character",
    "concerns_household",
    "form_validators",
    "is_about_household",
    "is_newcomer",
    "known_of_doubt",
    "known_of_person",
    "known_of_place",
    "mask_name",
    "mask_phone",
    "mask_resident_id",
    "month_of",
    "newcomer_places",
    "parse_identity_document",
    "parse_resident_id",
    "parse_social_credit_code",
    "parse_telephone",
    "person_edits",
    "person_from_fields",
    "person_prefill",
    "placed_subject",
    "retirement_age_months",
    "retires_on",
    "review_answers",
    "settled_doubt",
    "shipped_references",
    "shipped_rule_pack",
    "stopping",
    "strength_of",
    "subject_kind",
    "verified",
]
