"""Devices that were ordered to erase themselves: nothing readable stays, and no work goes with it."""

from pathlib import Path

from bench.simulation.broken import Broken
from bench.simulation.city_truth import CityTruth
from bench.simulation.laptop import SLOTS, Laptop
from bench.simulation.laptop_truth import LaptopTruth
from bench.simulation.world import World
from desktop.wiping import HANDOVER

_LOCKS = (".lock", ".lock-journal")  # keep a second program out, and hold nothing


def handed_over(world: World) -> list[bytes]:
    """Give the sealed envelopes that erased devices left for the office."""
    return [path.read_bytes() for laptop in world.laptops for path in _handover(laptop)]


def erased(world: World) -> list[Broken]:
    """P10: of a device that erased itself only sealed envelopes for the city are left, and no key."""
    return [
        Broken("P10", f"{laptop.name} erased itself and still has {path.name}")
        for laptop in world.laptops
        if laptop.is_wiped
        for path in _files(laptop.disk.folder)
        if SLOTS in path.read_bytes() or (path not in _handover(laptop) and not path.name.endswith(_LOCKS))
    ]


def drafts_handed_in(
    world: World, city: CityTruth, laptops: list[tuple[Laptop, LaptopTruth]]
) -> list[Broken]:
    """P8: what was put aside on a device that is to erase itself is still there, or the office has it."""
    held = {laptop.name: truth.drafts for laptop, truth in laptops}
    return [
        Broken("P8", f"{laptop.name}: a draft went with the device")
        for laptop in world.laptops
        if laptop.is_wiped or (laptop.name in held and laptop.device_id in world.wiping)
        for draft_id in sorted(
            world.ledger.drafts.get(laptop.name, set()) - held.get(laptop.name, frozenset())
        )
        if world.ledger.asides[draft_id].document not in city.set_aside_documents
    ]


def _handover(laptop: Laptop) -> list[Path]:
    return _files(laptop.disk.folder / HANDOVER)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
