"""What a rule may look at: the fields of one record, and what is known beside it.

A check reads fields only through here. A value that cannot be read as what it should be
counts as not known, because another rule, or the form, is there to say so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from employment.address_code import AddressCodes
from employment.division_history import DivisionHistory
from employment.insurance import InsuranceMonth, Month
from employment.person import FieldValue

Fields = Mapping[str, FieldValue]
Evidence = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class References:
    """Tables the rules look things up in; an empty one keeps the rules that need it silent."""

    address_codes: AddressCodes = field(
        default_factory=lambda: AddressCodes(frozenset(), DivisionHistory([]))
    )
    minimum_wages: Mapping[str, int] = field(default_factory=dict)  # yuan a month, by county code
    high_wages: Mapping[tuple[str, str], int] = field(default_factory=dict)  # P90 by cluster and occupation
    urban_classes: Mapping[str, str] = field(default_factory=dict)  # 111 … 220, by village code


@dataclass(frozen=True, slots=True)
class RuleContext:
    """The day of the check and what is known beside the record; the same on both ends, or verdicts differ."""

    today: date
    references: References = field(default_factory=References)
    household: Sequence[Fields] = ()  # the other members, where they are known
    insurance: Sequence[InsuranceMonth] = ()
    insurance_month: Month | None = None


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One record under check."""

    subject_id: str
    fields: Fields
    context: RuleContext

    def text(self, name: str) -> str | None:
        """Give a field as text without the space around it; None where it is blank or no text."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        return str(value).strip() or None

    def number(self, name: str) -> int | None:
        text = self.text(name)
        if text is None or not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_NUMBER:
            return None
        return int(text)

    def day(self, name: str) -> date | None:
        """Give a field as a date of this or the last century."""
        try:
            found = date.fromisoformat(self.text(name) or "")
        except ValueError:
            return None
        return found if _FIRST_DAY <= found <= _LAST_DAY else None

    def yes(self, name: str) -> bool | None:
        value = self.fields.get(name)
        return value if isinstance(value, bool) else {"1": True, "0": False}.get(self.text(name) or "")

    def choices(self, name: str) -> frozenset[str]:
        """Give the codes chosen in a field of several choices."""
        return frozenset((self.text(name) or "").split())

    def was_left_blank(self, name: str) -> bool:
        """Tell whether a field was asked and not answered; a field that is not there was never asked."""
        return name in self.fields and self.fields[name] in (None, "")


Check = Callable[[RuleCase], Evidence | None]

_LONGEST_NUMBER: Final = 12
_FIRST_DAY: Final = date(1800, 1, 1)
_LAST_DAY: Final = date(2999, 12, 31)
