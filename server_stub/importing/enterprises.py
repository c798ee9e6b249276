"""The list of enterprises: known by their social credit code, held where their site is."""

from collections.abc import Mapping
from typing import Final

from server_stub.importing.cells import (
    Secrecy,
    choice,
    free_text,
    read_credit_code,
    read_name,
    read_phone,
    village,
)
from server_stub.importing.columns import Column, ListForm, ListKind, RowRecord, Values

COLUMNS: Final = (
    Column(
        "uscc",
        "统一社会信用代码",
        "credit code",
        read_credit_code,
        is_required=True,
        example="91350582MA3DEM0T05",
    ),
    Column(
        "ent_name",
        "单位名称",
        "name",
        free_text(120),
        is_required=True,
        marks_example=True,
        example="晋江晨汐鞋业有限公司（演示）",
    ),
    Column("village", "所在村居代码", "village code", village, is_required=True, example="350582001014"),
    Column("address", "地址", "address", free_text(120)),
    Column("industry", "行业门类", "industry", choice("industry"), example="C"),
    Column("cluster", "产业集群", "cluster", choice("cluster")),
    Column("reg_type", "登记注册类型", "registration type", choice("reg_type")),
    Column("ent_size", "企业规模", "size", choice("ent_size"), example="M"),
    Column("hr_name", "人事联系人", "contact", read_name, secrecy=Secrecy.NAME),
    Column("hr_phone", "联系电话", "contact phone", read_phone, secrecy=Secrecy.PHONE),
)


def enterprises_form() -> ListForm:
    return ListForm(ListKind.ENTERPRISES, COLUMNS, _nothing_between, _record)


def enterprise_id(credit_code: str) -> str:
    """Name an enterprise as a form about it does (`employment.placed_subject`)."""
    return f"e-{credit_code}"


def _nothing_between(_values: Values) -> tuple[str, str, Mapping[str, str]] | None:
    return None


def _record(values: Values) -> RowRecord:
    credit_code = str(values["uscc"])
    return RowRecord("enterprise", credit_code, enterprise_id(credit_code), values, str(values["village"]))
