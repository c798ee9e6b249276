"""Social credit codes against the library of standard numbers, and beyond it for village collectives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from employment import parse_social_credit_code
from employment.errors import (
    SocialCreditCodeCheckError,
    SocialCreditCodeOldError,
    SocialCreditCodeShapeError,
)
from employment.social_credit_code import ALPHABET, social_credit_check_character

# The example the library carries, and a made-up code of a village collective.
PUBLISHED = "91110000600037341L"
COLLECTIVE = "N2350582MF1234567"

letters = st.sampled_from(ALPHABET)
starts = st.from_regex(r"[0-9]{8}", fullmatch=True)
rests = st.text(letters, min_size=9, max_size=9)


@given(starts, rests)
def test_check_character_agrees_with_the_library(start: str, rest: str) -> None:
    code = start + rest + social_credit_check_character(start + rest)

    assert code[17] == uscc.calc_check_digit(code[:17])
    assert parse_social_credit_code(code).code == uscc.validate(code)


@given(starts, rests, st.integers(0, 16), st.integers(1, 30))
def test_one_misread_character_is_always_noticed(start: str, rest: str, place: int, step: int) -> None:
    code = start + rest
    misread = ALPHABET[(ALPHABET.index(code[place]) + step) % 31]
    other = code[:place] + misread + code[place + 1 :]

    assert social_credit_check_character(other) != social_credit_check_character(code)


def test_every_part_comes_back() -> None:
    code = parse_social_credit_code(" 91110000-600037341l ")

    assert (code.registration, code.region_code, code.organisation_code) == ("91", "110000", "600037341")
    assert not code.is_rural_collective


def test_village_collective_is_read_though_the_library_refuses_it() -> None:
    code = COLLECTIVE + social_credit_check_character(COLLECTIVE)

    assert not uscc.is_valid(code)
    assert parse_social_credit_code(code).is_rural_collective


def test_misread_code_is_refused() -> None:
    with pytest.raises(SocialCreditCodeCheckError):
        parse_social_credit_code(PUBLISHED[:17] + "M")


def test_old_registration_number_is_recognised_as_old() -> None:
    with pytest.raises(SocialCreditCodeOldError):
        parse_social_credit_code("350582100012345")


@pytest.mark.parametrize(
    "text", ["", "晨汐鞋业", PUBLISHED[:17], PUBLISHED + "1", "O" + PUBLISHED[1:], "91S10000600037341L"]
)
def test_text_that_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(SocialCreditCodeShapeError):
        parse_social_credit_code(text)
