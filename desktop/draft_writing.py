"""Drafts on their way to the store's thread, and whoever comes back for one meanwhile.

A form is left at once; its last answers are written when the writer has time, which an exchange may
take up. Read before that, the draft would be an older one, and saving it again would lose them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from desktop.desk import Desk
from store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DraftName:
    """Which draft it is: by its id, and by the form and whom it is about."""

    id: str
    form_id: str
    subject_id: str | None


class DraftWriting:
    """The writer takes one thing after the other; so what is asked for behind a draft finds it written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: list[DraftName] = []

    def write(
        self,
        name: DraftName,
        operation: Callable[[Store], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Have a draft kept, or let go by what becomes of it."""
        self._under_way.append(name)

        def written(outcome: T) -> None:
            self._under_way.remove(name)
            done(outcome)

        def not_written(error: Exception) -> None:
            self._under_way.remove(name)
            failed(error)

        self._desk.run(operation, done=written, failed=not_written)

    def is_under_way(self, draft_id: str) -> bool:
        return any(each.id == draft_id for each in self._under_way)

    def has_under_way(self, form_id: str, subject_id: str) -> bool:
        """Say whether a draft of this form about this subject is being written, a first one too."""
        return any((each.form_id, each.subject_id) == (form_id, subject_id) for each in self._under_way)

    def afterwards(self, act: Callable[[], None]) -> None:
        """Do this once everything that waits now is written."""
        self._desk.run(_nothing, done=lambda _: act(), failed=_nobody_waits)


def _nothing(_store: Store) -> None:
    """Take a turn on the store's thread."""


def _nobody_waits(_error: Exception) -> None:
    """The replica was closed meanwhile: whoever comes back comes through the door."""
