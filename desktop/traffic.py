"""How much this computer sent and received, counted where it passes.

Counted are the request and answer lines, headers and bodies as we hand them over and take
them; what the encrypted connection itself adds is not, and the page says so. A day and a
month end at midnight here. The count, and when an exchange last succeeded, is kept beside the
replica and names nobody.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock

from desktop.moments import local_time
from sync.adapters.private_file import write_private_file
from sync.ports import Clock, OpenAnswer, OpenEndedTransport, Request, Response, Transport

_VERSION = 1
_LINE = 4  # ": " and the end of a line


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes of the day and the month named; up is what was sent."""

    day: str = ""
    day_up: int = 0
    day_down: int = 0
    month_up: int = 0
    month_down: int = 0
    last_success_ms: int = 0  # of an exchange; 0: none yet

    def on(self, day: str) -> "Traffic":
        """Give the count as of a day: nothing yet on a new one, or in a new month."""
        if day == self.day:
            return self
        fresh = replace(self, day=day, day_up=0, day_down=0)
        return fresh if day[:7] == self.day[:7] else replace(fresh, month_up=0, month_down=0)

    def with_more(self, *, up: int, down: int) -> "Traffic":
        return replace(
            self,
            day_up=self.day_up + up,
            day_down=self.day_down + down,
            month_up=self.month_up + up,
            month_down=self.month_down + down,
        )


class TrafficMeter:
    """Counts from any thread; `keep` writes the count down."""

    def __init__(self, path: Path, *, clock: Clock) -> None:
        self._path, self._clock, self._lock = path, clock, Lock()
        self._traffic = _read(path)
        self._is_kept = True

    def now(self) -> Traffic:
        with self._lock:
            self._traffic = self._traffic.on(self._today())
            return self._traffic

    def add(self, *, up: int = 0, down: int = 0) -> None:
        with self._lock:
            self._traffic = self._traffic.on(self._today()).with_more(up=up, down=down)

    def note_success(self, at_ms: int) -> None:
        """Take in that an exchange has done all it wanted."""
        with self._lock:
            self._traffic = replace(self._traffic, last_success_ms=at_ms)

    def keep(self) -> None:
        """Write the count down; a full disk costs the count of this run and nothing else."""
        if not self._is_kept:
            return
        with suppress(OSError):
            kept = json.dumps({"version": _VERSION, **asdict(self.now())}).encode()
            write_private_file(self._path, kept)

    def forget(self) -> None:
        """Write nothing down any more: what was written is erased with everything else."""
        self._is_kept = False

    def on(self, connect: Callable[[str], Transport]) -> Callable[[str], Transport]:
        """Give a way to connect whose lines are counted."""

        def connect_counted(address: str) -> Transport:
            line = connect(address)
            return _OpenLine(line, self) if isinstance(line, OpenEndedTransport) else _Line(line, self)

        return connect_counted

    def _today(self) -> str:
        return f"{local_time(self._clock.now_ms()):%Y-%m-%d}"


class _Line:
    """A transport that tells the meter what passes."""

    def __init__(self, line: Transport, meter: TrafficMeter) -> None:
        self._line, self._meter = line, meter

    def exchange(self, request: Request) -> Response:
        self._meter.add(up=_size_of_question(request))
        response = self._line.exchange(request)
        self._meter.add(down=_size_of_lines(response.headers) + len(response.body))
        return response

    def close(self) -> None:
        self._line.close()


class _OpenLine(_Line):
    """The same for a transport that can keep an answer open."""

    def open(self, request: Request) -> OpenAnswer:
        line = self._line
        if not isinstance(line, OpenEndedTransport):
            raise TypeError(type(line).__name__)
        self._meter.add(up=_size_of_question(request))
        answer = line.open(request)
        self._meter.add(down=_size_of_lines(answer.headers))
        return OpenAnswer(answer.status, answer.headers, self._counted(answer.chunks))

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._meter.add(down=len(chunk))
            yield chunk


def _size_of_question(request: Request) -> int:
    first = len(request.method) + len(request.target.encode())
    return first + _size_of_lines(request.headers) + len(request.body)


def _size_of_lines(headers: Mapping[str, str]) -> int:
    return sum(len(name.encode()) + len(value.encode()) + _LINE for name, value in headers.items())


def _read(path: Path) -> Traffic:
    """Read the count; a file that cannot be used has counted nothing."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Traffic()
    if not isinstance(kept, Mapping) or not isinstance(kept.get("day"), str):
        return Traffic()
    names = ("day_up", "day_down", "month_up", "month_down", "last_success_ms")
    counts = {name: kept.get(name) for name in names}
    numbers = {name: count for name, count in counts.items() if isinstance(count, int) and count >= 0}
    return Traffic(str(kept["day"]), **numbers)
