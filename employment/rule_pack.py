"""A versioned set of rules: the same pack gives the same doubts on the device and on the platform.

A pack is a table whose first line names its version. A pack that asks for a rule
this program does not have is refused as a whole, because half a pack would find
less on one end than on the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from employment.doubt import Doubt, Severity
from employment.errors import RuleNotImplementedError, TableMalformedError
from employment.insurance import InsuranceMonth, Month
from employment.person import Person
from employment.person_checks import PERSON_CHECKS, PersonCase
from employment.table import parse_table


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in the words of both languages; the question is what the officer asks at the door."""

    id: str
    kind: str
    severity: Severity
    name_zh: str
    name_en: str
    explanation_zh: str
    explanation_en: str
    question_zh: str
    question_en: str
    default_action: str


_VERSION_MARK: Final = "#version\t"
_COLUMNS: Final = (
    "rule_id",
    "kind",
    "severity",
    "name_zh",
    "name_en",
    "explanation_zh",
    "explanation_en",
    "question_zh",
    "question_en",
    "default_action",
)


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules by id, under one version."""

    version: str
    rules: Mapping[str, Rule]

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read a pack.

        Raises:
            TableMalformedError: no version line, or a column or cell is missing.
            RuleNotImplementedError: the pack is newer than this program.

        """
        first, _, table = tsv_text.partition("\n")
        version = first.removeprefix(_VERSION_MARK).strip()
        if not first.startswith(_VERSION_MARK) or not version:
            raise TableMalformedError(column="#version", line="1")
        rules = {row["rule_id"]: _rule(row) for row in parse_table(table, columns=_COLUMNS)}
        unknown = sorted(rules.keys() - PERSON_CHECKS.keys())
        if unknown:
            raise RuleNotImplementedError(rule=unknown[0], version=version)
        return cls(version=version, rules=rules)


def check_person(
    pack: RulePack, person: Person, *, insurance: Sequence[InsuranceMonth], month: Month
) -> tuple[Doubt, ...]:
    """Run every rule of the pack on one person and give the doubts, by rule id."""
    case = PersonCase(person=person, insurance=insurance, month=month)
    found = ((rule, PERSON_CHECKS[rule_id](case)) for rule_id, rule in sorted(pack.rules.items()))
    return tuple(
        Doubt(rule_id=rule.id, subject_id=person.id, severity=rule.severity, evidence=evidence)
        for rule, evidence in found
        if evidence is not None
    )


def _rule(row: Mapping[str, str]) -> Rule:
    try:
        severity = Severity(row["severity"])
    except ValueError as error:
        raise TableMalformedError(column="severity", line=row["rule_id"]) from error
    return Rule(
        id=row["rule_id"],
        kind=row["kind"],
        severity=severity,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        explanation_zh=row["explanation_zh"],
        explanation_en=row["explanation_en"],
        question_zh=row["question_zh"],
        question_en=row["question_en"],
        default_action=row["default_action"],
    )
