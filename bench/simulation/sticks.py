"""Sticks that somebody carries between villages and the city, in no order, again and again, half copied.

One is a folder and one a single file; what lies on them stays there.
"""

from collections.abc import Callable
from pathlib import Path

from bench.simulation.arming import maybe_arm
from bench.simulation.laptop import Laptop
from bench.simulation.world import World
from desktop.operations.edits import shipped_policy
from sync.courier.archive import open_parcel
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried, pack_work, take_answers
from sync.envelope.encoding import parse_envelope
from sync.errors import SyncError
from sync.keys.registry import read_registry
from sync.relay_client import RelayClient
from sync.replica import load_membership

FOLDER = "sticks"
_STICKS = ("stick", "stick.qzc")


def carry(world: World) -> None:
    """Let a stick arrive somewhere, and do there what people do with it."""
    place = stick(world, world.chance.pick(_STICKS))
    laptop = world.chance.pick(world.working())
    act = world.chance.pick((pack, pack, reach_city, reach_city, leave_city, take, take, spoil))
    ended = act(world, laptop, place)
    world.tell(f"{place.name}: {act.__name__} {laptop.name} {ended}")


def pack(world: World, laptop: Laptop, place: Path) -> str:
    """Write what waits on a laptop, with its photos or without."""
    with_photos = world.chance.happens(0.5)

    def seal_and_write() -> Carried:
        member = load_membership(laptop)
        with open_parcel(place) as parcel:
            return pack_work(
                laptop,
                member,
                parcel,
                clock=laptop.clock,
                entropy=laptop.entropy,
                with_photos=with_photos,
            )

    return _at_a_laptop(world, laptop, seal_and_write)


def take(world: World, laptop: Laptop, place: Path) -> str:
    """Read what lies there for a laptop."""

    def read() -> Carried:
        member = load_membership(laptop)
        with open_parcel(place) as parcel:
            return take_answers(laptop, member, parcel, clock=laptop.clock, policy=shipped_policy())

    return _at_a_laptop(world, laptop, read)


def reach_city(world: World, _laptop: Laptop, place: Path) -> str:
    """Hand in what lies there."""
    city = world.city.desk.keys.city
    relay = RelayClient(
        world.line_of("city"), signer=city, clock=world.city.clock, entropy=world.city.entropy
    )
    maybe_arm(world, world.relay.fuse)
    try:
        registry = read_registry(relay.fetch_registry(), world.city.desk.keys.roots)
        with open_parcel(place) as parcel:
            return _told(hand_in(parcel, relay=relay, city=city, registry=registry, clock=world.city.clock))
    except SyncError as error:
        return error.shown_code


def leave_city(world: World, laptop: Laptop, place: Path) -> str:
    """Write what the city has for a laptop."""
    rows = world.city.rows(
        "SELECT audience, digest, body FROM platform_outgoing WHERE refusal IS NULL ORDER BY number"
    )
    envelopes = [
        (str(device), str(one), body)
        for device, one, body in rows
        if isinstance(body, bytes) and device == laptop.device_id
    ]
    with open_parcel(place) as parcel:
        packed = pack_answers(parcel, envelopes, city=world.city.desk.keys.city, clock=world.city.clock)
    return _told(packed)


def spoil(world: World, _laptop: Laptop, place: Path) -> str:
    """Lose a file of the stick, or half of it."""
    files = sorted(place.rglob("*.envelope"), key=_order)
    if not files:
        return "nothing there"
    path = world.chance.pick(files)
    if world.chance.happens(0.5):
        path.unlink()
        return "a file is gone"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return "half a file is gone"


def _order(path: Path) -> tuple[str, str, int]:
    """Sort by what a seed decides; a file's own name is none of it."""
    try:
        header = parse_envelope(path.read_bytes()).header
    except SyncError:
        return "", "", path.stat().st_size
    return header.device, header.audience, header.sequence


def _at_a_laptop(world: World, laptop: Laptop, carried: Callable[[], Carried]) -> str:
    def act() -> str:
        try:
            return _told(carried())
        except SyncError as error:
            return error.shown_code

    maybe_arm(world, laptop.fuse)
    ended = laptop.survive(act)
    laptop.fuse.disarm()
    return str(ended)


def _told(carried: Carried) -> str:
    return f"moved {carried.moved}, early {carried.early}, damaged {carried.damaged}, lost {carried.lost}"


def stick(world: World, name: str) -> Path:
    """Give the place of a stick."""
    folder = world.folder / FOLDER
    place = folder / name
    (folder if place.suffix else place).mkdir(parents=True, exist_ok=True)
    return place
