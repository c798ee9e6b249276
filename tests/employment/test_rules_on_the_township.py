"""The rules over the demonstration residents: what a whole township looks like to them."""

from datetime import date

from employment import RuleContext, check, shipped_references, shipped_rule_pack
from employment.table import parse_table
from resources import read_text

CONTEXT = RuleContext(today=date(2026, 11, 23), references=shipped_references())
PACK = shipped_rule_pack()
ASKING_NOTHING = {"D04"}  # holds for most who were born before 1995 and is never asked about


def test_the_township_leaves_nothing_to_ask_anybody() -> None:
    residents = parse_table(read_text("demo/persons.tsv"), columns=("id", "id_no", "emp_status"))

    doubts = [
        doubt
        for resident in residents
        for doubt in check(PACK, resident, subject_id=resident["id"], context=CONTEXT)
    ]

    assert len(residents) > 300
    assert {doubt.rule_id for doubt in doubts} == ASKING_NOTHING
