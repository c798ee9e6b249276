"""A window as it stands at work: every entry of the rail, and one page with something on it in front."""

from PySide6.QtWidgets import QWidget

from desktop.pages.rail_pages import RAIL, SYNC, TASKS, add_pages
from desktop.shell.main_window import MainWindow
from resources.words import Words

BADGES = {TASKS: 6, SYNC: 3}


def at_work(words: Words, key: str, page: QWidget) -> MainWindow:
    """Give a window with this page in front; behind the other entries stands nothing."""
    window = MainWindow(words)
    stand(window, words, key, page)
    return window


def stand(window: MainWindow, words: Words, key: str, page: QWidget) -> None:
    """Fill the rail of a window that has no entry yet, and bring this page to the front."""
    add_pages(window, words, {entry.key: QWidget() for entry in RAIL} | {key: page})
    for entry, count in BADGES.items():
        window.set_badge(entry, count)
    window.show_operator("林秀梅", place="象山社区")
    window.go_to(key)
