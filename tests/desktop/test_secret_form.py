"""Enter in a field of a new secret says what is missing, or goes on."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.shell.secret_form import SecretForm
from resources.words import Words


def shown(qtbot: QtBot, words: Words) -> SecretForm:
    form = SecretForm(words, has_keychain=False)
    qtbot.addWidget(form)
    form.show()
    form.first.input.setFocus()
    return form


def test_enter_on_nothing_says_how_long_a_passphrase_is(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    form = shown(qtbot, words)

    QTest.keyClick(form.first.input, Qt.Key.Key_Return)

    assert form.first.error.startswith("口令至少")
    assert form.focusWidget() is form.first.input


def test_enter_on_a_passphrase_asks_for_it_once_more(
    qtbot: QtBot, dressed: QApplication, words: Words
) -> None:
    form = shown(qtbot, words)
    QTest.keyClick(form.first.input, Qt.Key.Key_Return)

    form.first.set_text("correct horse battery staple")
    QTest.keyClick(form.first.input, Qt.Key.Key_Return)

    assert form.first.error == ""
    assert form.focusWidget() is form.again.input
