"""What an author with a spreadsheet is told: which row, in which words, and what to do about it."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode

HEADER = ("type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "calculation")
MESSAGE = (*HEADER[:6], "constraint_message::中文 (zh)", "constraint_message::English (en)")
SETTINGS = (("form_title", "form_id", "version", "default_language"), ("走访", "visit", "1", "中文 (zh)"))
CHOICES = (("list_name", "name", "label::中文 (zh)", "label::English (en)"), ("yn", "y", "是", "Yes"))


def workbook(
    folder: Path, *survey: tuple[str | None, ...], choices: tuple[tuple[str | None, ...], ...] = CHOICES
) -> str:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = {"survey": survey, "choices": choices, "settings": SETTINGS}
    made = {title: book.create_sheet(title) for title in sheets}
    [made[title].append(row) for title, rows in sheets.items() for row in rows]
    packed = io.BytesIO()
    book.save(packed)
    (folder / "visit.xlsx").write_bytes(packed.getvalue())
    return str(folder / "visit.xlsx")


def placed(form: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, str, list[int]]]:
    run(["form", "check", form, "--json", "--language", "en"])
    report = json.loads(capsys.readouterr().out)
    return [(each["code"], each["where"], each["sheet"], each["rows"]) for each in report["findings"]]


def test_a_fault_names_the_row_of_the_spreadsheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = workbook(
        tmp_path,
        HEADER,
        ("begin_group", "home", "家", "Home"),
        (None,),
        ("integer", "age", "年龄", "Age", None, ". >< 3"),
        ("end_group",),
    )

    assert placed(form, capsys) == [("form-expression-broken", "/visit/home/age", "survey", [4])]


def test_a_circle_names_the_rows_of_all_its_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(
        tmp_path,
        HEADER,
        ("text", "a", "甲", "A", "${b} = 'x'"),
        ("text", "n", "无关", "Apart"),
        ("text", "b", "乙", "B", "${a} = 'x'"),
    )

    assert placed(form, capsys) == [("form-cycle", "/visit/a → /visit/b → /visit/a", "survey", [2, 4])]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (("text", "b", "乙", "B", "${nowhere} = 1"), 3),
        (("txet", "b", "乙", "B"), 3),
        (("select_one nowhere", "b", "乙", "B"), 3),
        (("text", "a", "乙", "B"), 3),
    ],
)
def test_what_the_converter_refuses_names_its_row_too(
    line: tuple[str, ...], row: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(tmp_path, HEADER, ("text", "a", "甲", "A"), line)

    assert placed(form, capsys) == [("xlsform-refused", "", "survey", [row])]


def test_words_missing_in_one_language_are_a_warning_at_their_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(
        tmp_path,
        HEADER,
        ("text", "a", "甲", None),
        ("text", "b", "乙", "B"),
        ("select_one yn", "c", "丙", "C"),
        choices=(CHOICES[0], ("yn", "y", "是", None)),
    )

    assert placed(form, capsys) == [
        ("form-text-missing", "", "", []),
        ("form-text-missing", "/visit/a", "survey", [2]),
    ]


def test_a_person_is_told_row_place_and_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = workbook(tmp_path, HEADER, ("select_one_from_file towns.csv", "town", "镇", "Town"))

    code = run(["form", "check", form, "--language", "zh_CN"])

    said = capsys.readouterr().out
    assert code is ExitCode.FAILED
    assert "错误 [form-file-missing] towns.csv" in said
    assert "--lists" in said


@pytest.mark.parametrize("name", ["old.xls", "renamed.xlsx", "sheet.ods"])
def test_another_kind_of_sheet_is_told_to_be_saved_as_a_workbook(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook of 1997")

    assert placed(str(tmp_path / name), capsys) == [("xlsform-not-a-workbook", "", "", [])]


def test_a_form_that_cannot_be_started_is_converted_but_its_faults_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(tmp_path, HEADER, ("integer", "age", "年龄", "Age", None, ". >< 3"))

    code = run(["form", "convert", form, "--out", str(tmp_path / "visit.xml"), "--language", "en"])

    assert code is ExitCode.FAILED
    assert "sheet survey, row 2: /visit/age" in capsys.readouterr().err
    assert (tmp_path / "visit.xml").read_bytes().startswith(b"<?xml")


def test_a_form_is_converted_though_its_lists_lie_elsewhere(tmp_path: Path) -> None:
    form = workbook(tmp_path, HEADER, ("select_one_from_file towns.csv", "town", "镇", "Town"))

    assert run(["form", "convert", form, "--out", str(tmp_path / "visit.xml")]) is ExitCode.OK


def test_all_faults_of_a_form_are_said_before_it_is_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(
        tmp_path, HEADER, ("integer", "a", "甲", "A", None, "x("), ("integer", "b", "乙", "B", None, "y(")
    )
    (tmp_path / "answers.json").write_text("{}", encoding="utf-8")

    code = run(["form", "run", form, "--answers", str(tmp_path / "answers.json"), "--language", "zh_CN"])

    said = capsys.readouterr()
    assert code is ExitCode.BAD_INPUT
    assert ("第 2 行 /visit/a" in said.err, "第 3 行 /visit/b" in said.err) == (True, True)
    assert said.out == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "must be corrected [answer-refused] /visit/age\n  Too old"),
        ("zh_CN", "须改正 [answer-refused] /visit/age\n  太大"),
    ],
)
def test_a_form_answers_in_the_language_of_whoever_runs_it(
    language: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workbook(tmp_path, MESSAGE, ("integer", "age", "年龄", "Age", None, ". < 120", "太大", "Too old"))
    (tmp_path / "answers.json").write_text('{"/visit/age": "130"}', encoding="utf-8")

    run(["form", "run", form, "--answers", str(tmp_path / "answers.json"), "--language", language])

    assert words in capsys.readouterr().err
