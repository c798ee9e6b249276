"""Months of social insurance as the province reports them: evidence beside what a person says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

Month = NewType("Month", str)


class InsuranceKind(StrEnum):
    """Who pays, which is what tells a job from a person insuring themselves."""

    EMPLOYER = "employer"
    FLEXIBLE = "flexible"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class InsuranceMonth:
    """One person insured for one month, written 2026-11."""

    person_id: str
    month: Month
    kind: InsuranceKind
    employer_name: str | None = None


def month_of(day: date, *, offset: int = 0) -> Month:
    """Name the month of a day, or one that many months away: -1 is the month before."""
    months = day.year * 12 + day.month - 1 + offset
    return Month(f"{months // 12:04d}-{months % 12 + 1:02d}")
