from datetime import date

import pytest

from employment import EmploymentStatus, person_from_fields
from employment.errors import FieldValueError

FIELDS = {
    "household_id": "h-350582001014-0921",
    "person_name": "蔡志明",
    "emp_status": "1",
    "unemp_registered": "1",
    "status_since": "2026-10-08",
}


def test_fields_of_a_record_become_types() -> None:
    person = person_from_fields("p-1", FIELDS)

    assert person.emp_status is EmploymentStatus.UNEMPLOYED
    assert person.is_registered_unemployed is True
    assert person.status_since == date(2026, 10, 8)


@pytest.mark.parametrize("absent", [{}, {"emp_status": None}, {"emp_status": "", "unemp_registered": ""}])
def test_question_nobody_asked_stays_open(absent: dict[str, str | None]) -> None:
    person = person_from_fields("p-1", absent)

    assert (person.emp_status, person.is_registered_unemployed, person.status_since) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("emp_status", "10"),
        ("emp_status", 1),
        ("unemp_registered", "yes"),
        ("unemp_registered", True),
        ("status_since", "08/10/2026"),
        ("person_name", 7),
    ],
)
def test_value_outside_its_list_is_refused_without_repeating_it(field: str, value: str | int | bool) -> None:
    with pytest.raises(FieldValueError) as raised:
        person_from_fields("p-1", {**FIELDS, field: value})

    assert raised.value.parameters == {"field": field}
