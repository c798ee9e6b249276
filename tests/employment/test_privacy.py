import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import mask_name, mask_phone, mask_resident_id


@pytest.mark.parametrize(
    ("name", "shown"), [("蔡志明", "蔡*明"), ("蔡珊", "蔡*"), ("欧阳志明", "欧**明"), ("蔡", "*"), ("", "*")]
)
def test_name_shows_enough_to_recognise(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_identity_number_shows_its_region_and_its_end() -> None:
    assert mask_resident_id("350582198005189016") == "350582********9016"


def test_phone_shows_who_issued_it_and_its_end() -> None:
    assert mask_phone("16405954274") == "164****4274"


@given(st.text(max_size=10))
def test_text_too_short_to_hide_is_hidden_whole(text: str) -> None:
    assert set(mask_resident_id(text)) <= {"*"}


@given(st.text(min_size=2, max_size=12))
def test_masking_a_name_always_hides_something_and_keeps_its_length(name: str) -> None:
    assert len(mask_name(name)) == len(name)
    assert "*" in mask_name(name)
