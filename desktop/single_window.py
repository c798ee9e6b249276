"""One window on one data folder: a second start brings the first to the front and ends.

Two programs on one replica would only meet at its lock, after somebody has typed a secret. So the first
start takes a place of its own, and the next one leaves a word there: that somebody came again, and the
invitation that came along. Whose place it is a lock file says, which costs a start next to nothing. Listening
there costs what Qt's network costs, so the first window begins with it when its door stands, and a start that
comes in between waits for it. The place belongs to the person who is logged in (`XDG_RUNTIME_DIR`, or the
data folder, which nobody else may enter); one left behind by a killed program is taken over. Where no place
can be made the program opens as ever, and the replica's lock keeps its promise.
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import source_hash
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MAX_WORD_BYTES: Final = 8_192
_SEEN: Final = b"seen\n"
_CONNECT_MS: Final = 1_000
# A first window that still loads answers between two pieces; on an old laptop those take seconds.
_ANSWER_MS: Final = 8_000
# How often and how long apart a start knocks at a place that is taken and where nobody listens yet.
_KNOCKS: Final = 100
_BETWEEN_KNOCKS_MS: Final = 100


@dataclass(frozen=True, slots=True)
class CameAgain:
    """What a second start has to say: an invitation somebody opened, and its right to come to the front."""

    invitation: Path | None = None
    activation: str = ""  # of Wayland: without it a window may not raise itself


class SingleWindow(QObject):
    """Holds the place of the first window and hears who comes again."""

    came = Signal(CameAgain)

    def __init__(self, name: str, *, held_by: QLockFile | None) -> None:
        super().__init__()
        self._name, self._lock = name, held_by
        self._server: QLocalServer | None = None

    @property
    def is_heard(self) -> bool:
        return self._server is not None and self._server.isListening()

    def listen(self) -> None:
        """Hear from now on who comes again; without the place there is nothing to hear."""
        if self._lock is None or self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 — the door comes up without it

        self._server = server = QLocalServer(self)
        server.newConnection.connect(self._greet)
        if not server.listen(self._name):
            # A killed program has left it behind: whoever still runs would have the lock.
            QLocalServer.removeServer(self._name)
            server.listen(self._name)

    def close(self) -> None:
        """Give the place up."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.unlock()

    def _greet(self) -> None:
        if self._server is None:
            return
        visitor = self._server.nextPendingConnection()
        visitor.setParent(self)
        visitor.readyRead.connect(lambda: self._hear(visitor))
        visitor.disconnected.connect(visitor.deleteLater)
        self._hear(visitor)  # what came with the knock itself is announced by no signal

    def _hear(self, visitor: "QLocalSocket") -> None:
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
    lock = QLockFile(_lock_name(name))
    lock.setStaleLockTime(0)  # never by its age: a window stays open for days
    for knock in range(_KNOCKS):
        if lock.tryLock(_BETWEEN_KNOCKS_MS if knock else 0):
            return SingleWindow(name, held_by=lock)
        if lock.error() is not QLockFile.LockError.LockFailedError:
            break
        visit = _knock(name)
        if visit is not None and _tell(visit, word):
            return None
        if visit is not None:
            break
    return SingleWindow(name, held_by=None)


def place_name(data_folder: Path, *, environment: Mapping[str, str]) -> str:
    """Give the place of a data folder: a file only this person can reach, or a pipe on Windows."""
    # Any digest tells two folders apart; this one is there already, where a start has no use for another.
    digest = source_hash(os.fsencode(data_folder.resolve())).hex()
    if sys.platform == "win32":
        return f"quancai-{environment.get('USERNAME', '')}-{digest}"
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return str(Path(runtime) / f"quancai-{digest}")
    return str(data_folder.resolve() / "window")


def _lock_name(name: str) -> str:
    if sys.platform == "win32":  # a pipe lies nowhere; the folder for passing files is the person's own
        return str(Path(tempfile.gettempdir()) / f"{name}.lock")
    return f"{name}.lock"


def _knock(name: str) -> "QLocalSocket | None":
    """Give the line to whoever listens at a place, if somebody does."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 — only a second start comes here

    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket if socket.waitForConnected(_CONNECT_MS) else None


def _tell(socket: "QLocalSocket", word: CameAgain) -> bool:
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
