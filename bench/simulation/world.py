"""Everything of one schedule: who there is, what they have heard, and the trace a person reads."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from bench.simulation.asgi import AsgiCaller
from bench.simulation.chance import Chance
from bench.simulation.city_host import CityHost
from bench.simulation.clocks import DeviceClock, TrueTime
from bench.simulation.disk import Disk, Files
from bench.simulation.founding import CITY, KEYS, OPERATORS, RELAY, laptop_name
from bench.simulation.laptop import Laptop
from bench.simulation.ledger import Held, Ledger
from bench.simulation.observer import Observer
from bench.simulation.officers import Officers
from bench.simulation.power import Fuse
from bench.simulation.publication import Publication
from bench.simulation.relay_host import RelayHost
from bench.simulation.weather import Weather, draw_weather
from bench.simulation.wire import Line
from sync.ports import Request
from tests.fakes.entropy import SeededEntropy

Backup = tuple[Files, Held]


@dataclass
class World:
    """One schedule in the making; built by `open_world`."""

    seed: int
    folder: Path
    chance: Chance
    time: TrueTime
    weather: Weather
    ledger: Ledger
    officers: Officers
    observer: Observer
    relay: RelayHost
    city: CityHost
    laptops: list[Laptop]
    lines: list[Line]
    late: list[Request]
    trace: list[str]
    backups: dict[str, Backup] = field(default_factory=dict)
    relay_backup: Files | None = None
    city_backup: Files | None = None
    said_since_backup: set[tuple[str, str]] = field(default_factory=set)  # by the office: a person's number
    forgotten: set[tuple[str, str]] = field(default_factory=set)  # words a restore took from the city
    published: list[Publication] = field(default_factory=list)
    wiping: set[str] = field(default_factory=set)  # devices ordered to erase themselves
    suites: tuple[int, ...] = (1,)  # those the city serves
    ended: dict[str, str] = field(default_factory=dict)  # devices whose time is over, and why
    copied: set[str] = field(default_factory=set)  # devices that two disks, or an old one, go on as
    steps: int = 0

    def tell(self, line: str) -> None:
        self.trace.append(f"{self.steps:3} {line}")

    def draw_suite(self) -> int:
        """Choose one that the city serves."""
        return self.suites[0] if len(self.suites) == 1 else self.chance.pick(self.suites)

    def working(self) -> list[Laptop]:
        return [laptop for laptop in self.laptops if not laptop.is_lost]

    def add_laptop(self, name: str, disk: Disk, *, operator: str) -> Laptop:
        """Put another computer into the world; it is off."""
        line = self.add_line(name)
        entropy = SeededEntropy(f"{self.seed} {name}")
        laptop = Laptop(
            name,
            disk,
            DeviceClock(self.time),
            entropy,
            line,
            Fuse(disk, self.chance),
            operator,
            checkpoint_pages=6 if self.weather.small_checkpoints else 1000,
        )
        self.laptops.append(laptop)
        return laptop

    def line_of(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.turn_off()
        self.city.stop()
        self.relay.stop()

    def add_line(self, name: str) -> Line:
        """Lay a line to the relay, in this weather."""
        line = Line(
            name=name,
            server=self.relay.serve,
            cut_server=self.relay.hear_half,
            chance=self.chance,
            late=self.late,
            told=self.tell,
            heard=self.observer.hear,
            trouble=self.weather.line_trouble,
            faults=self.weather.line_faults,
        )
        self.lines.append(line)
        return line


def open_world(
    folder: Path, *, seed: int, laptops: int, caller: AsgiCaller, suites: tuple[int, ...] = (1,)
) -> World:
    """Turn everything on in a copy of the founded realm."""
    chance = Chance(f"schedule {seed}")
    time = TrueTime()
    weather = draw_weather(chance, suites=suites)
    ledger, trace, late = Ledger(), list[str](), list[Request]()
    keys = folder / KEYS
    relay_disk, city_disk = Disk(folder / RELAY), Disk(folder / CITY)
    entropy = SeededEntropy(f"{seed} relay")
    relay = RelayHost(keys, relay_disk, time, entropy, Fuse(relay_disk, chance), caller)
    observer = Observer()
    city_entropy = SeededEntropy(f"{seed} city")
    unplugged = Line("city", relay.serve, relay.hear_half, chance, late, trace.append, observer.hear)
    city = CityHost(keys, city_disk, time, city_entropy, unplugged, Fuse(city_disk, chance))
    world = World(
        seed=seed,
        folder=folder,
        chance=chance,
        time=time,
        weather=weather,
        ledger=ledger,
        officers=Officers(chance, ledger),
        observer=observer,
        relay=relay,
        city=city,
        laptops=[],
        lines=[],
        late=late,
        trace=trace,
        suites=suites,
    )
    city.wire = world.add_line("city")
    relay.start()
    city.start()
    for number in range(laptops):
        name = laptop_name(number)
        laptop = world.add_laptop(name, Disk(folder / name), operator=OPERATORS[number % len(OPERATORS)])
        laptop.turn_on()
    world.tell(f"weather: {json.dumps(sorted(weather.steps.keys() - {'visit', 'sync', 'round'}))}")
    world.tell(f"line {weather.line_trouble}, fuses {weather.fuse_chance} {weather.fuse_faults}")
    return world
