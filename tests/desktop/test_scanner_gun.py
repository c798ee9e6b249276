"""The scanner gun in a real window: scans are heard wherever the focus is, and typing stays typing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.capture.gun_burst import GAP_MS
from desktop.capture.scanner_gun import ScannerGun
from desktop.components.option_card import OptionCheck, OptionGrid

NUMBER = "350582198005069016"
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Counter:
    """A window with a field, a secret field and three answers with number keys; and its keyboard."""

    window: QWidget
    name: QLineEdit
    secret: QLineEdit
    cards: tuple[OptionCheck, ...]
    gun: ScannerGun
    codes: list[str] = field(default_factory=list)
    now_ms: float = 0
    is_open: bool = True

    def press(self, key: int, text: str = "", *, gap_ms: float, is_held_down: bool = False) -> None:
        self.now_ms += gap_ms
        target = QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, NONE, text, is_held_down))

    def fire(self, code: str, *, gap_ms: float = 8, end: Qt.Key = Qt.Key.Key_Return) -> None:
        self.now_ms += 500
        for letter in code:
            self.press(ord(letter.upper()), letter, gap_ms=gap_ms)
        self.press(end, "\r" if end is Qt.Key.Key_Return else "\t", gap_ms=gap_ms)

    def hold_down(self, letter: str, *, times: int) -> None:
        for _ in range(times):
            self.press(ord(letter), letter, gap_ms=33, is_held_down=True)

    def type_by_hand(self, text: str) -> None:
        for letter in text:
            self.press(ord(letter.upper()), letter, gap_ms=120)
            QTest.qWait(GAP_MS + 15)


def fire_through(handle: QWindow, digits: str) -> None:
    for digit in digits:
        QTest.keyClick(handle, Qt.Key(ord(digit)))
    QTest.keyClick(handle, Qt.Key.Key_Return)


@pytest.fixture
def counter(dressed: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    window = QWidget()
    cards = tuple(OptionCheck(str(number), key_number=number) for number in (1, 2, 3))
    name, secret = QLineEdit(), QLineEdit()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    column = QVBoxLayout(window)
    for widget in (name, secret, OptionGrid(cards)):
        column.addWidget(widget)
    qtbot.addWidget(window)
    gun = ScannerGun(is_listening=lambda: opened.is_open, time_of=lambda _: opened.now_ms)
    opened = Counter(window, name, secret, cards, gun)
    gun.scanned.connect(opened.codes.append)
    gun.watch(dressed)
    window.show()
    window.activateWindow()
    name.setFocus()
    yield opened
    gun.stop()


def test_a_scan_is_heard_and_leaves_nothing_in_the_field(counter: Counter) -> None:
    counter.fire(NUMBER)

    assert counter.codes == [NUMBER]
    assert counter.name.text() == ""


def test_a_scan_that_ends_with_tab_moves_no_focus(counter: Counter) -> None:
    counter.fire(NUMBER, end=Qt.Key.Key_Tab)

    assert counter.codes == [NUMBER]
    assert counter.name.hasFocus()


def test_the_digits_of_a_scan_choose_no_answer(counter: Counter) -> None:
    counter.cards[0].setFocus()
    counter.fire("123123123")

    assert counter.codes == ["123123123"]
    assert [card.isChecked() for card in counter.cards] == [False, False, False]


def test_typing_by_hand_arrives_whole(counter: Counter) -> None:
    counter.type_by_hand("lin2026")

    assert counter.name.text() == "lin2026"
    assert counter.codes == []


def test_what_was_typed_by_hand_stays_when_a_scan_follows(counter: Counter) -> None:
    counter.type_by_hand("lin")
    counter.fire(NUMBER)

    assert counter.name.text() == "lin"
    assert counter.codes == [NUMBER]


def test_a_number_key_chooses_at_most_one_gap_late(counter: Counter, qtbot: QtBot) -> None:
    counter.cards[0].setFocus()
    counter.press(ord("2"), "2", gap_ms=200)
    at_once = counter.cards[1].isChecked()
    qtbot.waitUntil(counter.cards[1].isChecked)

    assert not at_once


def test_a_key_held_down_is_never_held_back(counter: Counter) -> None:
    counter.hold_down("7", times=8)
    counter.press(Qt.Key.Key_Return, "\r", gap_ms=33)

    assert counter.name.text() == "77777777"
    assert counter.codes == []


def test_a_field_that_hides_its_text_is_left_alone(counter: Counter) -> None:
    counter.secret.setFocus()
    counter.fire("135790")

    assert counter.secret.text() == "135790"
    assert counter.codes == []


def test_behind_the_closed_door_nothing_is_heard(counter: Counter) -> None:
    counter.is_open = False
    counter.fire(NUMBER)

    assert counter.name.text() == NUMBER
    assert counter.codes == []


def test_a_click_elsewhere_does_not_overtake_a_key(counter: Counter) -> None:
    counter.press(ord("7"), "7", gap_ms=200)
    QTest.mouseClick(counter.secret, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    assert counter.name.text() == "7"


def test_a_changed_focus_takes_no_key_along(counter: Counter) -> None:
    counter.press(ord("7"), "7", gap_ms=200)
    counter.secret.setFocus()

    assert counter.name.text() == "7"
    assert counter.secret.text() == ""


def test_keys_that_come_through_the_window_arrive_once(counter: Counter, qtbot: QtBot) -> None:
    handle = counter.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_7)
    qtbot.waitUntil(lambda: counter.name.text() != "")

    assert counter.name.text() == "7"


def test_a_scan_through_the_window_is_heard_once(counter: Counter, qtbot: QtBot) -> None:
    handle = counter.window.windowHandle()
    assert handle is not None
    with qtbot.waitSignal(counter.gun.scanned):
        fire_through(handle, NUMBER)

    assert counter.codes == [NUMBER]
    assert counter.name.text() == ""
