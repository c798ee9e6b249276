"""One window on one data folder: a second start brings the first to the front and ends.

Two programs on one replica would only meet at its lock, after somebody has typed a secret. So the first start
listens at a place of its own, and the next one leaves a word there: that somebody came again, and
the invitation that came along. The place belongs to the person who is logged in (`XDG_RUNTIME_DIR`, or
the data folder, which nobody else may enter); a place left behind by a killed program is taken over. Where
no place can be made the program opens as ever, and the replica's lock keeps its promise.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCryptographicHash, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MAX_WORD_BYTES: Final = 8_192
_SEEN: Final = b"seen\n"
_CONNECT_MS: Final = 1_000
# A first window that still loads answers between two pieces; on an old laptop those take seconds.
_ANSWER_MS: Final = 8_000
_NAME_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class CameAgain:
    """What a second start has to say: an invitation somebody opened, and its right to come to the front."""

    invitation: Path | None = None
    activation: str = ""  # of Wayland: without it a window may not raise itself


class SingleWindow(QObject):
    """Holds the place of the first window and hears who comes again."""

    came = Signal(CameAgain)

    def __init__(self) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._greet)

    @property
    def is_heard(self) -> bool:
        return self._server.isListening()

    def listen(self, name: str) -> bool:
        return self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _greet(self) -> None:
        visitor = self._server.nextPendingConnection()
        visitor.setParent(self)
        visitor.readyRead.connect(lambda: self._hear(visitor))
        visitor.disconnected.connect(visitor.deleteLater)
        self._hear(visitor)  # what came with the knock itself is announced by no signal

    def _hear(self, visitor: QLocalSocket) -> None:
        if not visitor.canReadLine():
            if visitor.bytesAvailable() > _MAX_WORD_BYTES:
                visitor.abort()
            return
        word = _read_word(bytes(visitor.readLine(_MAX_WORD_BYTES).data()))
        visitor.write(_SEEN)
        visitor.disconnectFromServer()
        if word is not None:
            self.came.emit(word)


def take_place(data_folder: Path, word: CameAgain, *, environment: Mapping[str, str]) -> SingleWindow | None:
    """Take the place of the first window; nothing when another has it, which has heard `word` by now.

    There has to be an application already: sockets wait in its loop.
    """
    name = place_name(data_folder, environment=environment)
    if _tell(name, word):
        return None
    window = SingleWindow()
    if window.listen(name):
        return window
    # Either another start was quicker by a moment, or a killed program has left the place behind.
    if _tell(name, word):
        return None
    QLocalServer.removeServer(name)
    window.listen(name)
    return window


def place_name(data_folder: Path, *, environment: Mapping[str, str]) -> str:
    """Give the place of a data folder: a file only this person can reach, or a pipe on Windows."""
    # Qt's digest and not Python's, which a start has no other use for.
    whole = QCryptographicHash.hash(os.fsencode(data_folder.resolve()), QCryptographicHash.Algorithm.Sha256)
    digest = bytes(whole.toHex().data()).decode()[:_NAME_DIGITS]
    if sys.platform == "win32":
        return f"quancai-{environment.get('USERNAME', '')}-{digest}"
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return str(Path(runtime) / f"quancai-{digest}")
    return str(data_folder.resolve() / "window")


def _tell(name: str, word: CameAgain) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    row = {"invitation": str(word.invitation or ""), "activation": word.activation}
    socket.write(json.dumps(row).encode() + b"\n")
    socket.waitForBytesWritten(_CONNECT_MS)
    is_seen = socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readLine().data()) == _SEEN
    socket.abort()
    return is_seen


def _read_word(line: bytes) -> CameAgain | None:
    try:
        row = json.loads(line)
        invitation, activation = row["invitation"], row["activation"]
    except (ValueError, KeyError, TypeError):
        return None  # another program, or a stranger: not worth a word
    if not isinstance(invitation, str) or not isinstance(activation, str):
        return None
    return CameAgain(Path(invitation) if invitation else None, activation)
