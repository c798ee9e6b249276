"""The pages of the rail in their order, with words and pictures: said once, for all or for one on show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.shell.main_window import MainWindow
from resources.words import Words


@dataclass(frozen=True, slots=True)
class RailPage:
    """One entry; `title` and `sentence` name words, and a page without a sentence says one itself or none."""

    key: str
    icon: str
    title: str
    sentence: str = ""
    is_at_bottom: bool = False


TODAY: Final = "today"
SCAN: Final = "scan"
RECORDS: Final = "records"
TASKS: Final = "tasks"
ROUNDS: Final = "rounds"
GIG: Final = "gig"
SYNC: Final = "sync"
COMPUTER: Final = "computer"

RAIL: Final = (
    RailPage(TODAY, "house", "screens.pages.today"),
    RailPage(SCAN, "scan-qr-code", "screens.pages.scan", "screens.scan.subtitle"),
    RailPage(RECORDS, "users", "screens.pages.records"),
    RailPage(TASKS, "clipboard-list", "screens.pages.tasks", "screens.tasks.sentence"),
    RailPage(ROUNDS, "footprints", "screens.pages.rounds", "screens.rounds.sentence"),
    RailPage(GIG, "ticket", "screens.pages.gig", "screens.gig.sentence"),
    RailPage(SYNC, "refresh-cw", "screens.pages.sync", "screens.exchange.sentence"),
    RailPage(COMPUTER, "settings", "screens.settings.rail", is_at_bottom=True),
)


def add_pages(window: MainWindow, words: Words, widgets: Mapping[str, QWidget]) -> None:
    """Put these pages into the rail, in its order; the first one of an empty rail is shown."""
    for page in RAIL:
        if page.key in widgets:
            window.add_page(
                page.key,
                words.text(page.title),
                page.icon,
                widgets[page.key],
                sentence=words.text(page.sentence) if page.sentence else "",
                is_at_bottom=page.is_at_bottom,
            )
