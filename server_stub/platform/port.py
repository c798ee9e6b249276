"""What a city system must do for the platform, so that the city's own can take the built-in one's place.

The platform keeps chains, verdicts and envelopes; the city keeps records. An item
may be handed over twice after a crash when the city is another system, so a city
recognises item ids; the built-in one shares the platform's transaction and cannot
see one twice. docs/city-contract.md says the same over HTTP.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sync.change import Change, ConflictNotice, FilledForm, RecordState


class Stage(StrEnum):
    """What is about to be done with the items of an envelope."""

    CHECK = "check"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class Coming:
    """An item that comes next; `form` is the one a change names that came before this envelope."""

    item: Change | FilledForm
    form: FilledForm | None = None


class SendingDevice(Protocol):
    """What a city has to know of whoever made a change: its name, and the places it may speak of."""

    @property
    def device_id(self) -> str: ...

    @property
    def scope(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class PlacedState:
    """A record as it is now, with what others may build a patch on.

    `before` is what every device of its place was told last; `made` is what the change
    of the asking device made of it, before the city merged; `conflicts` are news for
    everybody who may hold the record.
    """

    state: RecordState
    before: RecordState | None = None
    made: RecordState | None = None
    conflicts: tuple[ConflictNotice, ...] = ()

    @property
    def village(self) -> str:
        """Where the record lies; it decides who may hold it."""
        return self.state.place


class CityPlatform(Protocol):
    """The city's records behind the platform. Checks and effects may raise `ReturnedError`."""

    def look_ahead(self, coming: Sequence[Coming], *, stage: Stage, sender: SendingDevice) -> None:
        """Hear which items come next, to do together what can be done together; each is asked for alone then.

        Raises:
            CitySystemError: the city does not answer now; nothing was done, the envelope waits.

        """
        ...

    def attempt(self) -> AbstractContextManager[None]:
        """Take back the effect that is made inside, and nothing else, if it raises."""
        ...

    def write_down(self) -> None:
        """Hear that the last effect of an envelope was made: all are to be in the transaction now."""
        ...

    def check_form(self, form: FilledForm, *, sender: SendingDevice) -> None:
        """Replay a finished form and take nobody's word for it."""
        ...

    def check_change(self, change: Change, *, form: FilledForm | None, sender: SendingDevice) -> None:
        """Hold a change against the form it came from and against the sender's scope."""
        ...

    def apply_form(self, form: FilledForm, *, sender: SendingDevice) -> None: ...

    def apply_change(
        self, change: Change, *, form: FilledForm | None, sender: SendingDevice
    ) -> Sequence[PlacedState]:
        """Merge a checked change and give every record that is different now, tasks included."""
        ...

    def find_record(self, kind: str, record_id: str) -> RecordState | None:
        """Give a record as it is now, for a device that asks for it whole."""
        ...

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState | ConflictNotice]:
        """Give everything in these places, and what waits for an officer, to a device that has nothing."""
        ...

    def take_news(self) -> Sequence[PlacedState]:
        """Give some records that others than devices made different, as they are now; each is given once.

        Whoever asks tells every device in the same transaction, and asks again until nothing comes.
        """
        ...
