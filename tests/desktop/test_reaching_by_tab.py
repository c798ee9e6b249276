"""Tab comes to everything on the pages of the door and of a new secret, what stands before the field too."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.components.buttons import Button
from desktop.lock_out import LockOut
from desktop.settings.secret_sheet import SecretAct, SecretSheet
from desktop.shell.recovery_view import AskView
from desktop.shell.unlock_presenter import OperatorCard
from desktop.shell.unlock_screen import UnlockScreen
from resources.words import Words
from sync.custody.key_file import SecretKind
from tests.fakes.clock import FakeClock

_MOST_STOPS = 16


def walk(qtbot: QtBot, page: QWidget) -> list[str]:
    """Show a page beside one more control, give it the focus, and name what Tab comes to."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(Button("outside"))
    column.addWidget(page)
    qtbot.addWidget(window)
    stand(qtbot, window)
    page.setFocus()
    return [_next(window) for _ in range(_MOST_STOPS)]


def stand(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def _next(window: QWidget) -> str:
    holder = window.focusWidget()
    assert holder is not None
    QTest.keyClick(holder, Qt.Key.Key_Tab)
    held = window.focusWidget()
    assert held is not None
    return held.accessibleName()


def test_the_kind_of_a_secret_is_chosen_without_a_mouse(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    sheet = SecretSheet(words, SecretAct.ADD, has_keychain=True)

    assert {"6 位 PIN", "新的 PIN", "再输一次"} <= set(walk(qtbot, sheet))


def test_ones_own_secret_begins_in_its_field_and_its_kind_is_reached(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    sheet = SecretSheet(words, SecretAct.CHANGE, has_keychain=True)

    stops = walk(qtbot, sheet)

    assert stops[0] == "再输一次"
    assert "6 位 PIN" in stops


def test_who_forgot_reaches_the_kind_of_the_new_secret(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    stops = walk(qtbot, AskView(words, operator="0922", has_keychain=True))

    assert stops[0] == "再输一次"
    assert "6 位 PIN" in stops


def test_the_names_over_a_passphrase_are_reached(qtbot: QtBot, dressed: QApplication, words: Words) -> None:
    screen = UnlockScreen(
        words,
        operators=[OperatorCard("1", "第一位使用者", "用口令"), OperatorCard("0922", "0922", "用口令")],
        kind=SecretKind.PASSPHRASE,
        try_secret=lambda _: None,
        lock_out=LockOut(clock=FakeClock()),
    )
    screen.presenter.start()

    stops = walk(qtbot, screen.view)

    assert any("0922" in stop or "第一位" in stop for stop in stops)


def test_enter_after_a_staff_number_leads_to_the_secret(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    sheet = SecretSheet(words, SecretAct.ADD, has_keychain=True)
    qtbot.addWidget(sheet)
    stand(qtbot, sheet)
    sheet.name.input.setFocus()
    QTest.keyClicks(sheet.name.input, "0922")

    QTest.keyClick(sheet.name.input, Qt.Key.Key_Return)

    assert sheet.focusWidget() is sheet.form.first.input
