"""Telephone numbers as people say and write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import TelephoneKind, parse_telephone
from employment.errors import TelephoneShapeError
from employment.telephone import looks_made_up


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("16405954274", TelephoneKind.MOBILE, "16405954274"),
        ("164 0595 4274", TelephoneKind.MOBILE, "16405954274"),
        ("＋86 164-0595-4274", TelephoneKind.MOBILE, "16405954274"),
        ("008616405954274", TelephoneKind.MOBILE, "16405954274"),
        ("(0595) 2211 8888", TelephoneKind.LANDLINE, "059522118888"),
        ("+86 595 22118888", TelephoneKind.LANDLINE, "059522118888"),
        ("010-62118888", TelephoneKind.LANDLINE, "01062118888"),
        ("0591 8321 888", TelephoneKind.LANDLINE, "05918321888"),
    ],
)
def test_number_is_read_as_people_write_it(text: str, kind: TelephoneKind, number: str) -> None:
    telephone = parse_telephone(text)

    assert (telephone.kind, telephone.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "手机",
        "12312345678",
        "1640595427",
        "164059542745",
        "0595-2211888",
        "595 22118888",
        "22118888",
        "4001234567",
        "12345",
        "0595-12118888",
    ],
)
def test_what_reaches_nobody_is_refused(text: str) -> None:
    with pytest.raises(TelephoneShapeError):
        parse_telephone(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_of_the_plan_is_accepted(number: str) -> None:
    assert parse_telephone(number).number == number


@pytest.mark.parametrize(
    "number", ["13800000000", "18888888888", "13912345678", "13800138000", "15098765432"]
)
def test_placeholder_is_noticed(number: str) -> None:
    assert looks_made_up(number)


@pytest.mark.parametrize("number", ["16405954274", "13912345600", "18805952211", "13700112233"])
def test_ordinary_number_is_believed(number: str) -> None:
    assert not looks_made_up(number)
