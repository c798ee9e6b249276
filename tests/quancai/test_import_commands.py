"""`quancai server import` as an office runs it: what is said and what is left."""

import json
import zipfile
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from tests.scenario.lists import EMPLOYER, VACANCY_TITLES, vacancy
from tests.scenario.office import CAI, prepare_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare_office(tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def vacancies(tmp_path: Path) -> Path:
    path = tmp_path / "vacancies.csv"
    rows = (VACANCY_TITLES, vacancy("A1"), vacancy("A2", openings=0))
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    return path


def test_good_rows_are_kept_and_the_report_lies_beside_the_list(
    folder: Path, vacancies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = vacancies.read_bytes()

    status = run(["server", "import", "vacancies", "--data", str(folder), str(vacancies), "--json"])

    assert status == ExitCode.FAILED
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["new"], told["bad"]) == (2, 1, 1)
    [finding] = json.loads((vacancies.parent / "vacancies.report.json").read_text(encoding="utf-8"))
    assert (finding["row"], finding["column"], finding["code"]) == (3, "招聘人数", "cell-number")
    assert vacancies.read_bytes() == before
    table = (vacancies.parent / "vacancies.report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "行,列,编号,原因,内容"
    assert table[1].startswith("3,招聘人数,cell-number,")


def test_what_was_imported_can_be_shown(
    folder: Path, vacancies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["server", "import", "vacancies", "--data", str(folder), str(vacancies)])
    capsys.readouterr()

    assert (
        run(["server", "show", "--data", str(folder), "vacancy", f"v-{EMPLOYER}-A1", "--json"]) == ExitCode.OK
    )
    assert json.loads(capsys.readouterr().out)["fields"]["title"] == "缝纫工"


def test_a_report_never_takes_the_place_of_the_list(folder: Path, vacancies: Path) -> None:
    before = vacancies.read_bytes()
    where = str(vacancies.with_suffix(""))

    status = run(["server", "import", "vacancies", "--data", str(folder), str(vacancies), "--report", where])

    assert status == ExitCode.BAD_INPUT
    assert vacancies.read_bytes() == before


def test_a_template_is_printed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["server", "import", "template", "residents", "--titles", "en"]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("village code*,household number*,")

    assert run(["server", "import", "template", "residents", "--titles", "zh_CN"]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("村居代码*,户号*,")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_is_what_its_name_says_and_can_be_imported(
    folder: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"residents.{ending}"

    assert run(["server", "import", "template", "residents", "--out", str(path)]) == ExitCode.OK

    assert str(path) in capsys.readouterr().out
    assert zipfile.is_zipfile(path) == (ending == "xlsx")
    assert run(["server", "import", "residents", "--data", str(folder), str(path), "--json"]) == ExitCode.OK
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["examples"], told["new"], told["changed"], told["bad"]) == (1, 1, 0, 0, 0)


def test_a_template_of_another_kind_of_file_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "residents.ods"

    assert run(["server", "import", "template", "residents", "--out", str(path)]) == ExitCode.BAD_INPUT

    assert "list-format-unknown" in capsys.readouterr().err
    assert not path.exists()


def test_a_list_that_is_not_there_is_named_and_leaves_no_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = str(tmp_path / "nobody.csv")

    assert run(["server", "import", "residents", "--data", str(folder), wanted]) == ExitCode.BAD_INPUT

    said = capsys.readouterr().err
    assert "list-not-found" in said
    assert "nobody.csv" in said
    assert list(tmp_path.glob("nobody*")) == []


def test_a_person_is_moved_by_hand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household = "h-350582001014-0902"

    assert run(["server", "move", "--data", str(folder), CAI, household]) == ExitCode.OK

    assert "350582001014" in capsys.readouterr().out
    run(["server", "show", "--data", str(folder), "person", CAI, "--json"])
    assert json.loads(capsys.readouterr().out)["fields"]["household_id"] == household


def test_nobody_is_moved_to_a_household_nobody_knows(folder: Path) -> None:
    assert run(["server", "move", "--data", str(folder), CAI, "h-nowhere"]) == ExitCode.BAD_INPUT
