"""A computer left alone locks itself; nobody who works is locked out."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.idle_lock import IdleLock
from tests.fakes.clock import FakeClock

PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Watch:
    lock: IdleLock
    clock: FakeClock
    said: list[str] = field(default_factory=list)
    is_open: bool = True

    def after(self, seconds: float) -> list[str]:
        self.clock.advance(seconds)
        self.lock.look()
        return self.said


@pytest.fixture
def watch(dressed: QApplication, clock: FakeClock) -> Watch:
    made = Watch(IdleLock(clock=clock, minutes=10, is_open=lambda: made.is_open), clock)
    made.lock.due.connect(lambda: made.said.append("locked"))
    made.lock.warned.connect(lambda seconds: made.said.append(f"in {seconds} s"))
    return made


def key(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, PLAIN, "a"))


def move(widget: QWidget) -> None:
    at, none = QPointF(1, 1), Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, PLAIN))


def test_ten_minutes_without_a_touch_lock(watch: Watch) -> None:
    assert watch.after(599) == ["in 1 s"]
    assert watch.after(1) == ["in 1 s", "locked"]


def test_one_word_comes_half_a_minute_before(watch: Watch) -> None:
    assert watch.after(569) == []
    assert watch.after(1) == ["in 30 s"]
    assert watch.after(5) == ["in 30 s"]


@pytest.mark.parametrize("touch", [key, move])
def test_any_key_or_movement_begins_the_wait_anew(
    watch: Watch, touch: Callable[[QWidget], None], dressed: QApplication
) -> None:
    widget = QWidget()
    watch.lock.watch(dressed)
    watch.after(580)

    touch(widget)

    assert watch.after(569) == ["in 20 s"]
    assert watch.after(31) == ["in 20 s", "locked"]
    watch.lock.stop()


def test_locked_door_is_not_locked_again(watch: Watch) -> None:
    watch.is_open = False

    assert watch.after(100_000) == []


def test_wait_begins_when_somebody_comes_in(watch: Watch) -> None:
    watch.is_open = False
    watch.after(100_000)
    watch.is_open = True

    assert watch.after(500) == []


def test_clock_set_forward_locks_nobody_out(watch: Watch) -> None:
    watch.clock.set_wall(watch.clock.now_ms() + 86_400_000)

    assert watch.after(1) == []


def test_chosen_minutes_count_at_once(watch: Watch) -> None:
    watch.lock.minutes = 5

    assert watch.after(300) == ["locked"]
