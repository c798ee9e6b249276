"""The lists beside the forms: whole, without doubles, and cascading from county to village."""

import csv
from pathlib import Path

import pytest

from resources import file_path, read_text
from tests.forms_shipped.shipped import QINGYANG, lists, opened


def test_the_place_of_a_visit_is_chosen_from_county_to_village() -> None:
    survey = opened("person_employment")
    place = "/person_employment/res_place"

    survey.answer(f"{place}/res_county", QINGYANG["res_county"])
    survey.answer(f"{place}/res_town", QINGYANG["res_town"])

    assert len(survey.choices(f"{place}/res_county")) == 11
    assert len(survey.choices(f"{place}/res_town")) == 22
    assert "象山社区居委会" in survey.labels(f"{place}/res_village")


def test_another_county_empties_the_town_and_the_village() -> None:
    survey = opened("person_employment")
    place = "/person_employment/res_place"
    survey.answer(f"{place}/res_county", QINGYANG["res_county"])
    survey.answer(f"{place}/res_town", QINGYANG["res_town"])
    survey.answer(f"{place}/res_village", QINGYANG["res_village"])

    survey.answer(f"{place}/res_county", "350526")

    assert survey.value(f"{place}/res_town") == ""
    assert survey.value(f"{place}/res_village") == ""


@pytest.mark.parametrize(
    ("name", "rows"),
    [("qz_counties", 11), ("qz_towns", 174), ("qz_villages", 2572), ("qz_occupations", 53)],
)
def test_lists_have_all_their_rows_and_no_code_twice(name: str, rows: int) -> None:
    table = list(csv.DictReader(lists()[f"{name}.csv"].decode().splitlines()))

    assert len(table) == rows
    assert len({row["name"] for row in table}) == rows
    assert all(row["label"] for row in table)


def test_every_village_lies_in_a_town_and_every_town_in_a_county() -> None:
    counties, towns, villages = (
        list(csv.DictReader(lists()[f"qz_{name}.csv"].decode().splitlines()))
        for name in ("counties", "towns", "villages")
    )

    assert {row["county"] for row in towns} == {row["name"] for row in counties}
    assert {row["town"] for row in villages} == {row["name"] for row in towns}


def test_parts_and_expressions_are_all_used() -> None:
    folder: Path = file_path("forms")
    tables = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.tsv"))
    expressions = csv.DictReader(read_text("forms/expressions.tsv").splitlines(), delimiter="\t")

    assert [row["name"] for row in expressions if "{{" + row["name"] not in tables] == []
    assert [path.stem for path in folder.glob("parts/*.tsv") if f"include\t{path.stem}\t" not in tables] == []
