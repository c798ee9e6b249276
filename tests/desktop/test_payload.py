import pytest

from desktop.capture.payload import (
    CreditCode,
    HouseholdNumber,
    PhoneNumber,
    PlainText,
    ResidentNumber,
    SignedCode,
    WebAddress,
    read_payload,
)


def test_our_own_code_is_known_by_its_prefix_and_read_in_capitals() -> None:
    assert read_payload(" ys1:6bf% ") == SignedCode("YS1:6BF%")


def test_full_width_digits_and_spaces_still_make_an_identity_number() -> None:
    assert read_payload("３５０５８２ 19900322 9015") == ResidentNumber("350582199003229015")


def test_a_wrong_check_character_is_no_identity_number() -> None:
    assert read_payload("350582199003229016") == PlainText("350582199003229016")


@pytest.mark.parametrize("text", ["13855075507", "+86 138-5507-5507", "8613855075507"])
def test_a_mobile_number_is_found_in_its_usual_spellings(text: str) -> None:
    assert read_payload(text) == PhoneNumber("13855075507")


def test_a_short_number_is_the_one_under_the_household_code() -> None:
    assert read_payload("921") == HouseholdNumber("0921")


def test_a_credit_code_is_found_alone() -> None:
    assert read_payload("91110108551385082Q") == CreditCode("91110108551385082Q")


def test_a_credit_code_is_found_inside_a_licence_address_without_opening_it() -> None:
    assert read_payload("https://licence.example/q?u=91110108551385082Q&v=2") == CreditCode(
        "91110108551385082Q"
    )


def test_any_other_address_stays_an_address() -> None:
    assert read_payload("https://phish.example/login") == WebAddress("https://phish.example/login")


def test_a_script_is_only_text() -> None:
    assert read_payload("javascript:alert(1)") == PlainText("javascript:alert(1)")


def test_a_novel_in_a_code_is_cut() -> None:
    payload = read_payload("字" * 9000)

    assert isinstance(payload, PlainText)
    assert len(payload.text) == 4096
