"""The rail in every width: words beside icons, words under icons, or all of it behind a button."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.shell.main_window import MainWindow
from desktop.shell.rail import RailItem
from desktop.theme import apply_theme
from resources.words import Words
from tests.desktop.standing import covered, cut_words, is_in_sight, past_an_edge

PLACES = (
    ("today", "house"),
    ("scan", "scan-qr-code"),
    ("records", "users"),
    ("tasks", "clipboard-list"),
    ("gig", "ticket"),
    ("sync", "refresh-cw"),
)
Open = Callable[..., MainWindow]


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def build(language: str, percent: int, width: int, height: int) -> MainWindow:
        apply_theme(qapp, percent=percent)
        words = Words(language)
        window = MainWindow(words)
        windows.append(window)
        for key, icon in PLACES:
            window.add_page(key, words.text(f"screens.pages.{key}"), icon, QWidget(), badge=12)
        title = words.text("screens.pages.settings")
        window.add_page("settings", title, "settings", QWidget(), is_at_bottom=True)
        window.show_operator("欧阳秀梅", place="象山社区")
        window.resize(width, height)
        window.show()
        qapp.processEvents()
        return window

    yield build
    for window in windows:
        window.close()
        shiboken6.delete(window)
    apply_theme(qapp)


def rail_items(window: MainWindow) -> list[RailItem]:
    return window.rail.findChildren(RailItem)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("percent", "width", "height"), [(100, 1366, 690), (100, 1093, 552), (100, 1024, 552), (115, 1366, 690)]
)
def test_every_place_stands_in_the_rail_with_its_words(
    opened: Open, language: str, percent: int, width: int, height: int
) -> None:
    window = opened(language, percent, width, height)

    assert all(is_in_sight(item, window) for item in rail_items(window))
    assert (cut_words(window), past_an_edge(window), covered(window)) == ([], [], [])


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_where_one_pane_is_all_a_button_opens_the_whole_rail(opened: Open, language: str) -> None:
    window = opened(language, 150, 1366, 690)
    was_seen = window.rail.isVisible()

    window.top_bar.menu.click()
    QApplication.processEvents()

    assert not was_seen
    assert len(rail_items(window)) == len(PLACES) + 1
    assert all(item.isVisible() for item in rail_items(window))
    assert (cut_words(window.rail), past_an_edge(window.rail), covered(window.rail)) == ([], [], [])
    assert window.focusWidget() in rail_items(window)


def test_going_somewhere_puts_the_menu_away(opened: Open) -> None:
    window = opened("zh_CN", 150, 1366, 690)
    window.top_bar.menu.click()

    rail_items(window)[2].click()

    assert window.navigation.current == "records"
    assert not window.rail.isVisible()


def test_escape_puts_the_menu_away_and_gives_the_focus_back(opened: Open) -> None:
    window = opened("zh_CN", 150, 1366, 690)
    window.top_bar.menu.click()

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)

    assert not window.rail.isVisible()
    assert window.focusWidget() is window.top_bar.menu


def test_a_press_beside_the_menu_puts_it_away(opened: Open) -> None:
    window = opened("zh_CN", 150, 1366, 690)
    window.top_bar.menu.click()
    drawer = window.rail.parentWidget()
    assert drawer is not None

    QTest.mouseClick(drawer, Qt.MouseButton.LeftButton, pos=drawer.rect().center())

    assert not window.rail.isVisible()


def test_with_room_again_the_rail_stands_beside_the_page(opened: Open) -> None:
    window = opened("zh_CN", 150, 1366, 690)

    window.resize(1900, 1000)
    QApplication.processEvents()

    assert window.rail.isVisible()
    assert not window.top_bar.menu.isVisible()
