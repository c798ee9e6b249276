"""One window for one screen of a story, and what must be closed after it."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop.capture.capture_feed import CaptureFeed
from desktop.form_entry.form_page import FormPage
from desktop.shell.main_window import MainWindow
from resources.words import Words


@dataclass
class Stage:
    """One window to put a screen on."""

    words: Words
    window: MainWindow
    folder: Path
    feeds: list[CaptureFeed]
    pages: list[FormPage] = field(default_factory=list)
