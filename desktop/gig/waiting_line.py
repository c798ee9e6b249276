"""Who waits at the counter: those put aside half done, and those scanned while another was served.

Somebody put aside is called again within half an hour; after that they are no longer in line, and
what was filled in waits among the drafts of 今日 like every other form.
"""

from dataclasses import dataclass, field
from typing import Final

from desktop.gig.registration import Registration
from desktop.gig.workers import Worker

LINE_MS: Final = 30 * 60_000


@dataclass(frozen=True, slots=True)
class InLine:
    """One of them; `registration` is None for somebody who has only been scanned."""

    worker: Worker
    since_ms: int
    registration: Registration | None = None

    @property
    def key(self) -> str:
        return self.registration.draft_id if self.registration else f"scan-{self.since_ms}-{id(self.worker)}"


@dataclass(slots=True)
class WaitingLine:
    """The first in line first."""

    people: list[InLine] = field(default_factory=list)

    def join(self, worker: Worker, *, at_ms: int, registration: Registration | None = None) -> None:
        self.people.append(InLine(worker, at_ms, registration))

    def take(self, key: str) -> InLine | None:
        """Call somebody out of the line."""
        found = next((one for one in self.people if one.key == key), None)
        if found is not None:
            self.people.remove(found)
        return found

    def take_scanned(self) -> InLine | None:
        """Call the first who was only scanned; somebody put aside is called by name."""
        found = next((one for one in self.people if one.registration is None), None)
        if found is not None:
            self.people.remove(found)
        return found

    def holds(self, subject_id: str) -> InLine | None:
        """Find somebody in line by whom it is about."""
        return next((one for one in self.people if subject_id and one.worker.subject_id == subject_id), None)

    def let_go(self, *, now_ms: int) -> bool:
        """Let those leave who have waited too long; say whether anybody did."""
        left = [one for one in self.people if now_ms - one.since_ms < LINE_MS]
        has_changed = len(left) != len(self.people)
        self.people = left
        return has_changed
