"""One window for one screen of a story, and what must be closed after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from desktop.capture.capture_feed import CaptureFeed
from desktop.form_entry.form_page import FormPage
from desktop.form_entry.questions.sheet import Sheet
from desktop.shell.main_window import MainWindow
from resources.words import Words

_TURNS = 6


@dataclass
class Stage:
    """One window to put a screen on."""

    words: Words
    window: MainWindow
    folder: Path
    feeds: list[CaptureFeed]
    pages: list[FormPage] = field(default_factory=list)


def in_front(window: QWidget) -> QWidget:
    """Give what a person can reach: the sheet that lies over everything, where one does."""
    sheets = [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]
    return sheets[-1] if sheets else window


def settle() -> None:
    """Let the layout come to rest: what follows a width takes another turn, and a bar beside it one more."""
    for _ in range(_TURNS):
        QApplication.processEvents()


@contextmanager
def on_stage(
    show: Callable[[Stage], None], language: str, folder: Path, *, width: int, height: int
) -> Iterator[QWidget]:
    """Put a screen into a window of this size, drawn and settled; afterwards nothing of it is left."""
    window = MainWindow(Words(language))
    window.show_operator("林秀梅", place="象山社区")
    window.resize(width, height)
    window.show()
    stage = Stage(window.words, window, folder, [])
    show(stage)
    settle()
    yield window
    for feed in stage.feeds:
        feed.close()
    window.close()
    # Not deleteLater: a window that lives on would be dressed again with every later screen.
    shiboken6.delete(window)
