"""Files of forms: each arrives bit by bit, or is still waiting where an officer sees it.

A file that went missing on a disk must be said to be, and one of a device whose time is over
may lie in what the office has set aside.
"""

from bench.simulation.broken import Broken
from bench.simulation.city_truth import CityTruth
from bench.simulation.laptop import Laptop
from bench.simulation.laptop_truth import LaptopTruth
from bench.simulation.ledger import Act
from bench.simulation.world import World

Laptops = list[tuple[Laptop, LaptopTruth]]


def files_there(world: World, laptop: Laptop, truth: LaptopTruth) -> list[Broken]:
    """P1: while the replica speaks of a file that has no last word, it is on the disk."""
    missing = truth.files_missing - world.ledger.spoiled
    return [Broken("P1", f"{laptop.name}: no file for {name} of a form") for _, name in sorted(missing)]


def files_arrived(world: World, city: CityTruth, laptops: Laptops) -> list[Broken]:
    """P3, P9: a file of a form the city took lies there as it was, or its officer sees what became of it."""
    return [
        Broken("P3", f"{name} of visit {act.number} of {act.laptop} {fault}")
        for act in world.ledger.acts
        if not act.is_excused and city.items.get(act.submission_id) == "applied"
        for name, digest in act.files.items()
        if (fault := _fault(world, act, name, digest=digest, city=city, laptops=laptops))
    ]


def _fault(world: World, act: Act, name: str, *, digest: str, city: CityTruth, laptops: Laptops) -> str:
    reference = (act.submission_id, name)
    arrived = city.files.get(reference)
    if arrived is not None:
        return "" if arrived == digest else "is other bytes at the city"
    if reference in city.set_aside_files:
        return ""
    states = [
        truth.files.get(reference, "forgotten") for laptop, truth in laptops if laptop.name in act.on_disks
    ]
    if reference in world.ledger.spoiled and states and "forgotten" not in states:
        return ""
    is_ended = act.device_id in world.ended
    if is_ended and any(state in ("waiting", "sealed", "delivered") for state in states):
        return ""
    return f"is not at the city, and here it is {states}"
