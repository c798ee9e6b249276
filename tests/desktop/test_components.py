"""The pieces behave as the Qt widgets they are, by mouse, keyboard and screen reader."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.banner import Banner
from desktop.components.buttons import Button, IconButton
from desktop.components.chip import ChipButton
from desktop.components.delivery_step import Step, StepState
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.dialog import ScrimDialog
from desktop.components.focus_ring import FocusRing
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.components.option_card import OptionCheck, OptionGrid, OptionRadio
from desktop.components.page import ScrollBody
from desktop.components.text_field import TextField
from desktop.shell.main_window import MainWindow
from desktop.theme import apply_theme, current_theme
from desktop.tokens import Tone
from resources.words import Words


@pytest.fixture
def answers(dressed: QApplication, qtbot: QtBot) -> OptionGrid:
    cards = [OptionRadio(text, key_number=key) for key, text in enumerate(("就业", "失业", "退休"), start=1)]
    grid = OptionGrid(cards)
    qtbot.addWidget(grid)
    grid.show()
    return grid


def test_an_option_card_is_a_radio_button_to_a_screen_reader(answers: OptionGrid) -> None:
    interface = QAccessible.queryAccessibleInterface(answers.cards[1])

    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.text(QAccessible.Text.Name) == "失业"


def test_a_click_in_the_far_corner_of_a_card_chooses_it(answers: OptionGrid) -> None:
    card = answers.cards[2]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 3, card.height() - 3))

    assert card.isChecked()


def test_a_number_key_chooses_while_the_group_has_the_focus(answers: OptionGrid) -> None:
    answers.cards[0].setFocus()
    QTest.keyClick(answers.cards[0], Qt.Key.Key_2)

    assert [card.isChecked() for card in answers.cards] == [False, True, False]


def test_a_key_that_is_no_answer_changes_nothing(answers: OptionGrid) -> None:
    QTest.keyClick(answers.cards[0], Qt.Key.Key_9)
    QTest.keyClick(answers.cards[0], Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert not any(card.isChecked() for card in answers.cards)


def test_check_cards_keep_several_answers(dressed: QApplication, qtbot: QtBot) -> None:
    grid = OptionGrid([OptionCheck("搬运", key_number=1), OptionCheck("保洁", key_number=2)])
    qtbot.addWidget(grid)
    QTest.keyClick(grid.cards[0], Qt.Key.Key_1)
    QTest.keyClick(grid.cards[0], Qt.Key.Key_2)

    assert all(card.isChecked() for card in grid.cards)


def test_a_field_is_named_by_its_label_and_described_by_its_error(
    dressed: QApplication, qtbot: QtBot
) -> None:
    field = TextField("手机号", required_mark="必填")
    qtbot.addWidget(field)
    field.show_error("手机号是 11 位数字")
    interface = QAccessible.queryAccessibleInterface(field.input)

    assert interface.text(QAccessible.Text.Name) == "手机号"
    assert interface.text(QAccessible.Text.Description) == "手机号是 11 位数字"
    field.show_error("")
    assert field.input.accessibleDescription() == ""


def test_a_busy_button_keeps_its_width_and_takes_no_press(dressed: QApplication, qtbot: QtBot) -> None:
    button = Button("立即同步到平台")
    qtbot.addWidget(button)
    button.show()
    width = button.width()
    button.set_busy("正在…")
    button.adjustSize()

    assert button.width() == width
    assert not button.isEnabled()
    button.set_idle()
    assert (button.text(), button.isEnabled()) == ("立即同步到平台", True)


def a_page_of_two(qtbot: QtBot) -> tuple[QWidget, Button, Button]:
    page = QWidget()
    row = QHBoxLayout(page)
    first, second = Button("就用选的"), Button("稍后再定")
    row.addWidget(first)
    row.addWidget(second)
    qtbot.addWidget(page)
    page.show()
    first.setFocus()
    return page, first, second


def test_a_busy_button_hands_its_focus_to_nobody_and_has_it_again(
    dressed: QApplication, qtbot: QtBot
) -> None:
    page, first, second = a_page_of_two(qtbot)
    pressed: list[bool] = []
    second.clicked.connect(pressed.append)

    first.set_busy("正在写入…")
    QTest.keyClick(page, Qt.Key.Key_Return)

    assert pressed == []
    first.set_idle()
    assert page.focusWidget() is first


def test_a_button_that_is_free_again_takes_no_focus_that_went_elsewhere(
    dressed: QApplication, qtbot: QtBot
) -> None:
    page, first, second = a_page_of_two(qtbot)
    first.set_busy("正在写入…")
    second.setFocus()
    first.set_idle()

    assert page.focusWidget() is second


def test_a_button_that_is_off_says_why(dressed: QApplication, qtbot: QtBot) -> None:
    button = Button("提交")
    qtbot.addWidget(button)
    button.refuse("还有 1 处要改")

    assert (button.isEnabled(), button.accessibleDescription()) == (False, "还有 1 处要改")


def test_a_button_without_words_has_a_name(dressed: QApplication, qtbot: QtBot) -> None:
    button = IconButton("x", name="关闭")
    qtbot.addWidget(button)

    assert (button.accessibleName(), button.toolTip()) == ("关闭", "关闭")


def test_the_stepper_reads_out_how_far_it_is(dressed: QApplication, qtbot: QtBot) -> None:
    stepper = DeliveryStepper([Step("本机", StepState.DONE), Step("已送达", StepState.CURRENT)])
    qtbot.addWidget(stepper)

    assert stepper.accessibleName() == "本机 → 已送达"


def test_larger_text_makes_larger_controls(dressed: QApplication, qtbot: QtBot) -> None:
    button = Button("提交")
    qtbot.addWidget(button)
    before = button.sizeHint().height()
    apply_theme(dressed, percent=150)

    assert button.sizeHint().height() == current_theme().px(48) > before
    assert button.minimumHeight() == current_theme().px(48)
    apply_theme(dressed)


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, words: Words) -> MainWindow:
    window = MainWindow(words)
    qtbot.addWidget(window)
    for key in ("today", "scan"):
        window.add_page(key, words.text(f"screens.pages.{key}"), "house", Button(key))
    window.show()
    return window


def test_escape_answers_a_question_safely(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ScrimDialog(
        window, question="删除草稿？", explanation="删了找不回。", act="删除草稿", safe="不删"
    )
    dialog.ask()
    with qtbot.waitSignal(dialog.answered) as answer:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert answer.args == [False]
    assert not dialog.isVisible()


def test_a_page_that_holds_an_unsaved_answer_is_not_left(window: MainWindow) -> None:
    window.guard_page("today", lambda: False)

    assert not window.go_to("scan")
    assert window.navigation.current == "today"


def test_going_back_opens_the_page_before(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("scan")
    with qtbot.waitSignal(window.page_changed) as changed:
        window.go_back()

    assert changed.args == ["today"]


def test_behind_the_locked_door_no_key_reaches_a_page_and_the_task_is_still_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    form, door = Button("表"), Button("锁")
    window.show_full_screen_task(form)
    window.show_lock_screen(door)
    with qtbot.assertNotEmitted(window.page_requested, wait=50):
        QTest.keyClick(window, Qt.Key.Key_F2)
    assert not form.isVisible()

    window.leave_lock_screen()
    assert form.isVisible()
    assert window.leave_full_screen_task() is form
    assert not window.is_full_screen_task_open


def test_the_ring_follows_the_keyboard_and_not_the_mouse(
    dressed: QApplication, window: MainWindow, qtbot: QtBot
) -> None:
    ring = FocusRing(dressed)
    window.activateWindow()
    qtbot.waitActive(window)
    window.rail.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    by_keyboard = ring.widget()
    window.top_bar.sync_chip.setFocus(Qt.FocusReason.MouseFocusReason)

    assert by_keyboard is not None
    assert ring.widget() is None
    dressed.removeEventFilter(ring)


def test_the_ring_outlives_the_page_it_stood_on(dressed: QApplication, qtbot: QtBot) -> None:
    ring, window, page = FocusRing(dressed), QWidget(), ScrollBody()
    name, onward, row = QLineEdit(), Button("下一节"), QHBoxLayout(window)
    page.body.addWidget(onward)
    row.addWidget(name)
    row.addWidget(back := Button("返回"))
    row.addWidget(page)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    onward.setFocus(Qt.FocusReason.TabFocusReason)
    on_the_page = ring.widget()
    name.setFocus(Qt.FocusReason.MouseFocusReason)
    page.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))

    back.setFocus(Qt.FocusReason.TabFocusReason)

    assert on_the_page is onward
    assert ring.widget() is back
    dressed.removeEventFilter(ring)


@pytest.mark.parametrize("made", [lambda: Button("去办理"), lambda: ChipButton("入户走访")])
def test_enter_presses_what_has_the_focus(
    dressed: QApplication, qtbot: QtBot, made: Callable[[], QPushButton]
) -> None:
    button = made()
    qtbot.addWidget(button)
    button.show()

    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)


@pytest.mark.parametrize(("width", "is_line"), [(1100, True), (420, False)])
def test_a_banner_says_both_sentences_in_one_line_where_they_fit(
    dressed: QApplication, qtbot: QtBot, width: int, is_line: bool
) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_notice(
        Notice(Tone.OFF, "cloud-off", "现在没有网络，可以照常采集。", quiet="联网后自动上传。", act="重试")
    )
    banner.resize(width, 56)
    QApplication.processEvents()
    tops = {label.mapTo(banner, label.rect().center()).y() for label in banner.findChildren(Label)}

    assert (len(tops) == 1) is is_line
