"""The scanning page as it is drawn: where the focus goes, and whether everything has its room."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from desktop.capture.camera_controls import CameraControls
from desktop.capture.scan_page import ScanPage
from desktop.capture.scan_screen import Act, Finder, FinderState, ResultCard, ScanChoice
from desktop.components.buttons import Button
from desktop.shell.main_window import MainWindow
from desktop.theme import apply_theme
from desktop.tokens import Tone
from resources.words import Words
from tests.desktop.collecting import close_all, scanning
from tests.desktop.stage import Stage

CARD = ResultCard(
    icon="house",
    tone=Tone.OK,
    title="象山路 12 号",
    detail="户码 0921",
    mark=None,
    body="",
    members=(),
    acts=(Act(ScanChoice.COLLECT, "开始采集"),),
)
CHANGED = replace(CARD, title="象山路 14 号", is_asked_for=False)


@dataclass
class Scanning:
    window: MainWindow
    page: ScanPage

    @property
    def controls(self) -> CameraControls:
        return self.page.view.controls

    @property
    def buttons(self) -> list[Button]:
        return [button for button in self.controls.findChildren(Button) if button.isVisible()]

    def place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())


def open_scanning(folder: Path, *, language: str, percent: int, size: tuple[int, int]) -> Scanning:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, percent=percent)
    window = MainWindow(Words(language))
    window.resize(*size)
    window.show()
    page = scanning(Stage(window.words, window, folder, []))
    QApplication.processEvents()
    return Scanning(window, page)


def close(opened: Scanning) -> None:
    close_all([opened.page.feed])
    opened.window.close()
    shiboken6.delete(opened.window)


@pytest.fixture
def normal(dressed: QApplication, tmp_path: Path) -> Iterator[Scanning]:
    opened = open_scanning(tmp_path, language="zh_CN", percent=100, size=(1366, 690))
    yield opened
    close(opened)


@pytest.fixture(params=["zh_CN", "en"])
def large(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Scanning]:
    """Text at 150 % in the smallest window a magnified laptop leaves."""
    opened = open_scanning(tmp_path, language=request.param, percent=150, size=(1093, 552))
    yield opened
    close(opened)
    apply_theme(qapp)


def test_what_was_scanned_or_searched_takes_the_focus_to_its_next_step(normal: Scanning) -> None:
    view = normal.page.view
    view.entry.setFocus()
    view.show_result(CARD)

    assert normal.window.focusWidget() is view.result.primary


def test_a_household_that_changes_under_the_officer_leaves_the_typing_alone(normal: Scanning) -> None:
    view = normal.page.view
    view.show_result(CARD)
    view.entry.setFocus()
    view.show_result(CHANGED)

    assert normal.window.focusWidget() is view.entry
    assert view.result.primary is not None


def test_a_changed_card_keeps_the_focus_it_had(normal: Scanning) -> None:
    view = normal.page.view
    view.show_result(CARD)
    view.show_result(CHANGED)

    assert normal.window.focusWidget() is view.result.primary


def test_with_room_the_camera_controls_are_words(normal: Scanning) -> None:
    assert all(button.width() >= button.width_when(is_folded=False) for button in normal.buttons)
    assert all(button.toolTip() == "" for button in normal.buttons)


def test_large_text_in_a_small_window_leaves_every_control_its_room(large: Scanning) -> None:
    large.page.view.show_finder(Finder(FinderState.PAUSED))
    QApplication.processEvents()
    places = [large.place(button) for button in large.buttons]
    neighbours = pairwise(places)

    assert len(places) == 4
    assert all(left.right() < right.left() for left, right in neighbours)
    assert all(button.width() >= button.sizeHint().width() for button in large.buttons)
    assert all(large.place(large.controls).contains(place) for place in places)


def test_folded_controls_keep_their_words_as_names_and_tips(large: Scanning) -> None:
    large.page.view.show_continuous(True)

    names = [button.accessibleName() for button in large.buttons]

    assert names[-1] == large.window.words.text("screens.scan.continuous_on")
    assert [button.toolTip() for button in large.buttons] == names
    assert large.buttons[-1].isChecked()


def test_large_text_in_a_small_window_leaves_the_typing_in_sight(large: Scanning) -> None:
    view = large.page.view
    right_edge = large.place(view).right()

    shown = [button for button in view.findChildren(Button) if button.isVisible()]

    assert all(large.place(each).right() <= right_edge for each in (view.entry, *shown))
