"""Which answers of the form `employment_brief` become fields of the person's record.

Shared by both ends: the device edits its own record with it, the platform checks
that the edits it received are the ones the form says. A field whose question does
not apply any more is emptied, or a person who found work would stay registered
as unemployed.
"""

from collections.abc import Mapping
from typing import Final

from employment.person import FieldValue

EMPLOYMENT_BRIEF: Final = "employment_brief"

_STATUS: Final = "/employment_brief/work/emp_status"

# Kept as it is unless somebody gave a new answer. Name and relation are shown to recognise the person,
# and the consent belongs to the finished form: none of the three is an edit.
_WHO: Final[Mapping[str, str]] = {
    "/employment_brief/who/phone": "phone",
}

# Follow the status: an answer that is not there is an answer that no longer holds.
_WORK: Final[Mapping[str, str]] = {
    _STATUS: "emp_status",
    "/employment_brief/work/unemp_reason": "unemp_reason",
    "/employment_brief/work/unemp_registered": "unemp_registered",
    "/employment_brief/work/employer_name": "employer_name",
    "/employment_brief/work/emp_form": "emp_form",
    "/employment_brief/work/status_since": "status_since",
}


# What the officer recognises the person by; asking what is known wastes a visit.
_SHOWN: Final[Mapping[str, str]] = {
    "/employment_brief/who/person_name": "person_name",
    "/employment_brief/who/relation": "relation",
    "/employment_brief/who/phone": "phone",
}


def person_prefill(fields: Mapping[str, FieldValue]) -> Mapping[str, str]:
    """Give the answers a form about this person starts with, by path.

    The employment status is what the visit is for: it is asked anew, never filled in
    from last time, because a nod is not an answer.
    """
    return {path: str(fields[field]) for path, field in _SHOWN.items() if fields.get(field)}


def person_edits(values: Mapping[str, str]) -> Mapping[str, FieldValue]:
    """Turn the relevant answers of a finished form, by path, into edits of the person's record."""
    who = {field: values[path] for path, field in _WHO.items() if values.get(path)}
    if not values.get(_STATUS):
        return who
    work = {field: values.get(path) or None for path, field in _WORK.items()}
    return {**who, **work}
