"""What goes wrong in one schedule, and how often: a seed has some kinds of trouble and never all of them.

Schedules in which everything fails all the time find less than those in which a few
things fail (swarm testing, Groce et al., ISSTA 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.simulation.chance import Chance
from bench.simulation.power import Fault
from bench.simulation.wire import ALL_FAULTS, LineFault

_STEPS: Final = {
    "visit": 10.0,
    "sync": 12.0,
    "round": 10.0,
    "draft": 2.0,
    "time": 4.0,
    "office edit": 2.0,
}
_TROUBLES: Final = {
    "plug": 1.5,
    "clock": 1.5,
    "clone": 1.0,
    "backup": 1.5,
    "restore": 2.0,
    "revoke": 0.8,
    "relay backup": 1.5,
    "relay restore": 0.7,
    "city key": 0.6,
    "new roots": 0.4,
    "device keys": 0.8,
    "office delete": 1.0,
    "places": 1.2,
    "move": 0.8,
    "officer deletes": 0.6,
    "newcomer": 0.6,
}
# What makes a schedule dear has a smaller share of them.
_HEAVY: Final = {
    "documents": {"publish": 4.0, "withdraw": 1.5, "photo lost": 0.8, "draft": 4.0},
    "courier": {"courier": 10.0},
    "lost devices": {"wipe": 2.0, "lose": 0.7},
    "old city": {"city backup": 2.5, "city restore": 1.5},
}


_OTHER_BACKUP: Final = ("relay backup", "relay restore")


@dataclass(frozen=True, slots=True)
class Weather:
    """The kinds of trouble of one schedule."""

    steps: dict[str, float]
    line_trouble: float
    line_faults: tuple[LineFault, ...]
    fuse_chance: float
    fuse_faults: tuple[Fault, ...]
    small_checkpoints: bool
    clock_off: bool


def draw_weather(chance: Chance, *, suites: Sequence[int] = (1,)) -> Weather:
    """Decide what this schedule has to live with."""
    troubles = {name: weight for name, weight in _TROUBLES.items() if chance.happens(0.4)}
    for company in _HEAVY.values():
        if chance.happens(0.2):
            troubles |= company
    if "city restore" in troubles:  # both at once lose what only they had
        troubles = {name: weight for name, weight in troubles.items() if name not in _OTHER_BACKUP}
    if "courier" in troubles and chance.happens(0.4):
        troubles |= {"publish": 3.0, "photo lost": 0.4}  # photos on sticks
    if len(suites) > 1 and chance.happens(0.6):
        troubles["minimum suite"] = 1.2
    faults = tuple(chance.some_of(ALL_FAULTS, 0.6)) or ALL_FAULTS
    return Weather(
        steps=_STEPS | troubles,
        line_trouble=chance.pick((0.0, 0.1, 0.3)),
        line_faults=faults,
        fuse_chance=chance.pick((0.0, 0.2, 0.4)),
        fuse_faults=tuple(chance.some_of(tuple(Fault), 0.7)) or tuple(Fault),
        small_checkpoints=chance.happens(0.3),
        clock_off=chance.happens(0.3),
    )
