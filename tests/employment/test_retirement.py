"""Retirement ages against the three published tables, written out row by row."""

from datetime import date
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import RetirementTrack, Sex, retirement_age_months, retires_on
from employment.retirement import add_months, may_retire_from, tracks_of

MAN, WOMAN_AT_55, WOMAN_AT_50 = RetirementTrack
TRACKS = (MAN, WOMAN_AT_55, WOMAN_AT_50)


def published_table(first_year: int, former_age: int, *, step: int, rows: int) -> dict[tuple[int, int], int]:
    """Lay the table out as printed: a row is some months of birth, one month later than the row above."""
    months_of_birth = [(first_year + month // 12, month % 12 + 1) for month in range(step * rows)]
    ages = chain.from_iterable(repeat(former_age * 12 + row, step) for row in range(1, rows + 1))
    return dict(zip(months_of_birth, ages, strict=True))


TABLES = {
    MAN: published_table(1965, 60, step=4, rows=36),
    WOMAN_AT_55: published_table(1970, 55, step=4, rows=36),
    WOMAN_AT_50: published_table(1975, 50, step=2, rows=60),
}


@pytest.mark.parametrize("track", TRACKS)
def test_every_month_of_the_table_has_its_age(track: RetirementTrack) -> None:
    computed = {
        (year, month): retirement_age_months(date(year, month, 1), track=track)
        for year, month in TABLES[track]
    }

    assert computed == TABLES[track]


@pytest.mark.parametrize(
    ("track", "born_on", "years", "months"),
    [
        (MAN, date(1964, 12, 31), 60, 0),
        (MAN, date(1965, 1, 1), 60, 1),
        (MAN, date(1965, 4, 30), 60, 1),
        (MAN, date(1965, 5, 1), 60, 2),
        (MAN, date(1976, 8, 31), 62, 11),
        (MAN, date(1976, 9, 1), 63, 0),
        (MAN, date(1999, 1, 1), 63, 0),
        (WOMAN_AT_55, date(1969, 12, 31), 55, 0),
        (WOMAN_AT_55, date(1970, 1, 1), 55, 1),
        (WOMAN_AT_55, date(1981, 9, 1), 58, 0),
        (WOMAN_AT_50, date(1974, 12, 31), 50, 0),
        (WOMAN_AT_50, date(1975, 2, 28), 50, 1),
        (WOMAN_AT_50, date(1984, 11, 1), 55, 0),
    ],
)
def test_ends_of_the_tables(track: RetirementTrack, born_on: date, years: int, months: int) -> None:
    assert divmod(retirement_age_months(born_on, track=track), 12) == (years, months)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.sampled_from(TRACKS))
def test_who_is_born_later_never_retires_earlier(born_on: date, track: RetirementTrack) -> None:
    day_before = date.fromordinal(born_on.toordinal() - 1)

    assert retires_on(day_before, track=track) <= retires_on(born_on, track=track)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)))
def test_a_woman_s_first_table_is_never_the_later_one(born_on: date) -> None:
    first, second = (retires_on(born_on, track=track) for track in tracks_of(Sex.FEMALE))

    assert first < second


def test_day_is_kept_where_the_month_has_it() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 11, 15), 2) == date(2025, 1, 15)


@pytest.mark.parametrize(
    ("track", "born_on", "earliest"),
    [
        (MAN, date(1966, 11, 23), date(2026, 11, 23)),  # never before 60
        (MAN, date(1990, 1, 1), date(2050, 1, 1)),
        (WOMAN_AT_50, date(1976, 6, 1), date(2026, 6, 1)),
        (WOMAN_AT_50, date(1990, 1, 1), date(2042, 1, 1)),  # statutory at 55, three years before
        (WOMAN_AT_55, date(1990, 1, 1), date(2045, 1, 1)),
    ],
)
def test_three_years_may_be_chosen_but_not_below_the_former_age(
    track: RetirementTrack, born_on: date, earliest: date
) -> None:
    assert may_retire_from(born_on, track=track) == earliest
