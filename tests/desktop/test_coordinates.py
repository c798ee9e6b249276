"""Coordinates as people write them: understood, or what is wrong with them said in one word."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.form_entry.questions.coordinates import (
    Fault,
    GeoPoint,
    Part,
    PointFault,
    read_degrees,
    read_point,
    read_points,
    split_pair,
)


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("24.7814", "24.7814"),
        ("２４．７８", "24.78"),
        ("北纬24.7814°", "24.7814"),
        ("118.5526 E", "118.5526"),
        ("西经 1.5", "-1.5"),
        ("-33.9", "-33.9"),
        ("24°46′53″N", "24.78138888888888888888888889"),
        ("24度30分", "24.5"),
        ("118° 33' 9\"", "118.5525"),
    ],
)
def test_angles_are_understood_as_they_are_written(written: str, degrees: str) -> None:
    assert read_degrees(written) == Decimal(degrees)


@pytest.mark.parametrize("written", ["", "象山路", "24.78.14", "24°61′", "1e3", "24,78", "--5"])
def test_what_is_no_angle_is_none(written: str) -> None:
    assert read_degrees(written) is None


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (("", "118.5", ""), PointFault(Part.LATITUDE, Fault.MISSING)),
        (("24.7", " ", ""), PointFault(Part.LONGITUDE, Fault.MISSING)),
        (("abc", "118.5", ""), PointFault(Part.LATITUDE, Fault.UNREADABLE)),
        (("118.5526", "24.7814", ""), PointFault(Part.LATITUDE, Fault.SWAPPED)),
        (("190", "24.7814", ""), PointFault(Part.LATITUDE, Fault.OUT_OF_RANGE)),
        (("24.7814", "181", ""), PointFault(Part.LONGITUDE, Fault.OUT_OF_RANGE)),
        (("24.7814", "118.5", "-3"), PointFault(Part.ACCURACY, Fault.UNREADABLE)),
    ],
)
def test_what_is_wrong_is_named_with_its_place(fields: tuple[str, str, str], fault: PointFault) -> None:
    assert read_point(*fields) == fault


def test_a_point_is_spelled_as_forms_keep_it() -> None:
    point = read_point("24°46′53″N", "118.5526", "12 米")

    assert point == GeoPoint("24.7813889", "118.5526", "12")
    assert point.spelled() == "24.7813889 118.5526 0 12"


@pytest.mark.parametrize("pasted", ["24.7814,118.5526", "24.7814，118.5526", " 24.7814  118.5526 "])
def test_a_pair_that_was_pasted_is_parted(pasted: str) -> None:
    assert split_pair(pasted) == ("24.7814", "118.5526")


def test_one_angle_alone_is_no_pair() -> None:
    assert (split_pair("24.7814"), split_pair("24.7814,")) == (None, None)


def test_kept_points_are_read_and_what_is_none_left_out() -> None:
    assert read_points("24.7 118.5 0.0 0.0; 24.8 118.6 3.0 12.0;?") == (
        GeoPoint("24.7", "118.5"),
        GeoPoint("24.8", "118.6", "12"),
    )


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=12))
def test_no_text_at_all_breaks_the_reading(latitude: str, longitude: str, accuracy: str) -> None:
    assert isinstance(read_point(latitude, longitude, accuracy), GeoPoint | PointFault)
