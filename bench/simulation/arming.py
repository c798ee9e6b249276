"""Whether something goes wrong with a computer in what it is about to do, by the weather of the schedule."""

from bench.simulation.power import Fault, Fuse
from bench.simulation.world import World

_STATEMENTS = 25  # as many as a sync with something to do writes, roughly


def maybe_arm(world: World, fuse: Fuse) -> None:
    """Let a fault strike at one of the next writes, or not."""
    weather = world.weather
    if weather.fuse_faults and world.chance.happens(weather.fuse_chance):
        fault: Fault = world.chance.pick(weather.fuse_faults)
        fuse.arm(fault, after=world.chance.between(1, _STATEMENTS))
