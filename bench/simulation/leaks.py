"""Looks for planted names, numbers and keys in every file of the laptops and of the relay (P7)."""

from collections.abc import Iterator
from pathlib import Path

from bench.simulation.founding import RELAY
from bench.simulation.laptop import KEY
from bench.simulation.sticks import FOLDER as STICKS
from bench.simulation.village import PLANTED
from bench.simulation.world import World


def leaked(world: World) -> list[str]:
    """Name the files that show something, and what kind of thing."""
    needles = {word.encode(code) for word in PLANTED for code in ("utf-8", "utf-16-le", "gb18030")}
    needles |= {KEY, KEY.hex().encode(), b"employment_brief", *(word.encode() for word in _said(world))}
    found: list[str] = []
    for path in _files(world):
        content = path.read_bytes()
        if any(needle in content for needle in needles):
            found.append(f"something planted is in clear in {path.relative_to(world.folder)}")
    return found


def _said(world: World) -> Iterator[str]:
    for act in world.ledger.acts:
        for name in ("phone", "employer_name"):
            _, value = act.touched.get(name, (None, None))
            if isinstance(value, str):
                yield value


def _files(world: World) -> Iterator[Path]:
    folders = [world.folder / RELAY, world.folder / STICKS, *(laptop.disk.place for laptop in world.laptops)]
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
