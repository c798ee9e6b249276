"""What the counter does outside of its screen: forms begun, kept, let go and sent, and the time."""

from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.capture.outcomes import Member
from desktop.gig.registration import Registration
from desktop.gig.workers import Worker
from forms import FormSubmission


class Counter(Protocol):
    """One counter of one unlocked device; a test has one in memory."""

    @property
    def station(self) -> str:
        """Where this window stands; blank while nobody has said."""
        ...

    def begin(self, worker: Worker) -> Registration: ...
    def window_answers(self) -> Mapping[str, str]:
        """Give what every form of this window says alike, by reference."""
        ...

    def keep(self, registration: Registration) -> None: ...
    def discard(self, registration: Registration) -> None: ...
    def submit(
        self,
        registration: Registration,
        submission: FormSubmission,
        *,
        done: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None: ...
    def keep_of_window(self, reference: str, text: str) -> Mapping[str, str]:
        """Remember what this window says of everybody; give what follows from it for the form at hand."""
        ...

    def may_register(self, registration: Registration) -> bool:
        """Say whether the city takes this from here: of whoever lives elsewhere, by the station."""
        ...

    def look_up(self, letters: str, *, done: Callable[[tuple[Member, ...]], None]) -> None:
        """Find whose name may be typed like this (pinyin, initials), the best matches first."""
        ...

    def new_instance_id(self) -> str: ...
    def now_s(self) -> float: ...
    def now_ms(self) -> int: ...
