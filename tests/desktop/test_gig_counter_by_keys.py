"""The counter by keyboard and scanner only: ten people, a newcomer among them, and no mouse."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.capture.scanner_gun import ScannerGun
from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_view import GigView
from desktop.gig.questions import COUNTY, ID_NUMBER, NAME, PAY, PHONE, TOWN, TRADES, VILLAGE
from desktop.shell.main_window import MainWindow
from resources.words import Words
from tests.desktop.gig_screens import counter_page
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, XIANGSHAN, FakeGigCounter, was_here
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.local_records import id_number

DAY_MS = 86_400_000
NUMBERS = [id_number(f"3505821985{month:02d}1200{month}") for month in range(1, 10)]


@dataclass
class Hands:
    """Ten fingers and a gun; nothing else reaches the program."""

    window: MainWindow
    view: GigView
    presenter: GigPresenter
    counter: FakeGigCounter
    gun: ScannerGun
    now_ms: float = 0
    pressed: int = 0

    @property
    def focus(self) -> QWidget:
        focused = self.window.focusWidget()
        assert focused is not None
        return focused

    def fire(self, code: str) -> None:
        self.now_ms += 1_000
        for letter in (*code, "\r"):
            self.now_ms += 8
            key = Qt.Key.Key_Return if letter == "\r" else ord(letter)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(
                    self.focus, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                )

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.now_ms += 150
            self.pressed += 1
            QTest.keyClick(self.focus, key)
            self.settle()

    def digits(self, text: str) -> None:
        self.press(*(Qt.Key(ord(digit)) for digit in text))

    def write(self, text: str) -> None:
        """Write as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def settle(self) -> None:
        """Let the gun's patience run out: what is held belongs to a person."""
        self.gun.let_go()
        QApplication.processEvents()


@pytest.fixture
def hands(dressed: QApplication, words: Words) -> Iterator[Hands]:
    window, view, presenter, counter = counter_page(words)
    gun = ScannerGun(is_listening=lambda: True, time_of=lambda _: opened.now_ms)
    opened = Hands(window, view, presenter, counter, gun)
    opened.gun.scanned.connect(presenter.arrive)
    opened.gun.watch(dressed)
    window.resize(1366, 690)
    window.show()
    window.activateWindow()
    view.setFocus()
    yield opened
    opened.gun.stop()
    window.close()
    shiboken6.delete(window)


def serve_somebody_who_was_here(hands: Hands, number: str) -> None:
    hands.fire(number)
    hands.digits("111")
    hands.press(Qt.Key.Key_F9)


def serve_them_all(hands: Hands, *numbers: str) -> None:
    for number in numbers:
        serve_somebody_who_was_here(hands, number)


def test_somebody_who_was_here_before_takes_a_scan_and_four_keys(hands: Hands) -> None:
    serve_somebody_who_was_here(hands, LIN_NUMBER)

    [(subject, form)] = hands.counter.submitted
    assert subject == "g-00000000000000000000000000000001"
    assert (form.values[TRADES], form.values[PAY], form.values[PHONE]) == ("07 21", "260", "13855077721")
    assert hands.presenter.registration is None


def test_ten_people_by_keyboard_only(hands: Hands) -> None:
    hands.counter.past.registrations.extend(
        was_here(
            10 + at,
            f"陈{name}",
            "10",
            at_ms=STORY_STARTS_MS - DAY_MS,
            said={ID_NUMBER: number, PHONE: f"1390000{at:04d}", PAY: "220"},
        )
        for at, (name, number) in enumerate(zip("一二三四五六七八九", NUMBERS, strict=True))
    )
    serve_them_all(hands, LIN_NUMBER, *NUMBERS)

    assert len(hands.counter.submitted) == 10
    assert {form.values[ID_NUMBER] for _, form in hands.counter.submitted} == {LIN_NUMBER, *NUMBERS}


def test_a_newcomer_is_registered_without_a_mouse(hands: Hands) -> None:
    hands.fire(NEW_NUMBER)
    hands.digits("111")
    hands.write("蒋国珍")
    hands.press(Qt.Key.Key_Return)
    hands.digits("32")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    hands.digits("280")
    hands.press(Qt.Key.Key_Return)
    hands.digits("13612345678")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    hands.digits("19")
    hands.digits("8")
    hands.press(Qt.Key.Key_Return)
    hands.digits("0124")
    hands.press(Qt.Key.Key_Return)
    hands.digits("1")
    hands.write("蒋国强")
    hands.press(Qt.Key.Key_Return)
    hands.digits("13900001111")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Return)

    [(subject, form)] = hands.counter.submitted
    assert subject.startswith("g-")
    assert form.values[NAME] == "蒋国珍"
    assert form.values[VILLAGE] == XIANGSHAN
    assert form.values["/gig_register/cap/key_group"] == "none"
    assert form.values["/gig_register/pay/ins"] == "2 4"
    assert hands.presenter.registration is None
    # Beside the two names, which an input method writes: the count that stands in docs/screens.md.
    assert hands.pressed == 49


def test_a_key_in_a_closed_list_is_looked_at_before_enter_takes_it(hands: Hands) -> None:
    hands.fire(NEW_NUMBER)
    hands.digits("111")
    hands.write("蒋国珍")
    hands.press(Qt.Key.Key_Return)
    hands.digits("32")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    hands.digits("280")
    hands.press(Qt.Key.Key_Return)
    hands.digits("13612345678")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    hands.digits("2")  # another place than the window's own village
    hands.digits("12")
    registration = hands.presenter.registration
    assert registration is not None
    chosen, after = registration.text(COUNTY), registration.text(TOWN)
    hands.press(Qt.Key.Key_Return)
    hands.digits("1")

    assert (chosen != "", after) == (True, "")
    assert registration.text(COUNTY) == chosen
    assert registration.text(TOWN) != ""


def test_a_returning_worker_takes_four_keys(hands: Hands) -> None:
    serve_somebody_who_was_here(hands, LIN_NUMBER)

    assert hands.pressed == 4


def test_an_enter_after_each_number_key_changes_nothing(hands: Hands) -> None:
    hands.fire(LIN_NUMBER)
    for_habit = [Qt.Key.Key_1, Qt.Key.Key_Return] * 3
    hands.press(*for_habit, Qt.Key.Key_F9)

    [(subject, _)] = hands.counter.submitted
    assert subject == "g-00000000000000000000000000000001"


def test_backspace_leads_back_from_a_choice_and_from_an_empty_line(hands: Hands) -> None:
    hands.fire(NEW_NUMBER)
    hands.digits("111")
    hands.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    asked_again = hands.presenter.registration
    hands.digits("1")
    hands.write("蒋国珍")
    hands.press(Qt.Key.Key_Return)

    assert asked_again is not None
    assert asked_again.text(NAME) == "蒋国珍"
    assert asked_again.stopping()


def test_whoever_is_scanned_meanwhile_comes_next_without_another_scan(hands: Hands) -> None:
    hands.fire(NEW_NUMBER)
    hands.fire(LIN_NUMBER)
    hands.press(Qt.Key.Key_Escape)

    registration = hands.presenter.registration
    assert registration is not None
    assert registration.text(ID_NUMBER) == LIN_NUMBER


def test_typing_at_the_empty_counter_finds_somebody(hands: Hands) -> None:
    hands.digits("13855077721")
    hands.press(Qt.Key.Key_Return)

    registration = hands.presenter.registration
    assert registration is not None
    assert registration.text(NAME) == "林志强"
