"""The job sync systems are compared on, done with ours, signed, sealed and flushed to the disk.

    .venv/bin/python bench/peer_job.py [--json] [--records N]

A pushes 10,000 records of 25 fields, B pulls them; A and B edit 1,000 fields each, 100 in common, and
exchange (A, B, A); both exchange with nothing to say; 50 clients push 20 records each at once. Relay and
platform run in one process of their own, devices here, over loopback HTTP. Bytes are bodies, targets and
our own headers both ways, less the constant ones `requests` adds (about 150 bytes a request).
`push_s` ends with the relay's signed receipts on the disk, `applied_s` when the city has merged all;
`push_cpu_s` and `pull_cpu_s` are the device's. A burst client seals beforehand and is timed from its
request to the relay's receipt.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import person_fields, person_id
from bench.peer_bench.server import BenchServer, start_server

EDITS, COMMON, CLIENTS, EACH = 1_000, 100, 50, 20


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def until(condition: Callable[[], bool], *, seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def run(folder: Path, *, records: int) -> dict[str, object]:
    """Do the job once and give its figures."""
    draw = random.Random(7)
    with start_server(folder / "server", invitations=2 + CLIENTS) as server:
        one, two = (BenchDevice(folder / name, server) for name in ("a", "b"))
        people = {person_id(number): person_fields(number, draw) for number in range(records)}
        figures: dict[str, object] = {"records": records}
        figures["create_s"] = timed(lambda: one.create(people))
        one.count.reset()
        cpu = time.process_time()
        figures["push_s"] = timed(one.sync)
        figures["push_cpu_s"] = time.process_time() - cpu
        figures["push_bytes_up"] = one.count.up
        began = time.perf_counter()
        until(server.is_idle)
        figures["applied_s"] = time.perf_counter() - began
        one.count.reset()
        one.sync()
        figures["applied_bytes"] = one.count.total
        assert one.all_applied()
        two.count.reset()
        cpu = time.process_time()
        figures["pull_s"] = timed(two.sync)
        figures["pull_cpu_s"] = time.process_time() - cpu
        assert two.people() == records
        figures["pull_bytes"] = two.count.total
        figures.update(edit(server, one, two, records=records, draw=draw))
        figures.update(do_nothing(one, two))
        figures.update(burst(folder, server, draw))
        figures["server_disk_mb"] = round(
            sum(path.stat().st_size for path in (folder / "server").rglob("*") if path.is_file()) / 1e6, 1
        )
        return figures


def edit(
    server: BenchServer, one: BenchDevice, two: BenchDevice, *, records: int, draw: random.Random
) -> dict[str, object]:
    """Edit on both sides and exchange until both are told of everything."""
    numbers = draw.sample(range(records), 2 * EDITS - COMMON)
    mine, theirs = numbers[:EDITS], numbers[EDITS - COMMON :]
    one.edit({person_id(number): {"phone": f"1390{number:07d}"} for number in mine})
    two.edit({person_id(number): {"phone": f"1391{number:07d}"} for number in theirs})
    for device in (one, two):
        device.count.reset()
    began = time.perf_counter()
    for device in (one, two, one, two):
        device.sync()
        until(server.is_idle)
    assert one.same_as(two)
    return {
        "edit_s": time.perf_counter() - began,
        "edit_bytes": one.count.total + two.count.total,
        "edit_requests": one.count.requests + two.count.requests,
        "conflicts_kept": one.conflicts() + two.conflicts(),
        "conflicts_of_other_fields": one.false_conflicts("phone") + two.false_conflicts("phone"),
    }


def do_nothing(one: BenchDevice, two: BenchDevice) -> dict[str, object]:
    for device in (one, two):
        device.count.reset()
    seconds = timed(lambda: (one.sync(), two.sync()))
    return {
        "noop_s": seconds,
        "noop_bytes": one.count.total + two.count.total,
        "noop_requests": one.count.requests + two.count.requests,
    }


def burst(folder: Path, server: BenchServer, draw: random.Random) -> dict[str, object]:
    clients = [BenchDevice(folder / f"c{number}", server) for number in range(CLIENTS)]
    until(server.is_idle)
    for number, client in enumerate(clients):
        client.create({f"c{number}-{one}": person_fields(one, draw) for one in range(EACH)})
    for client in clients:
        client.seal()
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = sorted(pool.map(lambda client: timed(client.post_sealed), clients))
    return {"burst_p50_ms": waits[CLIENTS // 2] * 1_000, "burst_p95_ms": waits[CLIENTS * 95 // 100] * 1_000}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--records", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), records=asked.records)
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()
    }
    if asked.json:
        print(json.dumps(rounded))
    else:
        print("\n".join(f"{name:28}{value}" for name, value in rounded.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
