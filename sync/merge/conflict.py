"""A difference as data: both values, which one stands, and that nothing was thrown away."""

import dataclasses
import hashlib
from dataclasses import dataclass

from sync.change import FieldValue


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field changed on both sides to different values; None stands for an absent value too."""

    field: str
    base: FieldValue = dataclasses.field(repr=False)
    kept: FieldValue = dataclasses.field(repr=False)
    lost: FieldValue = dataclasses.field(repr=False)
    kept_revision: str
    lost_revision: str


def conflict_id(record_kind: str, record_id: str, field: str, *, lost_revision: str) -> str:
    """Name a conflict by the edit that does not stand: the same on every device and at the city."""
    name = f"{record_kind}\n{record_id}\n{field}\n{lost_revision}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]
