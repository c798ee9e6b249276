"""入户走访 under the fingers: what is chosen stays, and one house has a narrow page to itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.shell.main_window import MainWindow
from desktop.tasks.rounds_presenter import RoundsPresenter
from desktop.tasks.rounds_view import RoundsView
from resources.words import Words
from tests.desktop.task_screens import houses, open_round


@pytest.fixture
def view(dressed: QApplication, qtbot: QtBot, words: Words) -> RoundsView:
    shown = RoundsView(words)
    window = MainWindow(words)
    window.add_page("rounds", words.text("screens.pages.rounds"), "footprints", shown)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    shown.window_kept = window  # type: ignore[attr-defined]  # it goes with the view
    return shown


@pytest.fixture
def presenter(view: RoundsView, words: Words) -> RoundsPresenter:
    return open_round(view, words, houses())


def test_news_leave_what_is_chosen_about_a_house(view: RoundsView, presenter: RoundsPresenter) -> None:
    assert view.outcomes is not None
    view.outcomes.cards[2].click()

    presenter.refresh()

    assert view.outcomes.cards[2].isChecked()
    assert view.save is not None
    assert view.save.isEnabled()


def test_enter_in_the_register_goes_to_what_was_met(view: RoundsView, presenter: RoundsPresenter) -> None:
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Return)

    assert view.outcomes is not None
    assert view.outcomes.cards[0].hasFocus()


def test_narrow_the_house_has_the_page_and_escape_leads_back(
    view: RoundsView, presenter: RoundsPresenter
) -> None:
    view.panes.set_narrow(is_narrow=True)
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    alone = (view.list.isVisible(), view.bar.isVisible())
    QTest.keyClick(view.outcomes.cards[0], Qt.Key.Key_Escape)  # type: ignore[union-attr]  # it is shown

    assert alone == (False, False)
    assert view.list.isVisible()
    assert view.bar.isVisible()


def told(view: RoundsView) -> list[str]:
    return [label.text() for label in view.empty.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_kind_nobody_is_in_says_so_and_the_list_keeps_the_focus(
    view: RoundsView, presenter: RoundsPresenter
) -> None:
    view.list.setFocus()
    before = view.empty.isVisible()
    view.show_houses((), chosen=None)
    view.show_empty(is_register_empty=False)

    assert not before
    assert told(view)[0] == "这一类里没有户了。"
    assert view.list.hasFocus()


def test_a_computer_without_households_says_how_they_come(view: RoundsView, words: Words) -> None:
    open_round(view, words, ())

    assert view.empty.isVisible()
    assert told(view) == ["这台电脑里还没有户。", "联网同步一次，就能收到你这里的户。"]
