"""任务 under the fingers: the keyboard begins in the list, Enter does what the task asks for first."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.operations.task_story import TaskStop, TaskStory
from desktop.shell.main_window import MainWindow
from desktop.tasks.tasks_presenter import TasksPresenter
from desktop.tasks.tasks_view import TasksView
from employment.assignment import AssignmentState
from resources.words import Words
from tests.desktop.stories import TASKS
from tests.desktop.task_screens import framed
from tests.fakes.clock import STORY_STARTS_MS, FakeClock


class Inbox:
    """The page with its presenter, and what was opened from it."""

    def __init__(self, words: Words) -> None:
        self.window: MainWindow
        self.view: TasksView
        self.window, self.view = framed(words)
        self.opened: list[tuple[str, str]] = []
        self.presenter = TasksPresenter(
            self.view,
            clock=FakeClock(),
            words=words,
            open_task=lambda task_id: self.opened.append(("collect", task_id)),
            verify_task=lambda task_id: self.opened.append(("verify", task_id)),
        )
        self.view.chosen.connect(self.presenter.choose)
        self.view.first_act_chosen.connect(self.presenter.act_first)
        self.view.act_chosen.connect(lambda verifying: self.presenter.act(is_verifying=verifying))

    def show(self, qtbot: QtBot, *, width: int = 1366) -> None:
        qtbot.addWidget(self.window)
        self.window.resize(width, 690)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.go_to("tasks")

    def press(self, key: Qt.Key) -> None:
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def test_enter_on_the_page_opens_the_verification_of_the_most_pressing_doubt(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS)
    inbox.show(qtbot)

    inbox.press(Qt.Key.Key_Return)

    assert inbox.opened == [("verify", TASKS[0].id)]


def test_arrow_and_enter_open_the_form_of_the_next_task(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS)
    inbox.show(qtbot)

    inbox.press(Qt.Key.Key_Down)
    inbox.press(Qt.Key.Key_Return)

    assert inbox.opened == [("collect", TASKS[1].id)]


def test_narrow_enter_opens_the_task_again_enter_acts_and_escape_leads_back(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS)
    inbox.show(qtbot, width=1366)
    inbox.view.panes.set_narrow(is_narrow=True)

    inbox.press(Qt.Key.Key_Return)
    seen = (inbox.view.list.isVisible(), inbox.view.panel.isVisible(), list(inbox.opened))
    inbox.press(Qt.Key.Key_Return)
    inbox.press(Qt.Key.Key_Escape)

    assert seen == (False, True, [])
    assert inbox.opened == [("verify", TASKS[0].id)]
    assert inbox.view.list.isVisible()
    assert inbox.view.list.hasFocus()


def test_news_keep_the_task_at_hand_and_the_focus_on_its_buttons(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS)
    inbox.show(qtbot)
    inbox.press(Qt.Key.Key_Down)
    inbox.view.panel.take_focus()

    story = TaskStory({TaskStop.RECEIVED: STORY_STARTS_MS})
    inbox.presenter.show_tasks([TASKS[0], replace(TASKS[1], story=story), *TASKS[2:]])

    assert inbox.view.model.line_at(inbox.view.list.currentIndex()).id == TASKS[1].id  # type: ignore[union-attr]
    assert inbox.view.panel.acts[0].hasFocus()


def test_a_task_that_is_done_offers_nothing_to_do(dressed: QApplication, qtbot: QtBot, words: Words) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks([replace(TASKS[0], state=AssignmentState.APPLIED)])
    inbox.show(qtbot)

    inbox.press(Qt.Key.Key_Return)

    assert inbox.opened == []
    assert inbox.view.panel.acts == ()


def test_without_tasks_nothing_of_the_last_one_is_left(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    inbox = Inbox(words)
    inbox.presenter.show_tasks(TASKS[:1])
    inbox.presenter.show_tasks(())
    inbox.show(qtbot)

    assert inbox.view.panel.acts == ()
    assert not inbox.view.list.isVisible()
