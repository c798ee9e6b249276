"""The demonstration township holds together, and its story happens only when it is told."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from employment import (
    Divisions,
    Doubt,
    InsuranceKind,
    InsuranceMonth,
    check,
    month_of,
    parse_resident_id,
    person_edits,
    shipped_rule_pack,
)
from employment.person import FieldValue
from employment.rules.case import RuleContext
from employment.table import Row, parse_table
from resources import list_names, read_text
from scripts.make_demo_township import make_township

TODAY = date(2031, 1, 3)  # any day must do
HEAD = "p-350582001014-0921-1"
PACK = shipped_rule_pack()


def rows(name: str) -> tuple[Row, ...]:
    return parse_table(read_text(f"demo/{name}.tsv"), columns=())


PERSONS = rows("persons")
INSURANCE = [
    InsuranceMonth(
        row["person_id"],
        month_of(TODAY, offset=int(row["month_offset"])),
        InsuranceKind(row["kind"]),
        row["employer_name"] or None,
    )
    for row in rows("insurance")
]


def insurance_doubts(row: Row, **edits: FieldValue) -> tuple[Doubt, ...]:
    """Hold one resident against what the township's insurance reported."""
    context = RuleContext(today=TODAY, insurance=INSURANCE, insurance_month=month_of(TODAY))
    pack = replace(PACK, rules={"D41": PACK.rules["D41"]})
    return check(pack, {**row, **edits}, subject_id=row["id"], context=context)


@pytest.mark.parametrize("name", ["township.tsv", "households.tsv", "persons.tsv", "insurance.tsv"])
def test_committed_files_are_what_the_script_makes(name: str) -> None:
    lists = {path.removeprefix("lists/"): read_text(path) for path in list_names("lists", suffix=".tsv")}

    assert read_text(f"demo/{name}") == make_township(lists)[name]


def test_villages_are_real_and_in_one_town() -> None:
    quanzhou = Divisions.parse(read_text("lists/divisions.tsv"))

    towns = {quanzhou.path(row["village"])[-2].name for row in rows("township")}

    assert towns == {"青阳街道"}


def test_households_stand_in_the_villages_and_persons_in_the_households() -> None:
    villages = {row["village"] for row in rows("township")}
    households = {row["id"] for row in rows("households")}

    assert {row["village"] for row in rows("households")} == villages
    assert {row["household_id"] for row in PERSONS} == households
    assert {paid.person_id for paid in INSURANCE} <= {row["id"] for row in PERSONS}


def test_every_household_has_one_head_who_gives_it_its_name() -> None:
    heads = {row["household_id"]: row["person_name"] for row in PERSONS if row["relation"] == "0"}

    assert heads == {row["id"]: row["head_name"] for row in rows("households")}


@pytest.mark.parametrize("column", ["id", "id_no", "phone"])
def test_nobody_shares_a_number(column: str) -> None:
    repeated = [value for value, times in Counter(row[column] for row in PERSONS).items() if times > 1]

    assert repeated == []


def test_identity_numbers_are_valid_and_say_they_are_invented() -> None:
    assert all(parse_resident_id(row["id_no"]).is_demo for row in PERSONS)


def test_phones_are_of_a_range_no_operator_uses() -> None:
    assert {row["phone"][:3] for row in PERSONS} == {"164"}


def test_every_code_is_in_its_list() -> None:
    choices = {
        (row["list_name"], row["code"]) for row in parse_table(read_text("lists/choices.tsv"), columns=())
    }
    used = {(name, row[column]) for row in PERSONS for name, column in LISTS.items() if row[column]}

    assert used <= choices


LISTS = {
    "emp_status": "emp_status",
    "yes_no": "unemp_registered",
    "unemp_reason": "unemp_reason",
    "emp_form": "emp_form",
    "relation": "relation",
}


def test_township_begins_without_doubts() -> None:
    assert [doubt for row in PERSONS for doubt in insurance_doubts(row)] == []


def test_answer_of_the_story_is_the_one_that_raises_a_doubt() -> None:
    answers = {
        "/employment_brief/work/emp_status": "1",
        "/employment_brief/work/unemp_registered": "1",
        "/employment_brief/work/unemp_reason": "02",
    }
    head = next(row for row in PERSONS if row["id"] == HEAD)

    [doubt] = insurance_doubts(head, **person_edits(answers))

    assert (doubt.rule_id, doubt.subject_id) == ("D41", HEAD)
    assert doubt.evidence["employer_name"] == head["employer_name"]


def test_household_of_the_story_is_as_the_pictures_show_it() -> None:
    household = next(row for row in rows("households") if row["id"] == "h-350582001014-0921")
    members = [
        (row["person_name"], row["relation"], parse_resident_id(row["id_no"]).age_on(date(2026, 11, 22)))
        for row in PERSONS
        if row["household_id"] == household["id"]
    ]

    assert (household["address"], household["head_name"]) == ("象山路 12 号", "蔡志明")
    assert members == [("蔡志明", "0", 46), ("蔡珊", "3", 22), ("许丽英", "1", 44)]
