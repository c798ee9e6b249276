"""The rules over the demonstration residents: what a whole township looks like to them."""

from collections import Counter
from datetime import date

from employment import RuleContext, Severity, check, shipped_references, shipped_rule_pack
from employment.table import parse_table
from resources import read_text

CONTEXT = RuleContext(today=date(2026, 11, 23), references=shipped_references())
PACK = shipped_rule_pack()


def test_nobody_in_the_township_is_held_up_by_an_error() -> None:
    residents = parse_table(read_text("demo/persons.tsv"), columns=("id", "id_no", "emp_status"))

    doubts = [
        doubt
        for resident in residents
        for doubt in check(PACK, resident, subject_id=resident["id"], context=CONTEXT)
    ]

    found = Counter(doubt.severity for doubt in doubts)
    assert len(residents) > 300
    assert found[Severity.ERROR] == 0
    assert found[Severity.HIGH] < len(residents) // 20
