"""Stops a schedule at the first step that breaks a promise, where the trace still says why."""

from bench.simulation.broken import Broken
from bench.simulation.promises import watch
from bench.simulation.world import World


class PromiseBrokenError(AssertionError):
    """A promise does not hold at this step."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__("; ".join(f"{one.promise}: {one.what}" for one in broken))
        self.broken = broken


def look(world: World) -> None:
    """Check what must hold at any moment on every laptop.

    Raises:
        PromiseBrokenError: something does not.

    """
    for laptop in world.working():
        broken = watch(world, laptop)
        if broken:
            raise PromiseBrokenError(broken)
