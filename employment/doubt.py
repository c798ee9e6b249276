"""A doubt: two facts that do not fit together, and the evidence a person needs to settle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a doubt weighs: an error stops the entry, a high one sends an officer, a low one is a hint."""

    ERROR = "E"
    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one rule found about one subject; evidence is for the officer who is sent, not for logs."""

    rule_id: str
    subject_id: str
    severity: Severity
    evidence: Mapping[str, str]
