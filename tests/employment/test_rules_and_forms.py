"""Rules, forms and code lists speak of the same fields and codes."""

import re

import pytest

from employment import CodeLists, shipped_rule_pack
from resources import list_names, read_text
from tests.employment.rule_cases import CASES, Case

PACK = shipped_rule_pack()
LISTS = CodeLists.parse(read_text("lists/choices.tsv"))
# What no form asks, because the office, the vacancy or the history of the record says it.
FROM_ELSEWHERE = {
    "job_hazards",
    "job_intensity",
    "last_job_ended_on",
    "last_verified_on",
    "retirement_track",
    "subsidy_months",
    "unemp_cancelled_on",
    "unemp_reg_before",
    "village",
    "work_county",
}
LIST_OF_FIELD = {
    "doc_type": "doc_type",
    "phone_owner": "phone_owner",
    "sex": "sex",
    "emp_status": "emp_status",
    "emp_form": "emp_form",
    "contract": "contract",
    "education": "education",
    "skill_level": "skill_level",
    "unemp_reason": "unemp_reason",
    "reg_type": "reg_type",
    "key_group": "key_group",
    "hard_cat": "hard_cat",
    "evidence": "evidence",
    "cluster": "cluster",
    "dis_type": "disability",
    "dis_grade": "dis_grade",
}


def test_every_field_of_a_rule_is_asked_in_a_form_or_comes_from_elsewhere() -> None:
    forms = [read_text(name) for name in list_names("forms", suffix=".xml")]
    asked = {name for form in forms for name in re.findall(r'nodeset="/[^"]*/(\w+)"', form)}

    assert {field for rule in PACK.rules.values() for field in rule.fields} - asked == FROM_ELSEWHERE


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_code_in_a_case_is_in_its_list(case: Case) -> None:
    coded = [
        (name, code)
        for name, value in case.fields.items()
        if name in LIST_OF_FIELD
        for code in str(value or "").split()
    ]

    assert [(name, code) for name, code in coded if code not in LISTS.get(LIST_OF_FIELD[name])] == []
