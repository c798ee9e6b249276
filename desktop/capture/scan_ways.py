"""Where a scan may lead: a form about somebody, the counter, a task, an enterprise, a household nobody knows.

The scanning page knows none of these places; whoever builds the program says where each of them is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CollectionTarget:
    """Whom the next form is about."""

    person_id: str
    household_id: str | None


def _nowhere(*_where: str) -> None:
    return


def _silent(_is_known: bool) -> None:  # noqa: FBT001 — the shape of a callback
    return


@dataclass(frozen=True, slots=True)
class ScanWays:
    """Where a scan may lead besides a form about a person."""

    register: Callable[[str], None] = _nowhere  # to the counter for gig workers, with what was read
    verify: Callable[[str, str], None] = _nowhere  # a person's id, and the task
    monitor: Callable[[], None] = _nowhere
    search: Callable[[str], None] = _nowhere  # the records, with what was read
    settle: Callable[[str], None] = _nowhere  # a household nobody knows, by the number of its code
    heard: Callable[[bool], None] = _silent  # whether what was read is known: for the sound


NOWHERE: Final = ScanWays()
