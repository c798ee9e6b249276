"""Validators that forms name: one answer, one verdict, and never a number in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment import Divisions, FormStrength
from employment.form_validators import Objection, form_validators
from resources import list_names, read_text
from resources.words import LANGUAGES, Words

VALIDATORS = form_validators(Divisions.parse(read_text("lists/divisions.tsv")))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("cn_id_any", "350582198005189016"),
        ("cn_id_any", "H12345678"),
        ("cn_id_any", "911124198108030024"),
        ("cn_name", "阿卜杜热合曼·买买提"),
        ("cn_mobile", "16405954274"),
        ("cn_telephone", "0595-22118888"),
        ("cn_uscc", "91110000600037341L"),
        ("cn_occupation", "6-05-01-03"),
        ("cn_occupation", "6-05-01"),
        ("cn_division12", "350582001014"),
        ("cn_division12", ""),
        ("cn_name", " "),
    ],
)
def test_right_or_blank_answer_is_let_pass(name: str, answer: str) -> None:
    assert VALIDATORS[name](answer) is None


@pytest.mark.parametrize(
    ("name", "answer", "strength", "code"),
    [
        ("cn_id_any", "350582198005189017", FormStrength.STOP, "resident-id-check"),
        ("cn_id_any", "350582800518901", FormStrength.MUST_VERIFY, "resident-id-old"),
        ("cn_name", "蔡 志明", FormStrength.STOP, "person-name-shape"),
        ("cn_mobile", "0595-22118888", FormStrength.STOP, "telephone-shape"),
        ("cn_telephone", "0595-2211888", FormStrength.STOP, "telephone-shape"),
        ("cn_uscc", "91110000600037341M", FormStrength.STOP, "social-credit-code-check"),
        ("cn_uscc", "350582100012345", FormStrength.MUST_VERIFY, "social-credit-code-old"),
        ("cn_occupation", "9-05-01", FormStrength.STOP, "occupation-shape"),
        ("cn_division12", "350599001001", FormStrength.MUST_VERIFY, "division-unknown"),
    ],
)
def test_wrong_answer_is_held_up(name: str, answer: str, strength: FormStrength, code: str) -> None:
    assert VALIDATORS[name](answer) == Objection(strength, code)


@given(st.sampled_from(sorted(VALIDATORS)), st.text(max_size=40))
def test_any_answer_gets_a_verdict_that_has_words(name: str, answer: str) -> None:
    objection = VALIDATORS[name](answer)

    assert objection is None or all(
        Words(language).knows(f"errors.{objection.code}.title") for language in LANGUAGES
    )


def test_every_validator_is_named_by_a_shipped_form_and_the_other_way_round() -> None:
    forms = [read_text(name) for name in list_names("forms", suffix=".xml")]
    named = {name for form in forms for name in re.findall(r'qz:validator="(\w+)"', form)}

    assert named == VALIDATORS.keys()
