"""A difference as data: both values, who prevailed, and that nothing was thrown away."""

from dataclasses import dataclass

from sync.change import FieldValue


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field changed on both sides to different values; None stands for an absent value too."""

    field: str
    base: FieldValue
    kept: FieldValue
    lost: FieldValue
    kept_revision: str
    lost_revision: str
