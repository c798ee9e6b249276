"""Being woken starts an exchange; closing does not wait for a question that is held."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.wake_listener import WakeListener
from sync.wake import Watched


class HeldWatch:
    """A question that is held until the test answers it."""

    def __init__(self) -> None:
        self.answered, self.asked = threading.Event(), threading.Event()
        self.has_news = False
        self.is_closed = False

    def watch_once(self) -> Watched:
        self.asked.set()
        self.answered.wait(60)
        self.answered.clear()
        return Watched(self.has_news, rest_seconds=0.0)

    def close(self) -> None:
        self.is_closed = True
        self.answered.set()


@pytest.fixture
def watch() -> HeldWatch:
    return HeldWatch()


@pytest.fixture
def listener(qtbot: QtBot, watch: HeldWatch) -> Iterator[WakeListener]:
    listener = WakeListener(lambda: watch)
    yield listener
    listener.ask_to_stop()


def test_news_is_said_on_the_windows_thread(listener: WakeListener, watch: HeldWatch, qtbot: QtBot) -> None:
    heard_on: list[int] = []
    listener.woken.connect(lambda: heard_on.append(threading.get_ident()))
    listener.start()
    watch.has_news = True

    with qtbot.waitSignal(listener.woken):
        watch.answered.set()

    qtbot.waitUntil(lambda: heard_on != [])
    assert set(heard_on) == {threading.get_ident()}


def test_stopping_shuts_the_line_and_the_thread_ends(listener: WakeListener, watch: HeldWatch) -> None:
    listener.start()
    assert watch.asked.wait(60)

    listener.ask_to_stop()

    assert watch.is_closed
    thread = listener._thread
    assert thread is not None
    thread.join(60)
    assert not thread.is_alive()
