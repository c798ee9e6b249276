"""Which rule a field follows when two people change it, and which fields only make sense together.

The exchange knows no fields. A table (`resources/merge/fields.tsv`) is read by both
composition roots and passed in, so that a rule has one place and both ends the same one.
A field nobody listed follows `ask`: both values are kept and an officer decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from sync.errors import MergePolicyInvalidError

# The life of a record is merged like a field of it; no form has a question of this name.
LIFE: Final = "is_deleted"
_COLUMNS: Final = ["kind", "field", "rule", "unit"]


class FieldRule(StrEnum):
    """What becomes of concurrent edits of one field; docs/merge-policy.md defines each exactly."""

    ASK = "ask"  # the newest stands, an officer decides
    IDENTITY = "identity"  # the oldest stands, an officer decides: nobody becomes somebody else unasked
    CITY = "city"  # the city's own word stands over a device's
    LATEST = "latest"  # the later date
    LARGEST = "largest"  # the larger number: a counter that only grows
    UNION = "union"  # codes apart by blanks: all of them
    BOTH = "both"  # notes: every line of both
    ALIVE = "alive"  # work on a record keeps it, an officer decides about the deletion


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """The rules of one kind of record; a unit is a set of fields that move together."""

    rules: Mapping[str, FieldRule] = field(default_factory=lambda: MappingProxyType({}))  # by unit
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by field

    def unit_of(self, name: str) -> str:
        return self.units.get(name, name)

    def rule_of(self, unit: str) -> FieldRule:
        return FieldRule.ALIVE if unit == LIFE else self.rules.get(unit, FieldRule.ASK)

    def members(self, unit: str, names: Iterable[str]) -> frozenset[str]:
        """Give those of the fields that belong to a unit."""
        return frozenset(name for name in names if self.unit_of(name) == unit)

    def group(self, names: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Give the fields of every unit that has any of these."""
        groups: dict[str, set[str]] = {}
        for name in names:
            groups.setdefault(self.unit_of(name), set()).add(name)
        return {unit: frozenset(members) for unit, members in groups.items()}


ASK_ALWAYS: Final = KindPolicy()


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """The rules of every kind of record; a kind nobody listed asks about everything."""

    kinds: Mapping[str, KindPolicy] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: str) -> KindPolicy:
        return self.kinds.get(kind, ASK_ALWAYS)

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the table: kind, field, rule, and the unit the field moves with, blank for its own.

        Raises:
            MergePolicyInvalidError: another header, an unknown rule, a field twice, a unit of two rules,
                or a unit under a rule that cannot keep several fields together.

        """
        header, *lines = [line.split("\t") for line in tsv_text.splitlines() if line.strip()] or [[]]
        if header != _COLUMNS:
            raise MergePolicyInvalidError(row="header")
        rules: dict[str, dict[str, FieldRule]] = {}
        units: dict[str, dict[str, str]] = {}
        for line in lines:
            kind, name, rule, unit = _row(line)
            members = units.setdefault(kind, {})
            known = rules.setdefault(kind, {})
            if name in members or known.setdefault(unit, rule) is not rule:
                raise MergePolicyInvalidError(row=f"{kind}.{name}")
            members[name] = unit
        return cls({kind: KindPolicy(rules[kind], units[kind]) for kind in rules})


# Rules that make a new value of both can do so for one field only.
_CAN_MOVE_TOGETHER: Final = frozenset({FieldRule.ASK, FieldRule.IDENTITY, FieldRule.CITY})


def _row(cells: list[str]) -> tuple[str, str, FieldRule, str]:
    padded = [*cells, ""][: len(_COLUMNS)]
    if len(cells) > len(_COLUMNS) or len(padded) != len(_COLUMNS):
        raise MergePolicyInvalidError(row=cells[0])
    kind, name, rule_name, unit = padded
    if not kind or not name or LIFE in (name, unit) or rule_name not in set(FieldRule) - {FieldRule.ALIVE}:
        raise MergePolicyInvalidError(row=f"{kind}.{name}")
    rule = FieldRule(rule_name)
    if unit and rule not in _CAN_MOVE_TOGETHER:
        raise MergePolicyInvalidError(row=f"{kind}.{name}")
    return kind, name, rule, unit or name


ASK_ABOUT_EVERYTHING: Final = MergePolicy()
