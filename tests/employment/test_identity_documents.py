"""The five kinds of papers, against the library of standard numbers where it knows them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from employment import DocumentKind, Sex, check_character, parse_identity_document
from employment.errors import (
    DocumentKindOtherError,
    DocumentNumberShapeError,
    EmploymentError,
    ResidentIdCheckError,
    ResidentIdShapeError,
)
from employment.identity_document import fitting_kinds
from employment.resident_id import upgrade_old_number

FATHER = "350582198005189016"
TAIWAN_RESIDENT = "830000199002280129"
PERMANENT_RESIDENT = "911124198108030024"

kinds = st.sampled_from(DocumentKind)
numbers = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"[1-9][0-9]{14}([0-9]{2}[0-9X])?", fullmatch=True),
    st.from_regex(r"[A-Z]{1,3}[0-9]{7,12}", fullmatch=True),
)


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_check_character_agrees_with_the_library(digits: str) -> None:
    assert check_character(digits) == mod_11_2.calc_check_digit(digits)
    assert mod_11_2.is_valid(digits + check_character(digits))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("350582 19800518 9016", DocumentKind.RESIDENT_CARD, FATHER),
        (TAIWAN_RESIDENT, DocumentKind.RESIDENCE_PERMIT, TAIWAN_RESIDENT),
        (PERMANENT_RESIDENT, DocumentKind.PERMANENT_RESIDENT_CARD, PERMANENT_RESIDENT),
        ("chn110100000001", DocumentKind.PERMANENT_RESIDENT_CARD, "CHN110100000001"),
        ("h12345678", DocumentKind.HONG_KONG_MACAO_PERMIT, "H12345678"),
        ("M1234567801", DocumentKind.HONG_KONG_MACAO_PERMIT, "M1234567801"),
        ("１２３４５６７８", DocumentKind.TAIWAN_PERMIT, "12345678"),
        ("e12 345 678", DocumentKind.PASSPORT, "E12345678"),
    ],
)
def test_number_of_each_kind_is_read(text: str, kind: DocumentKind, number: str) -> None:
    document = parse_identity_document(text, kind=kind)

    assert (document.kind, document.number, document.is_upgraded) == (kind, number, False)


def test_card_says_region_birth_and_sex() -> None:
    document = parse_identity_document(FATHER, kind=DocumentKind.RESIDENT_CARD)

    assert (document.region_code, document.born_on, document.sex) == ("350582", date(1980, 5, 18), Sex.MALE)


def test_permanent_resident_card_says_only_the_birth_date() -> None:
    document = parse_identity_document(PERMANENT_RESIDENT, kind=DocumentKind.PERMANENT_RESIDENT_CARD)

    assert (document.region_code, document.born_on, document.sex) == (None, date(1981, 8, 3), None)


@pytest.mark.parametrize("kind", [DocumentKind.PASSPORT, DocumentKind.TAIWAN_PERMIT])
def test_travel_papers_say_nothing_about_their_holder(kind: DocumentKind) -> None:
    document = parse_identity_document("12345678", kind=kind)

    assert (document.region_code, document.born_on, document.sex) == (None, None, None)


def test_old_number_is_upgraded_and_flagged() -> None:
    document = parse_identity_document("350582 800518 901", kind=DocumentKind.RESIDENT_CARD)

    assert document.is_upgraded
    assert (document.number, document.born_on, document.sex) == (FATHER, date(1980, 5, 18), Sex.MALE)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_upgrading_keeps_every_digit_of_the_old_number(born_on: date, order: int) -> None:
    old = f"350522{born_on:%y%m%d}{order:03d}"

    new = upgrade_old_number(old)

    assert (new[:6] + new[8:17], new[6:8]) == (old, "19")
    assert mod_11_2.is_valid(new)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TAIWAN_RESIDENT, DocumentKind.RESIDENT_CARD),
        (PERMANENT_RESIDENT, DocumentKind.RESIDENT_CARD),
        (FATHER, DocumentKind.RESIDENCE_PERMIT),
        (FATHER, DocumentKind.PERMANENT_RESIDENT_CARD),
    ],
)
def test_right_number_of_another_paper_is_refused_as_such(text: str, kind: DocumentKind) -> None:
    with pytest.raises(DocumentKindOtherError):
        parse_identity_document(text, kind=kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("H1234567", DocumentKind.HONG_KONG_MACAO_PERMIT),
        ("A12345678", DocumentKind.HONG_KONG_MACAO_PERMIT),
        ("H123456789", DocumentKind.HONG_KONG_MACAO_PERMIT),
        ("1234567", DocumentKind.TAIWAN_PERMIT),
        ("护照123456", DocumentKind.PASSPORT),
        ("E123", DocumentKind.PASSPORT),
    ],
)
def test_number_of_another_shape_is_refused(text: str, kind: DocumentKind) -> None:
    with pytest.raises(DocumentNumberShapeError) as raised:
        parse_identity_document(text, kind=kind)

    assert raised.value.parameters == {"document": kind.value}


def test_misread_character_is_refused_on_every_card_of_eighteen() -> None:
    with pytest.raises(ResidentIdCheckError):
        parse_identity_document(PERMANENT_RESIDENT[:17] + "5", kind=DocumentKind.PERMANENT_RESIDENT_CARD)


def test_only_fifteen_digits_are_upgraded() -> None:
    with pytest.raises(ResidentIdShapeError):
        upgrade_old_number(FATHER)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (FATHER, DocumentKind.RESIDENT_CARD),
        (TAIWAN_RESIDENT, DocumentKind.RESIDENCE_PERMIT),
        ("H12345678", DocumentKind.HONG_KONG_MACAO_PERMIT),
        ("12345678", DocumentKind.TAIWAN_PERMIT),
        ("E12345678", DocumentKind.PASSPORT),
    ],
)
def test_most_telling_kind_is_named_first(text: str, first: DocumentKind) -> None:
    assert fitting_kinds(text)[0] is first


def test_text_that_is_no_number_fits_no_kind() -> None:
    assert fitting_kinds("蔡志明") == ()


@given(numbers, kinds)
def test_any_text_is_read_or_refused_with_a_code(text: str, kind: DocumentKind) -> None:
    outcome = read_or_refuse(text, kind)

    assert outcome == kind or outcome in {
        "resident-id-shape",
        "resident-id-old",
        "resident-id-check",
        "resident-id-birth-date",
        "document-number-shape",
        "document-kind-other",
    }


def read_or_refuse(text: str, kind: DocumentKind) -> str:
    try:
        return parse_identity_document(text, kind=kind).kind
    except EmploymentError as error:
        return error.code
