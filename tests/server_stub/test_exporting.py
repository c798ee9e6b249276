"""Lists that leave the city: nothing runs in a spreadsheet, nobody is shown without a reason that stays."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from server_stub.export_cells import OPEN_FIELDS, cell_text, harmless
from server_stub.exporting import ReasonMissingError, Wanted, export_records, list_disclosures
from server_stub.list_formats import ListFormatUnknownError
from server_stub.platform.scope import ScopeInvalidError
from tests.scenario.office import CAI, Office

VILLAGE = "350582001014"
REASON = "市人社局核查组要求，王处长批准"


def export(
    office: Office, path: Path, *, kind: str = "person", scope: str = VILLAGE, reason: str | None = None
) -> int:
    wanted = Wanted(kind, (scope,), "林管理员", reason)
    return export_records(office.folder, path, wanted, now_ms=office.clock.now_ms()).rows


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("office", ["sqlite", "postgresql"], indirect=True)
def test_people_are_masked_unless_somebody_says_why(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", office.settings.city_database)
    known = office.record("person", CAI).fields

    number = export(office, tmp_path / "people.csv")

    shown = table(tmp_path / "people.csv")[CAI]
    assert number == len(table(tmp_path / "people.csv")) > 1
    assert shown["person_name"] == "蔡*明"
    assert shown["id_no"] == f"{str(known['id_no'])[:6]}********{str(known['id_no'])[-4:]}"
    assert str(known["phone"]) not in (tmp_path / "people.csv").read_text(encoding="utf-8-sig")
    assert shown["emp_status"] == known["emp_status"]
    assert (tmp_path / "people.csv").stat().st_mode & 0o077 == 0


def test_a_full_list_leaves_its_reason_behind(office: Office, tmp_path: Path) -> None:
    export(office, tmp_path / "people.xlsx", reason=REASON)

    [left] = list_disclosures(office.folder)
    assert (left.kind, left.scope, left.is_full) == ("person", VILLAGE, True)
    assert (left.reason, left.account) == (REASON, "林管理员")


def test_a_workbook_keeps_every_digit_as_text(office: Office, tmp_path: Path) -> None:
    known = office.record("person", CAI).fields

    export(office, tmp_path / "people.xlsx", reason=REASON)

    rows = list(load_workbook(tmp_path / "people.xlsx").worksheets[0].iter_rows(values_only=True))
    column = rows[0].index("id_no")
    assert str(known["id_no"]) in {row[column] for row in rows[1:]}


@pytest.mark.parametrize("reason", ["", "   ", "要看", "  查一下 "])
def test_without_a_reason_nothing_is_written(office: Office, tmp_path: Path, reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        export(office, tmp_path / "people.csv", reason=reason)

    assert list(tmp_path.glob("people*")) == []
    assert list_disclosures(office.folder) == ()


def test_only_the_places_asked_for_are_in_a_list(office: Office, tmp_path: Path) -> None:
    export(office, tmp_path / "people.csv", scope="350582001014")

    assert {row["village"] for row in table(tmp_path / "people.csv").values()} == {VILLAGE}


def test_a_place_nobody_knows_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ScopeInvalidError):
        export(office, tmp_path / "people.csv", scope="晋江")


def test_another_ending_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ListFormatUnknownError):
        export(office, tmp_path / "people.docx")


def test_a_formula_in_a_record_is_text_in_both_formats(office: Office, tmp_path: Path) -> None:
    poison = '=HYPERLINK("http://evil.example","点我")'
    with office.city.write() as connection:
        statement = (
            "UPDATE city_records SET fields = json_set(fields, '$.household_no', ?) WHERE kind = 'household'"
        )
        connection.exec_driver_sql(statement, (poison,))

    export(office, tmp_path / "homes.csv", kind="household", reason=REASON)
    export(office, tmp_path / "homes.xlsx", kind="household", reason=REASON)

    assert {row["household_no"] for row in table(tmp_path / "homes.csv").values()} == {f"'{poison}"}
    sheet = load_workbook(tmp_path / "homes.xlsx").worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@given(text=st.text(max_size=40))
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(text=st.text(max_size=40))
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(f"a{text}").startswith("a")
    assert harmless("晋江市东石镇") == "晋江市东石镇"


@pytest.mark.parametrize("kind", sorted(OPEN_FIELDS))
def test_a_field_nobody_thought_of_is_hidden(kind: str) -> None:
    assert cell_text(kind, "blood_type", "AB", is_full=False) == "***"
    assert cell_text(kind, "blood_type", "AB", is_full=True) == "AB"
