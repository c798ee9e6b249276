"""D41: registered as unemployed while an employer pays insurance for the same month."""

from dataclasses import replace
from datetime import date

import pytest

from employment import (
    Doubt,
    InsuranceKind,
    InsuranceMonth,
    Month,
    RulePack,
    Severity,
    check,
    month_of,
    shipped_rule_pack,
)
from employment.errors import RuleNotImplementedError, TableMalformedError
from employment.rules.case import RuleContext

NOVEMBER = Month("2026-11")
UNEMPLOYED = {"emp_status": "1", "unemp_registered": "1"}
PAID = InsuranceMonth("p-1", NOVEMBER, InsuranceKind.EMPLOYER, "晋江晨汐鞋业有限公司（演示）")
PACK = shipped_rule_pack()
ONLY_D41 = replace(PACK, rules={"D41": PACK.rules["D41"]})


def doubts_about(
    fields: dict[str, str], *, insurance: list[InsuranceMonth], pack: RulePack = ONLY_D41
) -> tuple[Doubt, ...]:
    context = RuleContext(today=date(2026, 11, 23), insurance=insurance, insurance_month=NOVEMBER)
    return check(pack, dict(fields), subject_id="p-1", context=context)


def test_registered_unemployed_but_insured_is_doubted_with_its_evidence() -> None:
    [doubt] = doubts_about(UNEMPLOYED, insurance=[PAID])

    assert (doubt.rule_id, doubt.subject_id, doubt.severity) == ("D41", "p-1", Severity.HIGH)
    assert doubt.evidence == {"month": "2026-11", "employer_name": "晋江晨汐鞋业有限公司（演示）"}


def test_several_paid_months_make_one_doubt() -> None:
    october = replace(PAID, month=Month("2026-10"))

    assert len(doubts_about(UNEMPLOYED, insurance=[october, PAID, PAID])) == 1


@pytest.mark.parametrize(
    "paid",
    [
        replace(PAID, month=Month("2026-10")),
        replace(PAID, month=Month("2025-11")),
        replace(PAID, kind=InsuranceKind.FLEXIBLE),
        replace(PAID, kind=InsuranceKind.RESIDENT),
        replace(PAID, person_id="p-2"),
    ],
)
def test_insurance_that_contradicts_nothing_is_not_doubted(paid: InsuranceMonth) -> None:
    assert doubts_about(UNEMPLOYED, insurance=[paid]) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"emp_status": "1"},
        {"emp_status": "1", "unemp_registered": "0"},
        {"emp_status": "2", "unemp_registered": "1"},
        {"unemp_registered": "1"},
    ],
)
def test_person_who_is_not_registered_unemployed_is_not_doubted(fields: dict[str, str]) -> None:
    assert doubts_about(fields, insurance=[PAID]) == ()


def test_nothing_reported_means_nothing_doubted() -> None:
    assert doubts_about(UNEMPLOYED, insurance=[]) == ()


def test_shipped_pack_speaks_both_languages() -> None:
    rule = PACK.rules["D41"]

    assert PACK.version == "2026.12.2"
    assert rule.name_zh == "登记失业但同期有职工社保缴费"
    assert all((rule.name_en, rule.explanation_zh, rule.explanation_en, rule.question_zh, rule.question_en))


def test_empty_pack_finds_nothing() -> None:
    assert doubts_about(UNEMPLOYED, insurance=[PAID], pack=RulePack("0", {})) == ()


def test_pack_newer_than_the_program_is_refused_whole() -> None:
    with pytest.raises(RuleNotImplementedError) as raised:
        RulePack.parse(pack_text(rule_id="D99"))

    assert raised.value.parameters == {"rule": "D99", "version": "2027.1"}


@pytest.mark.parametrize(
    "text", ["", "rule_id\tkind\n", "#version\t\nrule_id\tkind\n", "#version\t1\nrule_id\n"]
)
def test_pack_without_version_or_columns_is_refused(text: str) -> None:
    with pytest.raises(TableMalformedError):
        RulePack.parse(text)


def test_pack_with_an_unknown_severity_is_refused() -> None:
    with pytest.raises(TableMalformedError):
        RulePack.parse(pack_text(rule_id="D41", severity="urgent"))


@pytest.mark.parametrize(
    ("offset", "month"), [(0, "2026-01"), (-1, "2025-12"), (-13, "2024-12"), (11, "2026-12"), (12, "2027-01")]
)
def test_months_are_counted_across_years(offset: int, month: str) -> None:
    assert month_of(date(2026, 1, 31), offset=offset) == month


def pack_text(*, rule_id: str, severity: str = "H") -> str:
    columns = "rule_id kind severity default_action fields name_zh name_en explanation_zh explanation_en"
    kind = [rule_id, "cross-source", severity, "dispatch", "emp_status"]
    cells = [*kind, "名称", "name", "说明", "why", "问", "ask"]
    header = [*columns.split(), "question_zh", "question_en"]
    return "\n".join(["#version\t2027.1", "\t".join(header), "\t".join(cells)])
