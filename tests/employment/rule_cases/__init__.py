"""The case tables of the rules, read once; a case is a line of a story, not code."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from employment import InsuranceKind, InsuranceMonth, Month, References, RuleContext, shipped_references
from employment.person import FieldValue

FAMILIES = ("identity", "reachability", "age", "schooling", "work", "hardship", "disability", "timing")
TODAY = "2026-11-23"
# The office's tables, with invented figures.
REFERENCES = References(
    address_codes=shipped_references().address_codes,
    minimum_wages={"350582": 2000, "350526": 1700},
    high_wages={("c2", "制鞋工(针车)"): 9000},
    urban_classes={"350582001014": "111", "350582101201": "220"},
)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a table."""

    rule: str
    says: str
    verdict: str
    fields: dict[str, FieldValue]
    context: RuleContext

    def __str__(self) -> str:
        return f"{self.rule}: {self.says}"


def read_cases(family: str) -> tuple[Case, ...]:
    table = tomllib.loads((Path(__file__).parent / f"{family}.toml").read_text(encoding="utf-8"))
    return tuple(_case(row) for row in table["case"])


def _case(row: dict[str, Any]) -> Case:
    reported = [
        InsuranceMonth(paid["person"], Month(paid["month"]), InsuranceKind(paid["kind"]))
        for paid in row.get("insurance", [])
    ]
    context = RuleContext(
        today=date.fromisoformat(row.get("today", TODAY)),
        references=REFERENCES,
        household=row.get("household", []),
        insurance=reported,
        insurance_month=Month("2026-11"),
    )
    fields = {name: None if value == "<blank>" else value for name, value in row["fields"].items()}
    return Case(row["rule"], row["says"], row["verdict"], fields, context)


CASES = tuple(case for family in FAMILIES for case in read_cases(family))
