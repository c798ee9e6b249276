"""Codes on old cards: whose they were in a year, and what became of the place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import DivisionHistory, Divisions, shipped_references
from employment.address_code import AddressCodes
from employment.errors import TableMalformedError
from employment.tables import shipped_division_history
from resources import read_text

HISTORY = shipped_division_history()
CODES = shipped_references().address_codes
NAMED = sorted({code for change in HISTORY.changes for code in (change.old_code, change.new_code) if code})


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("352522", 1981, "晋江县"),
        ("352422", 1981, "永泰县"),
        ("352422", 1983, "晋江县"),
        ("350522", 1985, "晋江县"),
        ("350522", 1991, "晋江县"),
        ("359004", 1993, "晋江市"),
        ("350582", 1995, "晋江市"),
        ("350582", 2026, "晋江市"),
        ("352524", 1981, "安溪县"),
        ("352524", 1982, "诏安县"),
        ("350205", 2002, "杏林区"),
        ("350205", 2003, "海沧区"),
        ("350503", 1997, "丰泽区"),
        ("350504", 1997, "洛江区"),
        ("350505", 2000, "泉港区"),
    ],
)
def test_code_is_of_one_place_in_a_year(code: str, year: int, name: str) -> None:
    holder = HISTORY.holder(code, year=year)

    assert holder is not None
    assert holder.name == name


@pytest.mark.parametrize(
    ("code", "year"), [("350522", 1993), ("350582", 1994), ("350505", 1999), ("110101", 1990)]
)
def test_code_of_nobody_in_a_year_has_no_holder(code: str, year: int) -> None:
    assert HISTORY.holder(code, year=year) is None


@pytest.mark.parametrize(
    ("code", "year", "today"),
    [
        ("352522", 1981, "350582"),
        ("352422", 1983, "350582"),
        ("350522", 1990, "350582"),
        ("350523", 1990, "350583"),
        ("352524", 1981, "350524"),
        ("352524", 1983, "350624"),
        ("350182", 2000, "350112"),
        ("350784", 2000, "350703"),
        ("350202", 2000, "350203"),
        ("350582", 2020, "350582"),
        ("110101", 1990, "110101"),
    ],
)
def test_place_is_followed_to_its_code_today(code: str, year: int, today: str) -> None:
    assert HISTORY.successor(code, year=year) == today


@given(st.sampled_from(NAMED), st.integers(1980, 2030))
def test_following_a_place_ends_where_it_ends(code: str, year: int) -> None:
    today = HISTORY.successor(code, year=year)

    assert HISTORY.successor(today, year=2030) == today


@given(st.sampled_from(NAMED))
def test_a_code_never_has_two_holders_at_once(code: str) -> None:
    places = sorted(HISTORY.holders(code), key=lambda place: place.since or 0)

    overlaps = [
        (former, later)
        for former, later in pairwise(places)
        if former.until is None or former.until > (later.since or 0)
    ]

    assert overlaps == []


def test_union_has_every_code_the_history_names() -> None:
    assert [code for code in NAMED if code not in CODES] == []


def test_union_has_every_county_of_the_list_of_places() -> None:
    divisions = Divisions.parse(read_text("lists/divisions.tsv"))
    counties = [county.code[:6] for county in divisions.children("350500000000")]

    assert len(counties) == 12
    assert [code for code in counties if code not in CODES] == []


@pytest.mark.parametrize("code", ["810000", "820000", "830000", "352422", "359004", "110105"])
def test_union_has_codes_that_single_lists_lack(code: str) -> None:
    assert code in CODES


def test_union_is_as_long_as_delivered_and_has_no_invented_code() -> None:
    assert len(CODES) == 6924
    assert "350599" not in CODES


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("350582", 1995),
        ("350522", 1985),
        ("350505", 2000),
        ("352401", 1982),
        ("352422", None),
        ("350102", None),
        ("110101", None),
    ],
)
def test_first_year_is_told_only_where_it_is_known(code: str, year: int | None) -> None:
    assert CODES.first_year(code) == year


def test_history_with_a_kind_nobody_knows_is_refused() -> None:
    text = "year\tkind\told_code\told_name\tnew_code\tnew_name\n1995\tmoved\t1\ta\t2\tb\n"

    with pytest.raises(TableMalformedError):
        DivisionHistory.parse(text)


def test_empty_list_knows_no_code() -> None:
    nothing = AddressCodes.parse("code\n", history=DivisionHistory([]))

    assert (len(nothing), "350582" in nothing, nothing.first_year("350582")) == (0, False, None)
