from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.codes.base45 import decode_base45, encode_base45
from sync.codes.errors import CodeExpiredError, CodeForgedError, CodeIssuerUnknownError, CodeNotOursError
from sync.codes.subject_code import PREFIX, CodeKind, SubjectCode, issue_code, read_code
from sync.errors import SyncError
from tests.sync.story import ISSUER, ROOTS

CODE = SubjectCode(CodeKind.HOUSEHOLD, "h-350582001014-0921", date(2026, 11, 1), date(2028, 10, 31))
TEXT = issue_code(CODE, ISSUER)
ISSUERS = [ISSUER.verification]
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("plain", "encoded"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"", ""),
    ],
)
def test_base45_gives_the_examples_of_rfc_9285(plain: bytes, encoded: str) -> None:
    assert encode_base45(plain) == encoded
    assert decode_base45(encoded) == plain


@given(st.binary(max_size=200))
def test_base45_comes_back(payload: bytes) -> None:
    assert decode_base45(encode_base45(payload)) == payload


@pytest.mark.parametrize("text", ["A", "AAAA", "GGW", "::", "ab8", "BB8é"])
def test_base45_refuses_what_is_not_base45(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_base45(text)


def test_code_says_whose_it_is() -> None:
    assert read_code(TEXT, issuers=ISSUERS, today=TODAY) == CODE


def test_code_is_ascii_upper_case_and_fits_a_small_square() -> None:
    assert TEXT.startswith("YS1:")
    assert TEXT.isascii()
    assert TEXT.upper() == TEXT
    assert len(TEXT) <= 154  # QR version 6, level M, alphanumeric


def test_scanner_gun_with_caps_lock_is_understood() -> None:
    assert read_code(f" {TEXT.lower()}\n", issuers=ISSUERS, today=TODAY) == CODE


def test_code_is_good_on_its_last_day_and_not_after() -> None:
    assert read_code(TEXT, issuers=ISSUERS, today=CODE.expires_on) == CODE
    with pytest.raises(CodeExpiredError) as caught:
        read_code(TEXT, issuers=ISSUERS, today=date(2028, 11, 1))

    assert caught.value.parameters == {"expired_on": "2028-10-31"}


def test_code_of_an_unknown_issuer_is_told_apart_from_a_forged_one() -> None:
    with pytest.raises(CodeIssuerUnknownError):
        read_code(TEXT, issuers=[ROOTS[0].verification], today=TODAY)


def test_forged_household_is_refused() -> None:
    packed = decode_base45(TEXT.removeprefix(PREFIX))
    forged = PREFIX + encode_base45(packed.replace(b"0921", b"0922"))

    with pytest.raises(CodeForgedError):
        read_code(forged, issuers=ISSUERS, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.invalid/",
        "350582199001011234",
        "YS1:",
        "YS1:BB8",
        "YS2:" + TEXT[4:],
        TEXT[:-30] + "é",
    ],
)
def test_something_else_is_not_our_code(text: str) -> None:
    with pytest.raises(CodeNotOursError):
        read_code(text, issuers=ISSUERS, today=TODAY)


@given(position=st.integers(len(PREFIX), len(TEXT) - 1), character=st.sampled_from("0Z$:"))
def test_no_misread_character_gives_another_household(position: int, character: str) -> None:
    misread = TEXT[:position] + character + TEXT[position + 1 :]

    assert _read_or_none(misread) in (None, CODE)


@pytest.mark.parametrize(
    ("kind", "subject_id"),
    [
        (CodeKind.PERSON, "p-350582001014-0921-1"),
        (CodeKind.GIG, "g-0f0e0d0c0b0a09080706050403020100"),
        (CodeKind.STATION, "LGYZ-350582-001"),
        (CodeKind.TASK, "t-00000000000000000000000000000001"),
    ],
)
def test_every_kind_of_code_keeps_its_kind(kind: CodeKind, subject_id: str) -> None:
    code = replace(CODE, kind=kind, subject_id=subject_id)

    assert read_code(issue_code(code, ISSUER), issuers=ISSUERS, today=TODAY) == code


def _read_or_none(text: str) -> SubjectCode | None:
    try:
        return read_code(text, issuers=ISSUERS, today=TODAY)
    except SyncError:
        return None
