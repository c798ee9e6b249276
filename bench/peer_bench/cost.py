"""What a phase of the job costs: time, processor time, bytes on the wire and questions asked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.collecting import uncollected
from bench.peer_bench.device import BenchDevice
from bench.peer_bench.server import BenchServer


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one phase. The processor time of devices is that of this process, the line's is in neither."""

    wall_s: float
    client_cpu_s: float
    server_cpu_s: float
    bytes_up: int
    bytes_down: int
    requests: int


def cost_of(work: Callable[[], object], *, server: BenchServer, devices: Sequence[BenchDevice]) -> Cost:
    """Do the work and give what it took; the server may be at something afterwards."""
    asked = sum(one.line.requests for one in devices)
    up, down = server.bytes_carried()
    server_cpu = server.cpu_s()
    with uncollected():
        began, cpu = time.perf_counter(), time.process_time()
        work()
        wall, client_cpu = time.perf_counter() - began, time.process_time() - cpu
    server_cpu = server.cpu_s() - server_cpu
    now_up, now_down = server.bytes_carried()
    return Cost(
        wall_s=round(wall, 3),
        client_cpu_s=round(client_cpu, 3),
        server_cpu_s=round(server_cpu, 3),
        bytes_up=now_up - up,
        bytes_down=now_down - down,
        requests=sum(one.line.requests for one in devices) - asked,
    )
