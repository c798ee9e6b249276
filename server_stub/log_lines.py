"""How the server writes its log: one line an event, for people or as JSON for a collector.

Messages hold ids and codes only, by the rule of every module. What a foreign error says
about itself may hold anything, so of an error only its type and the places it passed are
written, never its words.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Final, TypeAlias

_ExceptionParts: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
_MOST_PLACES: Final = 12


class LogFormat(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"


class TextLines(logging.Formatter):
    """Lines for people; the service unit's journal adds the time."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")

    def formatException(self, ei: _ExceptionParts) -> str:  # noqa: N802 - the library's name
        return "\n".join(_places(ei))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and of an error its type and places."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info is not None:
            line["error"] = _places(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_log(log_format: LogFormat) -> None:
    """Write this process's log to standard error in one form, the library's lines included."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if log_format is LogFormat.JSON else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _places(parts: _ExceptionParts) -> list[str]:
    kind, _, trace = parts
    frames = traceback.extract_tb(trace)[-_MOST_PLACES:]
    return [
        "nothing" if kind is None else kind.__name__,
        *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
    ]
