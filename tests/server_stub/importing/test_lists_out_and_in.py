"""A list that leaves is read by people, and may come back: titles, choices and places in words."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from resources import read_text
from resources.words import LANGUAGES, Words
from server_stub.export_columns import ExportWords
from server_stub.exporting import KINDS, Wanted, export_records
from server_stub.importing import enterprises, residents, vacancies
from server_stub.importing.cells import choices, shipped_code_lists
from server_stub.importing.columns import Column, ListKind
from server_stub.importing.taking_in import Outcome
from server_stub.platform.records import CityRecord
from tests.scenario.lists import XIANGSHAN, Lists, vacancy
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

REASON = "市人社局核查组要求，王处长批准"
CHINESE, ENGLISH = Words("zh_CN"), Words("en")
IMPORTED = [
    ("person", residents.COLUMNS),
    ("enterprise", enterprises.COLUMNS),
    ("vacancy", vacancies.COLUMNS),
]
TABLE = [line.split("\t") for line in read_text("export/columns.tsv").splitlines()[1:]]


def export(office: Office, path: Path, words: Words | None, *, kind: str = "person") -> list[dict[str, str]]:
    wanted = Wanted(kind, (XIANGSHAN,), "林管理员", REASON, words)
    export_records(office.folder, path, wanted, now_ms=office.clock.now_ms())
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cai(rows: list[dict[str, str]], title: str = "编号") -> Mapping[str, str]:
    [found] = [row for row in rows if row[title] == CAI]
    return found


def people(office: Office) -> dict[object, dict[str, object]]:
    rows = office.rows(
        f"SELECT id, fields FROM city_records WHERE kind = 'person' AND village = '{XIANGSHAN}'"
    )
    return {one: json.loads(str(fields)) for one, fields in rows}


def test_people_read_words_and_no_codes(office: Office, tmp_path: Path) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()

    chinese = cai(export(office, tmp_path / "people.csv", CHINESE))
    english = cai(export(office, tmp_path / "people.csv", ENGLISH), "id")

    assert chinese["就业状态"] == "未就业（有劳动能力）"
    assert (chinese["是否失业登记"], chinese["村居代码"], chinese["户号"]) == ("是", XIANGSHAN, "0921")
    assert chinese["村居"] == "青阳街道象山社区居委会"
    assert english["employment status"] == "Not employed (able to work)"
    assert english["registered unemployed"] == "Yes"


def test_a_program_gets_names_and_codes_that_never_change(office: Office, tmp_path: Path) -> None:
    plain = cai(export(office, tmp_path / "people.csv", None), "id")

    assert plain["emp_status"] == office.record("person", CAI).fields["emp_status"]
    assert "place" not in plain


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=LANGUAGES)
def test_what_was_exported_in_full_is_imported_again_as_it_is(
    lists: Lists, office: Office, tmp_path: Path, words: Words
) -> None:
    before = people(office)
    export(office, tmp_path / "people.csv", words)

    summary = lists.take(ListKind.RESIDENTS, tmp_path / "people.csv")

    # A list of residents says for everybody of what kind their paper is; nothing else was said anew.
    assert lists.report.codes() == []
    assert people(office) == {one: {**fields, "doc_type": "01"} for one, fields in before.items()}

    export(office, tmp_path / "again.csv", words)
    again = lists.take(ListKind.RESIDENTS, tmp_path / "again.csv")
    assert again.rows == again.outcomes[Outcome.UNCHANGED] == summary.rows > 1


def test_vacancies_come_back_as_they_are(lists: Lists, office: Office, tmp_path: Path) -> None:
    lists.vacancies(vacancy("A1", offered_in=XIANGSHAN), vacancy("A2", offered_in=XIANGSHAN, state="已关闭"))

    rows = export(office, tmp_path / "vacancies.csv", CHINESE, kind="vacancy")
    summary = lists.take(ListKind.VACANCIES, tmp_path / "vacancies.csv")

    assert {row["状态"] for row in rows} == {"招聘中", "已关闭"}
    assert summary.outcomes[Outcome.UNCHANGED] == 2


def test_what_begins_like_a_formula_comes_back_without_its_apostrophe(
    lists: Lists, office: Office, tmp_path: Path
) -> None:
    office.put_into_record(CAI, employer_name="-晋江晨汐鞋业")
    rows = export(office, tmp_path / "people.csv", CHINESE)

    lists.take(ListKind.RESIDENTS, tmp_path / "people.csv")

    assert cai(rows)["用人单位"] == "'-晋江晨汐鞋业"
    assert office.record("person", CAI).fields["employer_name"] == "-晋江晨汐鞋业"


def test_a_code_nobody_knows_stays_a_code() -> None:
    record = CityRecord("person", "p-1", "1", {"emp_status": "77", "key_group": "1 77"}, XIANGSHAN)
    said = ExportWords("person", is_full=True, words=CHINESE)
    columns = said.columns(record.fields)

    cells = dict(zip(said.titles(columns), said.cells(record, columns, {}), strict=True))

    assert (cells["就业状态"], cells["重点群体"]) == ("77", "1 77")


@pytest.mark.parametrize("is_chinese", [True, False])
def test_several_choices_in_words_are_found_again(is_chinese: bool) -> None:
    items = [one for one in shipped_code_lists().get("key_group").items if one.code != "none"][:4]
    said = "；".join(one.label_zh if is_chinese else one.label_en for one in items)

    assert choices("key_group")(said) == " ".join(one.code for one in items)


@pytest.mark.parametrize(("kind", "columns"), IMPORTED)
def test_a_column_is_called_the_same_on_its_way_in_and_out(kind: str, columns: tuple[Column, ...]) -> None:
    titles = {row[1]: (row[2], row[3]) for row in TABLE if row[0] == kind}
    of_the_household = {"address", "head_name"} if kind == "person" else set[str]()
    wanted = {one.field: (one.zh, one.en) for one in columns if one.field not in of_the_household}

    assert {field: titles[field] for field in wanted} == wanted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", [2, 3])
def test_no_two_columns_of_a_list_have_one_title(kind: str, language: int) -> None:
    titles = [row[language] for row in TABLE if row[0] == kind]

    assert len(set(titles)) == len(titles)


def test_every_list_of_choices_is_there() -> None:
    ours = {row[4] for row in TABLE if row[4] and not row[4].startswith("@")}

    assert ours <= {one.name for one in shipped_code_lists()}
