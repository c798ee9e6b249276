"""The realm every schedule begins with: keys, two villages, and laptops that have joined and been filled.

It is founded once a process and copied for each seed, with seeded keys, so a seed means
the same in every process.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.simulation.asgi import AsgiCaller
from bench.simulation.chance import Chance
from bench.simulation.city_host import CityHost
from bench.simulation.clocks import DeviceClock, TrueTime
from bench.simulation.disk import Disk
from bench.simulation.laptop import SLOTS, Laptop
from bench.simulation.power import Fuse
from bench.simulation.relay_host import RelayHost
from bench.simulation.village import NORTH, SOUTH, TOWN, villagers
from desktop.paths import AppPaths
from server_stub.data_folder import load_settings, open_relay_identity
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.realm_keys import make_realm_keys
from sync.ports import Request, Response, Transport
from tests.fakes.entropy import SeededEntropy

SCOPES = ((TOWN,), (SOUTH,), (SOUTH, NORTH), (NORTH,), (TOWN,))
OPERATORS = ("林秀梅", "黄志强", "王美玲", "吴国栋", "郑小红")
KEYS, RELAY, CITY = "keys", "relay", "city"


@dataclass
class Straight:
    """A line with nothing wrong."""

    relay: RelayHost

    def exchange(self, request: Request) -> Response:
        return self.relay.serve(request)

    def close(self) -> None:
        """Nobody waits on another thread here."""


def laptop_name(number: int) -> str:
    return f"laptop-{number + 1}"


def found_realm(folder: Path, *, laptops: int, caller: AsgiCaller, suites: Sequence[int] = (1,)) -> None:
    """Make the realm in a folder that does not exist yet; its laptops take their suites in turn."""
    time, entropy = TrueTime(), SeededEntropy("foundation")
    keys = folder / KEYS
    make_realm_keys(keys, org="quanzhou", entropy=entropy)
    settings = load_settings(keys, {})
    open_relay_identity(settings, entropy=entropy)
    relay_disk, city_disk = Disk(folder / RELAY), Disk(folder / CITY)
    calm = Chance("calm")
    relay = RelayHost(keys, relay_disk, time, entropy, Fuse(relay_disk, calm), caller)
    relay.start()
    straight = Straight(relay)
    city = CityHost(keys, city_disk, time, entropy, straight, Fuse(city_disk, calm))
    city.start()
    city.add(villagers(now_ms=time.now_ms()))
    city.desk.run_once()
    for suite in suites[1:]:
        city.order(Order(OrderKind.SUITE, str(suite)))
        city.desk.run_once()
    for number in range(laptops):
        _join(folder, number, suite=suites[number % len(suites)], city=city, wire=straight, time=time)
    city.stop()
    relay.stop()


def _join(folder: Path, number: int, *, suite: int, city: CityHost, wire: Transport, time: TrueTime) -> None:
    disk = Disk(folder / laptop_name(number))
    laptop = Laptop(
        laptop_name(number),
        disk,
        DeviceClock(time),
        SeededEntropy(f"foundation {laptop_name(number)}"),
        wire,
        Fuse(disk, Chance("calm")),
        OPERATORS[number % len(OPERATORS)],
    )
    laptop.turn_on()
    AppPaths(disk.folder).key_file.write_bytes(SLOTS)
    laptop.join(city.invitation(SCOPES[number % len(SCOPES)], suite=suite))
    city.desk.run_once()
    laptop.sync()
    laptop.turn_off()


def copy_realm(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
