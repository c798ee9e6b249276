"""What a shipped form means for the records it is about, the same at both ends.

The device edits its own records with `person_edits`; the platform asks the same function and
takes only edits that are the ones the form says. What a form is about decides where it may
be filled: a person is a record of the replica, an enterprise is none yet, so its form is kept
as it is under the enterprise's own number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from employment.person import FieldValue
from employment.privacy import mask_name
from employment.rule_pack import Rule, RuleKind
from employment.tables import shipped_answer_table

EMPLOYMENT_BRIEF: Final = "employment_brief"
SUSPECT_VERIFY: Final = "suspect_verify"

Fields = Mapping[str, FieldValue]
_NOBODY: Final[Fields] = MappingProxyType({})
# Digits of a place's code, and of each part.
_COUNTY, _TOWN, _VILLAGE = 6, 9, 12
_ANSWERING: Final = frozenset({EMPLOYMENT_BRIEF, SUSPECT_VERIFY, "person_employment"})


class SubjectKind(StrEnum):
    """What a form is about, by the kinds of records."""

    PERSON = "person"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class PlacedSubject:
    """A subject the replica has no record of: its id, and the village code where it is."""

    id: str
    village: str


_ENTERPRISE_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "enterprise_monitor": ("/enterprise_monitor/ent/uscc", "/enterprise_monitor/site_place/site_village"),
}
# A form that may be about somebody no register holds, or a household: where it says they live, and
# where they came. A household is met at its own door, so its form names no station.
_NEWCOMER_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "gig_register": ("/gig_register/res_place/res_village", "/gig_register/station/station_code"),
    "person_employment": ("/person_employment/res_place/res_village", ""),
}
# What the id of such a subject begins with; a random id follows, never anything of the person's papers.
NEWCOMER: Final = "g-"
# A form about a door: of its head where somebody is registered, of the household itself where nobody is.
_DOOR_FORMS: Final = frozenset({"household_visit"})
_HOUSEHOLD: Final = "h-"
# The kinds of doubt of the form, by what a rule puts side by side; list `suspect_type`.
_DOUBT_TYPES: Final[Mapping[RuleKind, str]] = {
    RuleKind.SINGLE_FIELD: "logic",
    RuleKind.CROSS_FIELD: "logic",
    RuleKind.CROSS_SOURCE: "conflict",
    RuleKind.TEMPORAL: "stale",
}


def subject_kind(form_id: str) -> SubjectKind:
    """Say what a form is about; forms nobody listed are about a person."""
    return SubjectKind.ENTERPRISE if form_id in _ENTERPRISE_FORMS else SubjectKind.PERSON


def placed_subject(form_id: str, values: Mapping[str, str]) -> PlacedSubject:
    """Name the enterprise a finished form is about: `e-` and its social credit code."""
    number, village = (values.get(path, "") for path in _ENTERPRISE_FORMS[form_id])
    return PlacedSubject(f"e-{number}", village)


def is_newcomer(form_id: str, subject_id: str) -> bool:
    """Tell whether a form is about somebody of whom there need be no record."""
    return form_id in _NEWCOMER_FORMS and subject_id.startswith(NEWCOMER)


def newcomer_places(form_id: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Give the village newcomers live in and the station they registered at; blank where not said."""
    village, station = (values.get(path, "") for path in _NEWCOMER_FORMS[form_id])
    return village, station


def is_about_household(form_id: str, subject_id: str) -> bool:
    """Tell whether a form is about a household itself, as the visit of an empty house is."""
    return form_id in _DOOR_FORMS and subject_id.startswith(_HOUSEHOLD)


def needs_no_person(form_id: str, subject_id: str | None) -> bool:
    """Tell whether a form stands without a person's record: it names its own subject, or is about a door."""
    if not subject_id:
        return True
    return is_newcomer(form_id, subject_id) or is_about_household(form_id, subject_id)


# List `suspect_result`: the entry is right, or it is the other source that is wrong.
_RECORD_IS_RIGHT: Final = frozenset({"1", "3"})


def settled_doubt(values: Mapping[str, str]) -> str | None:
    """Name the rule whose doubt a finished verification form settles; None where it settles none."""
    if values.get("/suspect_verify/act/result") not in _RECORD_IS_RIGHT:
        return None
    return values.get("/suspect_verify/case/rule_id")


def concerns_household(form_id: str) -> bool:
    """Tell whether a form asks about everybody of a household, so that each has edits of their own."""
    return shipped_answer_table().concerns_household(form_id)


def person_edits(values: Mapping[str, str], *, about: Fields = _NOBODY) -> Fields:
    """Turn the relevant answers of a finished form, by reference, into edits of one person's record.

    The visit of an empty house edits the household's instead. `about` are the fields of that record; a
    form that asks who somebody is edits nobody else.
    """
    return shipped_answer_table().edits(values, about=about)


def person_prefill(known: Fields, *, form_id: str = EMPLOYMENT_BRIEF) -> Mapping[str, str]:
    """Give the answers a form about this person starts with, by reference."""
    return shipped_answer_table().prefill(form_id, known)


def answers_doubts(form_id: str) -> bool:
    """Tell whether filling a form answers the doubt an officer was sent for; a service or a gig does not."""
    return form_id in _ANSWERING


def answered_task(values: Mapping[str, str]) -> str | None:
    """Name the task a verification form is about; other forms name none."""
    return values.get("/suspect_verify/case/case_id")


def known_of_place(code: str) -> Fields:
    """Put together what a form may begin with where only the place is known; codes of 6 to 12 digits.

    A gig station is no division, so it says nothing of where people live.
    """
    if not code.isdecimal():
        return {}
    levels = {"res_county": _COUNTY, "res_town": _TOWN, "res_village": _VILLAGE}
    return {name: code[:digits] for name, digits in levels.items() if code[digits - 3 : digits].strip("0")}


def known_of_person(person_id: str, person: Fields, *, household: Fields = _NOBODY) -> Fields:
    """Put together what a form may begin with: the record, where the household lives, a masked name."""
    return {
        **{name: household.get(name) for name in ("household_no", "address")},
        **person,
        **known_of_place(str(household.get("village") or "")),
        "subject_ref": person_id,
        "subject_masked": mask_name(str(person.get("person_name") or "")),
    }


def known_of_doubt(task_id: str, task: Fields, *, rule: Rule | None, person: Fields) -> Fields:
    """Add what the verification form says of the doubt it was sent for; a rule nobody knows tells less.

    The field to look at is the first one the rule reads. `field_name`, its name in words, is the screen's.
    """
    field = rule.fields[0] if rule is not None else ""
    return {
        "task_id": task_id,
        "case_id": task_id,
        "rule_id": task.get("rule_id"),
        "entity_type": task.get("subject_kind"),
        "stype": _DOUBT_TYPES.get(rule.kind) if rule is not None else None,
        "field_ref": field,
        "value_a": person.get(field),
        "explain_zh": task.get("explanation"),
        "explain_en": rule.explanation_en if rule is not None else task.get("explanation"),
        "ask_zh": task.get("question"),
        "ask_en": rule.question_en if rule is not None else task.get("question"),
        "deadline": task.get("due_on"),
    }
