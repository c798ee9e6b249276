"""A wrong PIN is seen at once: the dots turn red, and shake where movement is welcome."""

import pytest
from PySide6.QtCore import QVariantAnimation
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.shell import pin_pad
from desktop.shell.pin_pad import PinDots
from desktop.theme import current_theme
from desktop.tokens import Tone

RUNNING, STOPPED = QVariantAnimation.State.Running, QVariantAnimation.State.Stopped


@pytest.fixture
def dots(dressed: QApplication, qtbot: QtBot) -> PinDots:
    shown = PinDots(6)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def picture(dots: PinDots) -> QImage:
    return dots.grab().toImage()


def test_a_wrong_pin_shakes_once_and_ends_where_it_began(
    dots: PinDots, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pin_pad, "is_motion_wanted", lambda: True)
    with qtbot.waitSignal(dots.shake.finished):
        dots.show_filled(6, is_wrong=True, name="")
        dots.shake.setCurrentTime(40)  # a twelfth of the way: well to one side
        moved = picture(dots)

    still = picture(dots)
    middle = still.pixelColor(still.width() // 12, still.height() // 2)
    assert moved != still
    assert middle == QColor(current_theme().tone(Tone.DANGER).text)


def test_where_less_motion_is_wished_the_dots_only_turn_red(
    dots: PinDots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pin_pad, "is_motion_wanted", lambda: False)

    dots.show_filled(6, is_wrong=True, name="")

    assert dots.shake.state() is STOPPED


def test_the_next_digit_ends_the_shaking(dots: PinDots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_pad, "is_motion_wanted", lambda: True)
    dots.show_filled(6, is_wrong=True, name="")
    begun = dots.shake.state()

    dots.show_filled(1, is_wrong=False, name="")

    assert (begun, dots.shake.state()) == (RUNNING, STOPPED)
