"""A versioned set of rules: the same pack gives the same doubts on the device and on the platform.

A pack is a table whose first line names its version. A pack that asks for a rule
this program does not have is refused as a whole, because half a pack would find
less on one end than on the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self, TypeVar

from employment.doubt import Severity
from employment.errors import RuleNotImplementedError, TableMalformedError
from employment.rules.registry import RULE_CHECKS
from employment.table import Row, parse_table


class RuleKind(StrEnum):
    """What has to be put side by side to see it."""

    SINGLE_FIELD = "single-field"
    CROSS_FIELD = "cross-field"
    CROSS_SOURCE = "cross-source"
    TEMPORAL = "temporal"


class DefaultAction(StrEnum):
    """What happens to a hit unless the office says otherwise."""

    STOP_ENTRY = "stop-entry"
    STOP_AND_REFER = "stop-and-refer"
    DISPATCH = "dispatch"
    SEND_BACK = "send-back"
    HINT_ONLY = "hint-only"
    PREFER_DOCUMENT = "prefer-document"
    HIDE_AND_DELETE = "hide-and-delete"
    REMOVE_AND_HINT = "remove-and-hint"
    EXCLUDE_MATCH = "exclude-match"
    BACK_TO_PENDING = "back-to-pending"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in the words of both languages; the question is what the officer asks at the door.

    `fields` are all a check reads, the one to look at first in front.
    """

    id: str
    kind: RuleKind
    severity: Severity
    default_action: DefaultAction
    fields: tuple[str, ...]
    name_zh: str
    name_en: str
    explanation_zh: str
    explanation_en: str
    question_zh: str
    question_en: str


Closed = TypeVar("Closed", bound=StrEnum)

_VERSION_MARK: Final = "#version\t"
_WORDS: Final = ("name_zh", "name_en", "explanation_zh", "explanation_en", "question_zh", "question_en")
_COLUMNS: Final = ("rule_id", "kind", "severity", "default_action", "fields", *_WORDS)


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules by id, under one version."""

    version: str
    rules: Mapping[str, Rule]

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read a pack.

        Raises:
            TableMalformedError: no version line, or a column, a cell or a word of a closed list is wrong.
            RuleNotImplementedError: the pack is newer than this program.

        """
        first, _, table = tsv_text.partition("\n")
        version = first.removeprefix(_VERSION_MARK).strip()
        if not first.startswith(_VERSION_MARK) or not version:
            raise TableMalformedError(column="#version", line="1")
        rows = parse_table(table, columns=_COLUMNS)
        unknown = sorted({row["rule_id"] for row in rows} - RULE_CHECKS.keys())
        if unknown:
            raise RuleNotImplementedError(rule=unknown[0], version=version)
        return cls(version=version, rules={row["rule_id"]: _rule(row) for row in rows})


def _rule(row: Row) -> Rule:
    return Rule(
        id=row["rule_id"],
        kind=_one_of(RuleKind, row, "kind"),
        severity=_one_of(Severity, row, "severity"),
        default_action=_one_of(DefaultAction, row, "default_action"),
        fields=tuple(row["fields"].split()),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        explanation_zh=row["explanation_zh"],
        explanation_en=row["explanation_en"],
        question_zh=row["question_zh"],
        question_en=row["question_en"],
    )


def _one_of(closed: type[Closed], row: Row, column: str) -> Closed:
    try:
        return closed(row[column])
    except ValueError as error:
        raise TableMalformedError(column=column, line=row["rule_id"]) from error
