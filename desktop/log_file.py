"""The program's log beside its data: what happened and where in the code, never about whom.

Only our own loggers write here, and an error is written as its kind and the places it
passed: its text may quote a name or an answer, and a log is what people send to support.
"""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

_OURS: Final = frozenset({"quancai", "desktop", "sync", "store", "forms", "employment", "resources"})
_MAX_BYTES: Final = 1_000_000
_KEPT: Final = 2
_LAST_PLACES: Final = 8


class NamelessFormatter(logging.Formatter):
    """Writes errors without their text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(  # noqa: N802 — logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        return f"{kind.__name__ if kind else 'no error'} at {places(trace)}"


def places(trace: TracebackType | None) -> str:
    """Say where an error passed, the last place first: functions and lines only."""
    frames = traceback.extract_tb(trace)[-_LAST_PLACES:]
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))


class _LogFromItsFirstLine(logging.Handler):
    """Makes the file, and loads what turns its pages, with the first line: a start has none to write."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            # It brings the sockets of its network cousins with it.
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415 — see above

            self._file = RotatingFileHandler(
                self._path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8"
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def open_log(path: Path) -> logging.Handler:
    """Make the handler; the file appears with the first line."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _LogFromItsFirstLine(path)
    handler.setFormatter(NamelessFormatter())
    handler.addFilter(lambda record: record.name.partition(".")[0] in _OURS)
    return handler
