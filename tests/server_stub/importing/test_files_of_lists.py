"""A list may come in any encoding offices use, and from anybody: what is no list does no harm."""

import zipfile
from pathlib import Path

import pytest

from server_stub.importing import tabular, workbook
from server_stub.importing.columns import EXAMPLE_MARKS, ListKind
from server_stub.importing.errors import ListColumnsError, ListTooLargeError, ListUnreadableError
from server_stub.importing.findings import Finding, report_files
from server_stub.importing.tabular import look_at, open_rows
from server_stub.importing.taking_in import Outcome
from server_stub.list_import import template
from tests.scenario.lists import RESIDENT_TITLES, VACANCY_TITLES, XIANGSHAN, Lists, vacancy

LIN = (XIANGSHAN, "7001", "林秀美", "350582199506019028", "13805950001", "2", "")


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    with open_rows(look_at(path)) as rows:
        return [(number, list(cells)) for number, cells in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_every_encoding_of_an_office_is_read(lists: Lists, encoding: str) -> None:
    assert lists.residents(LIN, encoding=encoding).outcomes[Outcome.NEW] == 1


def test_a_workbook_is_the_same_list(lists: Lists) -> None:
    path = lists.xlsx([RESIDENT_TITLES, LIN])

    assert lists.take(ListKind.RESIDENTS, path).outcomes[Outcome.NEW] == 1


def test_a_number_the_spreadsheet_rounded_is_told_as_such(lists: Lists) -> None:
    path = lists.xlsx([RESIDENT_TITLES, (*LIN[:3], 350582199506019028, *LIN[4:])])

    lists.take(ListKind.RESIDENTS, path)

    assert lists.report.codes() == [(2, "证件号码", "cell-rounded")]


def test_a_formula_is_not_evaluated(lists: Lists) -> None:
    path = lists.xlsx([VACANCY_TITLES, vacancy("A1", openings="=1+1")])

    lists.take(ListKind.VACANCIES, path)

    assert lists.report.codes() == [(2, "招聘人数", "cell-missing")]


def test_english_titles_in_any_order_with_stars_are_the_same_columns(lists: Lists) -> None:
    titles = ("Document Number *", "NAME", "household_no", "Village Code")
    path = lists.csv([titles, (LIN[3], LIN[2], "7001", XIANGSHAN)])

    assert lists.take(ListKind.RESIDENTS, path).outcomes[Outcome.NEW] == 1


def test_columns_nobody_knows_are_named_and_left_aside(lists: Lists) -> None:
    path = lists.csv([(*RESIDENT_TITLES, "备注"), (*LIN, "x")])

    assert lists.take(ListKind.RESIDENTS, path).ignored == ("备注",)


@pytest.mark.parametrize("titles", [("姓名", "户号", "村居代码"), (*RESIDENT_TITLES, "姓名")])
def test_a_list_without_a_needed_column_or_with_one_twice_is_refused(
    lists: Lists, titles: tuple[str, ...]
) -> None:
    with pytest.raises(ListColumnsError):
        lists.take(ListKind.RESIDENTS, lists.csv([titles]))


@pytest.mark.parametrize("kind", list(ListKind))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_template_that_comes_back_as_it_is_brings_nobody(
    lists: Lists, kind: ListKind, language: str
) -> None:
    before = lists.office.rows("SELECT kind, id, revision FROM city_records ORDER BY kind, id")
    path = lists.folder / "template.csv"
    path.write_text(template(kind, language), encoding="utf-8-sig", newline="")

    summary = lists.take(kind, path)

    assert (summary.rows, summary.examples, summary.bad, summary.ignored) == (1, 1, 0, ())
    assert lists.report.codes() == [(2, "", "row-example")]
    assert lists.office.rows("SELECT kind, id, revision FROM city_records ORDER BY kind, id") == before


@pytest.mark.parametrize("kind", list(ListKind))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_example_that_was_made_real_is_a_row_like_any_other(
    lists: Lists, kind: ListKind, language: str
) -> None:
    path = lists.folder / "template.csv"
    real = template(kind, language).replace(EXAMPLE_MARKS[language], "")
    path.write_text(real, encoding="utf-8-sig", newline="")

    summary = lists.take(kind, path)

    assert (summary.bad, summary.examples, summary.ignored, lists.report.noted) == (0, 0, (), [])


def test_row_numbers_are_those_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n"1\n2",x\n\n3,y\n', encoding="utf-8")

    assert rows_of(path) == [(1, ["a", "b"]), (2, ["1\n2", "x"]), (4, ["3", "y"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and no archive", "damaged"),
        (b"\xff\xfe\x00\x00", "encoding"),
        (b"a\0b", "encoding"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)

    with pytest.raises(ListUnreadableError) as refusal:
        rows_of(path)

    assert refusal.value.parameters["reason"] == reason


def test_a_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_INFLATED_BYTES", 1024 * 1024)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 8 * 1024 * 1024)

    with pytest.raises(ListTooLargeError):
        rows_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_parsed(lists: Lists, encoding: str) -> None:
    path = lists.xlsx([RESIDENT_TITLES, LIN])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding))

    with pytest.raises(ListUnreadableError) as refusal:
        rows_of(path)

    assert refusal.value.parameters["reason"] == "document-type"


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MAX_FILE_BYTES", 10), ("MAX_ROWS", 1), ("MAX_COLUMNS", 2), ("MAX_CELL_CHARACTERS", 3)],
)
def test_a_list_over_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(tabular, limit, value)
    path = tmp_path / "list.csv"
    path.write_text("abcd,b,c\n1,2,3\n", encoding="utf-8")

    with pytest.raises(ListTooLargeError):
        rows_of(path)


def test_a_report_runs_nothing_in_the_spreadsheet_that_opens_it(tmp_path: Path) -> None:
    with report_files(tmp_path / "list.report", lambda finding: finding.code) as report:
        report.note(Finding(2, "地址", "cell-text", "=HYPERLINK(0)"))

    table = (tmp_path / "list.report.csv").read_text(encoding="utf-8-sig")
    assert table.splitlines()[1] == "2,地址,cell-text,cell-text,'=HYPERLINK(0)"
    assert '"value": "=HYPERLINK(0)"' in (tmp_path / "list.report.json").read_text(encoding="utf-8")
