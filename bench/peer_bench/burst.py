"""Many devices at once: each has finished twenty records and pushes them in the same moment.

Twice: as whole exchanges of the program (seal, keep, post, keep the receipt), all devices on
threads of one Python process that competes with the server for the cores; and as fifty computers
would, each of which has a processor of its own: every device seals by itself, timed one after the
other, and then all hand over in the same moment. `sealed_before` is from request to receipt of that,
`apart` each device's own sealing with its own handing over, until the receipt is kept.
"""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.forms_bench.measuring import percentile
from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import person_fields
from bench.peer_bench.server import BenchServer

EACH = 20

Result = TypeVar("Result")


class Client:
    """A device on a thread of its own, because a replica belongs to the thread that opened it."""

    def __init__(self, folder: Path, server: BenchServer) -> None:
        self._thread = ThreadPoolExecutor(1)
        self.device = self._thread.submit(BenchDevice, folder, server).result()

    def begin(self, work: Callable[[], Result]) -> "Future[Result]":
        return self._thread.submit(work)

    def do(self, work: Callable[[], Result]) -> Result:
        return self._thread.submit(work).result()

    def close(self) -> None:
        self.do(self.device.close)
        self._thread.shutdown()


def burst(folder: Path, server: BenchServer, *, clients: int, bursts: int) -> dict[str, object]:
    """Give the median and the 95th percentile over all clients of all bursts, in milliseconds."""
    draw = random.Random(11)
    crowd = [Client(folder / f"c{number}", server) for number in range(clients)]
    server.settle()
    whole: list[float] = []
    posted: list[float] = []
    apart: list[float] = []
    for number in range(bursts):
        _finish(crowd, f"w{number}", draw)
        whole += _at_once(crowd, [one.device.sync_until_sent for one in crowd])
        server.settle()
        _finish(crowd, f"p{number}", draw)
        sealed = [one.do(one.device.seal) for one in crowd]
        sent = _at_once(crowd, [one.device.send_sealed for one in crowd])
        posted += [one.to_receipt_s for one in sent]
        apart += [seconds + one.kept_s for seconds, one in zip(sealed, sent, strict=True)]
        server.settle()
        for one in crowd:
            one.do(one.device.sync)
    applied = all(one.begin(one.device.all_applied).result() for one in crowd)
    for one in crowd:
        one.close()
    times = {"exchange": whole, "apart": apart, "sealed_before": posted}
    return {"burst": {**{name: _summary(one) for name, one in times.items()}, "all_applied": applied}}


def _finish(crowd: Sequence[Client], name: str, draw: random.Random) -> None:
    for place, one in enumerate(crowd):
        people = {f"{name}-{place}-{record}": person_fields(record, draw) for record in range(EACH)}
        one.do(partial(one.device.edit, people))


def _at_once(crowd: Sequence[Client], work: Sequence[Callable[[], Result]]) -> list[Result]:
    return [one.result() for one in [client.begin(act) for client, act in zip(crowd, work, strict=True)]]


def _summary(seconds: Sequence[float]) -> dict[str, float]:
    times = [1_000 * one for one in seconds]
    return {"p50_ms": percentile(times, 50), "p95_ms": percentile(times, 95)}
