"""How long after one officer has saved do the others see it, with fifty computers listening.

Every device is real: an encrypted replica, the exchange of the program, and the wake-up stream on a line of
its own. Devices share townships, a few to each. One saves a new record and exchanges, as the program does
after a form; for each of the others of its township the clock stops when the record is in the replica.
All devices are threads of one process and compete with the server for its processors.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import person_fields
from bench.peer_bench.server import BenchServer, start_server
from store import Store, read_records
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.wake import WakeWatch

_PATIENCE_SECONDS: Final = 60.0
_PAUSE_SECONDS: Final = (
    1.2  # a listener rests for a second after news, so that a flood is not an exchange each
)

Result = TypeVar("Result")


@dataclass
class LiveDevice:
    """A device whose officer is at work: it listens, and exchanges when it is woken."""

    folder: Path
    server: BenchServer
    _waiting: dict[str, Callable[[], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)  # a replica belongs to the thread that opened it
        self.device = self._thread.submit(BenchDevice, self.folder, self.server).result()
        self._line = HttpTransport(self.server.url)
        self._stopping = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def run(self, operation: Callable[[Store], Result]) -> Result:
        """Do something with the replica, on its thread; the listener asks this way."""
        return self._thread.submit(lambda: operation(self.device.store)).result()

    def save(self, record_id: str, draw: random.Random) -> None:
        """Save a new record and exchange."""

        def work() -> None:
            self.device.edit({record_id: person_fields(0, draw)})
            self.device.sync()

        self._thread.submit(work).result()

    def expect(self, record_id: str, seen: Callable[[], None]) -> None:
        """Call `seen` once the record is in the replica."""
        self._waiting[record_id] = seen

    def close(self) -> None:
        self._stopping.set()
        self._line.close()
        self._listener.join(_PATIENCE_SECONDS)
        self._thread.submit(self.device.close).result()
        self._thread.shutdown()

    def _listen(self) -> None:
        clock, entropy = SystemClock(), SystemEntropy()
        watch = WakeWatch(replica=self, transport=self._line, clock=clock, entropy=entropy)
        while not self._stopping.is_set():
            watched = watch.watch_once()
            if watched.has_news and not self._stopping.is_set():
                self._thread.submit(self._exchange).result()
            self._stopping.wait(watched.rest_seconds)

    def _exchange(self) -> None:
        self.device.sync()
        for record_id in read_records(self.device.store, "person", list(self._waiting)):
            self._waiting.pop(record_id)()


def measure_convergence(folder: Path, *, devices: int, sharing: int, saves: int) -> list[float]:
    """Give the seconds from each save to each sight of it by another device of the township."""
    draw = random.Random(13)
    with live_devices(folder, devices=devices, sharing=sharing) as townships:
        seconds = []
        for number in range(saves):
            township = townships[number % len(townships)]
            seconds += _save_and_see(township, f"p-seen-{number:04d}", draw)
            time.sleep(_PAUSE_SECONDS)
    return seconds


@contextmanager
def live_devices(folder: Path, *, devices: int, sharing: int) -> Iterator[list[list[LiveDevice]]]:
    """Let devices join, so many to a township, and listen while inside."""
    folder.mkdir()
    scopes = [f"350583{number // sharing + 1:03d}" for number in range(devices)]
    with ExitStack() as stack:
        server = stack.enter_context(start_server(folder / "server", scopes=scopes))
        crowd = []
        for number in range(devices):
            one = LiveDevice(folder / f"d{number}", server)
            stack.callback(one.close)
            crowd.append(one)
        time.sleep(2 * _PAUSE_SECONDS)
        # Invitations are handed out from the end, so neighbours in the list share a township from there.
        crowd.reverse()
        yield [crowd[place : place + sharing] for place in range(0, devices, sharing)]


def _save_and_see(township: Sequence[LiveDevice], record_id: str, draw: random.Random) -> list[float]:
    writer, *readers = draw.sample(township, len(township))
    seen: list[float] = []
    all_saw = threading.Semaphore(0)

    def see() -> None:
        seen.append(time.perf_counter())
        all_saw.release()

    for one in readers:
        one.expect(record_id, see)
    began = time.perf_counter()
    writer.save(record_id, draw)
    for _ in readers:
        if not all_saw.acquire(timeout=_PATIENCE_SECONDS):
            raise TimeoutError(record_id)
    return [at - began for at in seen]
