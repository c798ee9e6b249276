import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import mask_name, mask_phone, mask_resident_id
from employment.privacy import mask_date, mask_text


@pytest.mark.parametrize(
    ("name", "shown"), [("蔡志明", "蔡*明"), ("蔡珊", "蔡*"), ("欧阳志明", "欧**明"), ("蔡", "*"), ("", "*")]
)
def test_name_shows_enough_to_recognise(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_identity_number_shows_its_region_and_its_end() -> None:
    assert mask_resident_id("350582198005189016") == "350582********9016"


def test_phone_shows_who_issued_it_and_its_end() -> None:
    assert mask_phone("16405954274") == "164****4274"


def test_what_somebody_wrote_shows_how_it_begins_and_not_how_long_it_is() -> None:
    assert (mask_text("象山路 12 号"), mask_text("象"), mask_text("")) == ("象***", "象***", "")


def test_a_date_shows_its_year_and_what_is_no_date_nothing() -> None:
    assert (mask_date("1980-05-18"), mask_date("18.05.1980")) == ("1980-**-**", "***")


@given(st.text(max_size=10))
def test_text_too_short_to_hide_is_hidden_whole(text: str) -> None:
    assert set(mask_resident_id(text)) <= {"*"}


@given(st.text(min_size=2, max_size=12))
def test_masking_a_name_always_hides_something_and_keeps_its_length(name: str) -> None:
    assert len(mask_name(name)) == len(name)
    assert "*" in mask_name(name)
