"""What the records page asks of the store thread; each answer comes back on the window's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.caseload.people import Caseload, PersonRow
from desktop.caseload.record_story import RecordStory

Failed = Callable[[Exception], None]


class ReadCaseload(Protocol):
    """Reads who there is on the store thread."""

    def __call__(self, *, done: Callable[[Caseload], None], failed: Failed) -> None: ...


class ReadRows(Protocol):
    """Reads a few lines on the store thread."""

    def __call__(
        self, ids: Sequence[str], *, done: Callable[[tuple[PersonRow, ...]], None], failed: Failed
    ) -> None: ...


class FindPeople(Protocol):
    """Asks the replica's search on the store thread; gives ids, the best matches first."""

    def __call__(self, query: str, *, done: Callable[[tuple[str, ...]], None], failed: Failed) -> None: ...


class ReadStory(Protocol):
    """Reads one person on the store thread."""

    def __call__(
        self, person_id: str, *, done: Callable[[RecordStory | None], None], failed: Failed
    ) -> None: ...


class NoteLook(Protocol):
    """Writes on the store thread who wants to see a record in full, and what for."""

    def __call__(self, person_id: str, purpose: str, *, done: Callable[[], None], failed: Failed) -> None: ...


@dataclass(frozen=True, slots=True)
class Readings:
    """What the presenter asks of the store thread."""

    caseload: ReadCaseload
    rows: ReadRows
    find: FindPeople
    story: ReadStory
    note_look: NoteLook
