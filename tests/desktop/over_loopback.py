"""A working day over a real line: the office's relay behind a loopback socket, and keys pressed as hands do.

Inside `on_the_line` the window and the office reach the relay by HTTP and by nothing else. Before and
after it nobody listens there, so whoever asks is refused by the computer's own network.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sync.adapters.http_transport import HttpTransport
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import Office
from tests.server_stub.live_relay import serving


@contextmanager
def on_the_line(office: Office, *desks: AtTheDesk) -> Iterator[None]:
    """Serve the relay; the office, and everybody at these desks, reach it by the socket."""
    with serving(office.relay_app) as live:
        lines = [HttpTransport(f"http://127.0.0.1:{live.port}") for _ in range(len(desks) + 1)]
        office.wire.server = lines[0].exchange
        for desk, line in zip(desks, lines[1:], strict=True):
            desk.wire.server = line.exchange
        yield
        for desk in desks:
            pull_the_cable(desk)
    for line in lines:
        line.close()


def pull_the_cable(desk: AtTheDesk) -> None:
    """Let the window ask where nobody listens."""
    desk.wire.server = HttpTransport(f"http://127.0.0.1:{_silent_port()}").exchange


def exchange(desk: AtTheDesk) -> None:
    """Push, let the office work, and fetch its answers."""
    desk.sync()
    desk.office.desk.run_once()
    desk.sync()


def _silent_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class Keyboard:
    """Ten fingers and a scanner gun on one computer, and no mouse."""

    desk: AtTheDesk
    now_ms: int = 1_000

    @property
    def focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def fire(self, code: str) -> None:
        """Scan: every key 8 ms after the one before, and Enter at the end."""
        self.now_ms += 1_000
        for letter in (*code, "\r"):
            self.now_ms += 8
            self._send(Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter)), letter)

    def digits(self, text: str) -> None:
        for digit in text:
            self.now_ms += 150
            self._send(Qt.Key(ord(digit)), digit)
            self.desk.program.work.gun.gun.let_go()

    def press(self, key: Qt.Key) -> None:
        self.now_ms += 150
        QTest.keyClick(self.focus, key)

    def _send(self, key: Qt.Key, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(self.focus, event)
