"""Runs one seed from its first step to the judgement, in a folder of its own that is gone afterwards."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.simulation.asgi import AsgiCaller
from bench.simulation.broken import Broken
from bench.simulation.chance import Chance
from bench.simulation.founding import copy_realm, found_realm
from bench.simulation.healing import heal
from bench.simulation.looking import PromiseBrokenError, look
from bench.simulation.promises import judge
from bench.simulation.schedule import take_step
from bench.simulation.world import World, open_world

STEPS = 28
SUITES = (1, 2, 3)
_MIXED = 0.12  # the share of schedules whose fleet has devices of every suite
_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory where there is one; names in it are drawn


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a seed ended."""

    seed: int
    broken: tuple[Broken, ...]
    trace: tuple[str, ...] = field(repr=False)
    acts: int
    statements: int
    restarts: int


class Simulation:
    """A founded realm, and as many schedules of it as anybody asks for."""

    def __init__(self, folder: Path, *, laptops: int) -> None:
        self._folder = folder
        self._laptops = laptops
        self._caller = AsgiCaller()
        self._realm = folder / "realm"
        self._mixed = folder / "mixed"
        found_realm(self._realm, laptops=laptops, caller=self._caller)

    def run(
        self, seed: int, *, story: Callable[[World], None] | None = None, is_mixed: bool = False
    ) -> Verdict:
        """Run one schedule, or one story in its place; either way everything is mended and judged.

        A story is told in a realm of the first suite, or if it is mixed in one of all.
        """
        place = self._folder / f"seed-{seed}"
        has_all = is_mixed if story is not None else Chance(f"suites {seed}").happens(_MIXED)
        suites = SUITES if has_all else SUITES[:1]
        copy_realm(self._founded(suites), place)
        world = open_world(place, seed=seed, laptops=self._laptops, caller=self._caller, suites=suites)
        try:
            broken = _play(world, story or _schedule)
        finally:
            world.close()
            shutil.rmtree(place, ignore_errors=True)
        fuses = [*(one.fuse for one in world.laptops), world.relay.fuse, world.city.fuse]
        laptops = sum(one.restarts for one in world.laptops)
        return Verdict(
            seed=seed,
            broken=tuple(dict.fromkeys(broken)),
            trace=tuple(world.trace),
            acts=len(world.ledger.acts),
            statements=sum(fuse.statements for fuse in fuses),
            restarts=laptops + world.relay.restarts + world.city.restarts,
        )

    def _founded(self, suites: Sequence[int]) -> Path:
        """Give the realm of one suite, or that of all, founded when the first seed wants it."""
        if len(suites) == 1:
            return self._realm
        if not self._mixed.exists():
            found_realm(self._mixed, laptops=self._laptops, caller=self._caller, suites=suites)
        return self._mixed

    def close(self) -> None:
        self._caller.close()


@contextmanager
def simulation(*, laptops: int = 3) -> Iterator[Simulation]:
    """Found a realm in memory, or in the system's place for such things, and remove it afterwards."""
    place = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="quancai-fleet-", dir=place) as folder:
        founded = Simulation(Path(folder), laptops=laptops)
        with suppress(GeneratorExit):
            yield founded
        founded.close()


def _play(world: World, story: Callable[[World], None]) -> list[Broken]:
    try:
        story(world)
    except PromiseBrokenError as found:
        return found.broken
    heal(world)
    return judge(world)


def _schedule(world: World) -> None:
    for _ in range(STEPS):
        take_step(world)
        look(world)
