"""The phases of the job, one after another against one server, and what must be true after each."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from bench.peer_bench.burst import burst
from bench.peer_bench.cost import cost_of
from bench.peer_bench.device import BenchDevice
from bench.peer_bench.people import person_fields, person_id
from bench.peer_bench.server import BenchServer, start_server
from resources import read_text
from sync.change import FieldValue

SCOPE = "350582001"
_NOTHING: Mapping[tuple[str, str], frozenset[FieldValue]] = {}


@dataclass(frozen=True, slots=True)
class JobSize:
    """How much of everything; without arguments the job the peers were measured on."""

    records: int = 10_000
    edits: int = 1_000  # a side
    common: int = 100  # of them on both sides, on one field
    clients: int = 50
    bursts: int = 3


def run_job(folder: Path, size: JobSize, *, profile: Path | None = None) -> dict[str, object]:
    """Do the job once and give its figures."""
    scopes = [*_elsewhere(size.clients), SCOPE, SCOPE]
    with start_server(folder / "server", scopes=scopes, profile=profile) as server:
        pair = Pair(server, BenchDevice(folder / "a", server), BenchDevice(folder / "b", server))
        figures = {
            "size": asdict(size),
            **pair.fill(size.records),
            **pair.edit(size),
            **pair.edit_apart(size.common),
            **pair.do_nothing(),
        }
        pair.one.close()
        pair.two.close()
        figures.update(burst(folder, server, clients=size.clients, bursts=size.bursts))
        figures["server_disk_at_end_mb"] = _disk_mb(server)
        return figures


@dataclass
class Pair:
    """Two devices of one township and their server."""

    server: BenchServer
    one: BenchDevice
    two: BenchDevice

    def __post_init__(self) -> None:
        self.draw = random.Random(7)
        self.server.settle()
        self.sync_all()

    def sync_all(self) -> None:
        """Exchange until both have been told of everything."""
        for device in (self.one, self.two, self.one, self.two):
            device.sync()
            self.server.settle()

    def fill(self, records: int) -> dict[str, object]:
        """Let the first make records and push them, and the second pull them."""
        server, one, two = self.server, self.one, self.two
        people = {person_id(number): person_fields(number, self.draw) for number in range(records)}
        create = cost_of(lambda: one.edit(people), server=server, devices=[one])
        push = cost_of(one.sync_until_sent, server=server, devices=[one])
        merge = cost_of(server.settle, server=server, devices=[])
        disk = _disk_mb(server)
        pull = cost_of(two.sync, server=server, devices=[two])
        index = cost_of(two.index, server=server, devices=[two])
        answer = cost_of(one.sync, server=server, devices=[one])
        assert one.all_applied()
        assert one.people() == two.people() == people
        return {
            "create_s": create.wall_s,
            "push": asdict(push),
            "merge": {"wall_s": merge.wall_s, "server_cpu_s": merge.server_cpu_s},
            "pull": asdict(pull),
            "index": {"wall_s": index.wall_s, "client_cpu_s": index.client_cpu_s},
            "answer": asdict(answer),
            "server_disk_mb": disk,
        }

    def edit(self, size: JobSize) -> dict[str, object]:
        """Edit one field of many records on both sides, some of them on both, and exchange."""
        chosen = self.draw.sample(sorted(self.one.people()), 2 * size.edits - size.common)
        mine, theirs = chosen[: size.edits], chosen[size.edits - size.common :]
        common = set(mine) & set(theirs)
        ones = {record: f"16411{place:06d}" for place, record in enumerate(mine)}
        twos = {record: f"16422{place:06d}" for place, record in enumerate(theirs)}
        self.one.edit({record: {"phone": phone} for record, phone in ones.items()})
        self.two.edit({record: {"phone": phone} for record, phone in twos.items()})
        cost = cost_of(self.sync_all, server=self.server, devices=[self.one, self.two])
        both = {(record, "phone"): frozenset((ones[record], twos[record])) for record in sorted(common)}
        alone = {record: phone for record, phone in {**ones, **twos}.items() if record not in common}
        here, there = self.one.people(), self.two.people()
        return {
            "edit": asdict(cost),
            "conflicts": {
                "made": len(common),
                "at_the_city": self.server.conflicts(),
                "surfaced_on_a_with_both_values": len(both.items() & self.one.differences().items()),
                "surfaced_on_b_with_both_values": len(both.items() & self.two.differences().items()),
                "false": len((self.one.differences().keys() | self.two.differences().keys()) - both.keys()),
            },
            "edits_kept": sum(here[one]["phone"] == there[one]["phone"] == alone[one] for one in alone),
            "edits_alone": len(alone),
            "converged": here == there,
        }

    def edit_apart(self, records: int) -> dict[str, object]:
        """Edit different fields of the same records on both sides: no conflict, and both edits stand."""
        chosen = self.draw.sample(sorted(self.one.people()), records)
        known = self.server.conflicts()
        self.one.edit({record: {"wage": 1_234} for record in chosen})
        self.two.edit({record: {"want_job": "裁缝"} for record in chosen})
        self.sync_all()
        here, there = self.one.people(), self.two.people()
        kept = [one for one in chosen if here[one]["wage"] == 1_234 and here[one]["want_job"] == "裁缝"]
        return {
            "apart": {
                "records": records,
                "false_conflicts": self.server.conflicts() - known,
                "both_edits_kept": len(kept),
                "converged": here == there,
            }
        }

    def do_nothing(self) -> dict[str, object]:
        """Exchange on both devices with nothing to say."""
        both = [self.one, self.two]
        cost = cost_of(lambda: [device.sync() for device in both], server=self.server, devices=both)
        return {"noop": asdict(cost)}


def _disk_mb(server: BenchServer) -> dict[str, float]:
    return {name: round(server.disk_bytes(name) / 1e6, 1) for name in ("relay", "city")}


def _elsewhere(places: int) -> list[str]:
    """Give so many villages in which nobody of the job lives."""
    codes = (line.split("\t")[0] for line in read_text("lists/divisions.tsv").splitlines())
    villages = (code for code in codes if code.startswith("350583") and not code.endswith("000"))
    return list(islice(villages, places))
