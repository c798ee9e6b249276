"""Statutory retirement age since 1 January 2025.

Source: 国务院关于渐进式延迟法定退休年龄的办法 (adopted 13 September 2024), articles 1 and 2 with
their three tables: men from 60 to 63 and women in posts with 55 from 55 to 58, one month
later for every four months of birth; women in posts with 50 from 50 to 55, one month later
for every two. Whoever has paid long enough may choose to go up to three years before, never before
the age of former years (the same 办法, on retirement by choice). The posts with their own ages are not
decided here.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from employment.resident_id import Sex

MONTHS: Final = 12
_LONGEST_CHOSEN: Final = 36  # months before the statutory age


class RetirementTrack(StrEnum):
    """Which of the three tables holds for somebody."""

    MAN = "man"
    WOMAN_AT_55 = "woman-55"
    WOMAN_AT_50 = "woman-50"


@dataclass(frozen=True, slots=True)
class _Table:
    first_year: int  # of birth: who is born before is not delayed
    former_age: int
    step: int  # months of birth for one month of delay
    longest_delay: int


_TABLES: Final[Mapping[RetirementTrack, _Table]] = {
    RetirementTrack.MAN: _Table(first_year=1965, former_age=60, step=4, longest_delay=36),
    RetirementTrack.WOMAN_AT_55: _Table(first_year=1970, former_age=55, step=4, longest_delay=36),
    RetirementTrack.WOMAN_AT_50: _Table(first_year=1975, former_age=50, step=2, longest_delay=60),
}


def tracks_of(sex: Sex) -> tuple[RetirementTrack, ...]:
    """Give the tables that may hold for somebody, the earliest age first: a woman's depends on her post."""
    if sex is Sex.MALE:
        return (RetirementTrack.MAN,)
    return (RetirementTrack.WOMAN_AT_50, RetirementTrack.WOMAN_AT_55)


def retirement_age_months(born_on: date, *, track: RetirementTrack) -> int:
    """Give the statutory age in completed months of life: 60 years and 1 month is 721."""
    table = _TABLES[track]
    months_of_birth = (born_on.year - table.first_year) * MONTHS + born_on.month
    delay = min(table.longest_delay, max(0, -(-months_of_birth // table.step)))
    return table.former_age * MONTHS + delay


def retires_on(born_on: date, *, track: RetirementTrack) -> date:
    """Give the day the statutory age is reached."""
    return add_months(born_on, retirement_age_months(born_on, track=track))


def may_retire_from(born_on: date, *, track: RetirementTrack) -> date:
    """Give the first day on which somebody may retire by choice, without any reason."""
    earliest = _TABLES[track].former_age * MONTHS
    chosen = retirement_age_months(born_on, track=track) - _LONGEST_CHOSEN
    return add_months(born_on, max(earliest, chosen))


def add_months(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
