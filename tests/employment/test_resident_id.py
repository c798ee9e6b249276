"""Identity numbers against the standard's own examples and against a second formulation of its check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import Sex, check_character, parse_resident_id
from employment.errors import (
    ResidentIdBirthDateError,
    ResidentIdCheckError,
    ResidentIdOldError,
    ResidentIdShapeError,
)

# The two worked examples of GB 11643-1999.
STANDARD_FEMALE = "11010519491231002X"
STANDARD_MALE = "440524188001010014"

# A hand-made demonstration number: 350582, 1980-05-18, order 901.
DEMO = "350582198005189016"

first17 = st.from_regex(r"[1-9][0-9]{16}", fullmatch=True)
birth_dates = st.dates(date(1900, 1, 1), date(2030, 12, 31))


def recursive_check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 in its recursive form, which knows no table of weights."""
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


@pytest.mark.parametrize("number", [STANDARD_FEMALE, STANDARD_MALE, "911124198108030024", DEMO])
def test_published_numbers_have_their_check_character(number: str) -> None:
    assert check_character(number[:17]) == number[17]


@given(first17)
def test_weights_agree_with_the_recursive_form(digits: str) -> None:
    assert check_character(digits) == recursive_check_character(digits)


@given(first17, st.integers(0, 16), st.integers(1, 9))
def test_one_misread_digit_is_always_noticed(digits: str, place: int, step: int) -> None:
    misread = str((int(digits[place]) + step) % 10)
    other = digits[:place] + misread + digits[place + 1 :]

    assert check_character(other) != check_character(digits)


@given(first17, st.integers(0, 15))
def test_two_swapped_neighbours_are_always_noticed(digits: str, place: int) -> None:
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert (check_character(swapped) == check_character(digits)) == (swapped == digits)


@given(birth_dates, st.integers(0, 999), st.sampled_from(["350582", "350522", "352524", "810000"]))
def test_every_part_of_a_number_comes_back(born_on: date, order: int, region: str) -> None:
    digits = f"{region}{born_on:%Y%m%d}{order:03d}"

    person = parse_resident_id(digits + check_character(digits))

    assert (person.region_code, person.born_on) == (region, born_on)
    assert person.sex is (Sex.MALE if order % 2 else Sex.FEMALE)
    assert person.is_demo == (order >= 900)


def test_standard_example_is_read() -> None:
    person = parse_resident_id(STANDARD_FEMALE)

    assert (person.region_code, person.born_on, person.sex) == ("110105", date(1949, 12, 31), Sex.FEMALE)
    assert not person.is_demo


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_number_is_read_as_people_write_it(written: str) -> None:
    assert parse_resident_id(written).number == STANDARD_FEMALE


def test_sex_is_not_guessed_from_a_permanent_resident_card() -> None:
    assert parse_resident_id("911124198108030024").sex is None


@pytest.mark.parametrize(
    "text", ["", "蔡志明", "1101051949123100", "11010519491231002XX", "01010519491231002X"]
)
def test_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ResidentIdShapeError):
        parse_resident_id(text)


def test_old_number_is_recognised_as_old() -> None:
    with pytest.raises(ResidentIdOldError):
        parse_resident_id("350582800518901")


def test_misread_number_is_refused() -> None:
    with pytest.raises(ResidentIdCheckError):
        parse_resident_id("350582198005189018")


@pytest.mark.parametrize("born_on", ["19800230", "19801301", "19800000"])
def test_birth_date_that_does_not_exist_is_refused(born_on: str) -> None:
    digits = f"350582{born_on}901"

    with pytest.raises(ResidentIdBirthDateError):
        parse_resident_id(digits + check_character(digits))


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 5, 17), 45), (date(2026, 5, 18), 46), (date(2027, 1, 1), 46)]
)
def test_age_is_counted_in_completed_years(day: date, age: int) -> None:
    assert parse_resident_id(DEMO).age_on(day) == age


def test_errors_never_carry_the_number() -> None:
    with pytest.raises(ResidentIdCheckError) as raised:
        parse_resident_id("350582198005189018")

    assert "350582" not in str(raised.value)
