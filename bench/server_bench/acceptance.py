"""How many envelopes a second the relay accepts durably, beside what its database takes from its own driver.

For each number of devices: everybody as fast as answers come, which gives the rate, and then at half of
that rate, which gives the waiting time of a server that is not overloaded; and once more as fast as answers
come, with up to sixteen of a device's envelopes in each request. The rows of a pass are put into empty
databases of the same kind afterwards, twice: one row a commit, which is the driver's way to the same
promise - each row is flushed before anybody is told that it is kept - and in groups as large as the relay's
were, which is all that the database itself can take.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.server_bench.databases import Places
from bench.server_bench.fleet import (
    Content,
    SealingDevice,
    found_city,
    mean_size,
    publish_registry,
    seal_queues,
    write_queues,
)
from bench.server_bench.raw_insert import Row, insert_rate, newest_position, read_rows
from bench.server_bench.relay_process import ROOT, Watched, serving_relay
from sync.posting import MOST_TOGETHER

_LONGEST_SECONDS = 900
_ROWS_ONE_BY_ONE = 2_000  # enough for a rate, as each waits for the disk
MANY = MOST_TOGETHER


@dataclass(frozen=True, slots=True)
class Accepted:
    """One number of devices. Times are from the request's first byte to the receipt's last."""

    devices: int
    accepted_ratio: float  # of the raw insert rate with a commit for every row
    accepted_ratio_grouped: float  # of that in groups as large as the relay's
    accepted_per_s: float
    accepted_per_s_many: float  # the same, posted up to `MANY` to a request
    accepted_ratio_many: float  # of the raw insert rate with a commit for every row
    accepted_ratio_many_grouped: float  # of that in groups as large as the relay's were then
    many_ratio: float  # of the rate of one to a request
    server_cpu_ms_many: float  # for an envelope
    many_p95_ms: float  # until a whole request is answered, under that flood
    raw_each_per_s: float
    raw_grouped_per_s: float
    raw_grouped_per_s_many: float
    group: float  # envelopes in a commit, on average
    group_many: float
    server_cpu_ms: float  # for an envelope
    client_cpu_ms: float
    flood_p95_ms: float  # while everybody sends as fast as answers come
    p95_ms: float  # at half the rate
    p50_ms: float
    offered_per_s: float
    told_to_wait: int
    rss_mb: float


@dataclass(frozen=True, slots=True)
class _Pass:
    """What the load generator told of one pass, the rows it left, and what it took of the relay."""

    told: dict[str, Any]
    rows: list[Row]
    group: float
    server_cpu_ms: float

    @property
    def rate(self) -> float:
        return len(self.rows) / float(self.told["wall_s"])


@dataclass
class Acceptance:
    """One relay, and a city of devices that outlast every number asked for."""

    folder: Path
    places: Places
    envelopes: int
    content: Content

    def measure(self, counts: Sequence[int]) -> tuple[list[Accepted], float]:
        """Give the figures for each number of devices, and the bytes of an envelope on average."""
        devices = found_city(self.folder, devices=max(counts))
        draw, sizes, figures = random.Random(7), [], []
        with serving_relay(self.folder) as relay:
            publish_registry(self.folder, relay.url)
            for count in counts:
                one, size = self._measure(relay, devices[:count], draw)
                figures.append(one)
                sizes.append(size)
        return figures, sum(sizes) / len(sizes)

    def _measure(
        self, relay: Watched, devices: Sequence[SealingDevice], draw: random.Random
    ) -> tuple[Accepted, float]:
        queues = [
            seal_queues(devices, envelopes=self.envelopes, content=self.content, draw=draw) for _ in range(3)
        ]
        flood = self._pass(relay, queues[0])
        paced = self._load(relay, queues[1], "--a-second", str(flood.rate / 2))
        many = self._pass(relay, queues[2], "--together", str(MANY))
        raw_each = insert_rate(self.places.new(), flood.rows[:_ROWS_ONE_BY_ONE], group=1)
        raw_grouped, raw_grouped_many = self._grouped_rate(flood), self._grouped_rate(many)
        figures = Accepted(
            devices=len(devices),
            accepted_ratio=round(flood.rate / raw_each, 3),
            accepted_ratio_grouped=round(flood.rate / raw_grouped, 3),
            accepted_per_s=round(flood.rate, 1),
            accepted_per_s_many=round(many.rate, 1),
            accepted_ratio_many=round(many.rate / raw_each, 3),
            accepted_ratio_many_grouped=round(many.rate / raw_grouped_many, 3),
            many_ratio=round(many.rate / flood.rate, 3),
            server_cpu_ms_many=many.server_cpu_ms,
            many_p95_ms=percentile(many.told["ms"], 95),
            raw_each_per_s=round(raw_each, 1),
            raw_grouped_per_s=round(raw_grouped, 1),
            raw_grouped_per_s_many=round(raw_grouped_many, 1),
            group=round(flood.group, 1),
            group_many=round(many.group, 1),
            server_cpu_ms=flood.server_cpu_ms,
            client_cpu_ms=round(flood.told["cpu_s"] / len(flood.rows) * 1000, 3),
            flood_p95_ms=percentile(flood.told["ms"], 95),
            p95_ms=percentile(paced["ms"], 95),
            p50_ms=percentile(paced["ms"], 50),
            offered_per_s=round(flood.rate / 2, 1),
            told_to_wait=flood.told["told_to_wait"] + paced["told_to_wait"],
            rss_mb=round(relay.rss_mb(), 1),
        )
        return figures, mean_size(queues[0])

    def _pass(self, relay: Watched, queues: Sequence[Sequence[bytes]], *options: str) -> "_Pass":
        """Have everything posted as fast as answers come."""
        before = newest_position(self.places.relay)
        commits, cpu = relay.commits(), relay.cpu_s()
        told = self._load(relay, queues, *options)
        commits, cpu = relay.commits() - commits, relay.cpu_s() - cpu
        rows = read_rows(self.places.relay, after=before)
        assert len(rows) == told["accepted"], (len(rows), told["accepted"])
        return _Pass(told, rows, len(rows) / max(1, commits), round(cpu / len(rows) * 1000, 3))

    def _grouped_rate(self, done: "_Pass") -> float:
        return insert_rate(self.places.new(), done.rows, group=max(1, round(done.group)))

    def _load(self, relay: Watched, queues: Sequence[Sequence[bytes]], *options: str) -> dict[str, Any]:
        path = self.folder / "queues"
        write_queues(path, queues)
        done = subprocess.run(  # noqa: S603 - this program
            [sys.executable, "-m", "bench.server_bench.load", str(relay.port), str(path), *options],
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            timeout=_LONGEST_SECONDS,
        )
        figures: dict[str, Any] = json.loads(done.stdout)
        return figures


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)
