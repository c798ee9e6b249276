"""The page about the rules says what the pack says, one row a rule."""

from pathlib import Path

import pytest

from employment import shipped_rule_pack, strength_of
from tests.employment.rule_cases import FAMILIES, read_cases

PACK = shipped_rule_pack()
PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = {line.split(" | ")[0].removeprefix("| "): line for line in PAGE.splitlines() if line.startswith("| D")}
FAMILY_OF = {case.rule: family for family in FAMILIES for case in read_cases(family)}


def test_page_has_one_row_a_rule_and_names_the_version() -> None:
    assert ROWS.keys() == PACK.rules.keys()
    assert f"`{PACK.version}`" in PAGE


@pytest.mark.parametrize("rule_id", sorted(PACK.rules))
def test_row_says_what_the_pack_says(rule_id: str) -> None:
    rule = PACK.rules[rule_id]
    _, names, weight, _, fields, _, cases = ROWS[rule_id].removesuffix(" |").split(" | ")

    assert names == f"{rule.name_zh}<br>{rule.name_en}"
    assert weight == f"{rule.severity}, {strength_of(rule)}"
    assert fields == f"`{' '.join(rule.fields)}`"
    assert cases == f"`{FAMILY_OF[rule_id]}.toml`"


@pytest.mark.parametrize("rule_id", sorted(PACK.rules))
def test_rule_speaks_both_languages(rule_id: str) -> None:
    rule = PACK.rules[rule_id]
    english = (rule.name_en, rule.explanation_en, rule.question_en)
    chinese = (rule.name_zh, rule.explanation_zh, rule.question_zh)

    assert all(text.strip() == text and text for text in (*english, *chinese))
    assert all(text.endswith(".") for text in (rule.explanation_en, rule.question_en))
    assert all(text.endswith("。") for text in (rule.explanation_zh, rule.question_zh))
