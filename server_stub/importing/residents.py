"""The list of residents: who lives in which household of which village, and how they stand with work.

A resident is known by the number of a paper, a household by its village and number. The rules
that stop an entry at the door stop a row here.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from employment import (
    DefaultAction,
    DocumentKind,
    EmploymentError,
    Rule,
    RuleContext,
    RulePack,
    check,
    parse_identity_document,
    shipped_references,
)
from server_stub.importing.cells import (
    Secrecy,
    choice,
    choices,
    free_text,
    plain_code,
    read_credit_code,
    read_date,
    read_name,
    read_phone,
    village,
)
from server_stub.importing.columns import Column, ListForm, ListKind, RowRecord, Values

STOPPED: Final = "row-stopped-by-rule"
_CARD: Final = DocumentKind.RESIDENT_CARD.value
_STOPS: Final = frozenset({DefaultAction.STOP_ENTRY, DefaultAction.STOP_AND_REFER})

COLUMNS: Final = (
    Column("village", "村居代码", "village code", village, is_required=True, example="350582001014"),
    Column("household_no", "户号", "household number", plain_code(20), is_required=True, example="0902"),
    Column("address", "住址", "address", free_text(120), secrecy=Secrecy.HIDDEN, example="象山二巷 148 号"),
    Column("head_name", "户主姓名", "head of household", read_name, secrecy=Secrecy.NAME),
    Column(
        "person_name",
        "姓名",
        "name",
        read_name,
        is_required=True,
        secrecy=Secrecy.NAME,
        marks_example=True,
        example="曾浩然",
    ),
    Column("doc_type", "证件类型", "document type", choice("doc_type"), example="01"),
    Column(
        "id_no",
        "证件号码",
        "document number",
        free_text(24),
        is_required=True,
        secrecy=Secrecy.NUMBER,
        example="350582199003229015",
    ),
    Column("phone", "手机号码", "phone", read_phone, secrecy=Secrecy.PHONE),
    Column("relation", "与户主关系", "relation", choice("relation"), example="0"),
    Column("education", "学历", "education", choice("education")),
    Column("skill_level", "技能等级", "skill level", choice("skill_level")),
    Column("key_group", "重点群体", "priority groups", choices("key_group")),
    Column("emp_status", "就业状态", "employment status", choice("emp_status"), example="2"),
    Column("status_since", "状态起始日期", "status since", read_date, example="2023-02-27"),
    Column("emp_form", "就业形式", "form of employment", choice("emp_form")),
    Column("employer_name", "用人单位", "employer", free_text(120)),
    Column("employer_uscc", "单位统一社会信用代码", "employer credit code", read_credit_code),
    Column("unemp_registered", "是否失业登记", "registered unemployed", choice("yes_no")),
    Column("unemp_reason", "未就业原因", "reason for unemployment", choice("unemp_reason")),
)
# Of the household, or of the place; not of the person's own record.
_HOUSEHOLD_FIELDS: Final = frozenset({"village", "household_no", "address", "head_name"})


def residents_form(rules: RulePack, *, today: date) -> ListForm:
    """Give the form of the list, judged by a rule pack on a day."""

    def find_problem(values: Values) -> tuple[str, str, Mapping[str, str]] | None:
        try:
            person = _person_fields(values)
        except EmploymentError as error:
            return "id_no", error.code, dict(error.parameters)
        context = RuleContext(today=today, references=shipped_references())
        for doubt in check(rules, person, subject_id="", context=context):
            rule = rules.rules[doubt.rule_id]
            if rule.default_action in _STOPS:
                return _column_of(rule), STOPPED, {"rule": rule.id, "name": rule.name_zh}
        return None

    return ListForm(ListKind.RESIDENTS, COLUMNS, find_problem, _record)


def household_of(values: Values) -> str:
    """Name the household of a row as the township's list names it."""
    return f"h-{values['village']}-{values['household_no']}"


def household_record(fields: Values, place: str, household_id: str) -> RowRecord:
    """Give the household a row of residents lies in."""
    return RowRecord("household", household_id, household_id, {"village": place, **fields}, place)


def _record(values: Values) -> RowRecord:
    household = household_of(values)
    fields = {**_person_fields(values), "household_id": household}
    home = {name: values[name] for name in ("household_no", "address", "head_name") if name in values}
    return RowRecord(
        "person", str(fields["id_no"]), "", fields, str(values["village"]), household, home_fields=home
    )


def _person_fields(values: Values) -> Values:
    kind = DocumentKind(str(values.get("doc_type", _CARD)))
    document = parse_identity_document(str(values["id_no"]), kind=kind)
    said = {name: value for name, value in values.items() if name not in _HOUSEHOLD_FIELDS}
    return {**said, "doc_type": kind.value, "id_no": document.number}


@cache
def _fields_of_columns() -> frozenset[str]:
    return frozenset(one.field for one in COLUMNS)


def _column_of(rule: Rule) -> str:
    return next((name for name in rule.fields if name in _fields_of_columns()), "id_no")
