"""How long a device that has just joined waits for its records, and what a record weighs on the wire.

The real exchange of `bench/peer_bench`: a server process with relay and platform, loopback HTTP, an
encrypted replica. One device makes the records and pushes them; another one then joins.
"""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from bench.peer_bench.cost import cost_of
from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import person_fields, person_id
from bench.peer_bench.server import LOOK_AGAIN_S, BenchServer, start_server
from store import count_records

SCOPE = "350582001"


@dataclass(frozen=True, slots=True)
class FillFigures:
    """Bytes are all that crossed the wire both ways, headers included, over the number of records."""

    first_fill_s: float  # from the request to join until every record is in the replica
    bytes_per_record: float  # on the way up
    filled_bytes_per_record: float  # on the way down, joining included


def measure_fill(folder: Path, records: int) -> FillFigures:
    """Push this many records from one device and let another one join."""
    draw = random.Random(7)
    with start_server(folder / "server", scopes=[SCOPE, SCOPE]) as server:
        first = BenchDevice(folder / "first", server)
        first.edit({person_id(number): person_fields(number, draw) for number in range(records)})
        push = cost_of(first.sync_until_sent, server=server, devices=[first])
        server.settle()
        first.close()
        fill = cost_of(lambda: _join(folder / "second", server, records), server=server, devices=[])
    return FillFigures(
        first_fill_s=fill.wall_s,
        bytes_per_record=round((push.bytes_up + push.bytes_down) / records, 1),
        filled_bytes_per_record=round((fill.bytes_up + fill.bytes_down) / records, 1),
    )


def _join(folder: Path, server: BenchServer, records: int) -> None:
    device = BenchDevice(folder, server)
    while count_records(device.store, "person") < records:
        time.sleep(LOOK_AGAIN_S)
        device.sync()
    device.close()
