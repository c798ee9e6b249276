"""任务 under the fingers: the keyboard begins at the next step, not at the rail."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.tasks.tasks_presenter import TasksPresenter
from resources.words import Words
from tests.desktop.stories import TASKS
from tests.desktop.task_screens import framed
from tests.fakes.clock import FakeClock


def test_enter_on_the_page_opens_the_most_pressing_task(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    window, view = framed(words)
    qtbot.addWidget(window)
    TasksPresenter(view, clock=FakeClock(), words=words).show_tasks(TASKS[:2])
    with qtbot.waitExposed(window):
        window.show()

    window.go_to("tasks")
    first = window.focusWidget()
    assert first is not None
    with qtbot.waitSignal(view.task_chosen, timeout=1000) as chosen:
        QTest.keyClick(first, Qt.Key.Key_Return)

    assert chosen.args == [TASKS[0].id]


def test_page_without_tasks_keeps_no_button_that_went(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    window, view = framed(words)
    qtbot.addWidget(window)
    presenter = TasksPresenter(view, clock=FakeClock(), words=words)
    presenter.show_tasks(TASKS[:1])
    presenter.show_tasks(())

    window.go_to("tasks")

    assert view.focusProxy() is None
