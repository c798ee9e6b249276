"""Two computers with one disk's identity: what the one did, the other has not seen (P6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.office import (
    SAYS_UNEMPLOYED,
    Office,
    open_office,
    prepare_office,
)

_PHONE = "/employment_brief/who/phone"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    prepare_office(tmp_path)
    office = open_office(tmp_path)
    yield office
    office.close()


def test_work_of_the_copy_that_joined_anew_stands_beside_the_other_and_overwrites_nothing(
    office: Office,
) -> None:
    first, anew = office.enrol(), office.enrol()
    here = office.visit(first, SAYS_UNEMPLOYED | {_PHONE: "16405954275"})
    # Made on the copied disk, so under the first one's name, and handed in under the new one.
    there = office.visit(first, SAYS_UNEMPLOYED | {_PHONE: "16405954276"})

    first.post(here.form, here.change)
    office.desk.run_once()
    anew.post(there.form, there.change)
    office.desk.run_once()

    kept = office.rows("SELECT city_value, device_value FROM city_conflicts WHERE field = 'phone'")
    assert [sorted(map(str, row)) for row in kept] == [['"16405954275"', '"16405954276"']]
