"""Every rule of the shipped pack, case by case: hit, not hit, and not enough known."""

import pytest

from employment import check, shipped_rule_pack
from employment.rules.registry import RULE_CHECKS
from tests.employment.rule_cases import CASES, Case

PACK = shipped_rule_pack()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule_says(case: Case) -> None:
    doubts = check(PACK, case.fields, subject_id="p-1", context=case.context)

    doubted = [doubt for doubt in doubts if doubt.rule_id == case.rule]

    assert len(doubted) == (case.verdict == "doubt")
    assert all(doubt.severity is PACK.rules[case.rule].severity for doubt in doubted)


@pytest.mark.parametrize("rule", sorted(PACK.rules))
def test_every_rule_is_shown_hit_not_hit_and_silent(rule: str) -> None:
    assert {case.verdict for case in CASES if case.rule == rule} == {"doubt", "fits", "unknown"}


def test_shipped_pack_has_every_rule_the_program_knows() -> None:
    assert PACK.rules.keys() == RULE_CHECKS.keys()


def test_two_cases_never_have_the_same_name() -> None:
    names = [str(case) for case in CASES]

    assert sorted(names) == sorted(set(names))
