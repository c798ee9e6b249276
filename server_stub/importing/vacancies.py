"""The list of vacancies: offered in a place, by an enterprise, until a day or until it is closed.

A vacancy is known by its employer and the employer's own number for it. It is never removed:
closed it stays as what somebody was once placed in.
"""

from collections.abc import Mapping
from typing import Final

from server_stub.importing.cells import (
    CellNotInListError,
    Reader,
    Secrecy,
    any_place,
    choice,
    free_text,
    plain_code,
    read_credit_code,
    read_date,
    read_name,
    read_phone,
    whole_number,
)
from server_stub.importing.columns import Column, ListForm, ListKind, RowRecord, Values
from server_stub.importing.enterprises import enterprise_id

OPEN: Final = "open"
CLOSED: Final = "closed"
PAY_RANGE: Final = "row-pay-range"
_STATES: Final = {"open": OPEN, "招聘中": OPEN, "closed": CLOSED, "已关闭": CLOSED, "已招满": CLOSED}
_COUNTY_DIGITS: Final = 6
_WIDEST_RANGE: Final = 3  # of the form `enterprise_monitor`: more says nothing


def _read_state(text: str) -> str:
    found = _STATES.get(text.casefold())
    if found is None:
        raise CellNotInListError(list="vacancy_state")
    return found


_YUAN: Final[Reader] = whole_number(1_000, 100_000)
_YES_NO: Final[Reader] = choice("yes_no")

COLUMNS: Final = (
    Column("vacancy_no", "岗位编号", "vacancy number", plain_code(32), is_required=True, example="2026-001"),
    Column(
        "employer_uscc",
        "单位统一社会信用代码",
        "employer credit code",
        read_credit_code,
        is_required=True,
        example="91350582MA3DEM0T05",
    ),
    Column(
        "employer_name",
        "用人单位",
        "employer",
        free_text(120),
        is_required=True,
        example="晋江晨汐鞋业有限公司（演示）",
    ),
    Column(
        "title", "岗位名称", "title", free_text(60), is_required=True, marks_example=True, example="缝纫工"
    ),
    Column("openings", "招聘人数", "openings", whole_number(1, 5_000), is_required=True, example="20"),
    Column(
        "work_place", "工作地代码", "work place code", any_place, is_required=True, example="350582001014"
    ),
    Column("offered_in", "发布范围代码", "offered in", any_place, example="350582"),
    Column("address", "工作地址", "address", free_text(120)),
    Column("pay_min", "月薪下限", "pay from", _YUAN, is_required=True, example="5000"),
    Column("pay_max", "月薪上限", "pay to", _YUAN, example="8000"),
    Column("education", "最低学历", "education", choice("education")),
    Column("skill_level", "技能要求", "skill level", choice("skill_level")),
    Column("experience_years", "经验年数", "years of experience", whole_number(0, 20)),
    Column("night_shift", "是否夜班", "night shift", _YES_NO),
    Column("intensity", "劳动强度", "intensity", choice("intensity")),
    Column("hazard", "是否有职业危害", "hazards", _YES_NO),
    Column("disabled_ok", "可否招用残疾人", "open to disabled people", _YES_NO),
    Column("lodging", "是否包吃住", "board and lodging", _YES_NO),
    Column("contact_name", "联系人", "contact", read_name, secrecy=Secrecy.NAME),
    Column("contact_phone", "联系电话", "contact phone", read_phone, secrecy=Secrecy.PHONE),
    Column("valid_until", "有效期至", "valid until", read_date, is_required=True, example="2026-12-31"),
    Column("state", "状态", "state", _read_state, example="招聘中"),
)


def vacancies_form() -> ListForm:
    return ListForm(ListKind.VACANCIES, COLUMNS, _pay_problem, _record)


def _pay_problem(values: Values) -> tuple[str, str, Mapping[str, str]] | None:
    low, high = int(str(values["pay_min"])), int(str(values.get("pay_max", values["pay_min"])))
    return None if low <= high <= low * _WIDEST_RANGE else ("pay_max", PAY_RANGE, {})


def _record(values: Values) -> RowRecord:
    employer, number = str(values["employer_uscc"]), str(values["vacancy_no"])
    place = str(values.get("offered_in") or str(values["work_place"])[:_COUNTY_DIGITS])
    fields = {"state": OPEN, **values, "offered_in": place}
    key = f"{employer}-{number}"
    return RowRecord("vacancy", key, f"v-{key}", fields, place, enterprise_id(employer))
