"""A scanning page without Qt: remembers what it was last shown."""

from dataclasses import dataclass, field

from desktop.capture.scan_screen import Finder, RecentScan, ResultCard


@dataclass
class FakeScanScreen:
    card: ResultCard | None = None
    finder: Finder | None = None
    recent: tuple[RecentScan, ...] = ()
    run: tuple[RecentScan, ...] = ()
    is_continuous: bool = False
    asked_text: str | None = None
    has_forgotten: bool = False

    def show_result(self, card: ResultCard | None) -> None:
        self.card = card

    def show_finder(self, finder: Finder) -> None:
        self.finder = finder

    def show_run(self, scans: tuple[RecentScan, ...]) -> None:
        self.run = scans

    def show_recent(self, scans: tuple[RecentScan, ...]) -> None:
        self.recent = scans

    def show_continuous(self, is_on: bool) -> None:
        self.is_continuous = is_on

    def ask_for_text(self, text: str) -> None:
        self.asked_text = text

    def forget(self) -> None:
        self.has_forgotten = True


@dataclass
class FakeFeed:
    """Notes what the presenter asked of the camera."""

    acts: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.acts.append("start")

    def pause(self) -> None:
        self.acts.append("pause")

    def stop(self) -> None:
        self.acts.append("stop")

    def next_camera(self) -> None:
        self.acts.append("next")
