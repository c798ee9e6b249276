"""The keys of a form as a whole: leaf through what is longer than the window, and put the form aside."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from desktop.components.page import ScrollBody
from tests.desktop.any_form import OpenForm, one_page, show
from tests.scenario.form_scenario import ask

NAMES = [f"q{number}" for number in range(60)]


def long_form(qtbot: QtBot) -> OpenForm:
    definition = one_page("".join(f"<{name}/>" for name in NAMES), body=tuple(ask(name) for name in NAMES))
    return show(qtbot, definition)


def scroll_bar(form: OpenForm) -> QScrollBar:
    """Give the bar of what lies above the action bar, once there is something to leaf through."""
    [bar] = [
        body.verticalScrollBar()
        for body in form.page.view.findChildren(ScrollBody)
        if body.verticalScrollBar().maximum() > 0
    ]
    return bar


def press(form: OpenForm, key: Qt.Key) -> None:
    focused = form.page.view.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_the_review_is_leafed_through_by_keys(qtbot: QtBot, dressed: QApplication) -> None:
    form = long_form(qtbot)
    form.page.presenter.go_on()
    qtbot.waitUntil(lambda: any(each.verticalScrollBar().maximum() for each in bodies(form)))

    press(form, Qt.Key.Key_PageDown)
    lower = scroll_bar(form).value()
    press(form, Qt.Key.Key_PageUp)

    assert lower > 0
    assert scroll_bar(form).value() == 0


def test_escape_puts_the_form_aside_and_keeps_the_draft(qtbot: QtBot, dressed: QApplication) -> None:
    form = long_form(qtbot)
    form.page.presenter.answer("/data/q0", "x")

    with qtbot.waitSignal(form.page.view.out_chosen):
        press(form, Qt.Key.Key_Escape)

    assert b">x<" in form.keeper.drafts[-1]


def test_escape_waits_while_the_form_is_handed_over(qtbot: QtBot, dressed: QApplication) -> None:
    form = long_form(qtbot)
    form.page.view.bar.leave.setEnabled(False)

    with qtbot.assertNotEmitted(form.page.view.out_chosen):
        press(form, Qt.Key.Key_Escape)


def bodies(form: OpenForm) -> list[ScrollBody]:
    return form.page.view.findChildren(ScrollBody)
