"""What the scanning page can show, as values: the presenter fills them, the view only paints.

No Qt in here, so the presenter's tests read the same values a clerk reads.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.tokens import Tone


class ScanOrigin(StrEnum):
    """By which way a text came in."""

    CAMERA = "camera"
    PICTURE = "picture"
    SCANNER = "scanner"
    TYPED = "typed"


class ScanChoice(StrEnum):
    """What the officer may do with a result."""

    COLLECT = "collect"
    TYPE = "type"
    LOOK_UP = "look_up"
    AGAIN = "again"
    REGISTER = "register"  # at the counter for gig workers
    VERIFY = "verify"
    MONITOR = "monitor"
    SEARCH = "search"  # the records, for a text that is no code
    NEW_HOUSEHOLD = "new_household"  # whose code nobody here has


@dataclass(frozen=True, slots=True)
class Mark:
    """A chip: word, tone and icon."""

    text: str
    tone: Tone
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    person_id: str
    name: str
    detail: str
    mark: Mark
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One button of the result card."""

    choice: ScanChoice
    label: str
    key_hint: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ResultCard:
    """What is known about the code just read; the first act is the obvious one.

    A card the officer did not ask for (records changed under it) leaves the focus where it is.
    """

    icon: str
    tone: Tone
    title: str
    detail: str
    mark: Mark | None
    body: str
    members: tuple[MemberRow, ...]
    acts: tuple[Act, ...]
    caution: str = ""
    is_asked_for: bool = True


class FinderState(StrEnum):
    """What the left side is."""

    STARTING = "starting"
    LIVE = "live"
    PAUSED = "paused"
    FOUND = "found"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finder:
    """The viewfinder: its state, the pill over it, and what to say when there is no camera.

    Without a camera the pill is what was just tried instead and did not work; blank where nothing was.
    """

    state: FinderState
    pill: str = ""
    title: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class RecentScan:
    icon: str
    label: str
    state: str
    time: str
    is_known: bool = False
    text: str = ""  # what was read, to look at it again; never shown


class ScanScreen(Protocol):
    """The view, as its presenter sees it."""

    def show_result(self, card: ResultCard | None) -> None: ...
    def show_finder(self, finder: Finder) -> None: ...
    def show_run(self, scans: tuple[RecentScan, ...]) -> None: ...
    def show_recent(self, scans: tuple[RecentScan, ...]) -> None: ...
    def show_continuous(self, is_on: bool) -> None: ...  # noqa: FBT001 — a plain setter
    def ask_for_text(self, text: str) -> None: ...
    def forget(self) -> None:
        """Let go of the picture and of what was typed."""
        ...


class ScanFeed(Protocol):
    """The camera's loop, as the presenter steers it."""

    def start(self) -> None: ...
    def pause(self) -> None: ...
    def stop(self) -> None: ...
    def next_camera(self) -> None: ...
