"""A person as the rules see one: the fields of a `person` record, parsed once.

Records keep codes as text because forms and databases do; past this door the
types are trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from employment.errors import FieldValueError

FieldValue = str | int | bool | None
PersonId = NewType("PersonId", str)


class EmploymentStatus(StrEnum):
    """Employment status by the code list `emp_status`."""

    UNEMPLOYED = "1"
    EMPLOYED = "2"
    FARMING = "3"
    STUDENT = "4"
    IN_SERVICE = "5"
    NOT_SEEKING = "6"
    UNABLE_TO_WORK = "7"
    RETIRED = "8"
    GONE = "9"


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is and how they stand with work; None where nobody has asked yet."""

    id: PersonId
    household_id: str | None
    name: str | None
    id_no: str | None
    phone: str | None
    relation: str | None
    emp_status: EmploymentStatus | None
    is_registered_unemployed: bool | None
    unemp_reason: str | None
    employer_name: str | None
    status_since: date | None


def person_from_fields(person_id: str, fields: Mapping[str, FieldValue]) -> Person:
    """Read the fields of a person record.

    Raises:
        FieldValueError: a field holds something its code list does not know.

    """
    status = _text(fields, "emp_status")
    return Person(
        id=PersonId(person_id),
        household_id=_text(fields, "household_id"),
        name=_text(fields, "person_name"),
        id_no=_text(fields, "id_no"),
        phone=_text(fields, "phone"),
        relation=_text(fields, "relation"),
        emp_status=None if status is None else _status(status),
        is_registered_unemployed=_yes_or_no(fields, "unemp_registered"),
        unemp_reason=_text(fields, "unemp_reason"),
        employer_name=_text(fields, "employer_name"),
        status_since=_date(fields, "status_since"),
    )


def _text(fields: Mapping[str, FieldValue], name: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise FieldValueError(field=name)
    return value


def _status(code: str) -> EmploymentStatus:
    try:
        return EmploymentStatus(code)
    except ValueError as error:
        raise FieldValueError(field="emp_status") from error


def _yes_or_no(fields: Mapping[str, FieldValue], name: str) -> bool | None:
    code = _text(fields, name)
    if code not in (None, "0", "1"):
        raise FieldValueError(field=name)
    return None if code is None else code == "1"


def _date(fields: Mapping[str, FieldValue], name: str) -> date | None:
    text = _text(fields, name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise FieldValueError(field=name) from error
