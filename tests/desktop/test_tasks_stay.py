"""Tasks and houses change while somebody works: no page takes the focus, and what is ticked stays."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.tasks.rounds_presenter import HousePage
from desktop.tasks.rounds_view import RoundsView
from resources.words import Words
from tests.desktop.stories import TASKS
from tests.desktop.test_tasks_view import Inbox

HOUSE = HousePage(
    "h-1",
    "象山路 12 号",
    "蔡*明 · 3 人",
    "没去过",
    may_collect=True,
    outcomes=(("1", "见到了"), ("2", "没人")),
    again=((3, "三天后"), (7, "一周后")),
)


@pytest.fixture
def inbox(dressed: QApplication, qtbot: QtBot, words: Words) -> Inbox:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS)
    inbox.show(qtbot)
    return inbox


@pytest.fixture
def rounds(dressed: QApplication, qtbot: QtBot, words: Words) -> RoundsView:
    view = RoundsView(words)
    view.resize(1100, 620)
    qtbot.addWidget(view)
    view.show()
    view.show_house(HOUSE)
    return view


def test_tasks_that_are_gone_take_no_focus_from_another_page(inbox: Inbox) -> None:
    inbox.window.go_to("today")
    before = inbox.window.focusWidget()

    inbox.presenter.show_tasks([])

    assert inbox.window.focusWidget() is before


def test_an_act_of_the_task_at_hand_keeps_the_focus_when_its_words_change(inbox: Inbox) -> None:
    act = inbox.view.panel.acts[0]
    act.setFocus()

    first, *rest = TASKS
    inbox.presenter.show_tasks([replace(first, explanation="又有一条登记"), *rest])

    assert inbox.view.panel.acts[0] is not act
    assert inbox.window.focusWidget() is inbox.view.panel.acts[0]


def test_what_is_ticked_at_a_door_stays_when_the_register_says_something_new(rounds: RoundsView) -> None:
    assert rounds.outcomes is not None
    rounds.outcomes.cards[1].setChecked(True)
    rounds.outcomes.cards[1].setFocus()

    rounds.show_house(replace(HOUSE, detail="蔡*明 · 4 人"))

    assert rounds.save is not None
    assert rounds.save.isEnabled()
    assert [card.isChecked() for card in rounds.outcomes.cards] == [False, True]
    assert rounds.window().focusWidget() is rounds.outcomes.cards[1]


def test_at_the_next_door_nothing_is_ticked_yet(rounds: RoundsView) -> None:
    assert rounds.outcomes is not None
    rounds.outcomes.cards[1].setChecked(True)

    rounds.show_house(replace(HOUSE, id="h-2"))

    assert [card.isChecked() for card in rounds.outcomes.cards] == [False, False]
