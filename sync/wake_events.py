"""The wake-up stream: one event each time something new waits, and nothing but two numbers in it.

    GET /v1/wake    signed    -> text/event-stream of `data: {"epoch": 7, "head": 123}`

It is server-sent events (WHATWG HTML, 9.2) cut to what we need: `data` lines and blank
lines; comments keep the line alive. The first event comes at once, so that whoever hears
none knows of a proxy that holds answers back, and asks held questions instead.
"""

import json
from dataclasses import dataclass
from typing import Final

from sync.cbor import MAX_INTEGER
from sync.errors import MessageMalformedError

WAKE_PATH: Final = "/v1/wake"
EVENTS_TYPE: Final = "text/event-stream"
# A comment is sent after this long in silence: some proxies cut a silent line after thirty seconds.
HEARTBEAT_SECONDS: Final = 20
HEARTBEAT: Final = b":\n\n"
_MAX_LINE_BYTES: Final = 1_024


@dataclass(frozen=True, slots=True)
class WakeCall:
    """The last position there is for the listener, and the newest registry's version."""

    head: int
    epoch: int


def encode_wake(call: WakeCall) -> bytes:
    return f"data: {json.dumps({'epoch': call.epoch, 'head': call.head})}\n\n".encode()


class WakeReader:
    """Takes bytes as they arrive and gives the calls that are complete."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, chunk: bytes) -> tuple[WakeCall, ...]:
        """Read on.

        Raises:
            MessageMalformedError: not events of ours, or a line without end.

        """
        *lines, self._begun = (self._begun + chunk).replace(b"\r", b"").split(b"\n")
        if len(self._begun) > _MAX_LINE_BYTES:
            raise MessageMalformedError(part="wake")
        return tuple(_read_call(line[5:]) for line in lines if line.startswith(b"data:"))


def _read_call(data: bytes) -> WakeCall:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MessageMalformedError(part="wake") from error
    if not isinstance(said, dict) or not _is_count(said.get("head")) or not _is_count(said.get("epoch")):
        raise MessageMalformedError(part="wake")
    return WakeCall(said["head"], said["epoch"])


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INTEGER
